"""Attributes can be claimed, and a birth date is held against an age under every way of counting one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from guwah.steps.claims import queries, showing
from guwah.steps.claims.comparing import queries as comparing
from guwah.steps.claims.flows import Attached, Statement, import_claims, make_claim, reckoned
from guwah.steps.claims.models import Claim, FoundFit
from guwah.steps.claims.parties import Between
from guwah.steps.people.flows import NameGiven, add_entity
from kept import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]

TOLD = """Conversation 1

Orynbek: How old are you?

Saule: I am thirty-three. My mother is sixty-one. My brother is the deputy head of the mill.

Orynbek: And your birth date?

Saule: The ninth of May 1979, it stands in my booklet.
"""
AGAIN = """Conversation 2

Saule: My mother is fifty-five. My brother is the head of the mill.

Orynbek: I see.
"""
BORN = {"id": "born", "title": "Saule is born"}
TALK = {"id": "talk", "title": "The first call"}
SECOND = {"id": "second", "title": "The second call"}
MOTHER = {"id": "mother", "title": "Her mother is born"}


@pytest.fixture
def first(cast: Cast) -> Kept:
    return keep(cast, "First call", TOLD)


def take(cast: Cast, *claims: dict[str, Any]) -> None:
    whole = [{"id": f"c{number}", "knows": "saw", **claim} for number, claim in enumerate(claims)]
    import_claims(cast.chiara, cast.case, json.dumps({"claims": whole}))


def age(place: dict[str, object], years: int, of: str = "born", at: str = "talk") -> dict[str, Any]:
    reading = {"age": years, "of": [of, "start"], "at": [at, "start"]}
    return {"kind": "attribute", "code": "age", **place, "readings": [reading]}


def on(place: dict[str, object], occurrence: dict[str, str], day: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - members of a file
    return {"kind": "occurrence", **place, "occurrence": occurrence, "readings": [day], **more}


def held(cast: Cast, first: Kept, years: int, born: str = "1979-05-09", day: str = "2012-01-10") -> None:
    birth = {"kind": "attribute", "code": "birth-date", **first.place("The ninth of May 1979")}
    take(
        cast,
        on(first.place("How old are you"), TALK, day, by="Orynbek"),
        {**birth, "occurrence": BORN, "readings": [born]},
        age(first.place("I am thirty-three"), years),
    )


# Born on 9 May 1979 and asked on 10 January 2012, between the new years of the two calendars.
@pytest.mark.parametrize(("years", "way"), [(32, "completed"), (34, "nominal"), (33, "lunar")])
def test_an_age_is_right_when_one_way_of_counting_fits(cast: Cast, first: Kept, years: int, way: str) -> None:
    held(cast, first, years)
    assert reckoned(cast.case)["conflicts"] == []
    [fit] = FoundFit.objects.filter(form="age")
    assert way in fit.ways
    assert set(fit.ways) < {"completed", "nominal", "lunar"}


def test_the_page_says_in_which_way_an_age_fits(cast: Cast, first: Kept, client_of: SignIn) -> None:
    held(cast, first, 34)
    page = client_of(cast.farid).get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert "counted from one at birth, a year more at each new year" in page


def test_an_age_that_fits_no_way_is_a_conflict_that_says_so(
    cast: Cast, first: Kept, client_of: SignIn
) -> None:
    held(cast, first, 51)
    reckoned(cast.case)
    shown = queries.conflicts_shown(cast.case, queries.found_conflicts(cast.case))
    [row] = showing.conflict_rows(shown)
    assert "however it is counted" in row["why"]
    assert "9 May 1979" in row["why"].replace("\u2068", "").replace("\u2069", "")
    assert "how ages are counted" in row["settle"]
    assert {member["quote"] for member in row["members"]} >= {
        "I am thirty-three",
        "The ninth of May 1979",
    }
    page = client_of(cast.farid).get(reverse("conflicts", args=[cast.case.pk])).content.decode()
    assert "however it is counted" in page


def test_two_ages_of_a_relative_in_two_talks_are_held_against_each_other(cast: Cast, first: Kept) -> None:
    second = keep(cast, "Second call", AGAIN)
    take(
        cast,
        on(first.place("How old are you"), TALK, "2012-01-10", by="Orynbek"),
        on(second.place("I see"), SECOND, "2012-01-20", by="Orynbek"),
        {**age(first.place("My mother is sixty-one"), 61, "mother"), "occurrence": MOTHER},
        {**age(second.place("My mother is fifty-five"), 55, "mother", "second"), "occurrence": MOTHER},
    )
    reckoned(cast.case)
    kinds = comparing.contradictions(cast.case)
    found = [one for rows in kinds.values() for one in rows]
    assert len(found) == 1
    assert "Her mother is born" in " ".join(found[0].about)


def test_ages_of_a_relative_that_one_birthday_explains_are_no_conflict(cast: Cast, first: Kept) -> None:
    second = keep(cast, "Second call", AGAIN)
    take(
        cast,
        on(first.place("How old are you"), TALK, "2012-01-10", by="Orynbek"),
        on(second.place("I see"), SECOND, "2012-01-20", by="Orynbek"),
        {**age(first.place("My mother is sixty-one"), 61, "mother"), "occurrence": MOTHER},
        {**age(second.place("My mother is fifty-five"), 62, "mother", "second"), "occurrence": MOTHER},
    )
    assert reckoned(cast.case)["conflicts"] == []


def test_an_office_is_claimed_of_somebody_and_two_offices_differ(cast: Cast, first: Kept) -> None:
    second = keep(cast, "Second call", AGAIN)
    brother = add_entity(cast.chiara, cast.case, "person", [NameGiven("Her brother")])
    for kept, words, value in (
        (first, "the deputy head of the mill", "deputy head"),
        (second, "the head of the mill", "head"),
    ):
        stated = Statement(
            "attribute", knows="saw", code="office", value=value, entities=(Attached(brother, ""),)
        )
        make_claim(cast.chiara, cast.case, kept.at(words), stated)
    [subject] = comparing.table(cast.case, 1).subjects
    assert subject.title.replace("\u2068", "").replace("\u2069", "") == "Her brother: Office held"
    assert subject.lines[0].differ


def test_an_attribute_is_claimed_on_the_page_with_the_usual_names_offered(
    cast: Cast, first: Kept, client_of: SignIn
) -> None:
    client, anchor = client_of(cast.chiara), first.at("I am thirty-three")
    where = reverse("claim-new", args=[cast.case.pk]) + f"?anchor={anchor.pk}"
    page = client.get(where).content.decode()
    for code in showing.ATTRIBUTES:
        assert f'<option value="{code}">' in page
    sent = {
        "kind": "attribute",
        "attribute": "age",
        "knows": "saw",
        "mode": "asserted",
        "new_occurrence": "Saule is born",
        "readings-TOTAL_FORMS": "1",
        "readings-INITIAL_FORMS": "0",
        "readings-0-use": "on",
        "readings-0-form": "age",
        "readings-0-value": "33",
        "readings-0-basis": "stated",
        "readings-0-of": "own",
        "readings-0-of_point": "start",
        "readings-0-to": "own",
        "readings-0-to_point": "end",
    }
    client.post(where, sent)
    claim = Claim.objects.get()
    assert (claim.code, claim.readings.get().value) == ("age", "33")
    page = client.get(reverse("claim", args=[cast.case.pk, claim.pk])).content.decode()
    assert "<dd>Age</dd>" in page


def test_a_conflict_of_ages_between_a_witness_and_a_paper_says_between_whom(cast: Cast, first: Kept) -> None:
    held(cast, first, 51)
    reckoned(cast.case)
    kinds = comparing.contradictions(cast.case)
    assert sum(len(rows) for rows in kinds.values()) == 1
    assert Between.WITNESS_HERSELF in kinds
