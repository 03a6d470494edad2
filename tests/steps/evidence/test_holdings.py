from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.vocabularies import codes
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import CopyRequest, Holding, HoldingState, Source
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry, Opening


@pytest.fixture
def source(cast: Cast) -> Source:
    return flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Paper 17"))


@pytest.fixture
def holding(cast: Cast, source: Source) -> Holding:
    facts = flows.HoldingFacts(
        "The mill's clerk", copy="the carbon copy", since="2019~", on_whose_word="Boris"
    )
    return flows.note_holding(cast.chiara, source, facts)


def _states(holding: Holding) -> list[str]:
    return [row.state for row in holding.states.all()]


def _now(holding: Holding) -> HoldingState:
    return holding.states.get(ended_at=None)


def _acts() -> list[str]:
    return list(LogEntry.objects.values_list("act", flat=True))


def test_a_copy_is_first_said_to_exist_on_somebodys_word(cast: Cast, holding: Holding) -> None:
    state = _now(holding)

    assert (holding.holder, holding.copy, holding.since) == ("The mill's clerk", "the carbon copy", "2019~")
    assert (state.state, state.as_of, state.on_whose_word) == ("said_to_exist", "2019~", "Boris")
    assert (state.case, state.noted_by) == (cast.case, cast.chiara)
    assert _acts() == ["source-named", "holding-noted"]
    assert Opening.objects.get(label="holding").value == {
        "id": holding.pk,
        "state": "said_to_exist",
        "as_of": "2019~",
    }


def test_a_copy_that_is_gone_is_written_down_as_gone(cast: Cast, source: Source) -> None:
    facts = flows.HoldingFacts("The district archive", state="destroyed", since="2020-06")

    assert _now(flows.note_holding(cast.chiara, source, facts)).state == "destroyed"


def test_asking_answering_and_coming_are_rows_one_after_the_other(cast: Cast, holding: Holding) -> None:
    item = flows.add_file(cast.chiara, cast.case, _bytes(b"a scan"), "scan.txt", source=holding.source).item

    first = flows.request_copy(
        cast.chiara, holding, flows.RequestFacts("2023-04-02", "post", "Boris", "Please")
    )
    flows.note_state(cast.boris, holding, flows.StateFacts("promised", "2023-05", note="after the harvest"))
    second = flows.request_copy(cast.chiara, holding, flows.RequestFacts("2023-09"))
    came = flows.note_state(cast.chiara, holding, flows.StateFacts("received", "2023-10-01", item=item))

    assert _states(holding) == ["said_to_exist", "requested", "promised", "requested", "received"]
    assert list(holding.states.values_list("request", flat=True)) == [
        None, first.pk, first.pk, second.pk, second.pk,
    ]  # fmt: skip
    assert (_now(holding), came.item) == (came, item)
    assert [row.ended_at is None for row in holding.states.all()] == [False, False, False, False, True]
    assert (first.channel, first.asked_by, first.words) == ("post", "Boris", "Please")
    assert _acts()[-4:] == ["copy-requested", "holding-changed", "copy-requested", "holding-changed"]


def test_what_is_noted_without_a_request_answers_none(cast: Cast, holding: Holding) -> None:
    flows.request_copy(cast.chiara, holding, flows.RequestFacts())
    flows.note_state(cast.chiara, holding, flows.StateFacts("refused"))

    lost = flows.note_state(cast.chiara, holding, flows.StateFacts("lost"))

    assert lost.request is None


def test_a_late_answer_can_name_its_request(cast: Cast, holding: Holding) -> None:
    request = flows.request_copy(cast.chiara, holding, flows.RequestFacts())
    flows.note_state(cast.chiara, holding, flows.StateFacts("refused"))

    late = flows.note_state(cast.chiara, holding, flows.StateFacts("promised"), answers=request)

    assert late.request == request


def test_an_answer_to_another_request_is_refused(cast: Cast, holding: Holding) -> None:
    other = flows.note_holding(cast.chiara, holding.source, flows.HoldingFacts("The baker"))
    request = flows.request_copy(cast.chiara, other, flows.RequestFacts())

    with pytest.raises(WrongUse) as refusal:
        flows.note_state(cast.chiara, holding, flows.StateFacts("promised"), answers=request)

    assert refusal.value.code == "request-of-another-copy"
    assert _states(holding) == ["said_to_exist"]


def test_nothing_that_was_said_is_overwritten(cast: Cast, holding: Holding) -> None:
    flows.note_state(cast.chiara, holding, flows.StateFacts("lost"))
    earlier, now = holding.states.all()

    for row, field in ((earlier, "ended_at"), (now, "state"), (holding, "holder")):
        with pytest.raises(Overwritten):
            row.save(update_fields=[field])
    with pytest.raises(Overwritten):
        now.delete()


def test_a_copy_has_one_newest_state(cast: Cast, holding: Holding) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldingState.objects.create(holding=holding, case=cast.case, state="lost", noted_by=cast.chiara)


@pytest.mark.parametrize("state", [code for code in codes("holding_states") if code != "requested"])
def test_every_state_of_the_list_can_be_noted(cast: Cast, holding: Holding, state: str) -> None:
    flows.note_state(cast.chiara, holding, flows.StateFacts(state))

    assert _now(holding).state == state


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state": "mislaid"}, "unknown-state"),
        ({"state": "requested"}, "ask-with-a-request"),
        ({"state": "lost", "channel": "pigeon"}, "unknown-channel"),
    ],
)
def test_what_became_of_a_copy_must_be_said_properly(
    cast: Cast, holding: Holding, facts: dict[str, str], code: str
) -> None:
    with pytest.raises(WrongUse) as refusal:
        flows.note_state(cast.chiara, holding, flows.StateFacts(**facts))  # type: ignore[arg-type]  # words only

    assert refusal.value.code == code
    assert _states(holding) == ["said_to_exist"]


def test_a_date_that_is_none_changes_nothing(cast: Cast, holding: Holding) -> None:
    with pytest.raises(NotUnderstood):
        flows.note_state(cast.chiara, holding, flows.StateFacts("lost", "last winter"))
    with pytest.raises(NotUnderstood):
        flows.request_copy(cast.chiara, holding, flows.RequestFacts("soon"))
    with pytest.raises(NotUnderstood):
        flows.note_holding(cast.chiara, holding.source, flows.HoldingFacts("The baker", since="long"))

    assert (_states(holding), CopyRequest.objects.count(), Holding.objects.count()) == (
        ["said_to_exist"],
        0,
        1,
    )


def test_a_file_of_another_source_did_not_come_from_this_copy(cast: Cast, holding: Holding) -> None:
    item = flows.add_file(cast.chiara, cast.case, _bytes(b"other"), "other.txt").item

    with pytest.raises(WrongUse) as refusal:
        flows.note_state(cast.chiara, holding, flows.StateFacts("received", item=item))

    assert refusal.value.code == "item-of-another-source"


def test_who_may_not_add_notes_nothing(cast: Cast, holding: Holding) -> None:
    for member in (cast.farid, cast.emine, cast.gulya, cast.hanna):
        with pytest.raises(NotPermitted):
            flows.note_holding(member, holding.source, flows.HoldingFacts("The baker"))
        with pytest.raises(NotPermitted):
            flows.request_copy(member, holding, flows.RequestFacts())
        with pytest.raises(NotPermitted):
            flows.note_state(member, holding, flows.StateFacts("lost"))
        with pytest.raises(NotPermitted):
            flows.note_handover(member, holding.source, flows.HandoverFacts("The baker"))

    assert (Holding.objects.count(), _states(holding)) == (1, ["said_to_exist"])


def test_how_it_came_is_told_hand_by_hand(cast: Cast) -> None:
    told = flows.SourceFacts(
        "The tape", provenance="in a tin", received="2024", from_whom="A cousin", channel="post"
    )
    source = flows.name_source(cast.chiara, cast.case, told)

    flows.note_handover(
        cast.boris,
        source,
        flows.HandoverFacts("The miller", "the cousin", "2022?", "in_person", on_whose_word="Emine"),
    )

    rows = source.handovers.values_list("from_whom", "to_whom", "on", "channel", "words", "on_whose_word")
    assert list(rows) == [
        ("A cousin", "", "2024", "post", "in a tin", ""),
        ("The miller", "the cousin", "2022?", "in_person", "", "Emine"),
    ]
    assert _acts() == ["source-named", "handover-noted"]


def test_one_file_of_a_source_may_have_gone_its_own_way(cast: Cast, source: Source) -> None:
    item = flows.add_stream(cast.chiara, cast.case, _bytes(b"flour"), flows.Arrival("one.txt", source)).item
    other = flows.add_stream(cast.chiara, cast.case, _bytes(b"salt"), flows.Arrival("two.txt")).item

    hand = flows.note_handover(cast.chiara, source, flows.HandoverFacts("The miller", item=item))
    with pytest.raises(WrongUse) as refusal:
        flows.note_handover(cast.chiara, source, flows.HandoverFacts("The miller", item=other))

    assert (hand.item, source.handovers.count()) == (item, 1)
    assert Opening.objects.get(label="item", entry__act="handover-noted").value == {"id": item.pk}
    assert refusal.value.code == "item-of-another-source"


def test_a_source_of_which_nothing_is_told_has_no_handover(source: Source) -> None:
    assert source.handovers.count() == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"on": "2024"}, "nothing-told"), ({"words": "x", "channel": "pigeon"}, "unknown-channel")],
)
def test_a_handover_says_something(cast: Cast, source: Source, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        flows.note_handover(cast.chiara, source, flows.HandoverFacts(**facts))

    assert refusal.value.code == code


def test_a_copy_is_noted_in_the_case_of_its_source(cast: Cast) -> None:
    elsewhere = open_case(cast.boris, "Another mill", invented=True)
    source = flows.name_source(cast.boris, elsewhere, flows.SourceFacts("Paper 17"))

    with pytest.raises(NotPermitted):
        flows.note_holding(cast.chiara, source, flows.HoldingFacts("The clerk"))


def _bytes(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)
