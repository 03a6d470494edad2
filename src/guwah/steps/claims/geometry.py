"""Where everything stands in the picture of a chronology: pure numbers, a template draws them as SVG."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import date_of, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROW, LANE, BAR, HEAD = 30, 26, 12, 34
MARGIN = 24
NARROWEST, WIDEST, A_YEAR = 860, 2400, 90
_YEAR = 365.25
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_TICKS = 14
_SHORT = 2  # years below which months are marked as well
_HATCH = 6
_HALF = 6  # half the width of the sign of a single day


_Days = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A reading of one claim as days; None is open.

    Attributes:
        number: number of the claim.
        url: where its bar leads.
        label: what is read, in words.
        first: first day it may be; last: last day.
        end: it speaks of the end of the occurrence, else of its start.
        conflict: it takes part in a conflict.
    """

    number: int
    url: str
    label: str
    first: int | None
    last: int | None
    end: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence: its title, the days its start and its end may lie on, and what was said."""

    title: str
    anchor: str
    start: tuple[int | None, int | None]
    end: tuple[int | None, int | None]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year or month on the axis."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch from `x` to `x + width`; `hatch` is the path of its hatching, empty where it is certain."""

    x: int
    y: int
    width: int
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One reading drawn: a triangle for a single day, a hatched bar for more."""

    said: Said
    y: int
    label_x: int
    label_y: int
    bar: Bar | None
    points: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One occurrence drawn."""

    title: str
    anchor: str
    y: int
    bars: tuple[Bar, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture, in pixels from its upper left corner; time runs to the right in every language."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    lines: tuple[DrawnLine, ...]


@dataclass(slots=True)
class _Scale:
    first: int
    last: int
    width: int
    left: int = field(default=MARGIN)

    def x(self, day: int) -> int:
        reach = max(1, self.last - self.first)
        return self.left + round((day - self.first) / reach * (self.width - 2 * self.left))

    def stretch(self, first: int | None, last: int | None) -> tuple[int, int]:
        """Return the ends of a stretch; an open one runs to the edge of the picture."""
        left = 0 if first is None else self.x(first)
        right = self.width if last is None else self.x(last + 1)
        return left, max(right, left + 2)


def layout(lines: Sequence[Line]) -> Picture | None:
    """Return the picture of some occurrences, or None when no day is known of any."""
    days = sorted(day for line in lines for day in _days(line))
    if not days:
        return None
    first, last = days[0] - 31, days[-1] + 31
    width = round(min(WIDEST, max(NARROWEST, (last - first) / _YEAR * A_YEAR)))
    scale = _Scale(first, last, width)
    y, drawn = HEAD, []
    for line in lines:
        drawn.append(_line(line, scale, y))
        y += ROW + LANE * (1 + len(line.said))
    return Picture(width, y + MARGIN, tuple(_ticks(scale)), tuple(drawn))


def _days(line: Line) -> Iterator[int]:
    for pair in (line.start, line.end, *((said.first, said.last) for said in line.said)):
        yield from (day for day in pair if day is not None)


def _line(line: Line, scale: _Scale, y: int) -> DrawnLine:
    top = y + ROW
    signs = tuple(_sign(said, scale, top + LANE * (place + 1)) for place, said in enumerate(line.said))
    return DrawnLine(line.title, line.anchor, y + 18, tuple(_bars(line, scale, top)), signs)


def _bars(line: Line, scale: _Scale, y: int) -> Iterator[Bar]:
    """Draw what is certain solid and what is open hatched: it began in the one, ended in the other."""
    (start_low, start_high), (end_low, end_high) = line.start, line.end
    if start_low is None and start_high is None and end_low is None and end_high is None:
        return
    outer: list[_Days] = [(start_low, end_high)]
    if start_high is not None and end_low is not None and start_high <= end_low:
        left, right = scale.stretch(start_high, end_low)
        yield Bar(left, y, right - left)
        outer = [(start_low, start_high - 1), (end_low + 1, end_high)]
    for pair in outer:
        if _wide(pair):
            yield _hatched(scale.stretch(*pair), y)


def _wide(pair: _Days) -> bool:
    low, high = pair
    return low is None or high is None or high >= low


def _hatched(ends: tuple[int, int], y: int) -> Bar:
    left, right = ends
    strokes = []
    for x in range(left, right, _HATCH):
        run = min(BAR, right - x)
        strokes.append(f"M{x} {y + BAR}l{run} {-run}")
    return Bar(left, y, right - left, "".join(strokes))


def _sign(said: Said, scale: _Scale, y: int) -> Sign:
    single = said.first is not None and said.first == said.last
    if single and said.first is not None:
        x = scale.x(said.first)
        return Sign(said, y, x + 14, y + 11, None, _triangle(x, y, end=said.end))
    left, right = scale.stretch(said.first, said.last)
    return Sign(said, y, right + 8, y + 11, _hatched((left, right), y), "")


def _triangle(x: int, y: int, *, end: bool) -> str:
    """Point to the right for a start, to the left for an end; the upright side stands on the day."""
    tip = x - 2 * _HALF if end else x + 2 * _HALF
    return f"{x},{y} {tip},{y + _HALF} {x},{y + 2 * _HALF}"


def _ticks(scale: _Scale) -> Iterator[Tick]:
    first_year, last_year = date_of(scale.first)[0], date_of(scale.last)[0]
    step = next((step for step in _STEPS if (last_year - first_year) / step <= _MOST_TICKS), _STEPS[-1])
    months = (1, 4, 7, 10) if last_year - first_year <= _SHORT else (1,)
    for year in range(first_year - first_year % step, last_year + 1, step):
        for month in months:
            day = number_of(year, month, 1)
            if scale.first <= day <= scale.last:
                yield Tick(scale.x(day), str(year) if month == 1 else f"{year}-{month:02}")
