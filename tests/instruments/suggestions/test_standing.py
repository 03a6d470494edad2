"""How things stand with a person now, told by a place or state and a word of now; what is over is none."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import statuses
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.tables import table
from guwah.instruments.vocabularies import codes
from saying import seen

SAID = [
    ("en", "My uncle is still on remand.", "liberty", "detained_pretrial"),
    ("en", "Her passport is still with the court.", "exit_papers", "passport_withheld"),
    ("en", "We only hear of him through his aunt.", "contact", "via_relative"),
    ("en", "The barracks insists he isn't there.", "whereabouts", "denied"),
    ("ru", "Тётя сейчас в психиатрической больнице.", "liberty", "psychiatric_held"),
    ("ru", "Сосед до сих пор под подпиской.", "liberty", "free_restricted"),
    ("zh", "舅舅至今在看守所。", "liberty", "detained_pretrial"),
    ("zh", "弟弟的申请递上去了，还在等。", "exit_papers", "application_open"),
    ("kk", "Нағашым әлі изоляторда.", "liberty", "detained_pretrial"),
    ("kk", "Жиенімнің телефоны тыңдалады.", "contact", "direct_monitored"),
    ("ug", "تاغام ھازىرمۇ نەزەربەنتتە.", "liberty", "house_arrest"),
    ("ug", "ھايات-ماماتىنى ھېچكىم بىلمەيدۇ.", "life", "unknown"),
]
NOTHING = [
    ("en", "In those days he was still on remand in every play."),
    ("en", "The clinic stands beside the prison."),
    ("en", "He might still be on remand."),
    ("ru", "Тогда он сидел в тюрьме в кино."),
    ("zh", "看守所建在山上。"),
    ("kk", "Нағашым бұрын изоляторда істеген."),
    ("ug", "تاغام بۇرۇن تۈرمىدە ئىشلىگەن."),
    ("en", "The company was taken away by the river in the flood and the boards of the old bridge with it."),
]


@pytest.mark.parametrize(("language", "words", "axis", "code"), SAID)
def test_a_place_and_a_word_of_now_are_a_status(language: str, words: str, axis: str, code: str) -> None:
    found = seen(statuses.find, words, language)
    assert (axis, code) in {(value["axis"], value["code"]) for _, value in found}


@pytest.mark.parametrize(("language", "words"), NOTHING)
def test_what_is_over_or_only_a_building_is_none(language: str, words: str) -> None:
    assert seen(statuses.find, words, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_status_is_known_and_its_code_is_one_of_its_axis(language: str) -> None:
    parts = {rule.code for rule in table("standing", language).rules}
    placed = {part for part in parts if part.startswith(("at:", "is:"))}
    assert parts - placed == {"now", "who", "over"}
    given = {tuple(part.split(":")[1:]) for part in placed}
    assert all(code in codes(f"status_{axis}") for axis, code in given)
    assert not {code for _, code in given} & statuses.NEVER_SUGGESTED
