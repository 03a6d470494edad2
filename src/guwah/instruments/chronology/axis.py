"""The paper of a picture of time: where a day stands on it, mirrored or not, and the lines of its axis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, pairwise
from typing import TYPE_CHECKING

from guwah.instruments.chronology.gaps import pieces
from guwah.instruments.dates.civil import add_months, date_of, iso, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guwah.instruments.chronology.gaps import Span

LEAST = 6
"""The narrowest mark one can still see and point at."""
BREAK = 40
"""How wide a stretch of years is that is left out."""
APART = 72
"""How far the words of two pieces of the axis stand apart."""
_MOST_TICKS = 10
_DAY_STEPS = (1, 2, 7, 14)


@dataclass(frozen=True, slots=True)
class Paper:
    """The width of a picture; on a page read from right to left everything is mirrored in it."""

    width: int
    mirrored: bool

    def x(self, x: int) -> int:
        """Return where a point stands."""
        return self.width - x if self.mirrored else x

    def box(self, x: int, width: int) -> int:
        """Return the left edge of something so wide."""
        return self.width - x - width if self.mirrored else x


class Scale:
    """From day numbers to places, before anything is mirrored."""

    def __init__(self, spans: Iterable[Span], left: int, right: int) -> None:
        """Spread time over the room between two places; years in which nothing is drawn may be left out.

        Args:
            spans: first and last day of everything that is drawn.
            left: where the first day may stand.
            right: where the last one may end.
        """
        drawn = pieces(spans)
        # So that no mark touches the edge, where open ends go.
        room = max(1, sum(last - first for first, last in drawn) // 20)
        self.pieces = [(first - room, last + room) for first, last in drawn]
        self.first, self.last = self.pieces[0][0], self.pieces[-1][1]
        self._left, self._right = left, right
        self._days = sum(last - first + 1 for first, last in self.pieces)
        self._unit = (right - left - BREAK * (len(self.pieces) - 1)) / self._days

    def at(self, day: int) -> int:
        """Return where a day begins."""
        place = float(self._left)
        for (first, last), (later, _) in pairwise(self.pieces):
            if day <= last:
                return round(place + (day - first) * self._unit)
            place += (last - first + 1) * self._unit
            if day < later:
                return round(place + BREAK * (day - last - 1) / (later - last - 1))
            place += BREAK
        return round(place + (day - self.pieces[-1][0]) * self._unit)

    def breaks(self) -> list[tuple[int, Span]]:
        """Return where years are left out, each `BREAK` wide, and the days before and after them."""
        return [(self.at(last + 1), (last, later)) for (_, last), (later, _) in pairwise(self.pieces)]

    def stretch(self, first: int | None, last: int | None) -> tuple[int, int]:
        """Return where days from first to last begin, and how wide they are; an open end reaches the edge."""
        begin = self.first if first is None else first
        end = self.last if last is None else last
        x = self.at(begin)
        width = max(LEAST, self.at(end + 1) - x)
        return min(x, self._right - width), width

    def ticks(self) -> list[tuple[int, str]]:
        """Return the days of the axis with their EDTF: the finest round steps that make about ten at most.

        A piece in which no round day lies has its middle one.
        """
        found: list[tuple[int, str]] = []
        for first, last in self.pieces:
            middle = (first + last) // 2
            here = list(self._round(first, last)) or [(middle, iso(middle))]
            apart = [one for one in here if not found or self.at(one[0]) - self.at(found[-1][0]) >= APART]
            found += apart or here[-1:]
        return found

    def _round(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        for days in _DAY_STEPS:
            if (self._days - 1) // days < _MOST_TICKS:
                yield from ((day, iso(day)) for day in range(first, last + 1, days))
                return
        step = next(months for months in _month_steps() if (self._days - 1) // (28 * months) < _MOST_TICKS)
        year, month, _ = date_of(first)
        begin = -(-(year * 12 + month) // step) * step
        day = number_of(begin // 12, begin % 12 + 1, 1)
        while day <= last:
            yield day, iso(day)[: -6 if step % 12 == 0 else -3]
            day = add_months(day, step)


def _month_steps() -> Iterator[int]:
    """Yield numbers of months that make round steps: parts of a year, then 1, 2, 5, 10 years and so on."""
    yield from (1, 3, 6)
    yield from (12 * years * 10**zeros for zeros in count() for years in (1, 2, 5))
