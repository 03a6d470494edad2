"""Sums, areas and shares among the suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guwah.instruments.suggestions import material_of, suggest
from guwah.instruments.transcripts import read

SUMS = ("money", "area", "share")


def told(words: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    found = suggest(material_of(read(words.encode(), "talk.txt")), SUMS)
    return [(one.found.kind, one.text, one.found.value) for one in found]


@pytest.mark.parametrize(
    ("words", "kind", "text", "value"),
    [
        (
            "They took 840 RMB per mu.", "money", "840 RMB per mu",
            {"amount": 840, "currency": "CNY", "per": "per mu"},
        ),
        ("A fine of 1,200.", "money", "1,200", {"amount": 1200, "currency": None}),
        ("It took 12.5 hectares.", "area", "12.5 hectares", {"value": 12.5, "unit": "hectare"}),
        ("We had 650 of land.", "area", "650 of land", {"value": 650, "unit": None}),
        ("It was 35 percent.", "share", "35 percent", {"percent": 35}),
        (
            "I paid about 100 to 200 yuan.", "money", "about 100 to 200 yuan",
            {"amount": 100, "currency": "CNY", "most": 200, "approximate": True},
        ),
        (
            "I paid several thousand yuan.", "money", "several thousand yuan",
            {"amount": None, "currency": "CNY", "approximate": True},
        ),
        (
            "I paid ¥500.", "money", "¥500",
            {
                "amount": 500, "currency": "CNY",
                "assumptions": ["The sign ¥ is taken for the yuan; it is also the sign of the yen."],
            },
        ),
    ],
)  # fmt: skip
def test_a_sum_an_area_or_a_share(words: str, kind: str, text: str, value: Mapping[str, Any]) -> None:
    assert told(words) == [(kind, text, value)]


def test_a_count_is_no_suggestion() -> None:
    assert told("There were 27 households.") == []


def test_an_answer_is_read_with_its_question() -> None:
    words = "Anna: How much did they pay you for the oven?\nBoris: About 1,100, and no more.\nAnna: I see.\n"
    (one,) = told(words * 2)[:1]
    assert one == ("money", "About 1,100", {"amount": 1100, "currency": None, "approximate": True})
