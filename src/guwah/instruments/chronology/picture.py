"""The geometry of a timeline: rows, lanes, marks and an axis in abstract units, for whoever draws it.

One row for an occurrence and one lane for each statement, so that statements which contradict each other
stand under each other and none is preferred. Everything a colour could say is also a shape: a day is a point,
a range is a bar, "about" is hatched, an open end is an arrow, and a conflict is a number. So a
black-and-white print says the same as the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import add_months, date_of, iso, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANE, GAP, AXIS = 24, 12, 36
"""Height of a lane, space between two rows, height of the axis."""
_LABELS = 0.24  # share of the width that the names of the rows take
_MOST_TICKS = 10
_DAY_STEPS = (1, 2, 7, 14)
_LEAST = 6  # units: the narrowest mark one can still see and point at


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says about the start or the end of an occurrence.

    Attributes:
        id: id of the assertion.
        by: who says it, for the lane's name.
        end: `start` or `end`.
        earliest: first day number it leaves open, None when the past is open.
        latest: last day number it leaves open, None when the future is open.
        approximate: it was said with "about".
        conflicts: ids of the conflicts it is a member of.
    """

    id: str
    by: str
    end: str
    earliest: int | None
    latest: int | None
    approximate: bool = False
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing said to have happened, with what is said about its ends."""

    id: str
    label: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement as drawn: left edge `x`, `width`, top `y`.

    `shape` is `point` (one day) or `bar`; `edge` is the end of the occurrence it tells, as drawn: `opening`
    or `closing`. `arrow_left` and `arrow_right` are open ends on the paper, so they change sides with the
    direction of the page. `flags` are the numbers of its conflicts.
    """

    statement: str
    by: str
    x: float
    y: float
    width: float
    shape: str
    edge: str
    hatched: bool
    arrow_left: bool
    arrow_right: bool
    flags: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence: where its name stands, and its marks; `y` and `height` bound its lanes."""

    id: str
    label: str
    label_x: float
    y: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the axis and its day in EDTF, as precise as the axis: `2018`, `2018-03` or a day."""

    x: float
    edtf: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A laid-out timeline; lengths in units of which `width` was given, y growing downwards.

    `anchor` is where row names start on the paper: `left`, or `right` for pages read from right to left.
    `conflicts` are the ids behind the flag numbers, number 1 first.
    """

    width: float
    height: float
    axis_y: float
    anchor: str
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    conflicts: tuple[str, ...]


def layout(occurrences: Sequence[Occurrence], *, width: float = 1000, rtl: bool = False) -> Picture:
    """Lay out a timeline.

    Args:
        occurrences: in the order of the rows; one without statements keeps an empty row.
        width: the width of the picture.
        rtl: mirror it for a page read from right to left: time then runs to the left.

    Returns:
        The picture; everything lies between 0 and `width`.
    """
    days = [
        day
        for occurrence in occurrences
        for statement in occurrence.statements
        for day in (statement.earliest, statement.latest)
        if day is not None
    ]
    scale = _Scale(min(days, default=0), max(days, default=0), width, rtl=rtl)
    numbers = _numbered(occurrences)
    rows: list[Row] = []
    y = float(GAP)
    for occurrence in occurrences:
        height = float(LANE * max(1, len(occurrence.statements)))
        marks = tuple(
            _mark(statement, scale, y + LANE * lane, numbers)
            for lane, statement in enumerate(occurrence.statements)
        )
        rows.append(Row(occurrence.id, occurrence.label, scale.mirrored(0, 0), y, height, marks))
        y += height + GAP
    ticks = tuple(Tick(scale.at(day), edtf) for day, edtf in _ticks(scale.first, scale.last)) if days else ()
    anchor = "right" if rtl else "left"
    return Picture(width, y + AXIS, y, anchor, tuple(rows), ticks, tuple(numbers))


class _Scale:
    """From day numbers to places on the paper."""

    def __init__(self, first: int, last: int, width: float, *, rtl: bool) -> None:
        room = max(1, (last - first) // 20)  # so that no mark touches the edge, where open ends go
        self.first, self.last = first - room, last + room
        self._width = width
        self._rtl = rtl
        self._left = width * _LABELS
        self._unit = (width - self._left) / (self.last - self.first + 1)

    def mirrored(self, x: float, width: float) -> float:
        """Return the left edge of something on the paper, the other way round for right-to-left pages."""
        return self._width - x - width if self._rtl else x

    def at(self, day: int) -> float:
        """Return where a day begins."""
        return self.mirrored(self._left + (day - self.first) * self._unit, 0)

    def mark(self, first: int, last: int) -> tuple[float, float]:
        """Return left edge and width of days from `first` to `last`, wide enough to be seen."""
        width = max(_LEAST, (last - first + 1) * self._unit)
        x = min(self._left + (first - self.first) * self._unit, self._width - width)
        return self.mirrored(x, width), width


def _mark(statement: Statement, scale: _Scale, y: float, numbers: dict[str, int]) -> Mark:
    open_start, open_end = statement.earliest is None, statement.latest is None
    first = scale.first if statement.earliest is None else statement.earliest
    last = scale.last if statement.latest is None else statement.latest
    x, width = scale.mark(first, last)
    mirrored = scale.at(0) > scale.at(1)
    return Mark(
        statement=statement.id,
        by=statement.by,
        x=x,
        y=y,
        width=width,
        shape="point" if statement.earliest == statement.latest and not open_start else "bar",
        edge="opening" if statement.end == "start" else "closing",
        hatched=statement.approximate,
        arrow_left=open_end if mirrored else open_start,
        arrow_right=open_start if mirrored else open_end,
        flags=tuple(sorted(numbers[conflict] for conflict in statement.conflicts)),
    )


def _numbered(occurrences: Sequence[Occurrence]) -> dict[str, int]:
    """Number the conflicts from 1 in the order in which one meets them."""
    numbers: dict[str, int] = {}
    for occurrence in occurrences:
        for statement in occurrence.statements:
            for conflict in statement.conflicts:
                numbers.setdefault(conflict, len(numbers) + 1)
    return numbers


def _ticks(first: int, last: int) -> list[tuple[int, str]]:
    """Choose the finest round steps that make about ten ticks at most."""
    for days in _DAY_STEPS:
        if (last - first) // days < _MOST_TICKS:
            return [(day, iso(day)) for day in range(first, last + 1, days)]
    step = next(months for months in _month_steps() if (last - first) // (28 * months) < _MOST_TICKS)
    year, month, _ = date_of(first)
    begin = -(-(year * 12 + month) // step) * step
    day = number_of(begin // 12, begin % 12 + 1, 1)
    ticks = []
    while day <= last:
        ticks.append((day, iso(day)[: -6 if step % 12 == 0 else -3]))
        day = add_months(day, step)
    return ticks


def _month_steps() -> Iterator[int]:
    """Yield numbers of months that make round steps: parts of a year, then 1, 2, 5, 10 years and so on."""
    yield from (1, 3, 6)
    yield from (12 * years * 10**zeros for zeros in count() for years in (1, 2, 5))
