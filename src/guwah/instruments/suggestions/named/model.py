"""What the finders of this room hand to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A name seen in a passage.

    Attributes:
        kind: person, organization, facility or place.
        start: first code point of the passage, from 0.
        end: one past its last.
        rule: what was seen.
        name: without a case ending where that is sure.
    """

    kind: str
    start: int
    end: int
    rule: str
    name: str
