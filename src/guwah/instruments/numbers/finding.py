"""Where a text has numbers. One pass over its words; the time grows with the length of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from guwah.instruments.numbers import en, kk, ru, ug, zh
from guwah.instruments.numbers.counting import Count
from guwah.instruments.numbers.digits import RUN, written
from guwah.instruments.numbers.numeral import Numeral, plain
from guwah.instruments.numbers.shape import WORD_END, WORD_START

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS = {"en": en.WORDS, "ru": ru.WORDS, "kk": kk.WORDS, "ug": ug.WORDS}
LANGUAGES = (*_WORDS, "zh")
_BEFORE = 24  # characters before a number in which "between" is looked for
_THREE = (
    3  # numbers in a row with nothing but blanks and dashes between them are a telephone number or a date
)
_SCALE_OF_BOTH = "The scale said last is taken for both numbers."
_UNSAID = "The word for thousand is left out."
_TWO, _HUNDRED, _THOUSAND = Decimal(2), Decimal(100), Decimal(1000)


def find(text: str, language: str) -> list[Numeral]:
    """Find numbers and ranges of numbers.

    Args:
        text: the words; offsets count its code points.
        language: a tag whose first part is one of `LANGUAGES`; others find nothing.

    Returns:
        The numbers in order, not overlapping. Ordinals are not told from cardinals in digits.
    """
    short = language.partition("-")[0].lower()
    if short == "zh":
        return zh.find(text)
    if short not in _WORDS:
        return []
    return _Reader(short).find(text)


def read(words: str, language: str) -> Decimal | None:
    """Read what is one number and nothing else; None where it is none, a range, or names no number."""
    found = find(words, language)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(words)) or found[0].most is not None:
        return None
    return found[0].value


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or a run of digits that belongs to a number."""

    start: int
    end: int
    kind: str
    word: str


@cache
def _shapes(language: str) -> tuple[re.Pattern[str], ...]:
    words = _WORDS[language]
    every = sorted(
        {*words.added, *words.times, *words.halves, *words.couples}, key=lambda word: (-len(word), word)
    )
    listed = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in every)
    never = rf"(?!(?:{words.never}){WORD_END})" if words.never else ""
    ending = f"(?:{words.ending})?" if words.ending else ""
    token = re.compile(
        rf"(?P<digits>{RUN})(?:{ending}{WORD_END})?|{WORD_START}{never}(?:(?P<vague>{words.vague}){WORD_END}"
        rf"|{words.article}(?P<word>{listed}){ending}{WORD_END})",
        re.IGNORECASE,
    )
    never_matching = r"(?!)"
    others = (
        words.joined,
        words.within or never_matching,
        words.odd or never_matching,
        words.to,
        rf"(?:{words.both or never_matching})\Z",
        rf"(?:{words.away or never_matching})\Z",
        words.both_and or never_matching,
    )
    return (token, *(re.compile(shape, re.IGNORECASE) for shape in others))


class _Reader:
    """The reader of one language that divides its words by blanks."""

    def __init__(self, language: str) -> None:
        self._words = _WORDS[language]
        (
            self._token, self._joined, self._within, self._odd,
            self._to, self._both, self._away, self._both_and,
        ) = _shapes(language)  # fmt: skip

    def find(self, text: str) -> list[Numeral]:
        tokens = list(self._tokens(text))
        numbers = list(self._numbers(tokens, text))
        return list(self._ranges(numbers, text))

    def _tokens(self, text: str) -> Iterator[_Token]:
        for found in self._token.finditer(text):
            kind = found.lastgroup or ""
            word = re.sub(r"\s+", " ", found[kind].lower())
            yield _Token(found.start(), found.end(), kind, word)

    def _numbers(self, tokens: Sequence[_Token], text: str) -> Iterator[_Number]:
        codes = _codes(tokens, text)
        current: _Number | None = None
        for place, token in enumerate(tokens):
            if current is not None and place not in codes and self._takes(current, token, text):
                current.end = token.end
                continue
            if current is not None:
                yield current
            current = None if place in codes else self._begun(token, text)
        if current is not None:
            yield current

    def _begun(self, token: _Token, text: str) -> _Number | None:
        words = self._words
        if token.kind != "digits" and text[max(0, token.start - 1) : token.start].isdecimal():
            return None
        count = Count(ten_takes_ones=words.ten_takes_ones)
        number = _Number(token.start, token.end, count)
        if token.kind == "vague" or token.word in words.turned:
            number.vague = True
            number.scale = Decimal(words.times[token.word]) if token.word in words.times else None
        elif token.kind == "digits":
            read_as = written(token.word)
            if read_as is None:
                return None
            number.other, number.in_words = read_as.other, False
            count.digits(read_as.value)
        elif token.word in words.couples:
            number.about = count.add(Decimal(2))
        elif token.word in words.added:
            count.add(Decimal(words.added[token.word]))
        elif token.word in words.times and token.word not in words.short:
            count.times(Decimal(words.times[token.word]))
        else:
            return None
        return number

    def _takes(self, number: _Number, token: _Token, text: str) -> bool:
        """Add a token to the number when it goes on with it."""
        words, count, gap = self._words, number.count, text[number.end : token.start]
        if number.vague:
            return self._turned(number, token, gap)
        if token.kind == "vague" and token.word not in words.times:
            return self._grows_vague(number, gap)
        odd = token.word in words.times and self._odd.fullmatch(gap) is not None
        if not (odd or self._touches(number, token, gap)):
            return False
        if token.kind == "digits":
            read_as = written(token.word)
            return read_as is not None and count.digits(read_as.value)
        if self._after_thousands(number, token):
            return True
        if token.word in words.times:
            multiplied = number.multiplied(Decimal(words.times[token.word]))
            number.about = number.about or (odd and multiplied)
            return multiplied
        if token.word in words.halves and count.and_half():
            return True
        return token.word in words.added and count.add(Decimal(words.added[token.word]))

    def _after_thousands(self, number: _Number, token: _Token) -> bool:
        """Take the hundreds of "two four hundred" and "thousands two four hundred"."""
        said, count = Decimal(self._words.added.get(token.word, 0)), number.count
        if said < _HUNDRED or not self._words.thousand_unsaid or not number.in_words:
            return False
        small = not count.scaled and 1 <= count.value < _HUNDRED and count.value == int(count.value)
        if not small or number.scale not in (None, _THOUSAND):
            return False
        number.unsaid, number.scale = number.scale is None, None
        return count.times(_THOUSAND) and count.add(said)

    def _turned(self, number: _Number, token: _Token, gap: str) -> bool:
        """Take the number that a plural waits for: "thousands five" is about five thousand."""
        said = self._words.added.get(token.word, 0)
        if number.scale is None or token.kind != "word" or not gap.isspace() or Decimal(said) < _TWO:
            return False
        number.vague, number.about = False, number.count.add(Decimal(said))
        return True

    def _grows_vague(self, number: _Number, gap: str) -> bool:
        """Take what is many of something after a number in words: "ten and some thousand" names no number."""
        taken = number.in_words and self._joined.fullmatch(gap) is not None
        number.vague = number.vague or taken
        return taken

    def _touches(self, number: _Number, token: _Token, gap: str) -> bool:
        if gap == "":
            return not number.in_words and token.word in self._words.times
        if self._joined.fullmatch(gap):
            return gap.isspace() or (number.in_words and token.kind == "word")
        return (
            self._within.fullmatch(gap) is not None and number.count.room >= _HUNDRED and token.kind == "word"
        )

    def _ranges(self, numbers: Sequence[_Number], text: str) -> Iterator[Numeral]:
        place = 0
        while place < len(numbers):
            following = numbers[place + 1] if place + 1 < len(numbers) else None
            whole = self._range(numbers[place], following, text) if following else None
            yield whole or numbers[place].numeral()
            place += 2 if whole else 1

    def _range(self, low: _Number, high: _Number, text: str) -> Numeral | None:
        """Join two numbers that are the ends of a range; None when they are not."""
        if low.vague or high.vague:
            return None
        gap, start = text[low.end : high.start], low.start
        if not self._to.fullmatch(gap):
            opened = self._both.search(text[max(0, start - _BEFORE) : start])
            if not self._both_and.fullmatch(gap) or not (opened or self._away.search(text[start : low.end])):
                return None
            start -= len(opened[0]) if opened else 0
        least, shared = _lower_end(low.count, high.count)
        if least >= high.count.value:
            return None
        return Numeral(
            start,
            high.end,
            plain(least * (low.scale or 1)),
            plain(high.count.value * (low.scale or 1)),
            None,
            low.about or high.about,
            low.in_words and high.in_words,
            (_SCALE_OF_BOTH,) if shared else (),
        )


@dataclass(slots=True)
class _Number:
    """A number while it is put together; `vague` when its words name none, `scale` when it was said first."""

    start: int
    end: int
    count: Count
    vague: bool = False
    scale: Decimal | None = None
    other: Decimal | None = None
    about: bool = False
    in_words: bool = True
    unsaid: bool = False

    def multiplied(self, number: Decimal) -> bool:
        """Multiply; `1.500 million` has decimals before the million, whatever the habit."""
        whole = self.count.block
        self.count.block = whole if self.other is None else self.other
        if self.count.times(number):
            self.other = None
            return True
        self.count.block = whole
        return False

    def numeral(self) -> Numeral:
        """Return what was put together."""
        if self.vague:
            return Numeral(self.start, self.end, None, approximate=True, in_words=True)
        value = plain(self.count.value * (self.scale or 1))
        assumptions = (_UNSAID,) if self.unsaid else ()
        return Numeral(self.start, self.end, value, None, self.other, self.about, self.in_words, assumptions)


def _lower_end(low: Count, high: Count) -> tuple[Decimal, bool]:
    """Return the lower end, with the hundred or thousand that was said once, after the upper end."""
    value, shared = low.value, False
    if high.few is not None and low.few is None and not low.scaled and value < high.few[0]:
        value, shared = value * high.few[1], True
    if high.scaled and not low.scaled and high.said is not None and value < high.said:
        value, shared = value * high.scale, True
    return value, shared


def _codes(tokens: Sequence[_Token], text: str) -> set[int]:
    """Return the places of digits that are parts of a telephone number, a date or a paper's number."""
    codes: set[int] = set()
    for signs in (" \u00a0", "-‑–"):
        for row in _rows(tokens, text, signs):
            sizes = [written(tokens[place].word) for place in row]
            backwards = signs[0] == "-" and any(
                one is None or two is None or one.value >= two.value for one, two in pairwise(sizes)
            )
            first = tokens[row[0]].start
            if len(row) >= _THREE or backwards or text[max(0, first - 1) : first] == "+":
                codes.update(row)
    return codes


def _rows(tokens: Sequence[_Token], text: str, signs: str) -> Iterator[list[int]]:
    """Yield the places of numbers in digits that one of the signs joins, each row as long as it goes."""
    row: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind != "digits":
            continue
        if not (row and token.start - tokens[row[-1]].end == 1 and text[token.start - 1] in signs):
            if row:
                yield row
            row = []
        row.append(place)
    if row:
        yield row
