"""What a unit shows of itself: a clause of Chinese has no spaces, and is a name only if all of it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.alignment import Unit
from guwah.instruments.alignment.signs import _CONSONANTS, _key, signs_of
from guwah.instruments.names.keys import fold, skeleton


@given(
    st.one_of(st.text(min_size=1, max_size=9), st.text("王李张炉灶磨坊Ömer豈Ａ가", min_size=3, max_size=9))
)
def test_what_is_not_read_for_speed_would_have_had_no_key(word: str) -> None:
    found = skeleton(fold(word))

    assert _key(word) == (found[:_CONSONANTS] if len(found) >= _CONSONANTS and found.isascii() else "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王张黄来了", set()),
        ("王张黄", {"vn "}),
        ("Then Marlen came.", {"thn", "mrl"}),
        ("磨坊在河边, Marlen", {"mrl"}),
    ],
)
def test_names_that_can_be_read_are_signs(text: str, names: set[str]) -> None:
    (found,) = signs_of([Unit(text)])

    assert found.names == names
