from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.web.slips import LIFE_SECONDS, NoSlip, Slip, Slips

NOW = 1_900_000_000.0
SLIPS = Slips()


def test_a_slip_names_whose_typing_it_is_and_keeps_its_page() -> None:
    first = SLIPS.read(SLIPS.give("0a1b", NOW), NOW)
    again = SLIPS.read(SLIPS.give("0a1b", NOW + 60, first.page), NOW + 60)

    assert first.actor == "0a1b"
    assert again == first
    assert SLIPS.read(SLIPS.give("0a1b", NOW), NOW).page != first.page


@given(st.integers(0, LIFE_SECONDS))
def test_a_slip_holds_for_a_day(age: int) -> None:
    assert SLIPS.read(SLIPS.give("0a1b", NOW, "ab" * 16), NOW + age - 1) == Slip("0a1b", "ab" * 16)


@pytest.mark.parametrize("age", [-2, LIFE_SECONDS, LIFE_SECONDS * 2])
def test_an_old_slip_and_one_of_tomorrow_are_none(age: int) -> None:
    with pytest.raises(NoSlip):
        SLIPS.read(SLIPS.give("0a1b", NOW), NOW + age)


def test_a_slip_of_another_process_is_none() -> None:
    with pytest.raises(NoSlip):
        Slips().read(SLIPS.give("0a1b", NOW), NOW)


@given(st.data())
def test_no_letter_of_a_slip_can_be_changed(data: st.DataObject) -> None:
    slip = SLIPS.give("0a1b", NOW)
    place = data.draw(st.integers(0, len(slip) - 1))
    other = data.draw(st.sampled_from("0123456789abcdefz.").filter(lambda letter: letter != slip[place]))

    with pytest.raises(NoSlip):
        SLIPS.read(slip[:place] + other + slip[place + 1 :], NOW)


@given(st.text())
def test_nothing_else_is_a_slip(text: str) -> None:
    with pytest.raises(NoSlip):
        SLIPS.read(text, NOW)
