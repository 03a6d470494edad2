from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.urls import reverse
from pytest_django.asserts import assertHTMLEqual

from guwah.steps.claims import queries
from guwah.steps.claims.flows import (
    ReadingGiven,
    Statement,
    make_claim,
    name_occurrence,
)
from guwah.steps.claims.forms import LongSelect
from guwah.steps.claims.models import Claim, Occurrence
from guwah.steps.people.flows import NameGiven, add_entity
from kept import disagree

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grammar that knows one date, so that these tests do not hang on another instrument's rules."""

    def find(text: str, language: str) -> list[Any]:
        assert language in {"en", "ru", "zh", "kk", "ug"}
        at = text.find("5 May 2011")
        if at < 0:
            return []
        reading = SimpleNamespace(
            edtf="2011-05-05",
            duration=None,
            approximate=False,
            basis="stated",
            rule="en-full",
            assumptions=("the usual calendar",),
        )
        return [SimpleNamespace(start=at, end=at + 10, kind="date", readings=(reading,))]

    module = ModuleType("guwah.instruments.dates.mentions")
    module.find = find  # type: ignore[attr-defined] # a module made here
    monkeypatch.setitem(sys.modules, "guwah.instruments.dates.mentions", module)


def row(number: int, **fields: str) -> dict[str, str]:
    """Return what a browser sends for one reading."""
    usual = {"form": "date", "basis": "stated", "of": "own", "of_point": "start", "to": "", "to_point": "end"}
    return {f"readings-{number}-{name}": value for name, value in (usual | fields).items()}


def sent(*rows: dict[str, str], initial: int = 0, **fields: object) -> dict[str, Any]:
    whole: dict[str, Any] = {"kind": "occurrence", "knows": "saw", "mode": "asserted", **fields}
    whole |= {"readings-TOTAL_FORMS": str(len(rows)), "readings-INITIAL_FORMS": str(initial)}
    for one in rows:
        whole |= one
    return whole


def test_a_claim_is_made_from_words_and_a_proposal_is_taken_only_when_ticked(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("Сәуле")])
    client, address = client_of(cast.chiara), reverse("claim-new", args=[cast.case.pk])
    address = f"{address}?anchor={talk.at('on 5 May 2011').pk}"
    page = client.get(address).content.decode()
    assert 'value="2011-05-05"' in page
    assert "en-full" in page
    assert 'value="Saule"' in page
    proposal = row(0, value="2011-05-05", rule="en-full")
    fields: dict[str, Any] = {
        "new_occurrence": "The bakery is closed",
        "people": [str(person.pk)],
        "by": "Saule",
    }
    client.post(address, sent(proposal, row(1, value=""), initial=1, **fields))
    first = Claim.objects.get()
    assert not first.readings.exists()
    assert first.entities.get().entity == person
    ticked = proposal | {"readings-0-use": "on"}
    hers = row(1, form="duration", value="P3D", to="own", approximate="on")
    answer = client.post(address, sent(ticked, hers, initial=1, occurrence=str(first.occurrence_id)))
    second = Claim.objects.exclude(pk=first.pk).get()
    assert answer["Location"] == reverse("claim", args=[cast.case.pk, second.pk])
    assert [(one.form, one.value, one.rule) for one in second.readings.all()] == [
        ("date", "2011-05-05", "en-full"),
        ("duration", "P3D", ""),
    ]
    assert second.occurrence == first.occurrence
    assert all(one.of == first.occurrence for one in second.readings.all())


def test_another_reading_is_asked_for_and_nothing_is_kept_yet(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    client, address = client_of(cast.chiara), reverse("claim-new", args=[cast.case.pk])
    address = f"{address}?anchor={talk.at('7 May 2012').pk}"
    page = client.post(
        address, sent(row(0, value="2012"), more="1", new_occurrence="Opened again")
    ).content.decode()
    assert not Claim.objects.exists()
    assert "readings-1-value" in page
    assert 'value="2012"' in page
    assert 'value="Opened again"' in page


def test_what_is_refused_is_said_on_the_page_and_nothing_is_kept(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    client, address = client_of(cast.chiara), reverse("claim-new", args=[cast.case.pk])
    address = f"{address}?anchor={talk.at('7 May 2012').pk}"
    there = name_occurrence(cast.chiara, cast.case, "There already")
    wrong: list[tuple[dict[str, Any], list[dict[str, str]], str]] = [
        ({}, [row(0)], "Say what happened"),
        ({"occurrence": str(there.pk), "new_occurrence": "New"}, [row(0)], "not both"),
        ({"new_occurrence": "Opened"}, [row(0, use="on")], "A reading needs a value"),
        ({"new_occurrence": "Opened"}, [row(0, value="7 May")], "not a date"),
    ]
    for fields, rows, said in wrong:
        page = client.post(address, sent(*rows, **fields))
        assert page.status_code == 200
        assert said in page.content.decode()
    assert not Claim.objects.exists()
    assert Occurrence.objects.get() == there
    assert client.get(reverse("claim-new", args=[cast.case.pk])).status_code == 404


def test_an_attribute_carries_its_name(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    client, address = client_of(cast.chiara), reverse("claim-new", args=[cast.case.pk])
    address = f"{address}?anchor={talk.at('the flour was damp').pk}"
    client.post(address, sent(row(0), kind="attribute", attribute="flour", value="damp"))
    claim = Claim.objects.get()
    assert (claim.code, claim.value) == ("flour", "damp")
    page = client.get(reverse("claim", args=[cast.case.pk, claim.pk])).content.decode()
    assert "flour: damp" in page.replace("\u2068", "").replace("\u2069", "")


def test_one_claim_shows_its_words_and_what_is_done_with_it(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    claim = Claim.objects.get(external_id="b")
    client = client_of(cast.boris)
    address = reverse("claim", args=[cast.case.pk, claim.pk])
    page = client.get(address).content.decode()
    assert "<strong>on 7 May 2012</strong>" in page
    assert f"s1-t{claim.anchor.block.n if claim.anchor.block else 0}" in page
    assert "The witness said both" in page
    assert f"Claim {claim.pk}: " in page
    client.post(reverse("claim-check", args=[cast.case.pk, claim.pk]))
    again = client.post(reverse("claim-check", args=[cast.case.pk, claim.pk]), follow=True)
    assert "checked this claim before" in again.content.decode()
    adding = {name.removeprefix("readings-0-"): value for name, value in row(0, value="2012-06").items()}
    client.post(reverse("claim-reading", args=[cast.case.pk, claim.pk]), adding)
    assert claim.readings.count() == 2
    empty = client.post(reverse("claim-reading", args=[cast.case.pk, claim.pk]), {}, follow=True)
    assert "Nothing was changed" in empty.content.decode()
    joined = {"entity": str(person.pk), "role": "victim"}
    client.post(reverse("party", args=[cast.case.pk, person.pk]), {"about": "yes", "claim": str(claim.pk)})
    client.post(reverse("claim-attach", args=[cast.case.pk, claim.pk]), joined)
    nobody = client.post(reverse("claim-attach", args=[cast.case.pk, claim.pk]), {"entity": "0"}, follow=True)
    assert "Choose somebody" in nobody.content.decode()
    client.post(reverse("claim-withdraw", args=[cast.case.pk, claim.pk]), {"because": "misheard"})
    page = client.get(address).content.decode()
    assert "misheard" in page
    assert reverse("claim-replace", args=[cast.case.pk, claim.pk]) not in page


def test_a_correction_starts_from_what_is_there_and_keeps_roles(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    disagree(cast, talk)
    claim = Claim.objects.get(external_id="d")
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    client = client_of(cast.boris)
    client.post(
        reverse("claim-attach", args=[cast.case.pk, claim.pk]), {"entity": str(person.pk), "role": "victim"}
    )
    address = reverse("claim-replace", args=[cast.case.pk, claim.pk])
    page = client.get(address).content.decode()
    assert 'value="P1Y3D"' in page
    occurrence = Occurrence.objects.get()
    points = {"of": str(occurrence.pk), "to": str(occurrence.pk)}
    changed = row(0, use="on", form="duration", value="P1Y2D", **points)
    client.post(
        address,
        sent(changed, row(1, value=""), initial=1, kind="statement", by="Orynbek", people=[str(person.pk)]),
    )
    claim.refresh_from_db()
    new = claim.replaced_by
    assert new is not None
    assert new.entities.get().role == "victim"
    assert [one.value for one in new.readings.all()] == ["P1Y2D"]
    history = client.get(reverse("claim", args=[cast.case.pk, new.pk])).content.decode()
    assert reverse("claim", args=[cast.case.pk, claim.pk]) in history
    refused = client.post(address, sent(changed, initial=1, kind="statement", by="Orynbek"))
    assert "replaced or withdrawn" in refused.content.decode()


def test_the_list_is_filtered_and_paged_with_few_questions(
    cast: Cast,
    talk: Kept,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    disagree(cast, talk)
    words = talk.at("the flour was damp")
    for _ in range(queries.PAGE):
        make_claim(cast.chiara, cast.case, words, Statement(kind="attribute", machine=True))
    client, address = client_of(cast.farid), reverse("claims", args=[cast.case.pk])
    with django_assert_max_num_queries(16):
        page = client.get(address).content.decode()
    assert page.count('class="claim"') == queries.PAGE
    following = page.split('href="?')[-1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"{address}?{following}").content.decode().count('class="claim"') == 4
    for filtered, number in (
        ({"kind": "statement"}, 1),
        ({"by": "Orynbek"}, 1),
        ({"occurrence": str(Occurrence.objects.get().pk)}, 3),
        ({"entity": "0"}, 0),
        ({"unchecked": "on", "gone": "on"}, queries.PAGE),
    ):
        assert client.get(address, filtered).content.decode().count('class="claim"') == number


@pytest.mark.parametrize("who", ["farid", "gulya", "hanna"])
def test_readers_change_nothing_and_strangers_see_nothing(
    cast: Cast, talk: Kept, client_of: SignIn, who: str
) -> None:
    disagree(cast, talk)
    claim, number = Claim.objects.all()[0], cast.case.pk
    client = client_of(cast.members[who])
    changing = [
        reverse("claim-new", args=[number]),
        reverse("conflict-explain", args=[number]),
        reverse("status", args=[number]),
        *(
            reverse(name, args=[number, claim.pk])
            for name in ("claim-replace", "claim-check", "claim-withdraw", "claim-reading", "claim-attach")
        ),
    ]
    expected = 404 if who == "hanna" else 403
    assert {client.post(address, {}).status_code for address in changing} == {expected}
    seeing = [
        reverse("claims", args=[number]),
        reverse("chronology", args=[number]),
        reverse("conflicts", args=[number]),
        reverse("claim", args=[number, claim.pk]),
    ]
    assert {client.get(address).status_code for address in seeing} == {200 if who == "farid" else expected}


def test_a_claim_that_is_not_there_is_not_there(cast: Cast, client_of: SignIn) -> None:
    assert client_of(cast.chiara).get(reverse("claim", args=[cast.case.pk, 999])).status_code == 404


def test_old_occurrences_can_still_be_chosen_for_an_old_claim(cast: Cast, talk: Kept) -> None:
    old = name_occurrence(cast.chiara, cast.case, "The oldest")
    claim = make_claim(
        cast.chiara,
        cast.case,
        talk.at("5 May 2011"),
        Statement(kind="occurrence", occurrence=old, readings=(ReadingGiven("date", "2011", of=old),)),
    )
    Occurrence.objects.bulk_create(
        [
            Occurrence(case=cast.case, title=f"{number}", external_id=f"x{number}", added_by=cast.chiara)
            for number in range(queries.MOST_CHOICES)
        ]
    )
    assert old not in queries.occurrences(cast.case)
    assert old in queries.occurrences(cast.case, [claim.occurrence_id, None])


def test_a_long_list_of_choices_is_written_like_any_other() -> None:
    choices = [("", "nothing"), ("1", "<the mill> & the ford"), ("2", "Қамба")]
    for value in ("", "1", None):
        plain, ours = forms.Select(choices=choices), LongSelect(choices=choices)
        drawn = [widget.render("of", value, {"id": "x", "required": True}) for widget in (plain, ours)]
        assertHTMLEqual(*drawn)


def test_words_keep_their_own_direction_on_the_page_of_a_claim_to_be_made(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    client.cookies["guwah_language"] = "ug"
    page = client.get(reverse("claim-new", args=[cast.case.pk]), {"anchor": talk.at("on 5 May 2011").pk})
    shown = page.content.decode()
    assert 'dir="rtl"' in shown.split("<body", 1)[0]
    assert '<blockquote class="claim-words" lang="en" dir="ltr">' in shown
