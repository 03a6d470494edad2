"""A person's status over time: lanes, open days, gaps told, what excludes itself, how old the last is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import translation

from guwah.steps.claims.flows import Statement, StatusGiven, make_claim, note_status, say_party, status_codes
from guwah.steps.claims.models import Status
from guwah.steps.claims.queries import current_statuses
from guwah.steps.claims.statuses.history import GAPS, axis_words, day_words, history
from guwah.steps.people.flows import NameGiven, add_entity

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.claims.statuses.history import Lane
    from guwah.steps.people.models import Entity
    from kept import Kept

    SignIn = Callable[[Member], Client]

TODAY = date(2012, 1, 1)


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


def note(cast: Cast, code: str, as_of: str, axis: str = "liberty", **more: object) -> Status:
    return note_status(cast.chiara, cast.case, StatusGiven(axis, code, as_of, **more))  # type: ignore[arg-type] # of several types


def lane(cast: Cast, axis: str = "liberty") -> Lane:
    [found] = [each for each in history(cast.case, TODAY)[0].lanes if each.axis == axis]
    return found


def saule(cast: Cast) -> Entity:
    return add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])


def test_a_lane_stands_in_the_order_of_the_days_and_says_how_old_the_last_is(cast: Cast) -> None:
    note(cast, "free", "2011-12-02")
    note(cast, "interned", "2011-05-05")
    found = lane(cast)
    assert [entry.status.code for entry in found.entries] == ["interned", "free"]
    assert [entry.status.code for entry in found.last] == ["free"]
    assert found.age == "30 days old"


@pytest.mark.parametrize(
    ("as_of", "age"),
    [
        ("2011-12-31", "1 day old"),
        ("2011-12", "1 to 31 days old"),
        ("../2011-12-31", "at least 1 day old"),
        ("2011-12/..", "up to now, or it is not said until when"),
        ("2012-02", "up to now, or it is not said until when"),
    ],
)
def test_how_old_what_is_known_is_keeps_what_is_open(cast: Cast, as_of: str, age: str) -> None:
    note(cast, "free", as_of)
    assert lane(cast).age == age


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2011-05-06", "6 May 2011"),
        ("[2011-05-06,2011-05-13,2011-05-20]", "a Friday between 6 May 2011 and 20 May 2011"),
        ("[2011-05-06,2011-05-13]", "a Friday between 6 May 2011 and 13 May 2011"),
        # Not every one of the Fridays, or not the same weekday: what was meant is not known to be a Friday.
        ("[2011-05-06,2011-05-20]", "6 or 20 May 2011"),
        ("[2011-05-06,2011-05-07]", "6 or 7 May 2011"),
        ("[2011-05,2011-07]", "May 2011 or July 2011"),
        ("2011~", "about 2011"),
    ],
)
def test_a_day_is_said_with_its_openness(edtf: str, words: str) -> None:
    assert plain(day_words(edtf)) == words


def test_a_weekday_is_said_in_the_language_of_the_page() -> None:
    for language, friday in (("ru", "пятница"), ("zh-hans", "星期五"), ("kk", "жұма"), ("ug", "جۈمە")):
        with translation.override(language):
            assert friday in day_words("[2011-05-06,2011-05-13]")


def test_what_is_said_of_the_same_day_in_two_ways_excludes_itself_and_both_stand(cast: Cast) -> None:
    note(cast, "free", "2011-05-05")
    note(cast, "interned", "2011-05-05")
    note(cast, "free", "2011-04-01")
    found = lane(cast)
    assert [entry.clashes for entry in found.entries] == [False, True, True]
    assert {entry.status.code for entry in found.last} == {"free", "interned"}


def test_where_days_overlap_nobody_knows_which_came_later(cast: Cast) -> None:
    note(cast, "free", "2011-05")
    note(cast, "interned", "2011-05-05")
    note(cast, "interned", "2011-07")
    found = lane(cast)
    assert [(entry.clashes, entry.unordered) for entry in found.entries] == [
        (False, True),
        (False, True),
        (False, False),
    ]


def test_the_same_said_twice_is_no_clash(cast: Cast) -> None:
    note(cast, "free", "2011-05-05")
    note(cast, "free", "2011-05-05")
    assert not any(entry.clashes or entry.unordered for entry in lane(cast).entries)


def test_a_gap_is_what_somebody_told_and_never_silence(cast: Cast) -> None:
    note(cast, "direct", "2011-05-05", "contact")
    note(cast, "lost", "2011-08", "contact")
    assert [entry.gap for entry in lane(cast, "contact").entries] == [False, True]
    assert {code for axis in ("liberty", "whereabouts", "contact") for code in status_codes(axis)} >= GAPS


def test_each_entry_carries_its_words(cast: Cast, talk: Kept) -> None:
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), Statement("status"))
    note(cast, "free", "2011-05-05", claim=claim)
    note(cast, "free", "2011-05-06")
    first, second = lane(cast).entries
    assert first.claim is not None
    assert first.claim["quote"] == "the flour was damp"
    assert second.claim is None


def test_who_the_case_is_about_comes_first_and_who_was_only_heard_of_is_not_named(
    cast: Cast, talk: Kept
) -> None:
    told = Statement("status", knows="told", of_others=True)
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), told)
    person = saule(cast)
    note(cast, "interned", "2011-05-05", person=person, claim=claim)
    note(cast, "free", "2011-05-05")
    main, other = history(cast.case, TODAY)
    assert (main.person, main.party) == (None, True)
    assert (other.name, other.party) == ("another person", False)
    assert other.lanes[0].entries[0].words == "another person"
    # Nor does the head of the case say of the one what was said of the other.
    assert [row.code for row in current_statuses(cast.case)] == ["free"]

    say_party(cast.chiara, cast.case, person)
    assert {one.name for one in history(cast.case, TODAY)} == {"Saule", "The person this case is about"}
    assert len(current_statuses(cast.case)) == 2


def test_every_axis_has_a_name(cast: Cast) -> None:
    for axis in ("liberty", "whereabouts", "contact", "life", "risk", "exit_papers"):
        assert axis_words(axis) != axis


def test_the_page_teaches_then_shows_lanes_and_takes_an_entry_from_a_claim(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    where, form = (reverse(name, args=[cast.case.pk]) for name in ("status-history", "status"))
    assert "No status is noted yet" in client.get(where).content.decode()
    assert "An entry is worth the words" in client.get(form).content.decode()
    stated = Statement("status", knows="saw", said_on="2011-05-06")
    claim = make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), stated)
    person = saule(cast)
    say_party(cast.chiara, cast.case, person)
    page = client.get(form + f"?claim={claim.pk}").content.decode()
    assert 'value="2011-05-06"' in page
    assert "the flour was damp" in page
    sent = {
        "person": str(person.pk),
        "status": "whereabouts:last_seen_only",
        "as_of": "2011-05",
        "weekday": "4",
    }
    page = plain(client.post(form + f"?claim={claim.pk}", sent, follow=True).content.decode())
    status = Status.objects.get()
    assert status.as_of == "[2011-05-06,2011-05-13,2011-05-20,2011-05-27]"
    assert (status.person, status.claim) == (person, claim)
    for words in (
        "Saule",
        "Last known",
        "a Friday between 6 May 2011 and 27 May 2011",
        "a gap that was told",
    ):
        assert words in page, words
    assert "the flour was damp" in page
    # A reader sees it and adds nothing.
    page = client_of(cast.farid).get(where).content.decode()
    assert "Last known" in page
    assert form not in page.replace(where, "")
    assert client_of(cast.farid).get(form).status_code == 403


@pytest.mark.parametrize("as_of", ["2011", "2011-05-06/..", "2011-05-07/2011-05-10", "some day"])
def test_a_weekday_needs_a_short_stretch_that_has_one(cast: Cast, client_of: SignIn, as_of: str) -> None:
    sent = {"status": "liberty:free", "as_of": as_of, "weekday": "4"}
    page = client_of(cast.chiara).post(reverse("status", args=[cast.case.pk]), sent).content.decode()
    assert "at most five weeks" in page
    assert not Status.objects.exists()


def test_one_weekday_in_a_stretch_is_that_day(cast: Cast, client_of: SignIn) -> None:
    sent = {"status": "liberty:free", "as_of": "2011-05-04/2011-05-10", "weekday": "4"}
    client_of(cast.chiara).post(reverse("status", args=[cast.case.pk]), sent)
    assert Status.objects.get().as_of == "2011-05-06"
