from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates.civil import CYCLE, add_months, date_of, is_leap, iso, month_length, number_of

numbers = st.integers(-2_000_000, 6_000_000)


@given(st.dates())
def test_numbers_are_those_of_the_standard_library(day: date) -> None:
    assert number_of(day.year, day.month, day.day) == day.toordinal()
    assert date_of(day.toordinal()) == (day.year, day.month, day.day)
    assert iso(day.toordinal()) == day.isoformat()


@given(numbers)
def test_there_and_back_in_any_year(number: int) -> None:
    assert number_of(*date_of(number)) == number


@given(numbers)
def test_the_calendar_comes_back_after_400_years(number: int) -> None:
    year, month, day = date_of(number)
    assert date_of(number + CYCLE) == (year + 400, month, day)


@given(numbers, numbers, st.integers(-500, 500))
def test_adding_months_never_runs_backwards(one: int, other: int, months: int) -> None:
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)


def test_a_day_the_month_does_not_have_becomes_its_last() -> None:
    assert iso(add_months(number_of(2018, 1, 31), 1)) == "2018-02-28"
    assert iso(add_months(number_of(2020, 2, 29), 12)) == "2021-02-28"
    assert iso(add_months(number_of(2018, 3, 31), -1)) == "2018-02-28"


def test_leap_years_and_months() -> None:
    assert [is_leap(year) for year in (1900, 2000, 2018, 2020)] == [False, True, False, True]
    assert [month_length(2019, month) for month in (2, 4, 12)] == [28, 30, 31]
    assert month_length(2020, 2) == 29


def test_years_iso_writes_differently() -> None:
    assert iso(number_of(-44, 3, 15)) == "-0044-03-15"
    assert iso(number_of(12_345, 1, 1)) == "Y12345-01-01"
    assert date.fromordinal(1) == date(1, 1, 1)
