"""Why a conflict is one has words for every kind of part in every language of the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from guwah.instruments.chronology import Because, Said
from guwah.steps.claims.why import duration_words, kept, statement_words, why_words

START, END = ("Ошпаз", "start"), ("النافذة", "end")
FORMS = [
    Said("a", "date", (START,), "2019-04-07"),
    Said("a", "date", (END,), "2019-04/2019-06"),
    Said("a", "duration", (START, END), "P2Y1M3W5D"),
    Said("a", "duration", (START, END), "P0D", marked=True),
    Said("a", "before", (END, START), marked=True),
    Said("a", "before", (END, START)),
    Said("a", "age", (START, END), "1"),
    Said("a", "age", (START, END), "42"),
]
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]


def parts(*said: Said) -> list[dict[str, Any]]:
    return kept([Because(said, ("Ошпаз",))], {one.id: "c" for one in said})


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("said", FORMS)
def test_every_kind_of_part_has_a_sentence_in_every_language(said: Said, language: str) -> None:
    with override(language):
        told = why_words(parts(said), {"c": 12})
    assert not any("a" <= letter.casefold() <= "z" for letter in told), told
    assert "12" in told
    for title, _ in said.points:
        assert f"\u2068{title}\u2069" in told
    assert told.count("\u2068") == told.count("\u2069")


def test_english_has_a_sentence_of_its_own_for_each() -> None:
    with override("en"):
        told = [statement_words(parts(said)[0]["said"][0]) for said in FORMS]
    assert len(set(told)) == len(FORMS)
    assert told[0] == "the start of “\u2068Ошпаз\u2069” is \u20687 April 2019\u2069"
    assert told[3].endswith("it is about no day, whether the first day is counted or not")
    assert told[4].startswith("the end of “\u2068النافذة\u2069” is before ")
    assert told[5].endswith(" or on the same day")
    assert told[6].startswith("1 year old at ")
    assert told[7].startswith("42 years old at ")


def test_years_of_age_have_their_plural_form() -> None:
    with override("ru"):
        told = [
            statement_words(parts(Said("a", "age", (START, END), years))[0]["said"][0])
            for years in ("21", "22", "25")
        ]
    assert [one.partition(":")[0] for one in told] == ["возраст 21 год", "возраст 22 года", "возраст 25 лет"]


def test_ways_of_taking_it_follow_each_other_and_nothing_is_said_twice() -> None:
    with override("en"):
        told = why_words(parts(FORMS[0]) + parts(FORMS[4]), {"c": 7})
    assert told.count("Taken another way:") == 1
    assert told.startswith("Claim 7: the start of ")
    assert "cannot all be true" not in told
    assert told.endswith("“\u2068Ошпаз\u2069” cannot end before it starts.")


def test_hours_and_minutes_have_words_too() -> None:
    with override("en"):
        assert duration_words("PT2H30M") == "2 hours, 30 minutes"
        assert duration_words("P1Y1D") == "1 year, 1 day"
    with override("kk"):
        assert duration_words("PT1H") == "1 сағат"
