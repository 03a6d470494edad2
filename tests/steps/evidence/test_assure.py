from __future__ import annotations

import json

import pytest

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Assurance
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry, Opening

WORDS = "What colour was the miller's cart?"


def _note(cast: Cast, **facts: object) -> Assurance:
    given = {"kind": "asked", "side": "caller", "words": WORDS} | facts
    return flows.note_assurance(cast.chiara, cast.case, flows.AssuranceFacts(**given))  # type: ignore[arg-type]  # made up per test


def test_what_was_asked_answered_promised_and_doubted_is_kept_in_order(cast: Cast) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("Call of the second day"))
    asked = _note(cast, source=source, said_on="2024-05-06")
    answered = _note(cast, kind="answered", side="witness", words="Green.", follows=asked)
    _note(cast, kind="doubted", side="witness", words="You sound as if you sat next door.")

    assert list(cast.case.assurances.values_list("kind", "side")) == [
        ("asked", "caller"),
        ("answered", "witness"),
        ("doubted", "witness"),
    ]
    assert (asked.source, asked.said_on, answered.follows) == (source, "2024-05-06", asked)
    assert answered.noted_by == cast.chiara


def test_the_log_tells_that_it_was_noted_and_none_of_its_words(cast: Cast) -> None:
    note = _note(cast)

    assert LogEntry.objects.get().act == "assurance-noted"
    assert [opening.value for opening in Opening.objects.all()] == [{"id": note.pk}]
    assert "cart" not in json.dumps([opening.value for opening in Opening.objects.all()])


def test_a_note_is_never_changed(cast: Cast) -> None:
    note = _note(cast)

    with pytest.raises(Overwritten):
        note.save()
    with pytest.raises(Overwritten):
        note.delete()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "sworn"}, "unknown-assurance-kind"),
        ({"side": "judge"}, "unknown-side"),
        ({"words": "  "}, "nothing-told"),
    ],
)
def test_a_note_must_be_said_properly(cast: Cast, facts: dict[str, str], code: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        _note(cast, **facts)

    assert (refusal.value.code, Assurance.objects.count()) == (code, 0)


def test_a_date_that_is_none_is_not_taken(cast: Cast) -> None:
    with pytest.raises(NotUnderstood):
        _note(cast, said_on="at dusk")


def test_notes_of_two_cases_are_not_mixed(cast: Cast) -> None:
    elsewhere = open_case(cast.boris, "Another mill", invented=True)
    source = flows.name_source(cast.boris, elsewhere, flows.SourceFacts("Call"))

    with pytest.raises(WrongUse) as refusal:
        _note(cast, source=source)

    assert refusal.value.code == "note-of-another-case"


def test_only_those_who_speak_with_witnesses_note_it(cast: Cast) -> None:
    for member in (cast.daniyar, cast.emine, cast.farid, cast.gulya, cast.hanna):
        with pytest.raises(NotPermitted):
            flows.note_assurance(member, cast.case, flows.AssuranceFacts("asked", "caller", WORDS))

    assert Assurance.objects.count() == 0
