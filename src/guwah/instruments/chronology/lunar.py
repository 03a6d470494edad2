"""Years of the Chinese lunisolar calendar, by which many families count an age.

Only the new year's day is needed: one is one year old at birth and a year older at each new year.
"""

from __future__ import annotations

from guwah.instruments.dates.civil import date_of, number_of

_FIRST_YEAR = 1900
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_NEW_YEARS = (
    "buj9rf5od2lath6pe3mcvj8rg4od3lash6pf4mbuj7qg5od2l9sh7pe4nbtj8qg5od1kash7qe3mbti8rg5odvk9sh7qf3lbui8rg4"
    "nc2k9ti6pe3lbuj8rg5nc2l9sh6oe3mbuj8qf4nc2lash6pd3mcuj8qf4nd1k9sg6pe3mbui7qg4nd2k9sh6pe4lati7qg5nc1"
)
"""One digit a year from 1900 to 2099: days from 20 January to the lunar new year's day."""
EARLIEST, LATEST = 1, 31
"""The same days at the least and at the most, for the years outside the table."""


def new_year(year: int, *, outside: int) -> int:
    """Return the day number of the lunar new year's day that falls in a Gregorian year.

    Args:
        year: the Gregorian year.
        outside: days after 20 January to take where the table has no entry.
    """
    index = year - _FIRST_YEAR
    days = _DIGITS.index(_NEW_YEARS[index]) if 0 <= index < len(_NEW_YEARS) else outside
    return number_of(year, 1, 20) + days


def lunar_year(day: int, *, outside: int) -> int:
    """Return the lunar year a day number lies in, named by the Gregorian year of its new year's day."""
    year = date_of(day)[0]
    return year if day >= new_year(year, outside=outside) else year - 1
