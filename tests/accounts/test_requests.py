from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.accounts.requests import LONGEST_NUMBER, number_in


@pytest.mark.parametrize("given_", [None, "", "-1", "1.5", " 1", "1e3", "²", "x", "9" * (LONGEST_NUMBER + 1)])
def test_what_is_no_number_is_none(given_: str | None) -> None:
    assert number_in(given_) is None


@given(st.integers(0, 10**LONGEST_NUMBER - 1))
def test_numbers_are_read(number: int) -> None:
    assert number_in(str(number)) == number
