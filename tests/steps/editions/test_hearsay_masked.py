"""What was told of other people by hearsay goes out in no edition until a person decides to show it."""

from __future__ import annotations

import pytest

from cast import Cast
from guwah.steps.claims.flows import Statement, make_claim, withdraw_claim
from guwah.steps.claims.models import Claim
from guwah.steps.consent import flows as consent
from guwah.steps.editions.explaining import HEARSAY, masked
from guwah.steps.editions.rendering import shown_words
from kept import keep
from oven import Oven, read

TALK = """Conversation 1

Rahat: What do they say in the street?

Zeynep: They say the glazier was taken in the night. I baked as on every day.

Rahat: And then?

Zeynep: Then the rain came.
"""
RUSSIAN = """Разговор 1

Рахат: Что говорят на улице?

Зейнеп: Говорят, стекольщика увезли ночью. Я пекла, как каждый день.

Рахат: А потом?

Зейнеп: Потом пошёл дождь.
"""
HEARD = "They say the glazier was taken in the night."


@pytest.fixture
def street(cast: Cast) -> Oven:
    """A talk granted whole, and read by somebody from its first word to its last."""
    made = Oven(cast, keep(cast, "The street", TALK))
    made.grant(conditions=None, state="given")
    read(cast, made.talk)
    return made


def claim(street: Oven, knows: str = "told") -> Claim:
    stated = Statement("statement", knows=knows, of_others=True)
    return make_claim(street.cast.chiara, street.cast.case, street.talk.at(HEARD), stated)


def goes_out(street: Oven) -> str:
    prepared = street.prepare()
    return " ".join(shown_words(prepared.parts, prepared.withheld))


def test_hearsay_about_others_is_masked_though_it_was_read_and_the_rest_goes_out(street: Oven) -> None:
    assert "glazier" in goes_out(street)
    claim(street)
    assert "glazier" not in goes_out(street)
    assert "I baked as on every day." in goes_out(street)


def test_what_the_speaker_saw_goes_out(street: Oven) -> None:
    claim(street, "saw")
    assert "glazier" in goes_out(street)


def test_the_editor_is_told_why_and_a_decision_shows_it(street: Oven) -> None:
    claim(street)
    prepared = street.prepare()
    [stretch] = masked(street.cast.case, prepared, prepared.parts)
    assert (stretch.words, stretch.why) == (HEARD, (HEARSAY,))
    consent.decide_span(street.cast.chiara, street.cast.case, street.talk.at(HEARD), show=True)
    assert "glazier" in goes_out(street)


def test_a_claim_that_does_not_stand_masks_nothing(street: Oven) -> None:
    withdraw_claim(street.cast.chiara, claim(street), "It was the words of a song.")
    assert "glazier" in goes_out(street)


def test_every_version_that_says_it_is_masked(street: Oven) -> None:
    russian = keep(street.cast, "The street in Russian", RUSSIAN, "translation")
    russian.layer.translated_from = street.talk.layer
    russian.layer.language = "ru"
    russian.layer.save()
    street.grant("g2", conditions=None, state="given", material=f"source:{russian.layer.source.number}")
    read(street.cast, russian)
    assert "стекольщика" in goes_out(street)
    claim(street)
    out = goes_out(street)
    assert "стекольщика" not in out
    assert "Потом пошёл дождь." in out
