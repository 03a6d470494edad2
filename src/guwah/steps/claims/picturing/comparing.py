"""Two amounts of the same thing in the same unit, held against each other; nothing is ever added up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, unique


@unique
class Sign(StrEnum):
    """How one amount stands to another."""

    LESS = "less"
    MORE = "more"
    SAME = "same"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most that was said; alike where one number was said.

    Attributes:
        approximate: said as "about".
    """

    low: Decimal
    high: Decimal
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one amount is less or more than another: `least` to `most`, both 0 where it is neither."""

    sign: Sign
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    approximate: bool = False


def difference(one: Span, other: Span) -> Difference:
    """Say how one amount stands to another; where they may be alike and may not, that stays open."""
    about = one.approximate or other.approximate
    if one.high < other.low:
        return Difference(Sign.LESS, other.low - one.high, other.high - one.low, about)
    if one.low > other.high:
        return Difference(Sign.MORE, one.low - other.high, one.high - other.low, about)
    alike = one.low == one.high == other.low == other.high
    return Difference(Sign.SAME if alike else Sign.OPEN, approximate=about)
