"""The paper of a picture of time: where a day stands on it, mirrored or not, and the lines of its axis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import add_months, date_of, iso, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 6
"""The narrowest mark one can still see and point at."""
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

    def __init__(self, days: list[int], left: int, right: int) -> None:
        """Spread the days from first to last over the room between two places.

        Args:
            days: every day that is drawn.
            left: where the first one may stand.
            right: where the last one may end.
        """
        first, last = min(days, default=0), max(days, default=0)
        room = max(1, (last - first) // 20)  # so that no mark touches the edge, where open ends go
        self.first, self.last = first - room, last + room
        self._left, self._right = left, right
        self._unit = (right - left) / (self.last - self.first + 1)

    def at(self, day: int) -> int:
        """Return where a day begins."""
        return round(self._left + (day - self.first) * self._unit)

    def stretch(self, first: int | None, last: int | None) -> tuple[int, int]:
        """Return where days from first to last begin, and how wide they are; an open end reaches the edge."""
        begin = self.first if first is None else first
        end = self.last if last is None else last
        x = self.at(begin)
        width = max(LEAST, self.at(end + 1) - x)
        return min(x, self._right - width), width

    def ticks(self) -> list[tuple[int, str]]:
        """Return the days of the axis with their EDTF: the finest round steps that make about ten at most."""
        first, last = self.first, self.last
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
