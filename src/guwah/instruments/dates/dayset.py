"""Sets of days as runs: what a date leaves open, exactly, however many pieces it has."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Run = tuple[int | None, int | None]
"""First and last day number of a run, both included; None is open."""


@dataclass(frozen=True, slots=True)
class DaySet:
    """Runs of days in order, apart from each other by at least one day; only the outer ends may be open."""

    runs: tuple[Run, ...]

    @property
    def first(self) -> int | None:
        """The first day, or None when the past is open."""
        return self.runs[0][0]

    @property
    def last(self) -> int | None:
        """The last day, or None when the future is open."""
        return self.runs[-1][1]

    def from_(self, day: int) -> int | None:
        """Return the first day of the set that is `day` or later, or None when there is none."""
        place = bisect_left(self.runs, True, key=lambda run: run[1] is None or run[1] >= day)
        if place == len(self.runs):
            return None
        start = self.runs[place][0]
        return day if start is None or start < day else start

    def until(self, day: int) -> int | None:
        """Return the last day of the set that is `day` or earlier, or None when there is none."""
        place = bisect_left(self.runs, True, key=lambda run: run[0] is not None and run[0] > day)
        if place == 0:
            return None
        end = self.runs[place - 1][1]
        return day if end is None or end > day else end

    def widened(self, days: int) -> DaySet:
        """Return the set with every run longer by some days at both of its ends."""
        return union(
            (None if first is None else first - days, None if last is None else last + days)
            for first, last in self.runs
        )


def union(runs: Iterable[Run]) -> DaySet:
    """Return the set of all days of the runs, which may overlap and come in any order; at least one."""
    ordered = sorted(runs, key=lambda run: (run[0] is not None, run[0] or 0))
    joined: list[Run] = [ordered[0]]
    for first, last in ordered[1:]:
        before_first, before_last = joined[-1]
        if before_last is None:
            break
        if first is None or first <= before_last + 1:
            joined[-1] = (before_first, None if last is None else max(before_last, last))
        else:
            joined.append((first, last))
    return DaySet(tuple(joined))
