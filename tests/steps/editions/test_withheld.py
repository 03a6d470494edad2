from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.failures import NotUnderstood
from guwah.steps.consent.flows import decide_span, mark_meant, take
from guwah.steps.editions import flows
from guwah.steps.people.flows import NameGiven, add_entity, identify
from guwah.steps.people.models import Entity
from guwah.steps.testimony.models import Participant
from kept import keep
from oven import ANSWERED, ASKED, MEANT, MEANT_IN_RUSSIAN, oven

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.editions.models import Edition
    from kept import Kept
    from oven import Oven


def shown(world: Oven, kept: Kept | None = None) -> str:
    """Return what of a text an edition would show."""
    prepared = world.prepare()
    layer = (kept or world.talk).layer
    part = next(each for each in prepared.parts if each.layer.pk == layer.pk)
    left = part.spans - prepared.withheld.of(part)
    return "|".join(part.revision.text[start:end] for start, end in left)


def page(edition: Edition) -> str:
    from guwah.steps.editions.flows.writing import frozen_files

    return frozen_files(edition)["index.html"].decode()


def test_a_cut_is_cut_in_the_translation_as_well(bakery: Oven) -> None:
    assert bakery.russian is not None
    bakery.ready()
    assert MEANT not in shown(bakery)
    assert "кашлял" not in shown(bakery, bakery.russian)
    assert "Весной нашу печь закрыли" in shown(bakery, bakery.russian)


def test_a_cut_in_the_translation_is_cut_in_the_original_as_well(bakery: Oven) -> None:
    bakery.grant()
    bakery.mark(MEANT_IN_RUSSIAN, bakery.russian)
    bakery.cut(MEANT_IN_RUSSIAN, kept=bakery.russian)
    assert "coughed" not in shown(bakery)
    assert "coughed" not in page(bakery.build())


def test_the_request_to_cut_and_its_answer_are_withheld_in_both_texts(bakery: Oven) -> None:
    assert bakery.russian is not None
    bakery.ready()
    for words in (ASKED, "the part about my brother", ANSWERED):
        assert words not in shown(bakery)
    for words in ("вырежьте", "не прочтёт"):
        assert words not in shown(bakery, bakery.russian)
    assert "May we print this?" in shown(bakery)
    assert "withheld at the speaker’s wish" in page(bakery.build())


def test_a_request_in_words_no_pattern_knows_is_withheld_with_its_answer(cast: Cast) -> None:
    text = (
        "Rahat: May we print this?\n\nZeynep: Yes, only the sieve affair belongs to the family alone.\n\n"
        "Rahat: Understood, the sieve affair rests with us.\n\nZeynep: The mill was closed.\n"
    )
    world = oven(cast, text, russian=None)
    anchor = world.talk.at("only the sieve affair belongs to the family alone")
    given = {
        "id": "g1",
        "kind": "grant",
        "by": "Zeynep",
        "state": "given_conditional",
        "material": "*",
        "actions": ["publish_text"],
        "audiences": ["public"],
        "conditions": [{"code": "redact_first"}],
    }
    record = take(cast.chiara, cast.case, given, anchor).record
    mark_meant(cast.chiara, record.conditions.get(), world.talk.at("The mill was closed."))
    world.cut("The mill was closed.")
    left = shown(world)
    assert "sieve" not in left
    assert "family alone" not in left
    assert "May we print this?" in left


def test_the_reason_of_a_cut_is_never_told(bakery: Oven) -> None:
    bakery.grant()
    bakery.mark()
    bakery.cut(reason="health")
    bakery.cut("The licence is still", reason="Quarrelsome stepmother")
    text = page(bakery.build())
    assert "health" not in text
    assert "Quarrelsome" not in text
    assert "Zeynep" not in text, "by whose wish is not told either"


@pytest.mark.parametrize("words", ["555 43 21", "Tandyr Street", "3 May 1970", "Kamal Bekov"])
def test_what_names_or_finds_somebody_is_masked_until_it_is_shown(bakery: Oven, words: str) -> None:
    bakery.ready()
    assert words not in shown(bakery)
    assert words not in page(bakery.build())


def test_showing_a_masked_name_everywhere_shows_it_everywhere(bakery: Oven) -> None:
    bakery.ready()
    stretch = bakery.talk.place("Kamal Bekov")
    place = f"{stretch['layer']}:{stretch['start']}:{stretch['end']}"
    number = flows.decide_masked(
        bakery.cast.boris, bakery.cast.case, "public", [place], show=True, everywhere=True
    )
    assert number == 2
    assert shown(bakery).count("Kamal Bekov") == 2
    assert page(bakery.build()).count("Kamal Bekov") == 2


def test_showing_one_place_shows_that_place_only(bakery: Oven) -> None:
    bakery.ready()
    stretch = bakery.talk.place("Kamal Bekov")
    place = f"{stretch['layer']}:{stretch['start']}:{stretch['end']}"
    assert (
        flows.decide_masked(
            bakery.cast.boris, bakery.cast.case, "public", [place], show=True, everywhere=False
        )
        == 1
    )
    assert "I saw Kamal Bekov stamp" in shown(bakery)
    assert "still with Kamal" not in shown(bakery)
    assert page(bakery.build()).count("Kamal Bekov") == 1


def test_only_what_is_masked_now_can_be_decided_there(bakery: Oven) -> None:
    with pytest.raises(NotUnderstood, match="not masked"):
        flows.decide_masked(
            bakery.cast.boris, bakery.cast.case, "public", ["1:0:3"], show=True, everywhere=True
        )


def test_a_later_decision_to_mask_wins_over_an_earlier_one_to_show(bakery: Oven) -> None:
    bakery.ready()
    chiara, case = bakery.cast.chiara, bakery.cast.case
    decide_span(chiara, case, bakery.talk.at("I saw Kamal Bekov stamp the paper."), show=True)
    assert "I saw Kamal Bekov stamp the paper." in shown(bakery)
    decide_span(chiara, case, bakery.talk.at("Kamal Bekov stamp"), show=False)
    assert "Bekov" not in shown(bakery)
    assert "the paper." in shown(bakery)


def test_words_a_person_masks_are_masked_wherever_they_stand(bakery: Oven) -> None:
    bakery.ready()
    assert "oven in the spring" in shown(bakery)
    decide_span(bakery.cast.chiara, bakery.cast.case, bakery.talk.at("licence?"), show=False)
    assert "licence" not in shown(bakery).lower()
    assert "licence" not in page(bakery.build()).lower()


def test_showing_does_not_lift_a_cut(bakery: Oven) -> None:
    bakery.ready()
    decide_span(bakery.cast.chiara, bakery.cast.case, bakery.talk.at(MEANT), show=True)
    assert MEANT not in shown(bakery)


def test_a_name_recorded_of_somebody_is_masked_in_any_case_and_with_endings(cast: Cast) -> None:
    text = "Rahat: Who came?\n\nZeynep: تاشۋاينىڭ ئانىسى keldi, then tashwayding qyzy.\n"
    world = oven(cast, text, russian=None)
    world.grant(conditions=None, state="given")
    assert "تاشۋاي" in shown(world)
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("تاشۋاي", "ug")])
    assert "تاشۋاي" not in shown(world)
    assert "keldi" in shown(world)
    assert person.kind == Entity.Kind.PERSON


def test_the_witness_is_named_only_where_she_allowed_it(bakery: Oven) -> None:
    bakery.ready()
    person = add_entity(bakery.cast.chiara, bakery.cast.case, "person", [NameGiven("Zeynep", "en")])
    speaker = Participant.objects.get(session__revision=bakery.talk.revision, label="Zeynep")
    identify(bakery.cast.chiara, person, speaker)
    assert "Zeynep" not in page(bakery.build())
    bakery.grant("g2", identity=["real_name"], conditions=None, state="given")
    named = page(bakery.build())
    assert "Zeynep" in named
    assert "Rahat" not in named, "whoever asked has allowed nothing"


def test_an_interviewer_s_name_stays_masked_where_the_witness_is_named(cast: Cast) -> None:
    text = "Rahat: Who am I?\n\nZeynep: زەينەپ مەن، سىز راھات.\n"
    world = oven(cast, text, russian=None)
    for label, name in (("Zeynep", "زەينەپ"), ("Rahat", "راھات")):
        person = add_entity(cast.chiara, cast.case, "person", [NameGiven(name, "ug")])
        identify(cast.chiara, person, Participant.objects.get(label=label))
    world.grant(conditions=None, state="given", identity=["real_name"], by="Zeynep")
    world.records["g1"].refresh_from_db()
    assert "راھات" not in shown(world)


def test_a_text_that_stays_inside_still_has_its_cuts_searched_for(bakery: Oven) -> None:
    bakery.ready()
    inside = keep(
        bakery.cast, "Another talk", "Rahat: And?\n\nZeynep: They closed our oven in the spring. I saw it.\n"
    )
    bakery.cut("They closed our oven in the spring. I saw", kept=inside)
    assert "closed our oven" not in shown(bakery)
    assert "closed our oven" not in page(bakery.build())
