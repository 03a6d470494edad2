"""Suggestions in a text of the vault: found, accepted, changed, rejected, opened again (law 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims import flows
from guwah.steps.claims.flows import ReadingGiven, as_claims
from guwah.steps.claims.flows.statements import Statement
from guwah.steps.claims.models import Claim, Occurrence, Reading
from guwah.steps.claims.proposals import proposed
from guwah.steps.claims.showing import said_words
from guwah.steps.claims.suggesting import queries
from guwah.steps.claims.suggesting.seen import seen as seen_in
from guwah.steps.claims.suggesting.tables import Answer, Look, Suggested
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.queries import newest
from kept import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]


@pytest.fixture
def seen(cast: Cast, talk: Kept) -> Look:
    """The talk, looked through by the documenter."""
    return flows.look_through(cast.chiara, talk.layer)


def words(look: Look, quote: str) -> Suggested:
    text = look.revision.text
    found = [one for one in look.suggested.all() if text[one.start : one.end] == quote]
    assert found, quote
    return found[0]


def open_words(look: Look) -> list[str]:
    text = look.revision.text
    rows = queries.shown(look, queries.Wanted()).rows
    return [text[row.one.start : row.one.end] for row in rows]


def said(cast: Cast, talk: Kept, before: str, after: str) -> None:
    """Correct the words of the one turn in which something stands."""
    revision = newest(talk.layer)
    block = next(one for one in revision.blocks.all() if before in revision.text[one.start : one.end])
    fixed = revision.text[block.start : block.end].replace(before, after)
    testimony.revise(cast.chiara, talk.layer, revision.number, [Wish("fix", block.uid, fixed)])


def test_a_look_finds_what_is_said_and_makes_no_claim(seen: Look) -> None:
    assert {"on 5 May 2011", "1 year and 3 days"} <= set(open_words(seen))
    assert not Claim.objects.exists()


def test_an_accepted_suggestion_is_a_claim_that_a_checker_has_checked_by_accepting(
    cast: Cast, seen: Look
) -> None:
    claim = flows.accept_suggestion(cast.aygul, words(seen, "on 5 May 2011"), compared=True)
    reading = claim.readings.get()
    assert (claim.anchor.quote, claim.by, claim.kind) == ("on 5 May 2011", "Saule", "statement")
    assert (reading.form, reading.value, reading.of) == ("date", "2011-05-05", None)
    assert reading.rule
    assert claim.machine
    assert claim.checked_by == cast.aygul
    assert "on 5 May 2011" not in open_words(seen)


def test_who_may_not_check_claims_accepts_for_somebody_who_may(cast: Cast, seen: Look) -> None:
    claim = flows.accept_suggestion(cast.chiara, words(seen, "on 5 May 2011"), compared=True)
    assert claim.unfounded


def test_what_is_accepted_together_waits_for_somebody_who_compares(cast: Cast, seen: Look) -> None:
    chosen = [words(seen, "on 5 May 2011"), words(seen, "1 year and 3 days")]
    assert flows.accept_suggestions(cast.aygul, chosen) == flows.Answered(2, 0)
    assert all(claim.unfounded for claim in Claim.objects.all())


def test_a_date_without_a_year_is_left_and_says_so(cast: Cast, talk: Kept, seen: Look) -> None:
    bare = Suggested.objects.create(
        look=seen, kind="date", start=0, end=12, rule="r", value={"readings": [{"edtf": "XXXX-05-05"}]}
    )
    with pytest.raises(Refused) as refused:
        flows.accept_suggestion(cast.chiara, bare, compared=True)
    assert refused.value.code == "say-more"
    assert flows.accept_suggestions(cast.chiara, [bare]) == flows.Answered(0, 1)
    assert not Claim.objects.exists()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value", "becomes", "told"),
    [
        ("money", {"amount": 840, "currency": "CNY"}, "amount", "840, CNY"),
        (
            "money",
            {"amount": 100, "currency": "CNY", "most": 200, "approximate": True, "assumptions": ["one"]},
            "amount",
            "≈ 100–200, CNY",
        ),
        ("money", {"amount": None, "currency": "CNY", "per": "a month"}, "amount", "CNY, a month"),
        ("area", {"value": None, "unit": None, "approximate": True}, "amount", ""),
        ("area", {"value": 650, "unit": None}, "amount", "650"),
        ("share", {"percent": 35}, "amount", "35"),
        ("promise", {"by": "A", "to": "B", "due": "tomorrow"}, "promise", "A, B, tomorrow"),
        ("declaration", {}, "declaration", ""),
        ("consent", {"act": "grant", "scope": "post"}, "consent", "grant, post"),
        ("status", {"axis": "liberty", "code": "detained"}, "status", "liberty, detained"),
    ],
)
def test_every_kind_that_is_a_claim_keeps_what_was_understood(
    cast: Cast, seen: Look, kind: str, value: dict[str, Any], becomes: str, told: str
) -> None:
    start = seen.revision.text.index("They closed")
    one = Suggested.objects.create(look=seen, kind=kind, start=start, end=start + 11, rule="r", value=value)
    claim = flows.accept_suggestion(cast.chiara, one, compared=False)
    assert (claim.kind, claim.value) == (becomes, told)


@pytest.mark.parametrize(
    "kind", ["person", "place", "gloss", "personal_data", "violation", "trained_reader", "organization"]
)
def test_what_needs_a_person_is_never_taken_over_at_a_stroke(cast: Cast, seen: Look, kind: str) -> None:
    start = seen.revision.text.index("They closed")
    one = Suggested.objects.create(look=seen, kind=kind, start=start, end=start + 11, rule="r", value={})
    with pytest.raises(Refused):
        flows.accept_suggestion(cast.chiara, one, compared=True)


def test_a_rejected_suggestion_stays_and_can_be_opened_again(cast: Cast, seen: Look) -> None:
    one = words(seen, "on 5 May 2011")
    flows.reject_suggestions(cast.chiara, [one])
    assert "on 5 May 2011" not in open_words(seen)
    assert [row.one for row in queries.shown(seen, queries.Wanted(state="rejected")).rows] == [one]
    flows.reopen_suggestions(cast.chiara, [one])
    assert "on 5 May 2011" in open_words(seen)
    assert [each.outcome for each in Answer.objects.all()] == ["rejected", "reopened"]


def test_answers_stay_with_their_words_when_the_text_is_edited_and_looked_through_again(
    cast: Cast, talk: Kept, seen: Look
) -> None:
    flows.reject_suggestions(cast.chiara, [words(seen, "on 5 May 2011"), words(seen, "on 7 May 2012")])
    said(cast, talk, "When was the", "Tell me, when was the")
    said(cast, talk, "7 May 2012", "8 May 2012")
    again = flows.look_through(cast.chiara, talk.layer)
    assert Look.objects.get() == again
    assert "on 5 May 2011" not in open_words(again)
    assert "on 8 May 2012" in open_words(again)


def test_who_may_not_make_claims_may_neither_look_nor_answer(cast: Cast, talk: Kept, seen: Look) -> None:
    one = words(seen, "on 5 May 2011")
    for act in (
        lambda: flows.look_through(cast.farid, talk.layer),
        lambda: flows.accept_suggestion(cast.farid, one, compared=True),
        lambda: flows.accept_suggestions(cast.farid, [one]),
        lambda: flows.reject_suggestions(cast.farid, [one]),
        lambda: flows.reopen_suggestions(cast.farid, [one]),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert not Answer.objects.exists()
    assert not Claim.objects.exists()


def page_of(cast: Cast, talk: Kept) -> str:
    return reverse("suggestions", args=[cast.case.pk, talk.layer.pk])


def test_a_text_nobody_looked_through_says_what_looking_does(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    page = client_of(cast.chiara).get(page_of(cast, talk)).content.decode()
    assert "has not been looked through yet" in page
    assert "Look through this text" in page
    reader = client_of(cast.farid).get(page_of(cast, talk)).content.decode()
    assert "Look through this text" not in reader


def test_by_click_one_is_accepted_one_rejected_and_the_rest_waits(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    client, page = client_of(cast.chiara), page_of(cast, talk)
    looked = client.post(page + "look/", follow=True).content.decode()
    assert "Nothing of it is a fact" in looked
    look = Look.objects.get()
    first, second = words(look, "on 5 May 2011"), words(look, "on 7 May 2012")
    told = client.post(page + "answer/", {"do": f"accept:{first.pk}"}, follow=True).content.decode()
    assert "a claim stands on these words now" in told
    both = client.post(page + "answer/?state=open", {"do": "reject", "chosen": [second.pk]}, follow=True)
    assert "1 answered." in both.content.decode()
    assert Claim.objects.get().anchor.quote == "on 5 May 2011"
    rejected = client.get(page + "?state=rejected").content.decode()
    assert "Take the answer back" in rejected
    listed = client.get(reverse("suggested-texts", args=[cast.case.pk])).content.decode()
    assert "wait for an answer" in listed


def test_saying_more_opens_the_claim_filled_in_and_closes_the_suggestion(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    look = flows.look_through(cast.chiara, talk.layer)
    start = look.revision.text.index("The inspector said")
    value = {"code": "arbitrary_detention"}
    one = Suggested.objects.create(
        look=look, kind="violation", start=start, end=start + 18, rule="r", value=value
    )
    client, page = client_of(cast.chiara), page_of(cast, talk)
    opened = client.post(page + "answer/", {"do": f"change:{one.pk}"}).headers["Location"]
    assert opened.endswith(f"&suggested={one.pk}")
    form = client.get(opened).content.decode()
    assert '<option value="arbitrary_detention" selected>' in form
    sent = {
        "kind": "occurrence", "knows": "told", "mode": "asserted", "code": "arbitrary_detention",
        "new_occurrence": "The inspection", "readings-TOTAL_FORMS": "0", "readings-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(opened, sent).headers["Location"] == page
    answer = Answer.objects.get()
    assert (answer.outcome, answer.claim) == ("changed", Claim.objects.get())
    assert not Claim.objects.get().machine


def test_nothing_is_answered_in_a_text_that_has_changed_since(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    look = flows.look_through(cast.chiara, talk.layer)
    said(cast, talk, "When was the", "Tell me, when was the")
    client, page = client_of(cast.chiara), page_of(cast, talk)
    assert "The text has changed since" in client.get(page).content.decode()
    one = words(look, "on 5 May 2011")
    told = client.post(page + "answer/", {"do": f"accept:{one.pk}"}, follow=True).content.decode()
    assert "Look again first" in told
    assert not Claim.objects.exists()


def test_nothing_ticked_is_told(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    flows.look_through(cast.chiara, talk.layer)
    client, page = client_of(cast.chiara), page_of(cast, talk)
    told = client.post(page + "answer/", {"do": "accept"}, follow=True).content.decode()
    assert "Tick what is to be answered" in told


def test_a_length_in_hours_is_a_reading_as_one_in_days_is() -> None:
    days = Suggested(kind="duration", value={"iso8601": "P2D"}, rule="en-or")
    hours = Suggested(kind="duration", value={"iso8601": "PT2H"}, rule="en-hours")
    taken_over = as_claims.statement_of(days)
    assert taken_over
    assert [reading.value for reading in taken_over.readings] == ["P2D"]
    within_a_day = as_claims.statement_of(hours)
    assert within_a_day
    assert [(reading.form, reading.value) for reading in within_a_day.readings] == [("duration", "PT2H")]


def test_an_accepted_length_in_hours_is_said_in_words_and_reckoned_with(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    seen = flows.look_through(cast.chiara, talk.layer)
    start = seen.revision.text.index("They closed it")
    value = {"iso8601": "PT3H30M"}
    one = Suggested.objects.create(
        look=seen, kind="duration", start=start, end=start + 14, rule="en-hours", value=value
    )
    claim = flows.accept_suggestion(cast.aygul, one, compared=True)
    assert said_words(claim.readings.get()) == "3 hours, 30 minutes"
    client = client_of(cast.chiara)
    assert "3 hours, 30 minutes" in client.get(page_of(cast, talk) + "?state=").content.decode()
    assert (
        "3 hours, 30 minutes" in client.get(reverse("claim", args=[cast.case.pk, claim.pk])).content.decode()
    )

    closure = flows.name_occurrence(cast.chiara, cast.case, "The bakery stands closed")
    ends = (("on 5 May 2011", "start", "2011-05-05"), ("on 7 May 2012", "end", "2012-05-07"))
    for quote, point, day in ends:
        dated = ReadingGiven("date", day, of=closure, of_point=point)
        flows.make_claim(
            cast.chiara, cast.case, talk.at(quote), flows.Statement("statement", readings=(dated,))
        )
    tied = ReadingGiven("duration", "PT3H30M", of=closure, to=closure, to_point="end")
    flows.add_reading(cast.chiara, claim, tied)
    (conflict,) = flows.reckoned(cast.case)["conflicts"]
    assert len(conflict["members"]) == 3
    shown = client.get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert "it is 3 hours, 30 minutes by the clock" in shown


def test_only_what_is_a_length_by_the_clock_is_taken_for_one(cast: Cast, talk: Kept) -> None:
    for value in ("PT", "PT5S", "P1DT5H", "PT1000000H", "pt3h"):
        given = flows.Statement("statement", readings=(ReadingGiven("duration", value),))
        with pytest.raises(NotUnderstood):
            flows.make_claim(cast.chiara, cast.case, talk.at("on 5 May 2011"), given)
    assert not Claim.objects.exists()


def test_what_was_seen_with_the_talk_around_it_is_proposed_for_the_same_words(cast: Cast) -> None:
    talk = keep(cast, "talk", "B: When?\n\nA: On 3 March 2018 they came. On 7 April they let me go.\n")
    held = talk.at("On 7 April they let me go")
    assert (proposed(held), seen_in(held)) == ([], []), "these words have no year of their own"

    look = flows.look_through(cast.chiara, talk.layer)

    (one,) = seen_in(held)
    assert (one.words, one.form, one.value, one.basis) == (
        "On 7 April",
        "date",
        "2018-04-07?",
        "year-inferred",
    )
    assert one.rule == words(look, one.words).rule


def test_a_time_is_accepted_with_what_it_is_the_time_of(cast: Cast, seen: Look, client_of: SignIn) -> None:
    page = reverse("suggestions-answer", args=[cast.case.pk, seen.revision.layer_id])
    given = [("on 5 May 2011", "start"), ("on 7 May 2012", "end"), ("1 year and 3 days", "")]
    for quote, point in given:
        number = words(seen, quote).pk
        client_of(cast.aygul).post(
            page, {"do": f"accept:{number}", "what": " The bakery stood closed ", "point": point}
        )

    occurrence = Occurrence.objects.get()
    assert occurrence.title == "The bakery stood closed"
    assert {claim.kind for claim in Claim.objects.all()} == {"occurrence"}
    assert list(Reading.objects.order_by("pk").values_list("value", "of", "of_point", "to", "to_point")) == [
        ("2011-05-05", occurrence.pk, "start", None, ""),
        ("2012-05-07", occurrence.pk, "end", None, ""),
        ("P1Y3D", occurrence.pk, "start", occurrence.pk, "end"),
    ]
    page = reverse("suggestions", args=[cast.case.pk, seen.revision.layer_id])
    assert '<option value="The bakery stood closed">' in client_of(cast.aygul).get(page).content.decode()


def test_what_is_masked_is_offered_to_nobody_as_something_that_happened(
    cast: Cast, seen: Look, client_of: SignIn
) -> None:
    claim = flows.accept_suggestion(
        cast.aygul, words(seen, "on 5 May 2011"), compared=True, what=as_claims.Happened(title="A secret")
    )
    flows.replace_claim(
        cast.aygul,
        claim,
        Statement("occurrence", knows="told", occurrence=claim.occurrence, of_others=True),
    )
    page = reverse("suggestions", args=[cast.case.pk, seen.revision.layer_id])
    assert "A secret" not in client_of(cast.aygul).get(page).content.decode()


def test_an_age_is_no_time_of_one_thing(cast: Cast) -> None:
    talk = keep(cast, "talk", "B: When?\n\nA: I was thirty-four years old then.\n")
    look = flows.look_through(cast.chiara, talk.layer)
    one = next(each for each in look.suggested.all() if each.kind == "age")
    made = flows.accept_suggestion(cast.chiara, one, compared=True, what=as_claims.Happened(title="A birth"))
    assert (made.kind, made.occurrence) == ("statement", None)
