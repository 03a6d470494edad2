"""A material and what was found in it as plain values of JSON, on the way to the reader beside and back."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guwah.instruments.suggestions import Found, Material, Passage
from guwah.instruments.transcripts.model import Mark, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def packed(material: Material) -> dict[str, Any]:
    """Return a material as JSON writes it; `unpacked` gives the same material back."""
    return {
        "text": material.text,
        "passages": [
            [*astuple(each)[:-1], each.held.isoformat() if each.held else None] for each in material.passages
        ],
        "participants": [astuple(each) for each in material.participants],
        "marks": [
            [each.kind, each.start, each.end, each.session, each.turn, dict(each.attributes)]
            for each in material.marks
        ],
    }


def unpacked(told: dict[str, Any]) -> Material:
    """Return the material that `packed` wrote."""
    return Material(
        told["text"],
        tuple(replace(Passage(*row[:-1]), held=_day(row[-1])) for row in told["passages"]),
        tuple(Participant(*row) for row in told["participants"]),
        tuple(replace(Mark(*row[:-1]), attributes=MappingProxyType(row[-1])) for row in told["marks"]),
    )


def rows(found: Iterable[Found]) -> list[list[Any]]:
    """Return what finders saw as rows: kind, start, end, rule, value."""
    return [[one.kind, one.start, one.end, one.rule, dict(one.value)] for one in found]


def found_in(told: Sequence[Sequence[Any]]) -> list[Found]:
    """Return what `rows` wrote."""
    return [Found(*row) for row in told]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
