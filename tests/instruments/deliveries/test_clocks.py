from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.deliveries.clocks import half_word, is_half, read_clock


@pytest.mark.parametrize(
    ("hms", "word", "clocks"),
    [
        ("9:05", "", ("09:05",)),
        ("09.05", "", ("09:05",)),
        ("21:05:07", "", ("21:05:07",)),
        ("12:00", "AM", ("00:00",)),
        ("12:00", "p.\u00a0m.", ("12:00",)),
        ("1:30", "下午", ("13:30",)),
        ("13:30", "PM", ("13:30",)),
        ("0:30", "AM", ("00:30",)),
        ("12:30", "凌晨", ("00:30",)),
        ("1:30", "中午", ("13:30",)),
        ("11:30", "晚上", ("23:30",)),
        ("12:30", "晚上", ("00:30", "12:30")),
        ("4:00", "qwertz", ("04:00", "16:00")),
        ("٩:٠٥", "م", ("21:05",)),
        ("24:00", "", ()),
        ("9:60", "", ()),
        ("9:05", "قبل\u200cازظهر", ("09:05",)),
    ],
)
def test_a_clock_is_read_with_its_half_of_the_day(hms: str, word: str, clocks: tuple[str, ...]) -> None:
    assert read_clock(hms, word) == clocks


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_of_a_day_survives_both_dials(hour: int, minute: int) -> None:
    twelve = f"{hour % 12 or 12}:{minute:02}"

    assert read_clock(f"{hour}:{minute:02}") == (f"{hour:02}:{minute:02}",)
    assert read_clock(twelve, "am" if hour < 12 else "pm") == (f"{hour:02}:{minute:02}",)
    assert read_clock(twelve, "oven") == (f"{hour % 12:02}:{minute:02}", f"{hour % 12 + 12:02}:{minute:02}")


def test_words_are_compared_in_small_letters_with_plain_blanks() -> None:
    assert half_word("P.\u202fM.") == "p. m."
    assert is_half("ÖS")
    assert is_half("凌晨")
    assert not is_half("oven")
