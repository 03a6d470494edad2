"""A timeline laid out to the last stroke: rows, bars, marks, ties between marks, an axis; whole units only.

One row for an occurrence and one lane for each statement, so that statements which contradict each other
stand under each other and none is preferred; above them a bar from start to end, when both are known.
Everything a colour could say is also a shape: a day is a triangle, what is not certain is hatched, an open
end is an arrow, and what cannot all be true is tied together. So a black-and-white print says the same as the
screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.axis import BREAK, Paper, Scale
from guwah.instruments.chronology.gaps import years
from guwah.instruments.chronology.strokes import BAR, arrow, hatching, tear, triangle
from guwah.instruments.chronology.ties import COLUMN, Tie, columns, tied
from guwah.instruments.languages import isolate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANE, GAP, AXIS = 24, 12, 36
"""Height of a lane, space between two rows, height of the axis."""
INSET = 6
"""From the top of a lane to what is drawn in it."""
_NAMES = 0.24  # share of the width that the names of the rows take
_LETTER = 9  # width of a letter or digit, the wide ones too
_BESIDE = 4  # between a mark and its words
LOOSE = 2
"""How many conflicts that no tie shows are written beside a mark; of more only their number is."""

Days = tuple[int | None, int | None]
"""First and last day number something may lie on, None where that is open."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says about the start or the end of an occurrence.

    Attributes:
        words: what stands beside the mark, a few letters.
        label: what is read aloud.
        url: where the mark leads.
        end: `start` or `end`.
        days: days it leaves open.
        conflicts: numbers of the conflicts it is a member of.
    """

    words: str
    label: str
    url: str
    end: str
    days: Days
    conflicts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing said to have happened, what is said of its ends, and the days left for start and end."""

    id: str
    label: str
    statements: tuple[Statement, ...]
    started: Days = (None, None)
    ended: Days = (None, None)

    @property
    def known(self) -> bool:
        """Say whether both ends are known well enough for a bar: bounded, or certain in the middle."""
        middle = self.started[1] is not None and self.ended[0] is not None and self.started[1] < self.ended[0]
        return middle or (self.started[0] is not None and self.ended[1] is not None)


@dataclass(frozen=True, slots=True)
class Box:
    """Part of a bar: left edge, top, width; `hatch` is the path of its strokes, empty where it is certain."""

    x: int
    y: int
    width: int
    hatch: str


@dataclass(frozen=True, slots=True)
class Bar:
    """From the start of an occurrence to its end; `arrows` is the path of its open ends."""

    boxes: tuple[Box, ...]
    arrows: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement as drawn.

    Attributes:
        statement: what it stands for.
        points: corners of the triangle of a single day, else empty.
        box: the bar of more days, else None.
        arrows: path of the open ends.
        text_x: where its words stand; text_y: their base line.
        anchor: which end of the words that is: `start`, or `end` (SVG 2, 11.10.2, text from left to right).
        loose: numbers of its conflicts that no tie shows, the first `LOOSE`.
        more: how many more of these there are.
        hold: where a tie takes hold of it, before mirroring.
    """

    statement: Statement
    points: str
    box: Box | None
    arrows: str
    text_x: int
    text_y: int
    anchor: str
    loose: tuple[int, ...]
    more: int
    hold: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence: where its name stands, its bar, or None, and its marks; `y` and `height` bound it."""

    id: str
    label: str
    label_x: int
    label_y: int
    y: int
    height: int
    bar: Bar | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the axis and its day in EDTF, as precise as the axis: `2018`, `2018-03` or a day."""

    x: int
    edtf: str


@dataclass(frozen=True, slots=True)
class Break:
    """Years that are left out: left edge and width of the strip, the path of its sign, how many years."""

    x: int
    width: int
    sign: str
    years: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A laid-out timeline, y growing downwards; `mirrored` when time runs to the left."""

    width: int
    height: int
    axis_y: int
    mirrored: bool
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    ties: tuple[Tie, ...]
    breaks: tuple[Break, ...] = ()


def layout(occurrences: Sequence[Occurrence], *, width: int = 1130, rtl: bool = False) -> Picture:
    """Lay out a timeline.

    Args:
        occurrences: in the order of the rows; one without statements keeps an empty row.
        width: the width of the picture.
        rtl: mirror it for a page read from right to left: time then runs to the left.

    Returns:
        The picture; everything lies between 0 and `width`.
    """
    lanes = _lanes(occurrences)
    slots = columns((lane, number) for lane, said in lanes for number in said.conflicts)
    gutter = COLUMN * (max(slots.values()) + 1) if slots else 0
    spans = [span for occurrence in occurrences for span in _drawn(occurrence)]
    sheet = _Sheet(
        Paper(width, rtl),
        Scale(spans, round(width * _NAMES), width - gutter),
        width - gutter,
        frozenset(slots),
    )
    rows, y = [], GAP
    for occurrence in occurrences:
        row = _row(occurrence, sheet, y)
        rows.append(row)
        y += row.height + GAP
    marks = [mark for row in rows for mark in row.marks]
    ties = tied([(mark.hold, mark.statement.conflicts) for mark in marks], slots, sheet.paper)
    return Picture(
        width, y + AXIS, y, rtl, tuple(rows), _ticks(sheet) if spans else (), ties, _breaks(sheet, y)
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every mark is drawn on: the paper, its days, where they end, and which conflicts are tied."""

    paper: Paper
    scale: Scale
    right: int
    tied: frozenset[int]


def _ticks(sheet: _Sheet) -> tuple[Tick, ...]:
    return tuple(Tick(sheet.paper.x(sheet.scale.at(day)), edtf) for day, edtf in sheet.scale.ticks())


def _breaks(sheet: _Sheet, y: int) -> tuple[Break, ...]:
    """Draw where the axis, at this height, leaves years out."""
    return tuple(
        Break(sheet.paper.box(x, BREAK), BREAK, tear(sheet.paper, x, y, BREAK), years(between))
        for x, between in sheet.scale.breaks()
    )


def _lanes(occurrences: Sequence[Occurrence]) -> list[tuple[int, Statement]]:
    """Number the lanes of all rows downwards; a row with nothing in it has one all the same."""
    lanes: list[tuple[int, Statement]] = []
    lane = 0
    for occurrence in occurrences:
        first = lane + occurrence.known
        lanes.extend(enumerate(occurrence.statements, start=first))
        lane = max(lane + 1, first + len(occurrence.statements))
    return lanes


def _drawn(occurrence: Occurrence) -> Iterator[tuple[int, int]]:
    """Yield the stretches of days an occurrence brings into the picture; a bar covers all between its ends.

    Of what is open the end that is known is drawn.
    """
    if occurrence.known:
        ends = [day for days in (occurrence.started, occurrence.ended) for day in days if day is not None]
        yield min(ends), max(ends)
    for statement in occurrence.statements:
        said = [day for day in statement.days if day is not None]
        if said:
            yield said[0], said[-1]


def _row(occurrence: Occurrence, sheet: _Sheet, y: int) -> Row:
    first = y + LANE * occurrence.known
    marks = tuple(
        _mark(statement, sheet, first + LANE * lane + INSET)
        for lane, statement in enumerate(occurrence.statements)
    )
    return Row(
        id=occurrence.id,
        label=_fitting(occurrence.label, round(sheet.paper.width * _NAMES)),
        label_x=sheet.paper.x(0),
        label_y=y + INSET + BAR - 1,
        y=y,
        height=LANE * max(1, occurrence.known + len(marks)),
        bar=_bar(occurrence, sheet, y + INSET) if occurrence.known else None,
        marks=marks,
    )


def _fitting(label: str, room: int) -> str:
    """Cut a name to what fits the room, and isolate it from what stands around it (UAX 9)."""
    most = room // (_LETTER - 1)
    return isolate(label if len(label) <= most else label[: most - 1].rstrip() + "…")


def _bar(occurrence: Occurrence, sheet: _Sheet, y: int) -> Bar:
    """Draw from start to end: whole where it certainly lasted, hatched where it may have."""
    (earliest, began), (ended, latest) = occurrence.started, occurrence.ended
    x, width = sheet.scale.stretch(earliest, latest)
    boxes = [(x, width, True)]
    if began is not None and ended is not None and began <= ended:
        inner, wide = sheet.scale.stretch(began, ended)
        boxes = [(x, inner - x, True), (inner, wide, False), (inner + wide, x + width - inner - wide, True)]
    return Bar(
        tuple(_box(sheet.paper, left, y, long, hatched=hatched) for left, long, hatched in boxes if long > 1),
        _arrows((earliest, latest), sheet, (x, y, width)),
    )


def _box(paper: Paper, x: int, y: int, width: int, *, hatched: bool) -> Box:
    return Box(paper.box(x, width), y, width, hatching(paper, x, y, width) if hatched else "")


def _arrows(days: Days, sheet: _Sheet, place: tuple[int, int, int]) -> str:
    x, y, width = place
    earlier = arrow(sheet.paper, x, y, backward=True) if days[0] is None else ""
    later = arrow(sheet.paper, x + width, y, backward=False) if days[1] is None else ""
    return earlier + later


def _mark(statement: Statement, sheet: _Sheet, y: int) -> Mark:
    first, last = statement.days
    x, width = sheet.scale.stretch(first, last)
    single = first is not None and first == last
    loose = tuple(number for number in statement.conflicts if number not in sheet.tied)
    loose, more = loose[:LOOSE], max(0, len(loose) - LOOSE)
    beside = sum(2 + len(str(number)) for number in loose) + (2 + len(str(more)) if more else 0)
    words = _LETTER * (len(statement.words) + beside)
    before = x + _reach(statement, width) + words > sheet.right
    text = x - _reach(statement, 0) if before else x + _reach(statement, width)
    return Mark(
        statement=statement,
        points=triangle(sheet.paper, x + width // 2, y, backward=statement.end == "end") if single else "",
        box=None if single else _box(sheet.paper, x, y, width, hatched=True),
        arrows=_arrows(statement.days, sheet, (x, y, width)),
        text_x=sheet.paper.x(text),
        text_y=y + BAR - 1,
        anchor="end" if before != sheet.paper.mirrored else "start",
        loose=loose,
        more=more,
        hold=((x + width if before else text + words) + _BESIDE, y + BAR // 2),
    )


def _reach(statement: Statement, width: int) -> int:
    """Return how far from its left edge the words beside a mark may begin; a triangle sticks out."""
    single = statement.days[0] is not None and statement.days[0] == statement.days[1]
    return (width // 2 + BAR if single else width) + _BESIDE
