"""What is found: a stretch of words that stands for a number, or for two ends of a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text.

    Attributes:
        start: 0-based code point where it starts.
        end: code point where it ends, not included.
        value: the number, the lower end of a range, or None where the words name none ("several hundred").
        most: the upper end of a range, or None.
        other: the number where its one point or comma is a sign of decimals instead of thousands, or None.
        approximate: the number itself says so ("a couple of", `二十多`).
        in_words: no digit stands in it.
        assumptions: what was taken for granted, one sentence each.
    """

    start: int
    end: int
    value: Decimal | None
    most: Decimal | None = None
    other: Decimal | None = None
    approximate: bool = False
    in_words: bool = False
    assumptions: tuple[str, ...] = ()


def plain(value: Decimal) -> Decimal:
    """Return the same number without zeros after its point and without an exponent."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
