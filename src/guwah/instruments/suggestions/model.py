"""What a finder hands over, and what a suggestion is."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = (
    "date",
    "duration",
    "age",
    "money",
    "area",
    "share",
    "person",
    "organization",
    "facility",
    "place",
    "gloss",
    "personal_data",
    "consent",
    "promise",
    "declaration",
    "violation",
    "status",
    "trained_reader",
)
"""Kinds of suggestions (DESIGN section 15), in the order they are listed where they start together."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule saw.

    Attributes:
        kind: one of `KINDS`.
        start: first code point of the material's text, from 0.
        end: one past its last code point.
        rule: the name of the rule, for whoever asks why.
        value: what the words say, as plain values; its keys depend on the kind (DESIGN section 15).
    """

    kind: str
    start: int
    end: int
    rule: str
    value: Mapping[str, Any] = field(default_factory=lambda: NOTHING, hash=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something found, with its words and who said them.

    Attributes:
        found: kind, place, rule and value.
        text: the words, exactly those between start and end.
        session: number of the session, from 1, or None outside sessions.
        turn: number of the turn in its session, from 1, or None outside turns.
        speaker: who speaks, as the transcript resolved it, or None outside turns.
    """

    found: Found
    text: str
    session: int | None
    turn: int | None
    speaker: str | None
