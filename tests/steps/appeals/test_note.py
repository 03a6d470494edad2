from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.appeals import flows, queries
from guwah.steps.appeals.models import Petition, PetitionEvent
from guwah.steps.claims.models import Claim
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry, Opening
from kept import TALK, disagree, keep


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(cast: Cast, name: str, *more: object) -> str:
    return reverse(name, args=[cast.case.pk, *more])


def _petition(cast: Cast) -> Petition:
    return flows.add_petition(cast.chiara, cast.case, " Қайта ашуды сұраймыз ", "The town hall")


def test_a_petition_and_its_fate_are_written_down_and_logged(cast: Cast) -> None:
    petition = _petition(cast)
    flows.note_event(cast.chiara, petition, "sent", "2031-04-01")
    flows.note_event(cast.boris, petition, "denied_receipt", "2031-04?", note=" the clerk said so ")

    (shown,) = queries.petitions(cast.case, date(2031, 5, 4))

    assert petition.title == "Қайта ашуды сұраймыз"
    assert [(event.state, event.note) for event in shown.events] == [
        ("sent", ""),
        ("denied_receipt", "the clerk said so"),
    ]
    assert shown.fate == shown.events[-1]
    assert shown.silence is not None
    assert (shown.silence.least, shown.silence.most, shown.answered) == (4, 33, False)
    assert list(LogEntry.objects.values_list("act", flat=True)) == ["petition-noted"] * 3
    last = Opening.objects.order_by("entry_id").last()
    assert last is not None
    assert last.value == {"id": petition.pk, "state": "denied_receipt"}


def test_an_answer_ends_the_silence(cast: Cast) -> None:
    petition = _petition(cast)
    flows.note_event(cast.chiara, petition, "answered_denial", "2031")

    (shown,) = queries.petitions(cast.case)

    assert (shown.answered, shown.silence) == (True, None)


def test_what_became_of_it_is_never_changed(cast: Cast) -> None:
    event = flows.note_event(cast.chiara, _petition(cast), "sent")
    event.state = "closed"

    with pytest.raises(Overwritten):
        event.save()
    with pytest.raises(Overwritten):
        event.delete()


def test_what_a_petition_needs(cast: Cast) -> None:
    for title, to, code in ((" ", "The town hall", "no-title"), ("Reopen it", "", "no-recipient")):
        with pytest.raises(WrongUse) as refusal:
            flows.add_petition(cast.chiara, cast.case, title, to)
        assert refusal.value.code == code
    with pytest.raises(WrongUse) as refusal:
        flows.note_event(cast.chiara, _petition(cast), "lost in a drawer")
    assert refusal.value.code == "unknown-state"
    with pytest.raises(NotUnderstood):
        flows.note_event(cast.chiara, _petition(cast), "sent", "in spring")
    assert PetitionEvent.objects.count() == 0


def test_the_claim_of_a_petition_is_of_the_same_case(cast: Cast) -> None:
    disagree(cast, keep(cast, "First call", TALK))
    claim = Claim.objects.get(external_id="a")
    elsewhere = open_case(cast.aygul, "The mill", invented=True)
    before = LogEntry.objects.count()

    with pytest.raises(WrongUse) as refusal:
        flows.add_petition(cast.aygul, elsewhere, "Reopen it", "The town hall", claim=claim)

    assert refusal.value.code == "claim-of-another-case"
    assert (Petition.objects.count(), LogEntry.objects.count()) == (0, before)
    assert flows.add_petition(cast.aygul, cast.case, "Reopen it", "The town hall", claim=claim).claim == claim


def test_a_reviewer_sees_petitions_and_writes_none(cast: Cast) -> None:
    petition = _petition(cast)

    with pytest.raises(NotPermitted):
        flows.add_petition(cast.emine, cast.case, "Reopen it", "The town hall")
    with pytest.raises(NotPermitted):
        flows.note_event(cast.emine, petition, "sent")
    page = _client(cast.emine).get(_url(cast, "appeals"))
    assert page.status_code == HTTPStatus.OK
    assert "Write down a petition" not in page.content.decode()
    assert _client(cast.farid).get(_url(cast, "appeals")).status_code == HTTPStatus.FORBIDDEN


def test_the_way_through_the_pages(cast: Cast) -> None:
    client = _client(cast.chiara)
    empty = client.get(_url(cast, "appeals")).content.decode()
    client.post(_url(cast, "petition-add"), {"title": "نان زاۋۇتىنى ئېچىڭلار", "to": "<i>Town hall</i>"})
    petition = Petition.objects.get()
    new = client.get(_url(cast, "appeals")).content.decode()
    asked = client.get(_url(cast, "petition-event", petition.pk)).content.decode()
    fields = {"state": "sent", "when": "2011-05-04", "note": "by post"}
    page = client.post(_url(cast, "petition-event-add", petition.pk), fields, follow=True).content.decode()

    assert "No petition is written down" in empty
    assert "Nothing is known of it yet" in new
    assert "<bdi>نان زاۋۇتىنى ئېچىڭلار</bdi>" in asked
    assert "&lt;i&gt;Town hall" in page
    assert "Silent for" in page
    assert "by post" in page


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"state": "sent", "when": "2011"}, " to "),
        ({"state": "sent", "when": "../2011"}, "Silent for at least"),
        ({"state": "sent"}, "How long it has been silent is not known"),
        ({"state": "refused", "when": "2011"}, "<strong><bdi>Refused</bdi></strong>"),
    ],
)
def test_the_silence_is_told_as_far_as_the_dates_go(cast: Cast, event: dict[str, str], words: str) -> None:
    flows.note_event(cast.chiara, _petition(cast), event["state"], event.get("when", ""))

    assert words in _client(cast.emine).get(_url(cast, "appeals")).content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("petition-add", {"title": "", "to": "x"}),
        ("petition-add", {"title": "  ", "to": "x"}),
        ("petition-event-add", {"state": "sent", "when": "in spring"}),
        ("petition-event-add", {"state": "gone"}),
    ],
)
def test_a_form_filled_wrongly_comes_back(cast: Cast, name: str, fields: dict[str, str]) -> None:
    more = (_petition(cast).pk,) if name == "petition-event-add" else ()

    answer = _client(cast.chiara).post(_url(cast, name, *more), fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert PetitionEvent.objects.count() == 0


def test_a_petition_that_is_not_there(cast: Cast) -> None:
    client = _client(cast.chiara)

    assert client.get(_url(cast, "petition-event", 9)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(_url(cast, "petition-event-add", 9)).status_code == HTTPStatus.NOT_FOUND
