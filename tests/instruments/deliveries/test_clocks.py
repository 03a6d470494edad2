from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.deliveries.clocks import CLOCK, half_word, is_half, read_clock
from guwah.instruments.deliveries.words import AFTER_NOON, BEFORE_NOON, PERIODS


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
        ("9 h 05 min 06 s", "", ("09:05:06",)),
        ("8:00", "vorm.", ("08:00",)),
        ("8:00", "nachm.", ("20:00",)),
        ("12:10", "mittags", ("12:10",)),
        ("1:10", "mittags", ("13:10",)),
        ("6:10", "morgens", ("06:10",)),
        ("6:10", "abends", ("18:10",)),
        ("12:10", "abends", ("00:10", "12:10")),
        ("12:10", "nachts", ("00:10",)),
        ("11:10", "nachts", ("23:10",)),
        ("7:10", "nachts", ("07:10", "19:10")),
        ("3:10", "ночи", ("03:10",)),
        ("3:10", "дня", ("15:10",)),
        ("9:10", "утра", ("09:10",)),
        ("9:10", "түнгі", ("21:10",)),
        ("9:10", "таңғы", ("09:10",)),
        ("9:10", "кешкі", ("21:10",)),
        ("9:10", "gece", ("21:10",)),
        ("4:10", "gece", ("04:10",)),
        ("8:10", "akşam", ("20:10",)),
        ("8:10", "TK", ("20:10",)),
        ("8:10", "TO", ("08:10",)),
        ("10:10", "tunda", ("22:10",)),
        ("9:10", "du matin", ("09:10",)),
        ("9:10", "du soir", ("21:10",)),
        ("9:10", "مساءً", ("21:10",)),
        ("1:10", "ظهرًا", ("13:10",)),
        ("2:10", "ليلاً", ("02:10",)),
        ("8:10", "شب", ("20:10",)),
        ("2:10", "بامداد", ("02:10",)),
        ("5:10", "عصر", ("17:10",)),
        ("2:10", "半夜", ("02:10",)),
        ("2:10", "밤", ("02:10", "14:10")),
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


def test_no_word_says_two_things() -> None:
    assert not BEFORE_NOON & AFTER_NOON
    assert not (BEFORE_NOON | AFTER_NOON) & PERIODS.keys()
    # A list that a word could never be found in would be of no use.
    for word in BEFORE_NOON | AFTER_NOON | PERIODS.keys():
        assert half_word(word) == word
        assert is_half(word)


def test_every_word_is_taken_whole_beside_a_clock() -> None:
    form = re.compile(CLOCK)
    for word in BEFORE_NOON | AFTER_NOON | PERIODS.keys():
        found = form.fullmatch(f"9:05 {word}")
        assert found is not None, word
        assert half_word(found["after"] or "") == word
