"""What only says which came first: seen where it points back, and not where it names something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates.orders import find_orders

LANGUAGES = ("en", "ru", "zh", "kk", "ug")


def seen(text: str, language: str) -> list[tuple[str, bool]]:
    return [(text[one.start : one.end], one.back) for one in find_orders(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Before that I baked. After that, nothing.", [("Before that", True), ("After that", False)]),
        ("en", "We met afterwards; prior to this he left.", [("afterwards", False), ("prior to this", True)]),
        ("en", "Prior to this, he left beforehand", [("Prior to this", True), ("beforehand", True)]),
        ("en", "After that winter and before that meeting", []),
        (
            "ru",
            "До этого я пекла. После этого, потом",
            [("До этого", True), ("После этого", False), ("потом", False)],
        ),
        ("ru", "До этого места, перед этим домом", []),
        ("zh", "在那之前我烤面包。后来没有了。", [("在那之前", True), ("后来", False)]),
        ("kk", "Одан бұрын нан пісірдім. Содан кейін жоқ.", [("Одан бұрын", True), ("Содан кейін", False)]),
        ("ug", "ئۇنىڭدىن بۇرۇن نان ياقتىم. ئاندىن توختىدى.", [("ئۇنىڭدىن بۇرۇن", True), ("ئاندىن", False)]),
        ("de", "before that", []),
    ],
)
def test_it_is_seen_where_it_points_back(language: str, text: str, found: list[tuple[str, bool]]) -> None:
    assert seen(text, language) == found


@given(st.sampled_from(LANGUAGES), st.text())
def test_whatever_is_said_the_words_stand_at_their_places_in_order(language: str, text: str) -> None:
    found = list(find_orders(text, language))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.rule.startswith(language) for one in found)
