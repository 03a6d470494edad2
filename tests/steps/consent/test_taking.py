from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments.permissions.model import Custody, Kind
from guwah.steps.consent import queries
from guwah.steps.consent.flows import decide_span, mark_meant, set_situation, take, unmark, waive
from guwah.steps.consent.models import Condition, ConsentRecord, MeantPassage, SpanDecision
from guwah.vault.models import LogEntry
from kept import keep
from oven import ASKED, MEANT, MEANT_IN_RUSSIAN

if TYPE_CHECKING:
    from oven import Oven


def act() -> str:
    return LogEntry.objects.order_by("-index")[0].act


def given(**more: object) -> dict[str, Any]:
    return {
        "id": "r1",
        "kind": "grant",
        "by": "Zeynep",
        "state": "given",
        "actions": ["publish_text"],
        "audiences": ["public"],
        **more,
    }


@pytest.mark.parametrize(
    ("kind", "state", "logged"),
    [
        ("grant", "given", "consent-given"),
        ("prohibition", "refused", "consent-refused"),
        ("withdrawal", "withdrawn", "consent-withdrawn"),
    ],
)
def test_every_kind_of_act_is_kept_and_logged(bakery: Oven, kind: str, state: str, logged: str) -> None:
    taken = take(bakery.cast.chiara, bakery.cast.case, given(kind=kind, state=state))
    assert not taken.already
    assert taken.record.kind == kind
    assert taken.record.scope["actions"] == ["publish_text"]
    assert act() == logged
    (engine,) = queries.engine_records(bakery.cast.case)
    assert engine.kind is Kind(kind)


@pytest.mark.parametrize(
    "material",
    [
        "*",
        "layer:{layer}",
        "source:{number}",
        "The oven",
        {"source": "The oven"},
        ["The oven", "The oven in Russian"],
        [{"source": "layer:{layer}", "spans": [[0, 10]]}],
    ],
)
def test_material_is_named_as_people_name_it(bakery: Oven, material: object) -> None:
    def filled(value: object) -> object:
        layer = bakery.talk.layer
        if isinstance(value, str):
            return value.format(layer=layer.pk, number=layer.source.number)
        if isinstance(value, list):
            return [filled(each) for each in value]
        assert isinstance(value, dict)
        return {key: filled(each) if key == "source" else each for key, each in value.items()}

    take(bakery.cast.chiara, bakery.cast.case, given(material=filled(material)))
    (engine,) = queries.engine_records(bakery.cast.case)
    assert engine.material is not None
    assert {part.source for part in engine.material} & {"*", f"layer:{bakery.talk.layer.pk}"}


def test_a_bare_number_is_a_layer(bakery: Oven) -> None:
    take(bakery.cast.chiara, bakery.cast.case, given(id=7, material={"source": bakery.talk.layer.pk}))
    (engine,) = queries.engine_records(bakery.cast.case)
    assert engine.id == "7"
    assert [part.source for part in engine.material or ()] == [f"layer:{bakery.talk.layer.pk}"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"material": "a cellar nobody knows"}, "no-such-material"),
        ({"material": "layer:99999"}, "no-such-material"),
        ({"actions": ["sing_it"]}, "unknown-code"),
        ({"condition": []}, "unknown-field"),
        ({"anchor": {"layer": 99999, "start": 0, "end": 4}}, "no-such-layer"),
        ({"anchor": {"layer": 1, "start": "0", "end": 4}}, "bad-anchor"),
        ({"conditions": [{"code": "redact_first", "params": {"spans": [["a", "b"]]}}]}, "bad-span"),
        ({"conditions": [{"code": "redact_first", "params": {"spans": [[0, 4]]}}]}, "bad-span"),
    ],
)
def test_what_is_not_understood_records_nothing(bakery: Oven, wrong: dict[str, Any], code: str) -> None:
    before = LogEntry.objects.count()
    with pytest.raises(NotUnderstood) as refusing:
        take(bakery.cast.chiara, bakery.cast.case, given(**wrong))
    assert refusing.value.code == code
    assert not ConsentRecord.objects.exists()
    assert LogEntry.objects.count() == before


def test_the_words_of_a_record_are_held(bakery: Oven) -> None:
    place = bakery.talk.place(ASKED)
    anchor = {key: place[key] for key in ("layer", "start", "end")}
    record = take(bakery.cast.chiara, bakery.cast.case, given(anchor=anchor)).record
    assert record.anchor is not None
    assert record.anchor.quote == ASKED
    (row,) = queries.records_of(bakery.cast.case)
    assert queries.as_json(row, [])["anchor"] == anchor


def test_the_same_record_twice_is_one_record(bakery: Oven) -> None:
    one = take(bakery.cast.chiara, bakery.cast.case, given())
    again = take(bakery.cast.chiara, bakery.cast.case, given(quality={"no_promise": True}))
    assert again.already
    assert again.record == one.record
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"audiences": ["press_named"]},
        {"by": "Somebody else"},
        {"kind": "prohibition"},
        {"conditions": [{"code": "redact_first"}]},
    ],
)
def test_another_record_with_the_same_id_is_refused(bakery: Oven, changed: dict[str, Any]) -> None:
    take(bakery.cast.chiara, bakery.cast.case, given())
    with pytest.raises(Refused, match="says something else"):
        take(bakery.cast.chiara, bakery.cast.case, given(**changed))
    assert ConsentRecord.objects.count() == 1
    assert not Condition.objects.exists()


@pytest.mark.parametrize("who", ["daniyar", "emine", "farid", "gulya", "hanna"])
def test_only_documenters_and_above_record(bakery: Oven, who: str) -> None:
    member, case = bakery.cast.members[who], bakery.cast.case
    bakery.grant()
    anchor = bakery.talk.at(MEANT)
    with pytest.raises(NotPermitted):
        take(member, case, given(id="r2"))
    with pytest.raises(NotPermitted):
        mark_meant(member, bakery.condition(), anchor)
    with pytest.raises(NotPermitted):
        waive(member, bakery.condition(), anchor)
    with pytest.raises(NotPermitted):
        decide_span(member, case, anchor, show=True)
    with pytest.raises(NotPermitted):
        set_situation(member, case, "free", reachable=None)
    marked = mark_meant(bakery.cast.chiara, bakery.condition(), anchor)
    with pytest.raises(NotPermitted):
        unmark(member, marked)
    assert MeantPassage.objects.get().withdrawn_at is None


def test_a_file_marks_the_passages_a_condition_means(bakery: Oven) -> None:
    place = bakery.talk.place(MEANT)
    spans = [{key: place[key] for key in ("layer", "start", "end")}]
    conditions = [{"code": "redact_first", "params": {"spans": spans}}]
    take(bakery.cast.chiara, bakery.cast.case, given(state="given_conditional", conditions=conditions))
    (judged,) = queries.open_cut_conditions(bakery.cast.case)
    assert [anchor.quote for anchor in judged.meant] == [MEANT]
    assert not judged.unmarked


@pytest.mark.parametrize("several", [False, True])
def test_a_bare_pair_is_a_passage_of_the_only_text(bakery: Oven, *, several: bool) -> None:
    place = bakery.talk.place(MEANT)
    pair = [place["start"], place["end"]]
    conditions = [{"code": "redact_first", "params": {"passages": [pair] if several else pair}}]
    take(
        bakery.cast.chiara,
        bakery.cast.case,
        given(material=f"layer:{bakery.talk.layer.pk}", conditions=conditions),
    )
    assert MeantPassage.objects.get().anchor.quote == MEANT


def test_the_same_record_may_mark_more_passages_later(bakery: Oven) -> None:
    def conditions(quote: str) -> list[dict[str, Any]]:
        place = bakery.talk.place(quote)
        return [{"code": "redact_first", "params": {"spans": [[place["start"], place["end"]]]}}]

    material = f"layer:{bakery.talk.layer.pk}"
    for quote in (MEANT, MEANT, "Thank you."):
        take(bakery.cast.chiara, bakery.cast.case, given(material=material, conditions=conditions(quote)))
    quotes = MeantPassage.objects.values_list("anchor__quote", flat=True)
    assert list(quotes) == [MEANT, "Thank you."]


def test_the_reason_of_a_cut_says_that_it_is_meant(bakery: Oven) -> None:
    assert bakery.russian is not None
    bakery.grant()
    (judged,) = queries.open_cut_conditions(bakery.cast.case)
    assert judged.unmarked
    bakery.cut(MEANT_IN_RUSSIAN, reason="health", kept=bakery.russian)
    assert queries.open_cut_conditions(bakery.cast.case) == []
    assert queries.engine_records(bakery.cast.case)[0].conditions[0].met is True


@pytest.mark.parametrize("reason", ["redact_first", "g1", "condition:{pk}"])
def test_a_cut_may_name_the_condition_itself(bakery: Oven, reason: str) -> None:
    bakery.grant()
    bakery.cut(reason=reason.format(pk=bakery.condition().pk))
    assert queries.open_cut_conditions(bakery.cast.case) == []


def test_a_word_alone_never_meets_cut_first(bakery: Oven) -> None:
    bakery.grant(conditions=[{"code": "redact_first", "met": True}])
    (judged,) = queries.open_cut_conditions(bakery.cast.case)
    assert judged.met is False


def test_other_conditions_stand_as_they_were_said(bakery: Oven) -> None:
    said = [{"code": "credit", "met": True}, {"code": "review_before", "met": False}, {"code": "notify"}]
    bakery.grant(conditions=said)
    (engine,) = queries.engine_records(bakery.cast.case)
    assert [each.met for each in engine.conditions] == [True, False, None]


def test_a_mark_taken_back_counts_no_more_and_stays_on_record(bakery: Oven) -> None:
    bakery.grant()
    bakery.mark()
    unmark(bakery.cast.chiara, MeantPassage.objects.get())
    (judged,) = queries.open_cut_conditions(bakery.cast.case)
    assert judged.unmarked
    assert MeantPassage.objects.get().withdrawn_at is not None
    with pytest.raises(Refused, match="taken back before"):
        unmark(bakery.cast.chiara, MeantPassage.objects.get())


def test_a_waived_condition_is_met_and_waived_once(bakery: Oven) -> None:
    bakery.grant()
    words = bakery.talk.at("Thank you.")
    waive(bakery.cast.chiara, bakery.condition(), words)
    assert queries.open_cut_conditions(bakery.cast.case) == []
    with pytest.raises(Refused, match="waived before"):
        waive(bakery.cast.chiara, bakery.condition(), words)


def test_words_of_another_case_are_no_passage_and_no_decision_here(bakery: Oven) -> None:
    from dataclasses import replace

    from guwah.accounts.cases import open_case

    elsewhere = open_case(bakery.cast.aygul, "Another case")
    anchor = keep(replace(bakery.cast, case=elsewhere), "There", "Rahat: And?\n\nZeynep: Far away.\n")
    held = anchor.revision.anchors.create(
        start=0, end=5, quote=anchor.revision.text[:5], made_by=bakery.cast.aygul
    )
    bakery.grant()
    with pytest.raises(WrongUse, match="another case"):
        mark_meant(bakery.cast.chiara, bakery.condition(), held)
    with pytest.raises(WrongUse, match="another case"):
        decide_span(bakery.cast.chiara, bakery.cast.case, held, show=True)


def test_a_later_decision_replaces_an_earlier_one_about_the_same_words(bakery: Oven) -> None:
    words = bakery.talk.at("Kamal Bekov stamp")
    decide_span(bakery.cast.chiara, bakery.cast.case, words, show=True, category="third_party_name")
    decide_span(bakery.cast.chiara, bakery.cast.case, words, show=False)
    assert SpanDecision.objects.count() == 2
    assert [each.show for each in queries.decisions_on_spans(bakery.cast.case)] == [False]
    assert act() == "span-decided"
    with pytest.raises(NotUnderstood, match="kind of sensitive"):
        decide_span(bakery.cast.chiara, bakery.cast.case, words, show=True, category="weather")


def test_the_situation_is_noted_and_the_engine_asks_it(bakery: Oven) -> None:
    set_situation(bakery.cast.chiara, bakery.cast.case, "held", reachable=False)
    bakery.cast.case.refresh_from_db()
    assert Custody(bakery.cast.case.custody) is Custody.HELD
    assert bakery.cast.case.reachable is False
    with pytest.raises(NotUnderstood, match="free, watched"):
        set_situation(bakery.cast.chiara, bakery.cast.case, "asleep", reachable=None)
