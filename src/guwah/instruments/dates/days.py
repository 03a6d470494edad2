"""Dates as far as they were said, and how they are written in EDTF."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guwah.instruments.dates import lunisolar
from guwah.instruments.dates.civil import iso, month_length
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import parse

_MONTHS = 12
_FIRST_HALF, _HALVES = 3, (40, 41)
_THIRDS = (10, 20)
UNKNOWN = "XXXX-XX-XX"


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month, season, year or decade, with what was said of it.

    Attributes:
        year, month, day: as said; None when unsaid.
        season: EDTF code of a season, 0 for none.
        part: 0 early, 1 middle, 2 late, 3 first half, 4 second half of the smallest unit said.
        decade: the year without its last digit.
        lunar: month and day are of the Chinese calendar.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int = 0
    part: int | None = None
    decade: int | None = None
    lunar: bool = False

    @property
    def dated(self) -> bool:
        """Whether the year is known."""
        return self.year is not None or self.decade is not None

    def ends(self) -> tuple[str, str]:
        """Return the first and the last part in EDTF; the same twice when it is one date."""
        if self.decade is not None:
            return self._decade(self.decade)
        if self.lunar:
            return (self._by_the_moon(),) * 2
        year = "XXXX" if self.year is None else f"{self.year:04}"
        if self.season:
            return (f"{year}-{self.season}",) * 2
        if self.part is not None and self.day is None:
            return self._part(year, self.part)
        if self.month is None and self.day is None:
            return year, year
        whole = f"{year}-XX" if self.month is None else f"{year}-{self.month:02}"
        return (whole if self.day is None else f"{whole}-{self.day:02}",) * 2

    def _decade(self, decade: int) -> tuple[str, str]:
        if self.part is None:
            return (f"{decade}X",) * 2
        first, last = ((0, 3), (4, 6), (7, 9), (0, 4), (5, 9))[self.part]
        return f"{decade}{first}", f"{decade}{last}"

    def _part(self, year: str, part: int) -> tuple[str, str]:
        if self.month is None:
            if part >= _FIRST_HALF:
                return (f"{year}-{_HALVES[part - _FIRST_HALF]}",) * 2
            return f"{year}-{1 + 4 * part:02}", f"{year}-{4 + 4 * part:02}"
        length = month_length(self.year or 2000, self.month) if 1 <= self.month <= _MONTHS else 0
        first, last = ((1, 10), (11, 20), (21, length), (1, 15), (16, length))[part]
        return f"{year}-{self.month:02}-{first:02}", f"{year}-{self.month:02}-{last:02}"

    def _by_the_moon(self) -> str:
        if self.year is None or self.month is None or self.day is None:
            return UNKNOWN
        number = lunisolar.day_number(self.year, self.month, self.day)
        return UNKNOWN if number is None else iso(number)

    def filled(self, other: Day) -> Day:
        """Return it with year, and month where only a day was said, from another date."""
        lacking = self.month is None and self.day is not None
        if self.dated or (lacking and other.month is None):
            return self
        month = other.month if lacking else self.month
        return replace(self, year=other.year, month=month)


@dataclass(frozen=True, slots=True)
class Value:
    """One date, or several joined: `/` from one to the other, `[` one of them, `{` all of them."""

    days: tuple[Day, ...]
    joined: str = ""
    assumptions: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether every date of it has a year."""
        return all(day.dated for day in self.days)

    def edtf(self, mark: str = "") -> str:
        """Write it, every date with the same mark (`~`, `?`, `%`)."""
        if self.joined in ("[", "{"):
            listed = sorted({day.ends()[0] + mark for day in self.days})
            return f"{self.joined}{','.join(listed)}{']' if self.joined == '[' else '}'}"
        first, last = self.days[0].ends()[0], self.days[-1].ends()[1]
        return first + mark if first == last and not self.joined else f"{first}{mark}/{last}{mark}"

    def filled(self, other: Day) -> Value:
        """Return it with what is missing from another date; a stretch over new year ends a year later."""
        days = tuple(day.filled(other) for day in self.days)
        made = replace(self, days=days)
        if self.joined == "/" and not exists(made.edtf()) and days[-1].year is not None:
            later = replace(days[-1], year=days[-1].year + 1)
            return replace(made, days=(*days[:-1], later))
        return made


def exists(edtf: str) -> bool:
    """Say whether this is an EDTF value of days that exist, in a leap year when the year is unknown."""
    parts = edtf.split("/") if "XXXX" in edtf else [edtf]
    try:
        for part in parts:
            parse(part.replace("XXXX", "2000"))
    except NotADate:
        return False
    return True
