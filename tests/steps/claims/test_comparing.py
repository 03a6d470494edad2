"""Several sources side by side: who contradicts whom, what authorities said when, and how many voices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import Problem
from guwah.steps.claims.comparing import queries
from guwah.steps.claims.comparing.lines import Line, State
from guwah.steps.claims.flows import (
    Statement,
    import_claims,
    make_claim,
    note_repeat,
    reckoned,
    withdraw_repeat,
)
from guwah.steps.claims.parties import Between
from guwah.steps.claims.tables import Repeats
from guwah.steps.evidence.models import Source
from guwah.steps.people.flows import NameGiven, add_entity, identify
from guwah.steps.testimony.models import Participant
from guwah.vault.append_only import Overwritten
from kept import disagree, keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]

SECOND = """Conversation 2

Orynbek: Tell me again about the bakery.

Saule: It was closed in May 2011, on the 5th I think.

Orynbek: And the office?

Saule: In the winter the office told me that the flour was damp. Later they said the chimney was unsafe.
"""
CLOSED = {"id": "o", "title": "The bakery stands closed"}


@pytest.fixture
def second(cast: Cast) -> Kept:
    return keep(cast, "Second call", SECOND)


def take(cast: Cast, *claims: dict[str, Any]) -> None:
    given = [
        {"id": f"x{number}", "kind": "occurrence", "occurrence": CLOSED, "knows": "saw", **claim}
        for number, claim in enumerate(claims)
    ]
    import_claims(cast.chiara, cast.case, json.dumps({"claims": given}))


def compared(cast: Cast, title: str = "When") -> Line:
    for subject in queries.table(cast.case, 1).subjects:
        for line in subject.lines:
            if title in line.title:
                return line
    raise AssertionError(title)


def states(line: Line) -> list[str]:
    return [cell.state.value for cell in line.cells]


def test_two_talks_of_one_witness_fit_and_are_one_voice(cast: Cast, talk: Kept, second: Kept) -> None:
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {**second.place("in May 2011"), "readings": ["2011-05"]},
    )
    line = compared(cast)
    assert states(line) == [State.FITS, State.FITS]
    assert [(len(voice.sources), voice.independent) for voice in line.voices] == [(2, True)]
    assert (line.differ, line.independent) == (False, 1)


def test_a_newspaper_after_her_adds_no_source_and_one_of_its_own_does(
    cast: Cast, talk: Kept, article: Kept
) -> None:
    summer = {**article.place("in the summer of 2011"), "by": "the paper", "readings": ["2011-05/2011-08"]}
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {**summer, "knows": "told", "told_by": "Saule"},
    )
    assert compared(cast).independent == 1
    take(cast, {**summer, "id": "own", "by": "their reporter", "knows": "saw"})
    assert compared(cast).independent == 2


def test_what_cannot_be_true_together_differs_and_nobody_is_counted(
    cast: Cast, talk: Kept, second: Kept, article: Kept
) -> None:
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {**article.place("in the summer of 2011"), "knows": "saw", "readings": ["2011-06/2011-08"]},
    )
    line = compared(cast)
    assert states(line) == [State.DIFFERS, State.DIFFERS]
    assert (line.differ, line.independent) == (True, 0)


def test_one_source_speaks_alone_and_another_is_silent(cast: Cast, talk: Kept, second: Kept) -> None:
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {**second.place("the flour was damp"), "kind": "statement"},
    )
    assert states(compared(cast)) == [State.ALONE, State.SILENT]
    words = compared(cast, "What else")
    assert states(words) == [State.SILENT, State.SAYS]
    # No rule can tell whether two sentences say the same.
    assert words.independent == 0


def test_feared_and_unchecked_words_are_shown_and_held_against_nothing(
    cast: Cast, talk: Kept, second: Kept
) -> None:
    for changes in ({"mode": "feared"}, {"machine": True}):
        take(
            cast,
            {"id": f"a{changes}", **talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
            {"id": f"b{changes}", **second.place("in May 2011"), "readings": ["2012"], **changes},
        )
    assert State.DIFFERS not in states(compared(cast))


def test_a_value_of_an_attribute_is_compared_by_whose_it_is(cast: Cast, talk: Kept, second: Kept) -> None:
    trade = {"kind": "attribute", "occurrence": None, "code": "occupation"}
    take(
        cast,
        {**talk.place("the flour was damp"), **trade, "value": "baker"},
        {**second.place("In the winter"), **trade, "value": "Baker"},
    )
    assert states(compared(cast, "In other words")) == [State.FITS, State.FITS]
    take(cast, {"id": "c", **second.place("Later"), **trade, "value": "miller"})
    line = compared(cast, "In other words")
    assert states(line) == [State.DIFFERS, State.DIFFERS]


def test_durations_are_held_against_each_other_by_the_engine(cast: Cast, talk: Kept, second: Kept) -> None:
    lasted = {"from": ["o", "start"], "to": ["o", "end"]}
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": [{**lasted, "duration": "P1Y3D"}]},
        {**second.place("in May 2011"), "readings": [{**lasted, "duration": "P1Y", "approximate": True}]},
    )
    assert states(compared(cast, "How long")) == [State.FITS, State.FITS]
    take(cast, {"id": "c", **second.place("Later"), "readings": [{**lasted, "duration": "P5Y"}]})
    assert states(compared(cast, "How long")) == [State.DIFFERS, State.DIFFERS]


def test_the_same_person_in_two_spellings_is_one_voice_once_somebody_judged_so(
    cast: Cast, talk: Kept, second: Kept
) -> None:
    Participant.objects.filter(session__revision=second.revision, label="Saule").update(name="Сәуле")
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {**second.place("in May 2011"), "readings": ["2011-05"]},
    )
    assert compared(cast).independent == 2
    saule = add_entity(cast.chiara, cast.case, "person", [NameGiven("Saule")])
    for speaker in Participant.objects.filter(label="Saule"):
        identify(cast.chiara, saule, speaker, "testifier_self")
    assert compared(cast).independent == 1


def test_contradictions_stand_under_who_contradicts_whom(cast: Cast, talk: Kept) -> None:
    disagree(cast, talk)
    reckoned(cast.case)
    kinds = queries.contradictions(cast.case)
    assert list(kinds)[:4] == list(queries.FOUR)
    [one, *_] = kinds[Between.WITNESS_HERSELF]
    assert one.who == ("Saule",)
    assert "The bakery stands closed" in one.about[0]
    assert kinds[Between.AUTHORITIES] == []


def test_what_authorities_said_stands_in_the_order_in_which_they_said_it(
    cast: Cast, talk: Kept, second: Kept
) -> None:
    reported = {"kind": "reported", "knows": "told", "by": "the office"}
    take(
        cast,
        {**second.place("the chimney was unsafe"), **reported, "value": "chimney", "said_on": "2012~"},
        {**second.place("the flour was damp"), **reported, "value": "flour", "said_on": "2011-12"},
        {**talk.place("the flour was damp"), **reported, "value": "Flour", "said_on": "2011-06"},
        {**second.place("the office told me"), **reported, "value": "flour"},
    )
    [(title, told)] = queries.grounds(cast.case)
    assert title == "The bakery stands closed"
    assert [one.said_on for one in told] == ["2011-06", "2011-12", "2012~", ""]
    assert [one.changed for one in told] == [False, False, True, True]
    assert {one.reporter for one in told} == {"Saule"}
    assert {one.authority for one in told} == {"the office"}
    # Whoever reports it is the voice, not the authority.
    assert [voice.key for voice in compared(cast, "What else").voices] == ["saule"]


def test_a_day_on_which_something_was_said_must_be_one(cast: Cast, talk: Kept) -> None:
    for said_on, code in (("last winter", "not-edtf"), ("2011-" + "0" * 60, "too-long")):
        stated = Statement("reported", by="the office", said_on=said_on)
        with pytest.raises(Problem) as refused:
            make_claim(cast.chiara, cast.case, talk.at("the flour was damp"), stated)
        assert refused.value.code == code


def test_that_a_source_repeats_another_is_said_once_and_can_be_taken_back(
    cast: Cast, talk: Kept, article: Kept
) -> None:
    first, paper = talk.layer.source, article.layer.source
    take(
        cast,
        {**talk.place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {**article.place("in the summer of 2011"), "knows": "saw", "readings": ["2011-05/2011-08"]},
    )
    assert compared(cast).independent == 2
    said = note_repeat(cast.chiara, paper, first, "reprint", "It says so at its foot.")
    assert compared(cast).independent == 1
    for source, of, how, code in (
        (paper, first, "reprint", "already-repeats"),
        (first, paper, "reprint", "already-repeats"),
        (first, first, "reprint", "same-source"),
        (first, paper, "copied", "unknown-way"),
    ):
        with pytest.raises(Problem) as refused:
            note_repeat(cast.chiara, source, of, how)
        assert refused.value.code == code
    other = Case.objects.create(title="The well", opened_by=cast.aygul, invented=True)
    elsewhere = Source.objects.create(case=other, number=1, title="A letter", added_by=cast.aygul)
    with pytest.raises(Problem, match="different cases"):
        note_repeat(cast.chiara, first, elsewhere, "retold")
    with pytest.raises(NotPermitted):
        note_repeat(cast.farid, first, paper, "retold")

    withdraw_repeat(cast.chiara, cast.case, said.pk)
    assert compared(cast).independent == 2
    with pytest.raises(Problem, match="Nobody says so"):
        withdraw_repeat(cast.chiara, cast.case, said.pk)
    said.refresh_from_db()
    said.because = "another"
    with pytest.raises(Overwritten):
        said.save()


def test_the_page_shows_it_all_and_takes_what_is_said_of_repetition(
    cast: Cast,
    talk: Kept,
    article: Kept,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, where = client_of(cast.chiara), reverse("sources-compared", args=[cast.case.pk])
    assert "There is nothing to compare yet" in client.get(where).content.decode()
    disagree(cast, talk)
    summer = {**article.place("in the summer of 2011"), "knows": "told", "readings": ["2011-05/2011-08"]}
    take(cast, {**summer, "told_by": "Saule"})
    reckoned(cast.case)
    with django_assert_max_num_queries(45):
        page = client.get(where).content.decode()
    for words in ("The witness with herself", "The authorities", "fits the others", "one voice", "differs"):
        assert words in page, words
    form = {"source": article.layer.source_id, "of": talk.layer.source_id, "how": "retold", "because": "so"}
    client.post(reverse("source-repeats", args=[cast.case.pk]), form)
    said = Repeats.objects.get()
    assert "has it from there" in client.get(where).content.decode()
    client.post(reverse("source-repeats-withdraw", args=[cast.case.pk, said.pk]))
    assert Repeats.objects.get().withdrawn_at is not None
    bad = client.post(reverse("source-repeats", args=[cast.case.pk]), {"how": "retold"}, follow=True)
    assert "Nothing was changed" in bad.content.decode()
    assert "source-repeats" not in client_of(cast.farid).get(where).content.decode()


def test_what_is_heard_of_others_is_masked_here_too(
    cast: Cast, talk: Kept, article: Kept, client_of: SignIn
) -> None:
    take(
        cast,
        {
            **talk.place("on 5 May 2011"),
            "knows": "told",
            "of_others": True,
            "readings": ["2011-05-05"],
        },
    )
    page = client_of(cast.farid).get(reverse("sources-compared", args=[cast.case.pk])).content.decode()
    assert "another person" in page
    assert "The bakery stands closed" not in page
    assert "on 5 May 2011" not in page
