"""Shares in words: halves, thirds, "three out of four" said as one part of so many."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from guwah.instruments import numbers
from guwah.instruments.amounts.tongues import TONGUES
from guwah.instruments.numbers.numeral import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_CENT = Decimal("0.01")
_ROUNDED = "Written in percent to two places."
_MOST = 1000
_BEFORE = 24  # characters before a share in which such words stand


@cache
def _shapes(language: str) -> tuple[list[tuple[re.Pattern[str], Decimal]], list[re.Pattern[str]]]:
    tongue = TONGUES[language]
    whole = [(re.compile(part.pattern, re.IGNORECASE), Decimal(part.percent)) for part in tongue.parts]
    return whole, [re.compile(shape, re.IGNORECASE) for shape in tongue.fractions]


def shares(text: str, language: str, not_part: re.Pattern[str]) -> Iterator[numbers.Numeral]:
    """Yield shares said as parts of a whole; their value is the percentage.

    Args:
        text: the words.
        language: one of `TONGUES`.
        not_part: matches words before a share that make it something else ("the second half").
    """
    whole, fractions = _shapes(language)
    for pattern, percent in whole:
        for found in pattern.finditer(text):
            if not not_part.search(text, max(0, found.start() - _BEFORE), found.start()):
                yield _numeral(found, percent)
    for found in (match for pattern in fractions for match in pattern.finditer(text)):
        part, of = _number(found["n"] or "", language), _number(found["d"], language)
        if part is not None and of is not None and 0 < part < of <= _MOST:
            yield _numeral(found, part * 100 / of)


def _number(words: str, language: str) -> Decimal | None:
    """Read the number of a fraction; none said is one part."""
    if not words:
        return Decimal(1)
    for beginning, number in TONGUES[language].ordinals:
        if re.match(beginning, words, re.IGNORECASE):
            return Decimal(number)
    return numbers.read(words.strip(), language)


def _numeral(found: re.Match[str], percent: Decimal) -> numbers.Numeral:
    rounded = plain(percent.quantize(_CENT))
    assumptions = () if rounded == percent else (_ROUNDED,)
    return numbers.Numeral(found.start(), found.end(), rounded, in_words=True, assumptions=assumptions)
