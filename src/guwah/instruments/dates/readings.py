"""What a reading is: an EDTF value or a duration, with its basis and what was taken for granted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

STATED, YEAR_INFERRED = "stated", "year-inferred"
RELATIVE_SESSION, RELATIVE_OCCURRENCE = "relative-session", "relative-occurrence"


class Place(NamedTuple):
    """Words in one of the turns read together: its index from 0, and the code points in it."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a mention.

    Attributes:
        edtf: an EDTF value, or None for a length or an order.
        duration: an ISO 8601 duration, or None for a date.
        basis: a reading basis of DESIGN §3.
        rule: the name of the form that matched.
        approximate: the words say "about", "nearly", "more than".
        assumptions: what was taken for granted, one sentence each.
        taken_from: the words from which a year was inferred or a length is counted.
    """

    edtf: str | None
    duration: str | None
    basis: str
    rule: str
    approximate: bool = False
    assumptions: tuple[str, ...] = ()
    taken_from: Place | None = None
