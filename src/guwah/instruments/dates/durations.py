"""Durations as said, in calendar units: two years and three days are not a number of days.

ISO 8601-1:2019, 5.5.2.2 (`PnYnMnWnD`), without clock time: a witness's "two months" is a calendar distance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from guwah.instruments.dates.civil import CYCLE, add_months, date_of, number_of
from guwah.instruments.dates.errors import NotADate

_FORM = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_LONGEST = 6  # digits of one number: a million years is no longer testimony
_MONTHS_IN_CYCLE = 4800
_EXACT_MONTHS = 24  # four years of starting days hold every case up to here
_SHORT_MONTH, _LONG_MONTH = 30, 31
_SHORT_YEAR, _LONG_YEAR = 365, 366


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in calendar units; every number is 0 or more, and years and months add up before days do."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def whole_months(self) -> int:
        """Years and months together, in months."""
        return self.years * 12 + self.months

    @property
    def whole_days(self) -> int:
        """Weeks and days together, in days."""
        return self.weeks * 7 + self.days

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")

    def after(self, day: int) -> int:
        """Return the day number this long after a day number."""
        return _after(day, self.whole_months, self.whole_days)

    def last_start(self, day: int) -> int:
        """Return the last day number from which this length ends on `day` or before."""
        start = add_months(day - self.whole_days, -self.whole_months)
        while self.after(start + 1) <= day:
            start += 1
        return start

    def first_start(self, day: int) -> int:
        """Return the first day number from which this length ends on `day` or later."""
        start = add_months(day - self.whole_days, -self.whole_months)
        while self.after(start) < day:
            start += 1
        return start

    @property
    def shortest(self) -> int:
        """Return a number of days that this length never falls below; exact up to two years."""
        return _months_in_days(self.whole_months)[0] + self.whole_days

    @property
    def longest(self) -> int:
        """Return a number of days that this length never exceeds; exact up to two years."""
        return _months_in_days(self.whole_months)[1] + self.whole_days

    def about(self, stretch: int = 1) -> tuple[int, int]:
        """Return the days between which "about" this length lies, both included.

        Either side is widened by half of the smallest unit said or by an eighth of the whole, whichever is
        more; a month counts 30 days at the short end and 31 at the long one, a year 365 and 366. So "about
        four months" is 105 to 140 days. `stretch` multiplies the widening.
        """
        short = self._in_days(_SHORT_YEAR, _SHORT_MONTH)
        long = self._in_days(_LONG_YEAR, _LONG_MONTH)
        less = stretch * max(short, 4 * self._smallest(_SHORT_YEAR, _SHORT_MONTH))
        more = stretch * max(long, 4 * self._smallest(_LONG_YEAR, _LONG_MONTH))
        return max(0, (8 * short - less) // 8), -((-8 * long - more) // 8)

    def _in_days(self, year: int, month: int) -> int:
        return self.years * year + self.months * month + self.whole_days

    def _smallest(self, year: int, month: int) -> int:
        if self.days or not (self.weeks or self.months or self.years):
            return 1
        if self.weeks:
            return 7
        return month if self.months else year


@lru_cache(maxsize=65_536)
def _after(day: int, months: int, days: int) -> int:
    return (add_months(day, months) if months else day) + days


@lru_cache(maxsize=1024)
def _months_in_days(months: int) -> tuple[int, int]:
    """Return bounds for the days of so many months from any day."""
    if months > _EXACT_MONTHS:
        return months * CYCLE // _MONTHS_IN_CYCLE - 4, -(-months * CYCLE // _MONTHS_IN_CYCLE) + 4
    starts = [number_of(2001 + month // 12, month % 12 + 1, 1) for month in range(48)]
    lengths = [add_months(day, months) - day for first in starts for day in (first, first - 1)]
    return min(lengths), max(lengths)


def parse_duration(text: str) -> Duration:
    """Read `PnYnMnWnD`; any part may be missing, not all.

    Raises:
        NotADate: `bad-duration`; `duration-with-time` when it counts hours, which `parse_clock` reads;
            `duration-too-long`.
    """
    if "T" in text:
        raise NotADate(
            "duration-with-time",
            "This duration is counted in days and longer, and in hours only by themselves.",
        )
    found = _FORM.fullmatch(text)
    if found is None:
        raise NotADate("bad-duration", "A duration is written PnYnMnWnD, for instance P2Y23D.")
    if any(len(number) > _LONGEST for number in found.groups("")):
        raise NotADate("duration-too-long", "A number of a duration has more than six digits.")
    return Duration(*(int(number) for number in found.groups("0")))


def add(day: date, duration: Duration) -> date:
    """Return the date this long after a date.

    Raises:
        NotADate: `out-of-range` when the result lies beyond year 9999.
    """
    return to_date(duration.after(day.toordinal()))


def to_date(number: int) -> date:
    """Turn a day number into a `date`.

    Raises:
        NotADate: `out-of-range` outside years 1 to 9999.
    """
    if not date.min.toordinal() <= number <= date.max.toordinal():
        raise NotADate("out-of-range", "The day lies outside the years 1 to 9999.")
    return date.fromordinal(number)


def between(start: date, end: date, *, inclusive: bool) -> Duration:
    """Return years, months and days from one date to another; `inclusive` counts both end days.

    Raises:
        NotADate: `ends-before-it-starts`.
    """
    first, last = start.toordinal(), end.toordinal() + inclusive
    if last < first:
        raise NotADate("ends-before-it-starts", "The end lies before the start.")
    year, month, _ = date_of(last)
    months = (year - start.year) * 12 + month - start.month
    while add_months(first, months) > last:
        months -= 1
    return Duration(months // 12, months % 12, 0, last - add_months(first, months))
