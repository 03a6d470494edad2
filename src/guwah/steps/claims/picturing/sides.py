"""On which side of an act somebody stands, and which acts are for a trained reader first."""

from __future__ import annotations

from enum import StrEnum, unique

from guwah.instruments.vocabularies import is_code, term
from guwah.steps.people.models import Entity

# Codes of person_roles. An official who was only named, or who helped, is never drawn as one who acted.
ACTED = ("alleged_perpetrator",)
DONE_TO = ("victim", "group_represented")
DRAWN = (*ACTED, *DONE_TO)
# Terms below these are for a trained reader first (DESIGN §8): no words of theirs stand in a table.
_GRAVE_GROUPS = frozenset({"life"})


@unique
class Side(StrEnum):
    """Where somebody or something stands to an act."""

    ACTED = "acted"
    DONE_TO = "done-to"
    WHERE = "where"
    BESIDE = "beside"


def side_of(kind: str, role: str) -> Side:
    """Return the side of an entity of some kind in a role; a role says more than the kind."""
    if role in ACTED:
        return Side.ACTED
    if role in DONE_TO:
        return Side.DONE_TO
    if kind in {Entity.Kind.PLACE, Entity.Kind.FACILITY}:
        return Side.WHERE
    return Side.BESIDE


def is_grave(code: str) -> bool:
    """Say whether an act is one that a trained reader sees first."""
    if not is_code("violation_types", code):
        return False
    known = term("violation_types", code)
    return known.sensitive or known.broader in _GRAVE_GROUPS
