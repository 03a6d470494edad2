"""A length by the clock among days: within a day it decides nothing, over days it can contradict."""

from __future__ import annotations

import pytest

from guwah.instruments.chronology import Result, check, load


def told(duration: str, last: str, *, about: bool = False) -> Result:
    """Return what is found of an oven lit on 1 March 2018 for so long, and out on another day."""
    first, end = ["oven", "start"], ["oven", "end"]
    length = {"from": first, "to": end, "duration": duration, "approximate": about}
    return check(
        load(
            {
                "occurrences": {"oven": "the oven is lit"},
                "assertions": [
                    {"id": "a", "at": first, "edtf": "2018-03-01"},
                    {"id": "b", "at": end, "edtf": last},
                    {"id": "c", **length},
                ],
            }
        )
    )


@pytest.mark.parametrize(
    ("duration", "last", "holds"),
    [
        ("PT3H", "2018-03-01", True),
        ("PT3H", "2018-03-02", True),
        ("PT3H", "2018-03-03", False),
        ("PT24H", "2018-03-01", False),
        ("PT24H", "2018-03-02", True),
        ("PT30H", "2018-03-03", True),
        ("PT30H", "2018-03-04", False),
    ],
)
def test_it_ends_on_one_of_the_days_it_can_reach(duration: str, last: str, holds: bool) -> None:
    found = told(duration, last)
    assert found.consistent == holds
    assert [one.members for one in found.conflicts] == ([] if holds else [("a", "b", "c")])
    assert found.countings == {}
    if not holds:
        assert found.conflicts[0].grade == "hard"
        assert "by the clock" in found.conflicts[0].why


def test_about_reaches_a_little_further_and_twice_as_far_is_a_matter_of_reading() -> None:
    assert told("PT22H", "2018-03-02", about=True).consistent
    assert not told("PT22H", "2018-03-03").consistent
    assert told("PT22H", "2018-03-03", about=True).consistent
    (conflict,) = told("PT40H", "2018-03-04", about=True).conflicts
    assert conflict.grade == "some-readings"
