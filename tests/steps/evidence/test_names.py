from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.steps.evidence.names import LONGEST, clean_name, on_one_line, readable, shown_name, title_from


@given(st.text())
def test_a_clean_name_can_never_be_a_path(given_name: str) -> None:
    name = clean_name(given_name)

    assert name.strip()
    assert len(name) <= LONGEST
    assert name not in {".", ".."}
    assert not set(name) & set("/\\\x00\r\n")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(given_name: str) -> None:
    assert clean_name(clean_name(given_name)) == clean_name(given_name)


@given(st.text())
def test_a_shown_name_cannot_turn_its_neighbours_around(given_name: str) -> None:
    assert not set(shown_name(given_name)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_trick_with_the_direction_of_writing_is_written_out() -> None:
    assert shown_name("bill\u202egpj.exe") == "bill[U+202E]gpj.exe"


def test_marks_that_arabic_script_uses_honestly_stay() -> None:
    assert shown_name("خەت\u200f.txt") == "خەت\u200f.txt"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
        ("x" * 300, "x" * 255),
        ("a." + "y" * 300, ("a." + "y" * 300)[:255]),
        ("folder/sub/", "sub"),
        ("  spaced .txt ", "spaced .txt"),
        ("a\u2028b", "ab"),
        (os.fsdecode(b"\xff\xfe.bin"), "[xFF][xFE].bin"),
        ("C:\\photos\\" + os.fsdecode(b"caf\xe9.jpg"), "caf[xE9].jpg"),
    ],
)
def test_long_and_odd_names(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@pytest.mark.parametrize(
    ("name", "title"), [("call.m4a", "call"), ("a.b.txt", "a.b"), (".txt", ".txt"), ("letter", "letter")]
)
def test_a_title_is_the_name_without_its_ending(name: str, title: str) -> None:
    assert title_from(name) == title


@given(st.text())
def test_readable_text_holds_nothing_that_no_table_takes_and_changes_nothing_else(text: str) -> None:
    shown = readable(text)

    shown.encode()
    assert all(unicodedata.category(sign) != "Cc" or sign in "\n\t" for sign in shown)
    assert readable(shown) == shown
    if all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in text):
        assert shown == text


def test_bytes_that_are_no_text_are_told_one_by_one() -> None:
    assert readable(os.fsdecode(b"a/\xff\x80\x07b")) == "a/[xFF][x80][U+0007]b"
    assert readable("\ud83d") == "[U+D83D]"


@given(st.text())
def test_a_name_on_one_line_moves_no_cursor_and_turns_nothing_around(name: str) -> None:
    shown = on_one_line(name)
    shown.encode()
    assert all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in shown)
    assert shown == shown_name(shown)


def test_a_name_cannot_pass_for_another_line_of_a_command() -> None:
    told = on_one_line("a\nsealed  item 9\x1b[2K.txt")
    assert told == "a[U+000A]sealed  item 9[U+001B][2K.txt"
    assert readable("two\nlines") == "two\nlines"
