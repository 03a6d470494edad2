from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.steps.consent import queries
from guwah.steps.consent.models import ConsentRecord, MeantPassage, SpanDecision
from oven import ASKED, MEANT

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase
    from django.test import Client

    from guwah.accounts.models import Member
    from guwah.steps.testimony.models import Anchor
    from oven import Oven

    SignIn = Callable[[Member], Client]


def at(route: str, bakery: Oven, *more: int, anchor: Anchor | None = None) -> str:
    address = reverse(route, args=[bakery.cast.case.pk, *more])
    return f"{address}?anchor={anchor.pk}" if anchor else address


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return] # an answer of the test client


def sent_from(page: str, **more: object) -> dict[str, object]:
    """Return what a browser would send of the form as it stands: what is ticked, chosen, or written there."""
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if facts.get("type") in {"radio", "checkbox"} and " checked" not in tag:
            continue
        if "name" in facts:
            sent[facts["name"]] = facts.get("value", "")
    for name, inside in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    return {**sent, **more}


def test_nothing_is_ticked_before_somebody_ticks_it(bakery: Oven, client_of: SignIn) -> None:
    page = body(client_of(bakery.cast.chiara).get(at("consent-new", bakery, anchor=bakery.talk.at(ASKED))))
    ticked = [tag for tag in re.findall(r"<input[^>]*>", page) if " checked" in tag]
    assert all('value="unknown"' in tag for tag in ticked)
    assert len(ticked) == 12
    assert '<option value="" selected>' in page
    assert ASKED in page


def test_consent_is_recorded_from_selected_words(bakery: Oven, client_of: SignIn) -> None:
    client, address = client_of(bakery.cast.chiara), at("consent-new", bakery, anchor=bakery.talk.at(ASKED))
    sent = sent_from(
        body(client.get(address)),
        kind="grant",
        state="given_conditional",
        capture="spoken_recorded",
        material=["source:1"],
        actions=["publish_text"],
        audiences=["public"],
        recipients="Mill News، Oven Post",
        identity=["anonymous"],
        in_media=["text"],
        languages=["*"],
        leaves_out=["health"],
        valid_to="2031-05-05",
        note="She was tired.",
        **{
            "conditions-0-code": "redact_first",
            "conditions-0-category": "health",
            "conditions-0-detail": "the part about the brother",
            "conditions-1-code": "not_before",
            "conditions-1-category": "health",
            "conditions-1-detail": "2030-01-01",
            "quality-no_promise": "false",
            "quality-line_safe": "true",
        },
    )
    answer = client.post(address, sent)
    assert answer["Location"] == at("consent", bakery)
    row = ConsentRecord.objects.get()
    assert row.anchor is not None
    assert row.anchor.quote == ASKED
    assert row.by == "Zeynep", "left empty: whoever speaks there"
    assert row.scope["recipients"] == ["Mill News", "Oven Post"]
    assert row.scope["quality"] == {"no_promise": False, "line_safe": True}
    assert row.scope["except"] == ["health"]
    assert [(each.code, each.params) for each in row.conditions.all()] == [
        ("redact_first", {"category": "health", "about": "the part about the brother"}),
        ("not_before", {"date": "2030-01-01"}),
    ]
    assert queries.engine_records(bakery.cast.case)[0].media == frozenset({"text"})
    client.post(address, sent)
    assert ConsentRecord.objects.count() == 1, "sent twice, it is one record"


def test_a_list_of_recipients_belongs_to_its_condition(bakery: Oven, client_of: SignIn) -> None:
    client, address = client_of(bakery.cast.chiara), at("consent-new", bakery)
    page = body(client.get(address))
    sent = sent_from(page, kind="grant", state="given", by="Zeynep")
    sent |= {"conditions-0-code": "only_recipient", "conditions-0-detail": "Mill News; Oven Post"}
    client.post(address, sent)
    assert ConsentRecord.objects.get().conditions.get().params == {"recipients": ["Mill News", "Oven Post"]}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Nothing was saved yet"),
        ({"conditions-0-detail": "only on Fridays"}, "Say which condition this is"),
        ({"valid_to": "next spring"}, "Nothing was saved yet"),
    ],
)
def test_what_is_refused_is_said_on_the_form(
    bakery: Oven, client_of: SignIn, wrong: dict[str, str], said: str
) -> None:
    client, address = client_of(bakery.cast.chiara), at("consent-new", bakery)
    sent = sent_from(body(client.get(address)), kind="grant", state="given") | wrong
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert said in body(answer)
    assert not ConsentRecord.objects.exists()


def test_the_list_shows_words_scope_and_conditions_as_they_stand(bakery: Oven, client_of: SignIn) -> None:
    client = client_of(bakery.cast.chiara)
    assert "Nobody has been asked yet" in body(client.get(at("consent", bakery)))
    bakery.grant()
    page = body(client.get(at("consent", bakery)))
    assert ASKED in page
    assert "?at=s1-t6#s1-t6" in page
    assert "Publish the words" in page
    assert "Nobody has marked which words are meant" in page
    bakery.mark()
    page = body(client.get(at("consent", bakery)))
    assert "not cut yet" in page
    assert reverse("testimony-cut", args=[bakery.cast.case.pk]) in page
    bakery.cut()
    page = body(client.get(at("consent", bakery)))
    assert "not cut yet" not in page
    assert "Met" in page


def test_a_delegate_sees_what_was_decided_and_not_the_passages(bakery: Oven, client_of: SignIn) -> None:
    bakery.ready()
    page = body(client_of(bakery.cast.gulya).get(at("consent", bakery)))
    assert ASKED in page
    assert MEANT not in page
    assert "?at=" not in page
    assert '<form method="post" action="/cases' not in page


def test_passages_are_marked_and_unmarked_from_the_reader(bakery: Oven, client_of: SignIn) -> None:
    bakery.grant()
    client, address = client_of(bakery.cast.chiara), at("consent-meant", bakery, anchor=bakery.talk.at(MEANT))
    assert "Cut named parts first" in body(client.get(address))
    answer: HttpResponseBase = client.post(address, {"condition": bakery.condition().pk})
    assert "?at=s1-t4" in answer.headers["Location"]
    passage = MeantPassage.objects.get()
    assert passage.anchor.quote == MEANT
    unmarking = at("consent-unmark", bakery, passage.pk)
    assert client.post(unmarking).headers["Location"] == at("consent", bakery)
    assert "taken back before" in body(client.post(unmarking, follow=True))
    assert client.post(at("consent-unmark", bakery, 9999)).status_code == 404


def test_without_a_condition_there_is_nothing_to_mark(bakery: Oven, client_of: SignIn) -> None:
    client, words = client_of(bakery.cast.chiara), bakery.talk.at(MEANT)
    assert "No condition asks to cut anything" in body(client.get(at("consent-meant", bakery, anchor=words)))
    assert "No condition is open" in body(client.get(at("consent-waive", bakery, anchor=words)))
    address = at("consent-meant", bakery, anchor=words)
    assert client.post(address, {"condition": "1"}).status_code == 404


def test_a_condition_is_waived_in_words(bakery: Oven, client_of: SignIn) -> None:
    bakery.grant()
    client, words = client_of(bakery.cast.chiara), bakery.talk.at("Thank you.")
    address = at("consent-waive", bakery, anchor=words)
    assert "Cut named parts first" in body(client.get(address))
    client.post(address, {"condition": bakery.condition().pk})
    assert bakery.condition().waived_at is not None
    assert "waived in these words" in body(client.get(at("consent", bakery)))


def test_words_are_shown_or_masked_by_decision(bakery: Oven, client_of: SignIn) -> None:
    client, words = client_of(bakery.cast.chiara), bakery.talk.at("Kamal Bekov stamp")
    address = at("consent-decide", bakery, anchor=words)
    assert "Show or mask" in body(client.get(address))
    assert "required" in body(client.post(address, {"show": ""}))
    client.post(address, {"show": "mask", "category": "third_party_name"})
    client.post(address, {"show": "show", "category": ""})
    assert list(SpanDecision.objects.values_list("show", flat=True)) == [False, True]
    page = body(client.get(at("consent", bakery)))
    assert "Decisions on single words" in page
    assert "Kamal Bekov stamp" in page


def test_the_situation_is_noted_on_the_page(bakery: Oven, client_of: SignIn) -> None:
    client = client_of(bakery.cast.chiara)
    client.post(at("consent-situation", bakery), {"custody": "watched", "reachable": "false"})
    bakery.cast.case.refresh_from_db()
    assert (bakery.cast.case.custody, bakery.cast.case.reachable) == ("watched", False)
    assert "Watched or escorted" in body(client.get(at("consent", bakery)))
    wrong = client.post(at("consent-situation", bakery), {"custody": "asleep"}, follow=True)
    assert "Nothing was changed" in body(wrong)


def test_the_reader_says_what_consent_stands_on_the_words(bakery: Oven, client_of: SignIn) -> None:
    bakery.ready()
    reader = reverse("reader", args=[bakery.cast.case.pk, bakery.talk.layer.pk])
    page = body(client_of(bakery.cast.chiara).get(reader))
    assert "Meant to be cut" in page
    assert "Allowed" in page
    for action in ("consent", "meant", "decide"):
        assert f"?action={action}" in page
    without = body(client_of(bakery.cast.farid).get(reader))
    assert "Meant to be cut" not in without
    assert "?action=consent" not in without


@pytest.mark.parametrize("who", ["daniyar", "farid"])
def test_whoever_may_not_see_consent_does_not(bakery: Oven, client_of: SignIn, who: str) -> None:
    assert client_of(bakery.cast.members[who]).get(at("consent", bakery)).status_code == 403


def test_words_of_another_case_do_not_exist_here(bakery: Oven, client_of: SignIn) -> None:
    client = client_of(bakery.cast.chiara)
    for route in ("consent-new", "consent-meant", "consent-waive", "consent-decide"):
        assert client.get(f"{at(route, bakery)}?anchor=99999").status_code == 404
        assert client.get(f"{at(route, bakery)}?anchor=x{'9' * 30}").status_code == 404
