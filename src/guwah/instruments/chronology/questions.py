"""Which question to ask next: the points in time that most contradictions hang on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_Point = TypeVar("_Point")
_Conflict = TypeVar("_Conflict")


@dataclass(frozen=True, slots=True)
class Question(Generic[_Point, _Conflict]):
    """When was this?

    Attributes:
        about: the point in time.
        conflicts: those it stands in that no question before it was about, in the order they were given.
    """

    about: _Point
    conflicts: tuple[_Conflict, ...]


def questions(
    conflicts: Mapping[_Conflict, Collection[_Point]], most: int
) -> list[Question[_Point, _Conflict]]:
    """Return the questions to ask first.

    The first is about the point that stands in most conflicts, each next one about the point in most of
    those that are left: a paper or an answer that dates it shows which of their statements go together. Of
    points that stand in as many, the one met first is asked about.

    Args:
        conflicts: for each conflict the points its statements are about.
        most: how many questions at most.
    """
    left = {name: points for name, points in conflicts.items() if points}
    asked: list[Question[_Point, _Conflict]] = []
    while left and len(asked) < most:
        count: dict[_Point, int] = {}
        for points in left.values():
            for point in dict.fromkeys(points):
                count[point] = count.get(point, 0) + 1
        best = max(count, key=lambda point: count[point])
        about = tuple(name for name, points in left.items() if best in points)
        asked.append(Question(best, about))
        left = {name: points for name, points in left.items() if name not in about}
    return asked
