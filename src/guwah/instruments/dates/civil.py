"""Day numbers of the Gregorian calendar, in plain whole numbers and for any year.

A day number counts like `datetime.date.toordinal`: 1 January of year 1 is day 1. The calendar is proleptic
(ISO 8601-1:2019, 4.2.1), so year 0 and negative years exist; `datetime` has neither, and EDTF needs both.
"""

from __future__ import annotations

CYCLE = 146_097  # days in 400 years: after them weekdays, leap years and month lengths repeat
MONTHS_IN_YEAR = 12
_FEBRUARY = 2
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Say whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month (1 to 12)."""
    return 29 if month == _FEBRUARY and is_leap(year) else _LENGTHS[month - 1]


def number_of(year: int, month: int, day: int) -> int:
    """Return the day number of a date; the date must exist."""
    march_year = year - (month <= _FEBRUARY)
    century, in_cycle = divmod(march_year, 400)
    day_of_year = (153 * ((month - 3) % 12) + 2) // 5 + day - 1
    return century * CYCLE + in_cycle * 365 + in_cycle // 4 - in_cycle // 100 + day_of_year - 305


def date_of(number: int) -> tuple[int, int, int]:
    """Return (year, month, day) of a day number."""
    century, day = divmod(number + 305, CYCLE)
    in_cycle = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day_of_year = day - (365 * in_cycle + in_cycle // 4 - in_cycle // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9  # noqa: PLR2004 - the year of this sum starts in March
    return (
        century * 400 + in_cycle + (month <= _FEBRUARY),
        month,
        day_of_year - (153 * shifted + 2) // 5 + 1,
    )


def add_months(number: int, months: int) -> int:
    """Move a day by whole months; a day the month does not have becomes its last day.

    The result never runs backwards when the day runs forwards, which the chronology engine relies on.
    """
    year, month, day = date_of(number)
    years, index = divmod(year * MONTHS_IN_YEAR + month - 1 + months, MONTHS_IN_YEAR)
    return number_of(years, index + 1, min(day, month_length(years, index + 1)))


def iso(number: int) -> str:
    """Write a day number as `YYYY-MM-DD` (ISO 8601-1), years outside 0 to 9999 as EDTF writes them."""
    year, month, day = date_of(number)
    sign, size = ("-", -year) if year < 0 else ("", year)
    return f"{'Y' if size > 9999 else ''}{sign}{size:04}-{month:02}-{day:02}"  # noqa: PLR2004 - four digits
