"""Words of order are proposed as what binds a claim to something told before; a person says to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.steps.claims import flows
from guwah.steps.claims.models import Claim, Reading
from guwah.steps.claims.proposals import constraints
from kept import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.claims.models import Occurrence
    from kept import Kept

    SignIn = Callable[[Member], Client]

TALK = """Saule: On 5 May 2011 they closed it. Two days later they sealed the oven. A week earlier he came.

Saule: Before that I had a licence. I mean that winter. About three hours.
"""


@pytest.fixture
def told(cast: Cast) -> Kept:
    return keep(cast, "The closing", TALK)


@pytest.fixture
def closing(cast: Cast, told: Kept) -> Occurrence:
    """The closing, dated."""
    named = flows.name_occurrence(cast.chiara, cast.case, "They closed it")
    dated = flows.ReadingGiven("date", "2011-05-05", of=named)
    flows.make_claim(
        cast.chiara, cast.case, told.at("On 5 May 2011"), flows.Statement("statement", readings=(dated,))
    )
    return named


@pytest.mark.parametrize(
    ("words", "form", "value", "back"),
    [
        ("Two days later they sealed the oven", "duration", "P2D", False),
        ("A week earlier he came", "duration", "P1W", True),
        ("Before that I had a licence", "order", "before", True),
    ],
)
def test_it_is_proposed_with_its_direction(told: Kept, words: str, form: str, value: str, back: bool) -> None:
    (one,) = constraints(told.at(words))
    assert (one.form, one.value, one.back, one.constraint) == (form, value, back, True)
    assert one.basis == "relative-occurrence"
    assert words.startswith(one.words)


def test_what_is_no_order_binds_nothing(told: Kept) -> None:
    for words in ("On 5 May 2011 they closed it", "I mean that winter", "About three hours"):
        assert constraints(told.at(words)) == []


def sent(form: str, *readings: dict[str, str]) -> dict[str, str]:
    rows = {
        f"readings-{place}-{key}": said for place, one in enumerate(readings) for key, said in one.items()
    }
    return {
        "kind": "occurrence", "knows": "saw", "mode": "asserted", "new_occurrence": form,
        "readings-TOTAL_FORMS": str(len(readings)), "readings-INITIAL_FORMS": str(len(readings)), **rows,
    }  # fmt: skip


def test_on_the_page_nothing_is_ticked_and_the_other_end_is_left_to_choose(
    cast: Cast, told: Kept, closing: Occurrence, client_of: SignIn
) -> None:
    anchor = told.at("Two days later they sealed the oven")
    page = f"{reverse('claim-new', args=[cast.case.pk])}?anchor={anchor.pk}"
    client = client_of(cast.chiara)
    shown = client.get(page).content.decode()
    assert "came after something that was told" in shown
    assert "Two days later" in shown
    bound = {
        "use": "on", "form": "duration", "value": "P2D", "basis": "relative-occurrence", "rule": "en-later",
        "of": "", "of_point": "start", "to": "own", "to_point": "start",
    }  # fmt: skip
    unsaid = client.post(page, sent("The oven is sealed", bound)).content.decode()
    assert "are about two" in unsaid
    assert Claim.objects.count() == 1
    client.post(page, sent("The oven is sealed", {**bound, "of": str(closing.pk)}))
    reading = Reading.objects.get(form="duration")
    assert (reading.of, reading.to, reading.rule) == (closing, reading.claim.occurrence, "en-later")
    own = reading.claim.occurrence
    assert own is not None
    bounds = flows.reckoned(cast.case)["bounds"]
    assert bounds[own.external_id]["start"] == ["2011-05-06", "2011-05-07"]


def test_what_came_before_is_bound_the_other_way_round(
    cast: Cast, told: Kept, closing: Occurrence, client_of: SignIn
) -> None:
    anchor = told.at("Before that I had a licence")
    page = f"{reverse('claim-new', args=[cast.case.pk])}?anchor={anchor.pk}"
    client = client_of(cast.chiara)
    assert "came before something that was told" in client.get(page).content.decode()
    bound = {
        "use": "on", "form": "order", "value": "before", "basis": "relative-occurrence",
        "rule": "en-before-that", "of": "own", "of_point": "start",
        "to": str(closing.pk), "to_point": "start",
    }  # fmt: skip
    client.post(page, sent("She has a licence", bound))
    reading = Reading.objects.get(form="order")
    assert (reading.of, reading.to) == (reading.claim.occurrence, closing)
    own = reading.claim.occurrence
    assert own is not None
    bounds = flows.reckoned(cast.case)["bounds"]
    assert bounds[own.external_id]["start"] == [None, "2011-05-05"]


def test_whoever_says_more_of_a_suggestion_has_not_said_what_it_is_counted_from(
    cast: Cast, told: Kept, client_of: SignIn
) -> None:
    look = flows.look_through(cast.chiara, told.layer)
    one = next(each for each in look.suggested.all() if TALK[each.start : each.end] == "Two days later")
    client = client_of(cast.chiara)
    listing = reverse("suggestions", args=[cast.case.pk, told.layer.pk])
    opened = client.post(listing + "answer/", {"do": f"change:{one.pk}"}).headers["Location"]
    page = client.get(opened)
    rows = [
        (form.initial["form"], form.initial["use"])
        for form, proposal in page.context["draft"].rows
        if proposal
    ]
    assert ("date", True) in rows
    assert ("duration", False) in rows
