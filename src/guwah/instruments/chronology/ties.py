"""Brackets beside a picture of time that tie together the statements which cannot all be true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.strokes import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.instruments.chronology.axis import Paper

COLUMN = 44
"""Width of a column: a line with the number of its conflict beside it."""
MOST_COLUMNS = 5
_LINE, _WORDS = 8, 12  # from the edge of a column to its line, and to the number
_BELOW = 17  # from a lane's middle to the number's base line: between two lanes, where no other tie runs


@dataclass(frozen=True, slots=True)
class Tie:
    """One conflict: `path` runs from mark to mark, `dots` are where it takes them in.

    Its number stands at `x`, `y`; `anchor` is which end of the number that is, as in `picture.Mark`.
    """

    conflict: int
    path: str
    dots: tuple[tuple[int, int], ...]
    x: int
    y: int
    anchor: str


def columns(members: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give each conflict a column in which no other one stands beside it.

    Args:
        members: lane and conflict of each statement that is drawn.

    Returns:
        The column, from 0, by conflict. One with a single lane has none, and none is left for those that
        would need more than `MOST_COLUMNS`.
    """
    lanes: dict[int, list[int]] = {}
    for lane, conflict in members:
        lanes.setdefault(conflict, []).append(lane)
    reaches = sorted((min(own), max(own), conflict) for conflict, own in lanes.items() if len(set(own)) > 1)
    free = [-1] * MOST_COLUMNS  # the last lane taken in each column
    given = {}
    for first, last, conflict in reaches:
        column = next((place for place, taken in enumerate(free) if taken < first), None)
        if column is not None:
            given[conflict], free[column] = column, last
    return given


def tied(
    holds: Sequence[tuple[tuple[int, int], tuple[int, ...]]], slots: Mapping[int, int], paper: Paper
) -> tuple[Tie, ...]:
    """Draw the ties.

    Args:
        holds: where each mark is taken hold of, before mirroring, and its conflicts.
        slots: as `columns` gives them.
        paper: what it is drawn on; the columns stand at its end.
    """
    gutter = paper.width - COLUMN * (max(slots.values(), default=-1) + 1)
    ties = []
    for conflict in sorted(slots):
        x = gutter + COLUMN * slots[conflict] + _LINE
        ends = sorted({hold for hold, conflicts in holds if conflict in conflicts}, key=lambda hold: hold[1])
        top, bottom = ends[0][1], ends[-1][1]
        path = line(paper, (x, top), (x, bottom)) + "".join(line(paper, (far, y), (x, y)) for far, y in ends)
        ties.append(
            Tie(
                conflict=conflict,
                path=path,
                dots=tuple((paper.x(x), y) for _, y in ends),
                x=paper.x(x - _LINE + _WORDS),
                y=top + _BELOW,
                anchor="end" if paper.mirrored else "start",
            )
        )
    return tuple(ties)
