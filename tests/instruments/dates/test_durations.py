from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates import Duration, NotADate, add, between, duration_in_words, parse_duration
from guwah.instruments.dates.durations import to_date

lengths = st.builds(Duration, st.integers(0, 12), st.integers(0, 30), st.integers(0, 5), st.integers(0, 60))
numbers = st.integers(600_000, 760_000)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P2Y23D", Duration(2, 0, 0, 23)),
        ("P4M", Duration(months=4)),
        ("P3W", Duration(weeks=3)),
        ("P1Y2M3W4D", Duration(1, 2, 3, 4)),
        ("P0D", Duration()),
    ],
)
def test_durations_are_read_and_written(text: str, length: Duration) -> None:
    assert parse_duration(text) == length
    assert str(length) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad-duration"),
        ("P", "bad-duration"),
        ("2Y", "bad-duration"),
        ("P1D2Y", "bad-duration"),
        ("P-1D", "bad-duration"),
        ("P1.5Y", "bad-duration"),
        ("PT5H", "duration-with-time"),
        ("P1DT5H", "duration-with-time"),
        ("P1234567D", "duration-too-long"),
    ],
)
def test_what_is_no_duration_says_so(text: str, code: str) -> None:
    with pytest.raises(NotADate) as caught:
        parse_duration(text)
    assert caught.value.code == code


def test_about_four_months_is_105_to_140_days() -> None:
    assert parse_duration("P4M").about() == (105, 140)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("P1W", (3, 11)),
        ("P10D", (8, 12)),
        ("P1D", (0, 2)),
        ("P0D", (0, 1)),
        ("P1Y", (182, 549)),
        ("P2Y6M", (796, 1033)),
    ],
)
def test_about_widens_by_half_a_unit_or_an_eighth(text: str, days: tuple[int, int]) -> None:
    assert parse_duration(text).about() == days


@given(lengths)
def test_twice_as_wide_holds_more(length: Duration) -> None:
    (low, high), (lower, higher) = length.about(), length.about(2)
    assert lower <= low <= high <= higher


@given(lengths, numbers)
def test_starts_are_the_first_and_last_that_reach_a_day(length: Duration, day: int) -> None:
    first, last = length.first_start(day), length.last_start(day)
    assert length.after(first) >= day > length.after(first - 1)
    assert length.after(last) <= day < length.after(last + 1)


def test_starts_round_the_end_of_a_short_month() -> None:
    month = Duration(months=1)
    assert month.last_start(date(2018, 2, 28).toordinal()) == date(2018, 1, 31).toordinal()
    assert month.first_start(date(2018, 2, 28).toordinal()) == date(2018, 1, 28).toordinal()
    assert month.first_start(date(2018, 3, 31).toordinal()) == date(2018, 3, 1).toordinal()


@given(lengths, numbers)
def test_a_length_lies_between_its_shortest_and_longest(length: Duration, day: int) -> None:
    assert length.shortest <= length.after(day) - day <= length.longest


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.booleans()
)
def test_between_is_the_length_that_add_undoes(one: date, other: date, inclusive: bool) -> None:
    start, end = sorted((one, other))
    length = between(start, end, inclusive=inclusive)
    assert add(start, length).toordinal() == end.toordinal() + inclusive
    assert length.months < 12


def test_two_years_and_23_days_when_both_end_days_count() -> None:
    start, end = date(2015, 3, 9), date(2017, 3, 31)
    assert str(between(start, end, inclusive=True)) == "P2Y23D"
    assert str(between(start, end, inclusive=False)) == "P2Y22D"


def test_an_end_before_its_start_is_no_length() -> None:
    with pytest.raises(NotADate, match="before") as caught:
        between(date(2020, 1, 2), date(2020, 1, 1), inclusive=False)
    assert caught.value.code == "ends-before-it-starts"


def test_days_beyond_year_9999_have_no_date() -> None:
    with pytest.raises(NotADate) as caught:
        add(date(9999, 12, 31), Duration(days=1))
    assert caught.value.code == "out-of-range"
    with pytest.raises(NotADate):
        to_date(0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P2Y23D", "2 years and 23 days"),
        ("P1Y1M1W1D", "1 year, 1 month, 1 week and 1 day"),
        ("P4M", "4 months"),
        ("P0D", "0 days"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    assert duration_in_words(parse_duration(text)) == words
