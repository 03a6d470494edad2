"""What a grammar consists of: a list of words, and forms written over the signs of those words.

A text is first cut into pieces, each with one sign (`pieces.py`); a form is a regular expression over the
signs. Signs every language shares:

    numbers   D 1 to 31 · O the same as an ordinal · Y a year · N another number · Q another ordinal
              A a year of two digits · x a number that is no date · 1 "a" · h half · 8 "one day" · 9 noon
              # ^ @ words of a number, inside · z in kk and ug a number in the locative
    written   Z a date in figures · T a time of day in figures · G a decade
    names     M month · m a word that is also something else · W weekday · S season · F feast
    units     y year · n month · k week · d day · H hour, minute · P part of the day
    order     g ago · l later, after · b before · X next · L last · E that, same · R this · U the next day
              K yesterday, today · j last year
    small     a about · q maybe · o or · & and · u until, to · s since, from · B between · i in, on · t the
              f of · p part of a time · J old · 4 "for" · 5 a person said to be so old
              r e c z I 2 7 own to one language
    others    w a word · v a word that goes on after a date · C a word with a capital · V every, never a date
              % what carries a number · , ; - ~ = < > / ` commas, colons, dashes, sentence ends, brackets, 's

Named groups of a form stand for one piece each: `y m d` year, month, day; `d2 m2 y2` with `j` between;
`p` part; `s` season; `g` decade; `z` a written date; `f` feast; `w` weekday; `n` and `n2` numbers of the unit
`u`; `ny nm nk nd` numbers of years to days; `h` a half more; `half` half of the unit; `age`; `t` time; `k` a
day by name. A name may end in `_` where one form needs it twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Word = tuple[str, int]
"""The sign of a word and what it stands for."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way a mention is written."""

    kind: str
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    """The words and forms of one language.

    Attributes:
        forms: all forms; where two match the same words the longer match stands, then the earlier form.
        words: sign and meaning by word, in lower case; `_` stands for a blank.
        endings: patterns of words that carry endings, tried in order for words not listed.
        ordinal: what makes digits an ordinal, right behind them.
        correction: matches the words between a false start and what was meant.
        until: an ending of words that says "until".
        leads: signs that may stand before a mention and belong to it.
        shown: those of them that are shown as part of the mention.
        trails: signs that may stand behind a mention and belong to it.
        unspaced: words are not parted by blanks.
        paired: "nineteen ninety-eight" is a year.
        small_months: months are written small; one with a capital may be a name.
        reported, hypothetical: match in a sentence that only passes on, or only supposes.
    """

    forms: tuple[Form, ...]
    words: Mapping[str, Word]
    correction: re.Pattern[str]
    endings: tuple[tuple[str, Word], ...] = ()
    ordinal: str = r"(?!)"
    until: str = r"(?!)"
    leads: str = "aqitsulb"
    shown: str = "aq"
    trails: str = ""
    unspaced: bool = False
    paired: bool = False
    small_months: bool = False
    reported: re.Pattern[str] = field(default_factory=lambda: late(r"(?!)"))
    hypothetical: re.Pattern[str] = field(default_factory=lambda: late(r"(?!)"))

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Words to be looked for before all others: of several words, or where no blank parts them."""
        chosen = [word for word in self.words if self.unspaced or not word.isalpha()]
        return tuple(sorted(chosen, key=len, reverse=True))

    @cached_property
    def meaning(self) -> Callable[[str], Word | None]:
        """Return what reads one word; a word listed with its capital is read with it only."""
        stems = [(re.compile(pattern), word) for pattern, word in self.endings]
        first = re.compile("|".join(pattern for pattern, _ in self.endings) or r"(?!)")

        @lru_cache(maxsize=65_536)
        def read(text: str) -> Word | None:
            plain = text.lower().replace("’", "'")
            told = self.words.get(text) or self.words.get(plain)
            if told is not None or first.fullmatch(plain) is None:
                return told
            return next(word for pattern, word in stems if pattern.fullmatch(plain))

        return read


def form(kind: str, name: str, pattern: str) -> Form:
    """Compile a form; a blank in the pattern only parts it for the eye."""
    return Form(kind, name, late(pattern.replace(" ", "")))


def words(**lists: str) -> dict[str, Word]:
    """Return words by sign; a sign that is no letter is given by its name in `SIGNS`.

    A word may end in `:` and what it stands for, as in `two:2`; one without stands for 0.
    """
    found = {}
    for name, listed in lists.items():
        for entry in listed.split():
            word, _, value = entry.partition(":")
            found[word.replace("_", " ") if word.isalpha() else word.replace("_", " ").lower()] = (
                SIGNS.get(name, name),
                int(value or 0),
            )
    return found


def counted(listed: Mapping[str, int]) -> dict[str, Word]:
    """Return number words of `guwah.instruments.numbers` under the sign of numbers."""
    return {word: (SIGNS["number"], value) for word, value in listed.items()}


def numbered(sign: str, listed: str, first: int = 1) -> dict[str, Word]:
    """Return words that count up from `first`; several for one number are joined by `/`."""
    return {
        word.replace("_", " "): (sign, number)
        for number, entry in enumerate(listed.split(), first)
        for word in entry.split("/")
    }


SIGNS = {
    "number": "#",
    "ordinal": "^",
    "one": "1",
    "both": "&",
    "lasting": "4",
    "person": "5",
    "passed": "5",
    "numbered": "%",
}
