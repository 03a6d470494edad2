from __future__ import annotations

import pytest

from guwah.steps.testimony import margin
from guwah.steps.testimony.page import clock, way_of


def test_a_step_that_registers_twice_speaks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(margin, "_providers", [])

    def speak(view: margin.View) -> list[margin.Remark]:
        return [margin.Remark(view.start, view.end, "", "sealed", "Note")]

    margin.register(speak)
    margin.register(speak)

    assert margin._providers == [speak]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, ""), (0, "0:00"), (7.9, "0:07"), (61, "1:01"), (3723, "1:02:03")]
)
def test_a_place_in_a_recording_is_told_as_people_read_it(seconds: float | None, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("tag", "way"), [("ug", "rtl"), ("kk-Cyrl", "ltr"), ("", "auto"), ("no tag", "auto")]
)
def test_a_language_says_its_way(tag: str, way: str) -> None:
    assert way_of(tag) == way
