from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.steps.people import queries
from guwah.steps.people.flows import NameGiven, add_entity, identify
from guwah.steps.people.models import Entity, Identification
from guwah.steps.testimony.models import Participant
from kept import TALK, keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member


def test_somebody_is_added_and_named_in_another_script(
    cast: Cast, client_of: Callable[[Member], Client]
) -> None:
    client = client_of(cast.chiara)
    new = reverse("entity-new", args=[cast.case.pk])
    sent = {
        "kind": "person",
        "name": "Айгүл",
        "name_kind": "as-said",
        "language": "kk",
        "what": "",
        "note": "",
    }
    answer = client.post(new, sent)
    person = Entity.objects.get()
    address = reverse("entity", args=[cast.case.pk, person.pk])
    assert answer["Location"] == address
    more = {"name": "ئايگۈل", "name_kind": "alias", "language": "ug"}
    client.post(reverse("entity-name", args=[cast.case.pk, person.pk]), more)
    shown = client.get(address).content.decode()
    assert '<bdi lang="ug" dir="rtl">ئايگۈل</bdi>' in shown
    assert "Arab" in shown
    withdrawn = person.names.get(text="Айгүл")
    client.post(reverse("name-withdraw", args=[cast.case.pk, withdrawn.pk]))
    assert "<s>" in client.get(address).content.decode()
    last = client.post(
        reverse("name-withdraw", args=[cast.case.pk, person.names.get(text="ئايگۈل").pk]), follow=True
    )
    assert "only name left" in last.content.decode()


def test_what_is_refused_is_said_on_the_form(cast: Cast, client_of: Callable[[Member], Client]) -> None:
    client = client_of(cast.chiara)
    sent = {"kind": "person", "name": "A", "name_kind": "as-said", "language": "??", "what": "", "note": ""}
    answer = client.post(reverse("entity-new", args=[cast.case.pk]), sent)
    assert answer.status_code == 200
    assert "not a language tag" in answer.content.decode()
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("A")])
    address = reverse("entity-name", args=[cast.case.pk, person.pk])
    for wrong in ({"name": ""}, {"name": "A", "name_kind": "as-said"}):
        assert client.post(address, wrong, follow=True).status_code == 200
    assert person.names.count() == 1


def test_a_name_from_selected_words_keeps_them(cast: Cast, client_of: Callable[[Member], Client]) -> None:
    words = keep(cast, "A call", TALK).at("The inspector")
    client, new = client_of(cast.chiara), reverse("entity-new", args=[cast.case.pk])
    assert 'value="The inspector"' in client.get(f"{new}?anchor={words.pk}").content.decode()
    sent = {"kind": "person", "name": "The inspector", "name_kind": "as-said", "what": "", "note": ""}
    client.post(f"{new}?anchor={words.pk}", sent)
    person = Entity.objects.get()
    assert person.names.get().anchor == words
    assert client.get(f"{new}?anchor=999999").status_code == 404


def test_the_list_finds_across_scripts_and_says_why(
    cast: Cast, client_of: Callable[[Member], Client]
) -> None:
    add_entity(cast.chiara, cast.case, "person", [NameGiven("Айгүл")])
    client, address = client_of(cast.farid), reverse("people", args=[cast.case.pk])
    found = client.get(address, {"find": "ئايگۈل"}).content.decode()
    assert "Айгүл" in found
    assert "read the same" in found
    assert "Nobody was found" in client.get(address, {"find": "Zzz"}).content.decode()
    assert "Айгүл" in client.get(address, {"kind": "person"}).content.decode()
    assert "Айгүл" not in client.get(address, {"kind": "place"}).content.decode()
    assert "Nobody is named" in client.get(address, {"after": "99999"}).content.decode()


def test_a_long_list_comes_in_pages_with_few_questions(
    cast: Cast,
    client_of: Callable[[Member], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(queries.PAGE + 1):
        entity = Entity.objects.create(case=cast.case, kind="place", added_by=cast.chiara)
        entity.names.create(text=f"Village {number}", added_by=cast.chiara)
    client, address = client_of(cast.farid), reverse("people", args=[cast.case.pk])
    with django_assert_max_num_queries(16):
        first = client.get(address).content.decode()
    assert f"Village {queries.PAGE - 1}" in first
    assert f"Village {queries.PAGE}<" not in first
    following = first.split("?after=")[1].split('"')[0]
    assert f"Village {queries.PAGE}" in client.get(address, {"after": following}).content.decode()


def test_who_speaks_is_judged_and_taken_back_on_the_page(
    cast: Cast, client_of: Callable[[Member], Client]
) -> None:
    keep(cast, "A call", TALK)
    speaker = Participant.objects.all()[0]
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("Orynbek")])
    client, address = client_of(cast.chiara), reverse("entity", args=[cast.case.pk, person.pk])
    assert "A call" in client.get(address).content.decode()
    speaks = reverse("entity-speaks", args=[cast.case.pk, person.pk])
    client.post(speaks, {"participant": str(speaker.pk)})
    judgement = Identification.objects.get()
    assert "judged by" in client.get(address).content.decode()
    assert "Choose somebody" in client.post(speaks, {"participant": "0"}, follow=True).content.decode()
    taken_back = reverse("speaks-withdraw", args=[cast.case.pk, judgement.pk])
    client.post(taken_back)
    assert "taken back" in client.get(address).content.decode()
    assert "withdrawn before" in client.post(taken_back, follow=True).content.decode()


def test_a_place_does_not_speak(cast: Cast, client_of: Callable[[Member], Client]) -> None:
    keep(cast, "A call", TALK)
    place = add_entity(cast.chiara, cast.case, "place", [NameGiven("Tasaryk")])
    client = client_of(cast.chiara)
    speaks = reverse("entity-speaks", args=[cast.case.pk, place.pk])
    speaker = Participant.objects.all()[0]
    refused = client.post(speaks, {"participant": str(speaker.pk)}, follow=True)
    assert "Only a person" in refused.content.decode()


@pytest.mark.parametrize("who", ["farid", "gulya", "hanna"])
def test_readers_edit_nobody_and_strangers_see_nobody(
    cast: Cast, client_of: Callable[[Member], Client], who: str
) -> None:
    keep(cast, "A call", TALK)
    person = add_entity(cast.chiara, cast.case, "person", [NameGiven("Orynbek")])
    judgement = identify(cast.chiara, person, Participant.objects.all()[0])
    client, number = client_of(cast.members[who]), cast.case.pk
    posts = [
        reverse("entity-new", args=[number]),
        reverse("entity-name", args=[number, person.pk]),
        reverse("entity-speaks", args=[number, person.pk]),
        reverse("name-withdraw", args=[number, person.names.get().pk]),
        reverse("speaks-withdraw", args=[number, judgement.pk]),
    ]
    expected = 404 if who == "hanna" else 403
    assert {client.post(address, {}).status_code for address in posts} == {expected}
    seen = {client.get(reverse("people", args=[number])).status_code}
    assert seen == {200 if who == "farid" else expected}


def test_what_is_not_there_is_not_there(cast: Cast, client_of: Callable[[Member], Client]) -> None:
    client, number = client_of(cast.chiara), cast.case.pk
    assert client.get(reverse("entity", args=[number, 999])).status_code == 404
    assert client.post(reverse("name-withdraw", args=[number, 999])).status_code == 404
    assert client.post(reverse("speaks-withdraw", args=[number, 999])).status_code == 404
