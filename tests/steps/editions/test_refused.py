from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood
from guwah.instruments import transcripts
from guwah.steps.consent import flows as consent
from guwah.steps.editions import flows
from guwah.steps.editions.models import Edition
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.testimony.flows.storing import store
from guwah.vault.models import LogEntry
from kept import keep
from oven import MEANT, TALK, oven

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.editions.refusals import Refusal
    from oven import Oven


def refused(bakery: Oven, audience: str = "public") -> tuple[Refusal, ...]:
    with pytest.raises(EditionRefused) as refusing:
        bakery.build(audience)
    return refusing.value.refusals


def codes(refusals: tuple[Refusal, ...]) -> list[str]:
    return [each.code for each in refusals]


def test_a_case_without_words_has_nothing_to_publish(cast: Cast) -> None:
    with pytest.raises(EditionRefused) as refusing:
        flows.build(cast.boris, cast.case, "public")
    assert codes(refusing.value.refusals) == ["nothing-to-publish"]


def test_nothing_granted_is_refused_and_nothing_is_written(bakery: Oven) -> None:
    before = LogEntry.objects.count()
    assert codes(refused(bakery)) == ["no-grant"]
    assert not Edition.objects.exists()
    assert LogEntry.objects.count() == before


def test_an_unmarked_condition_is_refused_by_name(bakery: Oven) -> None:
    bakery.grant()
    (only,) = refused(bakery)
    assert (only.code, only.record, only.spans) == ("passages-not-marked", "g1", ())
    assert "redact_first" in only.text
    assert only.as_json() == {"code": "passages-not-marked", "record": "g1", "spans": [], "text": only.text}


def test_a_cut_does_not_stand_for_a_mark(bakery: Oven) -> None:
    bakery.grant()
    bakery.cut(reason="some other reason")
    assert codes(refused(bakery)) == ["passages-not-marked"]


def test_marked_passages_that_are_not_cut_are_named(bakery: Oven) -> None:
    bakery.grant()
    bakery.mark()
    (only,) = refused(bakery)
    place = bakery.talk.place(MEANT)
    assert only.code == "passages-not-cut"
    assert only.spans == ((place["layer"], place["start"], place["end"]),)


def test_half_a_cut_is_no_cut(bakery: Oven) -> None:
    bakery.grant()
    bakery.mark()
    bakery.cut("My brother coughed blood all winter")
    assert codes(refused(bakery)) == ["passages-not-cut"]
    bakery.cut("winter and hid it from everybody.")
    assert bakery.build().number == 1


def test_a_lifted_cut_opens_the_condition_again(bakery: Oven) -> None:
    from guwah.steps.testimony.flows import lift_cut
    from guwah.steps.testimony.models import Cut

    bakery.ready()
    lift_cut(bakery.cast.chiara, Cut.objects.get(), "her own word")
    assert codes(refused(bakery)) == ["passages-not-cut"]


def test_a_prohibition_wins_over_a_grant(bakery: Oven) -> None:
    bakery.ready()
    bakery.grant("p1", kind="prohibition", state="refused", conditions=None, identity=None, media=None)
    assert "prohibited" in codes(refused(bakery))


def test_a_grant_for_one_audience_is_none_for_another(bakery: Oven) -> None:
    bakery.ready()
    bakery.build("public")
    assert "audience-not-granted" in codes(refused(bakery, "concerned_state"))


def test_an_unknown_audience_is_not_understood(bakery: Oven) -> None:
    with pytest.raises(NotUnderstood, match="audience"):
        bakery.build("everybody")


def test_what_words_left_open_is_a_question_of_the_built_edition(bakery: Oven) -> None:
    bakery.grant(media=None)
    bakery.mark()
    bakery.cut()
    built = bakery.build()
    assert [code for code, _text in built.ledger["questions"]] == ["medium-unsaid", "custody-unknown"]


def test_a_text_nobody_spoke_of_stays_inside_and_refuses_nothing(bakery: Oven) -> None:
    other = keep(
        bakery.cast, "A second talk", "Rahat: And the sieve?\n\nZeynep: The sieve hangs on the wall.\n"
    )
    bakery.ready()
    built = bakery.build()
    assert built.ledger["left_out"] == [other.layer.pk]
    assert built.ledger["layers"] == [bakery.talk.layer.pk, bakery.russian.layer.pk]  # type: ignore[union-attr] # it has one


def test_a_machine_layer_never_goes_out_even_when_it_is_granted(cast: Cast) -> None:
    world = oven(cast, russian=None)
    machine = keep(
        cast, "By machine", "Rahat: And the sieve?\n\nZeynep: The sieve hangs on the wall.\n", "machine"
    )
    world.grant(material="*")
    world.mark()
    world.cut()
    assert [part.layer.pk for part in world.prepare().parts] == [world.talk.layer.pk]
    assert machine.layer.pk not in world.build().ledger["layers"]


def test_a_name_granted_elsewhere_is_no_reason_to_refuse_an_edition_without_names(bakery: Oven) -> None:
    bakery.ready()
    bakery.grant("g2", audiences=["un_mechanism"], identity=["real_name"], conditions=None, state="given")
    assert bakery.build("public").number == 1


@pytest.mark.parametrize("who", ["chiara", "daniyar", "emine", "farid", "gulya", "hanna"])
def test_only_coordinators_and_owners_build(bakery: Oven, who: str) -> None:
    bakery.ready()
    with pytest.raises(NotPermitted):
        flows.build(bakery.cast.members[who], bakery.cast.case, "public")


def test_a_waived_condition_stands_in_nobody_s_way(bakery: Oven) -> None:
    bakery.grant()
    consent.waive(bakery.cast.chiara, bakery.condition(), bakery.talk.at("Thank you."))
    assert bakery.build().number == 1


@pytest.mark.parametrize("what", ["cut", "mask"])
def test_what_was_withheld_in_an_earlier_text_is_looked_at_again(bakery: Oven, what: str) -> None:
    bakery.grant(conditions=None, state="given")
    held = bakery.talk.at("The licence is still")
    if what == "cut":
        bakery.cut("The licence is still")
    else:
        consent.decide_span(bakery.cast.chiara, bakery.cast.case, held, show=False)
    assert bakery.build().number == 1
    read = transcripts.read(TALK.replace("licence", "permit").encode(), "talk.txt")
    store(bakery.cast.chiara, bakery.talk.layer, None, read)
    assert "text-changed" in codes(refused(bakery))
