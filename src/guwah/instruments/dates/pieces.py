"""Cuts a text into pieces, each with one sign, so that forms are looked for in a short row of signs.

One pass from left to right: the time grows with the length of the text, whatever it says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.numbers.zh import VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.dates.grammars.shape import Grammar

_DAYS, _FIRST_YEAR, _LAST_YEAR = 31, 1800, 2149
_TENS = 20
_TEN, _HUNDRED, _THOUSAND, _TEN_THOUSAND = 10, 100, 1000, 10_000
_CENTURIES = range(18, 22)
_DIGITS_OF_A_YEAR = 4
_LONGEST = 8  # signs of a number somebody says
_MARKS = {
    **dict.fromkeys(",،、，", ","),
    **dict.fromkeys(":;؛；：", ";"),
    **dict.fromkeys("-‐‑–−", "-"),
    **dict.fromkeys("—―", "~"),
    **dict.fromkeys(".!?…。！？؟\n", "="),
    **dict.fromkeys('([{（【“«「《"', "<"),
    **dict.fromkeys(")]}）】”»」》", ">"),
    "/": "/",
    "№": "%",
}
_FIGURES = re.sub(
    r"\s+",
    "",
    r"""
  (?P<stamp>\[?\d{1,3}[:：]\d\d[:：]\d\d(?:[.,]\d+)?\]?|[\[(]\d{1,3}:\d\d(?:[.,]\d+)?[\])]|(?<=\n)\d{1,3}:\d\d(?=\s))
 |(?P<written>(?<![\d-])\d{4}-[01]?\d-[0-3]?\d(?![\d-])
   |(?<![\d/.])\d{4}(?P<by>[/.])[01]?\d(?P=by)[0-3]?\d(?![\d/]|\.\d)
   |(?<![\d/.])[0-3]?\d(?P<with>[/.])[0-3]?\d(?P=with)(?:1[89]|20|21)\d\d(?![\d/]|\.\d)
   |(?<![\d.])[0-3]\d\.[01]\d\.\d\d(?![\d.]))
 |(?P<strange>[+＋]\s?\d[\d\s()-]{0,40}\d|\d{7,}|\d+(?:-\d+){2,}|\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)
   |\d+\.\d[\d.]*|\d+,\d{1,2}(?!\d)|[$€¥₸#＃＄￥]\s?\d+|[vV]\d+)
 |(?P<time>(?<![\d:：])(?:[01]?\d|2[0-3])[:：][0-5]\d(?![\d:：]))
 |(?P<decade>(?:1[89]|20)\d0['’]?s\b|['’]?[2-9]0['’]?s\b)
 |(?P<short>['’‘]\d\d(?![\d\w]))
""",
)
_OF_DECADES = re.compile("-?ы?х")
"""Endings of decades in Russian: 80-х, 1980-х."""
_AFTER = re.compile(r"\s?[%‰°％$€¥₸₽￥]|[A-Za-z]")
_OF_NUMBERS = ("#", "^", "@")
_BETWEEN_TENS = re.compile(r"[\s\u200c]+|-")


class Piece(NamedTuple):
    """Code points `start` to `end`, the sign, and the number it stands for."""

    start: int
    end: int
    sign: str
    value: int = 0


def pieces(text: str, grammar: Grammar) -> list[Piece]:
    """Return the pieces of a text in order; blanks are in none."""
    folded = _folded(list(_cut(text, grammar)), text)
    return _usable(_paired(folded, text) if grammar.paired else folded, text, grammar)


@lru_cache(maxsize=16)
def _shape(phrases: tuple[str, ...], ordinal: str, *, unspaced: bool) -> re.Pattern[str]:
    listed = "|".join(re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]") for phrase in phrases)
    before, after = ("", "") if unspaced else (r"(?<![^\W_])", r"(?![^\W_])")
    chinese = r"|(?P<han>[〇零○一二两兩三四五六七八九十百千廿卅]+)" if unspaced else ""
    word = r"[^\W\d_]" if unspaced else r"[^\W\d_]+(?:['’ʼ\u200c][^\W\d_]+)*"
    return re.compile(
        rf"(?P<phrase>{before}(?:{listed or '(?!)'}){after}){chinese}|{_FIGURES}"
        rf"|(?P<figure>\d+)(?P<nth>{ordinal})?|(?P<own>['’]s\b)|(?P<word>{word})|(?P<mark>[^\s\w])|(?P<line>\n)",
        re.IGNORECASE,
    )


def _cut(text: str, grammar: Grammar) -> Iterator[Piece]:
    shape = _shape(grammar.phrases, grammar.ordinal, unspaced=grammar.unspaced)
    for found in shape.finditer(text):
        start, end, words, kind = found.start(), found.end(), found.group(), found.lastgroup
        if kind == "word":
            yield from _word(start, words, grammar)
        elif kind == "phrase":
            told = grammar.meaning(re.sub(r"\s+", " ", words).replace("’", "'").lower()) or ("w", 0)
            yield Piece(start, end, *told)
        elif kind in ("figure", "nth"):
            yield _figure(found, text)
        elif kind == "han" and (two := _NEIGHBOURS.fullmatch(words)):
            yield from _two_numbers(start, two)
        else:
            yield Piece(start, end, *_other(kind or "", words))


def _word(start: int, words: str, grammar: Grammar) -> Iterator[Piece]:
    ending = re.search(grammar.until, words)
    if ending is not None and (told := grammar.meaning(words[: ending.start()])) is not None:
        yield Piece(start, start + ending.start(), *told)
        yield Piece(start + ending.start(), start + len(words), "u")
        return
    sign, value = grammar.meaning(words) or ("C" if words[0].isupper() else "w", 0)
    yield Piece(start, start + len(words), _small(words, sign, grammar), value)


def _small(words: str, sign: str, grammar: Grammar) -> str:
    """Take a month with a capital for a name where months are written small."""
    return "m" if sign == "M" and grammar.small_months and words[0].isupper() else sign


def _other(kind: str, words: str) -> tuple[str, int]:
    match kind:
        case "han":
            return _numerals(words)
        case "short":
            return "A", int(words[1:])
        case "decade":
            tens = int(re.sub(r"\D", "", words)) // 10
            return "G", tens
        case "time":
            hour, _, minute = words.replace("：", ":").partition(":")
            return "T", int(hour) * 60 + int(minute)
        case "own":
            return "`", 0
        case "mark" | "line":
            return _MARKS.get(words, "w"), 0
        case _:
            return ("Z" if kind in ("written", "by", "with") else "x"), 0


def _two_numbers(start: int, found: re.Match[str]) -> Iterator[Piece]:
    tens = found[1] or ""
    for at, sign in enumerate(found[2], len(tens)):
        value = chinese_number(tens + sign)
        yield Piece(start + (at if at > len(tens) else 0), start + at + 1, _sign(value, year=False), value)


def _numerals(words: str) -> tuple[str, int]:
    """Read Chinese numerals; 九八 is a year without its century, 九十八 a number."""
    if len(words) > _LONGEST:
        return "x", 0
    value, one_by_one = chinese_number(words), not set(words) & set(_HAN_TENS)
    if one_by_one and len(words) == len("九八"):
        return "A", value
    return _sign(value, year=one_by_one and len(words) == _DIGITS_OF_A_YEAR), value


def _figure(found: re.Match[str], text: str) -> Piece:
    figures, end = found["figure"], found.end()
    value = int(figures)
    if len(figures) > _DIGITS_OF_A_YEAR or _AFTER.match(text, end):
        return Piece(found.start(), end, "x", value)
    if found.start() and text[found.start() - 1].isascii() and text[found.start() - 1].isalpha():
        return Piece(found.start(), end, "x", value)
    sign = _sign(value, year=len(figures) == _DIGITS_OF_A_YEAR)
    if len(figures) == len("08") and figures[0] == "0" and text[end : end + 1] == "年":
        sign = "A"
    if (
        found["nth"] is not None
        and _OF_DECADES.fullmatch(found["nth"])
        and value % _TEN == 0
        and value >= _TENS
    ):
        return Piece(found.start(), end, "G", value)
    if found["nth"] is not None:
        sign = {"D": "O", "N": "Q"}.get(sign, sign)
    return Piece(found.start(), end, sign, value)


def _sign(value: int, *, year: bool) -> str:
    if year and _FIRST_YEAR <= value <= _LAST_YEAR:
        return "Y"
    return "D" if 1 <= value <= _DAYS else "N"


_NEIGHBOURS = re.compile("(.{0,4}[十百])?(一[二两]|[二两]三|三四|四五|五六|六七|七八|八九)")
"""Two numbers one after the other are two numbers: "three or four days"."""
_HAN_TENS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}


def chinese_number(signs: str) -> int:
    """Read a number in Chinese numerals, one by one (二〇一八) or with tens and hundreds (二十三)."""
    if not set(signs) & set(_HAN_TENS):
        return int("".join(str(VALUES[sign]) for sign in signs))
    total, one = 0, None
    for sign in signs.lstrip("〇零○"):
        if sign in "廿卅":
            total, one = total + _HAN_TENS[sign], None
        elif sign in _HAN_TENS:
            total, one = total + (1 if one is None else one) * _HAN_TENS[sign], None
        else:
            one = VALUES[sign]
    return total + (one or 0)


class _Sum:
    """A number put together from words: two thousand and seventeen."""

    def __init__(self) -> None:
        self.whole = self.open = 0
        self.said = False

    def add(self, value: int) -> bool:
        """Add the next word; False when it begins another number."""
        if value in (_HUNDRED, _THOUSAND):
            if self.said and (self.open == 0 or self.open >= value):
                return False
            grown = max(self.open, 1) * value
            self.whole, self.open = (self.whole + grown, 0) if value == _THOUSAND else (self.whole, grown)
        elif value % _HUNDRED == 0:
            if self.open:
                return False
            self.open = value
        else:
            room = _TEN if value < _TEN else _HUNDRED
            if self.open % room or (self.said and value == 0):
                return False
            self.open += value
        self.said = True
        return True

    @property
    def value(self) -> int:
        """The number so far."""
        return self.whole + self.open


def _folded(cut: Sequence[Piece], text: str) -> list[Piece]:
    """Put the words of one number together into one piece."""
    made: list[Piece] = []
    place = 0
    while place < len(cut):
        if cut[place].sign not in _OF_NUMBERS:
            made.append(cut[place])
            place += 1
            continue
        start, total, last = place, _Sum(), cut[place]
        while place < len(cut) and cut[place].sign in _OF_NUMBERS and total.add(cut[place].value):
            last = cut[place]
            place += 1
            if last.sign in "^@":
                break
            place += _joined(cut, place, text)
        made.append(_spelt(cut[start], last, total.value))
        place = next(index for index in range(start, len(cut)) if cut[index] is last) + 1
    return made


def _joined(cut: Sequence[Piece], place: int, text: str) -> int:
    """Return how many pieces stand between two words of one number: none, a hyphen or an "and"."""
    if place + 1 >= len(cut) or cut[place + 1].sign not in _OF_NUMBERS:
        return 0
    if cut[place].sign == "-" and text[cut[place - 1].end : cut[place + 1].start] == "-":
        return 1
    return int(cut[place].sign == "&" and cut[place - 1].value in (_HUNDRED, _THOUSAND))


def _spelt(first: Piece, last: Piece, value: int) -> Piece:
    sign = _sign(value, year=True)
    if last.sign == "^":
        sign = {"D": "O", "N": "Q"}.get(sign, sign)
    return Piece(first.start, last.end, "z" if last.sign == "@" else sign, value)


def _paired(cut: Sequence[Piece], text: str) -> list[Piece]:
    """Read "nineteen ninety-eight" as a year."""
    made: list[Piece] = []
    for one in cut:
        before = made[-1] if made else None
        if (
            before is not None
            and before.sign == "D"
            and before.value in _CENTURIES
            and one.sign in "DN"
            and _TEN <= one.value < _HUNDRED
            and text[before.start].isalpha()
            and text[one.start].isalpha()
            and _BETWEEN_TENS.fullmatch(text, before.end, one.start)
        ):
            made[-1] = Piece(before.start, one.end, "Y", before.value * _HUNDRED + one.value)
        else:
            made.append(one)
    return made


def _usable(cut: list[Piece], text: str, grammar: Grammar) -> list[Piece]:
    """Mark numbers of documents, rooms and chapters, which are no dates."""
    made, expected = list(cut), ""
    for place, one in enumerate(cut):
        if one.sign == "%":
            expected = ";"
        elif expected and one.sign in "DNOQY" and (grammar.unspaced or text[one.start].isdecimal()):
            made[place], expected = one._replace(sign="x"), "-/"
        elif one.sign not in expected:
            expected = ""
    return made
