from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import NotUnderstood, Problem, Refused
from guwah.steps.people import commands, queries
from guwah.steps.people.flows import (
    NameGiven,
    add_entity,
    add_name,
    identify,
    rebuild_keys,
    withdraw_identification,
    withdraw_name,
)
from guwah.steps.people.models import Entity, Identification, Name, NameKey
from guwah.steps.testimony.models import Participant
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry
from kept import TALK, keep

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast


def a_woman(cast: Cast) -> Entity:
    names = [NameGiven("Айгүл Бекқызы", "kk-Cyrl", "document"), NameGiven("阿依古丽", "zh-Hans")]
    return add_entity(cast.chiara, cast.case, "person", names)


def test_names_are_kept_verbatim_in_any_script(cast: Cast) -> None:
    person = a_woman(cast)
    add_name(cast.chiara, person, NameGiven("  ئايگۈل  ", "ug-arab", "alias"))
    assert [name.text for name in person.names.all()] == ["Айгүл Бекқызы", "阿依古丽", "ئايگۈل"]
    assert [name.language for name in person.names.all()] == ["kk-Cyrl", "zh-Hans", "ug-Arab"]
    assert [row["script"] for row in queries.names_shown(person.names.all())] == ["Cyrl", "Hani", "Arab"]
    assert LogEntry.objects.filter(act="named").count() == 3


@pytest.mark.parametrize("asked", ["Aygul", "Aigul", "Айгүл", "ئايگۈل", "Aygul Bekkyzy"])
def test_one_spelling_in_any_script_finds_the_record_and_says_why(cast: Cast, asked: str) -> None:
    person = a_woman(cast)
    add_entity(cast.chiara, cast.case, "person", [NameGiven("Orynbek")])
    hits = queries.find(asked, [cast.case])
    assert [hit.entity for hit in hits] == [person]
    assert 0 < hits[0].score <= 1
    assert hits[0].reasons


def test_the_same_spelling_comes_first_and_the_limit_holds(cast: Cast) -> None:
    near = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule Bekkyzy")])
    exact = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    assert [hit.entity for hit in queries.find("Saule", [cast.case])] == [exact, near]
    assert [hit.entity for hit in queries.find("Saule", [cast.case], limit=1)] == [exact]
    assert queries.find("Saule", []) == []
    assert queries.find("…", [cast.case]) == []


def test_a_search_asks_the_database_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        add_entity(cast.chiara, cast.case, "person", [NameGiven(f"Saule {number}")])
    cases = [cast.case]
    with django_assert_num_queries(1):
        assert len(queries.find("Saule", cases)) == queries.USUAL_LIMIT


def test_a_withdrawn_name_stays_and_finds_nobody(cast: Cast) -> None:
    person = a_woman(cast)
    name = person.names.get(text="阿依古丽")
    withdraw_name(cast.chiara, name)
    name.refresh_from_db()
    assert name.withdrawn_at is not None
    assert queries.find("阿依古丽", [cast.case]) == []
    with pytest.raises(Refused) as twice:
        withdraw_name(cast.chiara, name)
    assert twice.value.code == "already-withdrawn"
    with pytest.raises(Refused) as last:
        withdraw_name(cast.chiara, person.names.get(withdrawn_at=None))
    assert last.value.code == "last-name"
    assert add_name(cast.chiara, person, NameGiven("阿依古丽")).pk != name.pk


def test_a_name_is_never_overwritten(cast: Cast) -> None:
    name = a_woman(cast).names.all()[0]
    name.text = "Another"
    with pytest.raises(Overwritten):
        name.save()


@pytest.mark.parametrize(
    ("kind", "names", "what", "code"),
    [
        ("ghost", [NameGiven("A")], "", "unknown-kind"),
        ("person", [], "", "no-name"),
        ("person", [NameGiven("  ")], "", "no-name"),
        ("person", [NameGiven("x" * 301)], "", "name-too-long"),
        ("person", [NameGiven("A", kind="nickname")], "", "unknown-kind"),
        ("person", [NameGiven("A", "not a tag!")], "", "bad-language"),
        ("person", [NameGiven("A")], "police", "unknown-code"),
        ("body", [NameGiven("A")], "bakery", "unknown-code"),
        ("person", [NameGiven("A"), NameGiven("A")], "", "already-named"),
    ],
)
def test_what_is_no_name_is_told_and_nothing_is_kept(
    cast: Cast, kind: str, names: list[NameGiven], what: str, code: str
) -> None:
    with pytest.raises(Problem) as refusal:
        add_entity(cast.chiara, cast.case, kind, names, what=what)
    assert refusal.value.code == code
    assert not Entity.objects.exists()


def test_what_a_body_is_comes_from_a_list(cast: Cast) -> None:
    body = add_entity(cast.chiara, cast.case, "body", [NameGiven("Аудандық полиция")], what="police")
    assert body.what == "police"


def test_keys_can_be_made_again(cast: Cast) -> None:
    a_woman(cast)
    before = set(NameKey.objects.values_list("name", "key"))
    NameKey.objects.all().delete()
    assert rebuild_keys(cast.chiara, cast.case) == len(before)
    assert set(NameKey.objects.values_list("name", "key")) == before


def test_who_speaks_is_a_judgement_that_can_be_taken_back(cast: Cast) -> None:
    keep(cast, "A call", TALK)
    person = a_woman(cast)
    speaker, other = Participant.objects.order_by("pk")
    judgement = identify(cast.chiara, person, speaker, "interviewer")
    assert queries.unidentified(cast.case) == [other]
    assert queries.identified([speaker.pk, other.pk]) == {
        speaker.pk: queries.Judged(person.pk, "interviewer")
    }
    with pytest.raises(Refused):
        identify(cast.chiara, a_woman(cast), speaker)
    withdraw_identification(cast.chiara, judgement)
    assert queries.identified([speaker.pk]) == {}
    with pytest.raises(Refused):
        withdraw_identification(cast.chiara, judgement)
    identify(cast.chiara, person, speaker)
    assert Identification.objects.count() == 2


def test_only_a_person_of_the_same_case_speaks(cast: Cast) -> None:
    keep(cast, "A call", TALK)
    speaker = Participant.objects.all()[0]
    place = add_entity(cast.chiara, cast.case, "place", [NameGiven("Tasaryk")])
    with pytest.raises(NotUnderstood) as refusal:
        identify(cast.chiara, place, speaker)
    assert refusal.value.code == "not-a-person"
    with pytest.raises(NotUnderstood) as refusal:
        identify(cast.chiara, a_woman(cast), speaker, "hero")
    assert refusal.value.code == "unknown-role"
    elsewhere = Case.objects.create(title="Another", opened_by=cast.aygul)
    stranger = add_entity(cast.aygul, elsewhere, "person", [NameGiven("A")])
    with pytest.raises(NotUnderstood) as refusal:
        identify(cast.aygul, stranger, speaker)
    assert refusal.value.code == "not-of-this-case"


def test_the_words_of_a_name_are_of_the_same_case(cast: Cast) -> None:
    words = keep(cast, "A call", TALK).at("Saule: They")
    elsewhere = Case.objects.create(title="Another", opened_by=cast.aygul)
    with pytest.raises(NotUnderstood) as refusal:
        add_entity(cast.aygul, elsewhere, "person", [NameGiven("Saule", anchor=words)])
    assert refusal.value.code == "not-of-this-case"
    named = add_entity(cast.aygul, cast.case, "person", [NameGiven("Saule", anchor=words)])
    assert named.names.get().anchor == words


@pytest.mark.parametrize("who", ["farid", "daniyar", "gulya", "hanna", "emine"])
def test_not_everybody_may_name_people(cast: Cast, who: str) -> None:
    member, person = cast.members[who], a_woman(cast)
    name = person.names.all()[0]
    for flow in (
        lambda: add_entity(member, cast.case, "person", [NameGiven("A")]),
        lambda: add_name(member, person, NameGiven("A")),
        lambda: withdraw_name(member, name),
        lambda: rebuild_keys(member, cast.case),
    ):
        with pytest.raises(NotPermitted):
            flow()
    assert Name.objects.count() == 2


def test_the_command_finds_in_the_cases_one_may_see(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_woman(cast)
    runner = CliRunner()
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)
    for words in (["find", "Aygul"], ["find", "Aygul", "--case", str(cast.case.pk), "--limit", "1"]):
        told = json.loads(runner.invoke(commands.group, [*words, "--json"]).stdout)
        assert [(one["id"], one["name"]) for one in told["results"]] == [(person.pk, "Айгүл Бекқызы")]
        assert told["results"][0]["reasons"]
    said = runner.invoke(commands.group, ["find", "Aygul"]).stdout
    assert "Айгүл Бекқызы" in said
    assert "Nobody" in runner.invoke(commands.group, ["find", "Zzz"]).stdout
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.hanna)
    assert json.loads(runner.invoke(commands.group, ["find", "Aygul", "--json"]).stdout) == {"results": []}
    refused = runner.invoke(commands.group, ["find", "Aygul", "--case", str(cast.case.pk), "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (3, "no-such-case")
