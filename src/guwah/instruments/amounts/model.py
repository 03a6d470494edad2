"""What is found: a sum, an area, a share or a count, as said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

Kind = Literal["money", "area", "share", "count"]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text. A suggestion for a person, never a fact.

    Attributes:
        start: 0-based code point where its words start, a word like "about" included.
        end: code point where they end, not included.
        kind: `money`, `area`, `share` or `count`.
        value: the number said, the lower end of a range, or None where the words name none ("hundreds of").
        most: the upper end of a range, or None.
        unit: an ISO 4217 code, a code of `conversion.UNITS`, `percent`, or None where no unit was said.
        approximate: the words say "about", "nearly", "more than", or name no number.
        of: the words for what is counted or measured ("households"), or None.
        per: the words for what the sum is paid for or how often ("per mu", "a month"), or None.
        rule: which rule found it.
        assumptions: what was taken for granted, one sentence each.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | None
    most: Decimal | None
    unit: str | None
    approximate: bool
    of: str | None
    per: str | None
    rule: str
    assumptions: tuple[str, ...] = ()
