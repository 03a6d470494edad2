"""What a grammar consists of: forms with named groups, and how its numbers and months are read.

Groups of a date: `y` `m` `d` (year, month, day), `y2` `m2` `d2` (a second one said with "or"), `part` (0
early, 1 middle, 2 late, by the grammar's words), `season`, `decade`, `about` (`roughly` when it follows),
`maybe`, and `a` `b` for two numbers that may be day and month either way round. Groups of a length: `ny` `nm`
`nw` `nd` (numbers of years to days), or `n` with `unit` and `alt` (a second number for the same unit), `half`
(a half more), `about`, `age`, `ago`, `later`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789")


@dataclass(frozen=True, slots=True)
class Form:
    """One way a mention is written."""

    kind: str
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The forms of one language.

    Attributes:
        forms: all forms; where two match the same words the longer match stands, then the earlier form.
        number: reads a number in digits or words; None when it is none.
        month: reads the name or number of a month; None when it is none.
        words: other words by group name: their meaning as a number.
        correction: matches between a false start and what was meant.
        trigger: matches in every mention; text far from any match is passed over.
    """

    forms: tuple[Form, ...]
    number: Callable[[str], int | None]
    month: Callable[[str], int | None]
    correction: re.Pattern[str]
    trigger: re.Pattern[str]
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def form(kind: str, name: str, pattern: str, *, flags: int = re.IGNORECASE) -> Form:
    """Compile a form; blanks of the pattern count."""
    return Form(kind, name, re.compile(pattern, flags))


def counting(words: Mapping[str, int]) -> Callable[[str], int | None]:
    """Return a reader of numbers in digits, in words, and in tens and ones joined by a blank or hyphen."""

    def read(text: str) -> int | None:
        plain = text.translate(DIGITS).lower().strip()
        if plain.isdecimal():
            return int(plain)
        total = 0
        for word in re.split(r"[\s-]+", plain):
            if word not in words:
                return None
            total += words[word]
        return total

    return read


def stems(names: tuple[str, ...]) -> Callable[[str], int | None]:
    """Return a reader of months by number or by the beginning of their name; `names` are twelve patterns."""
    patterns = [re.compile(name, re.IGNORECASE) for name in names]

    def read(text: str) -> int | None:
        plain = text.translate(DIGITS)
        if plain.isdecimal():
            return int(plain)
        return next((index for index, pattern in enumerate(patterns, 1) if pattern.match(plain)), None)

    return read
