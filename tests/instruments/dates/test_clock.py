"""Lengths by the clock: read, written, and how many days later they end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates import Clock, NotADate, parse_clock
from guwah.instruments.dates.words import clock_in_words


@pytest.mark.parametrize(
    ("text", "minutes", "written", "words"),
    [
        ("PT3H", 180, "PT3H", "3 hours"),
        ("PT1H1M", 61, "PT1H1M", "1 hour and 1 minute"),
        ("PT90M", 90, "PT1H30M", "1 hour and 30 minutes"),
        ("PT0M", 0, "PT0M", "0 minutes"),
        ("PT30H", 1800, "PT30H", "30 hours"),
    ],
)
def test_it_is_read_written_and_said(text: str, minutes: int, written: str, words: str) -> None:
    length = parse_clock(text)
    assert (length.minutes, str(length), clock_in_words(length)) == (minutes, written, words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PT", "bad-duration"),
        ("P3D", "bad-duration"),
        ("P1DT3H", "bad-duration"),
        ("PT3S", "bad-duration"),
        ("PT3M2H", "bad-duration"),
        ("PT1000000H", "duration-too-long"),
    ],
)
def test_what_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_clock(text)
    assert refused.value.code == code


@given(st.integers(0, 10_000), st.integers(0, 24 * 60 - 1))
def test_whenever_it_begins_it_ends_on_one_of_its_days(minutes: int, begun: int) -> None:
    start = datetime(2018, 3, 9) + timedelta(minutes=begun)  # noqa: DTZ001 - a clock on a wall
    later = (start + timedelta(minutes=minutes)).toordinal() - start.toordinal()
    low, high = Clock(minutes).days()
    assert low <= later <= high


@given(st.integers(0, 10_000))
def test_both_ends_are_reached_and_about_is_wider(minutes: int) -> None:
    low, high = Clock(minutes).days()
    day = 24 * 60
    assert low == minutes // day
    assert high == (day - 1 + minutes) // day
    about = Clock(minutes).days(1)
    assert about[0] <= low <= high <= about[1]
    assert Clock(minutes).days(9)[0] == 0
