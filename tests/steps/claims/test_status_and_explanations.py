"""What is noted of a status and of a conflict: every refusal, and that nothing noted before changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case, CaseMembership
from guwah.failures import NOT_UNDERSTOOD, NotUnderstood
from guwah.outbox.models import Effect
from guwah.steps.claims.flows import (
    Explanation,
    StatusGiven,
    axes,
    explain_conflict,
    note_status,
    reckoned,
    status_codes,
)
from guwah.steps.claims.models import Claim, ConflictNote, Status
from guwah.steps.people.models import Entity
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry
from kept import TALK, disagree, keep

if TYPE_CHECKING:
    from cast import Cast
    from kept import Kept

FIRST, SECOND = status_codes("liberty")[:2]


def told(axis: str = "liberty", code: str = FIRST, as_of: str = "2011-05-09") -> StatusGiven:
    return StatusGiven(axis, code, as_of)


@pytest.mark.parametrize("axis", axes())
def test_each_axis_takes_its_own_codes(cast: Cast, axis: str) -> None:
    for code in status_codes(axis):
        note_status(cast.chiara, cast.case, told(axis, code))

    assert list(Status.objects.values_list("code", flat=True)) == list(status_codes(axis))
    assert LogEntry.objects.filter(act="status-noted").count() == len(status_codes(axis))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (told(axis="mood"), "unknown-axis"),
        (told(axis=""), "unknown-axis"),
        (told(code="lost-and-found"), "unknown-code"),
        # Of another axis.
        (told(code=status_codes("contact")[0]), "unknown-code"),
        (told(as_of="2011-" + "0" * 60), "too-long"),
        (told(as_of="2011-13"), "no-such-day"),
        (told(as_of="some day"), "not-edtf"),
        (told(as_of=""), "not-edtf"),
    ],
)
def test_what_is_no_status_is_not_kept(cast: Cast, given: StatusGiven, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        note_status(cast.chiara, cast.case, given)

    assert (refused.value.code, refused.value.exit_code) == (code, NOT_UNDERSTOOD)
    assert not Status.objects.exists()
    assert not LogEntry.objects.filter(act="status-noted").exists()


def test_a_person_and_a_claim_of_another_case_are_refused(cast: Cast, talk: Kept) -> None:
    disagree(cast, talk)
    other = make_other_case(cast)
    elsewhere = other.layer.case
    alma = Entity.objects.create(case=elsewhere, kind="person", added_by=cast.chiara)
    claim = Claim.objects.get(external_id="a")
    for case, given in (
        (cast.case, StatusGiven("liberty", FIRST, "2011", alma)),
        (elsewhere, StatusGiven("liberty", FIRST, "2011", None, claim)),
        (elsewhere, StatusGiven("liberty", FIRST, "2011", alma, claim)),
    ):
        with pytest.raises(NotUnderstood) as refused:
            note_status(cast.chiara, case, given)
        assert refused.value.code == "not-of-this-case"
    assert not Status.objects.exists()


def make_other_case(cast: Cast) -> Kept:
    """Another case Chiara works on, with a talk of its own."""
    case = Case.objects.create(title="The mill", opened_by=cast.aygul, invented=True)
    CaseMembership.objects.create(case=case, member=cast.chiara, role="documenter")
    return keep(replace(cast, case=case), "Another call", TALK)


def test_who_may_not_make_claims_notes_no_status(cast: Cast) -> None:
    for member in (cast.farid, cast.hanna):
        with pytest.raises(NotPermitted):
            note_status(member, cast.case, told())
    assert not Status.objects.exists()


def test_a_status_is_added_to_and_never_changed_and_the_others_are_told(cast: Cast) -> None:
    first = note_status(cast.chiara, cast.case, told())
    second = note_status(cast.chiara, cast.case, told(code=SECOND, as_of="2012~"))

    first.code = SECOND
    with pytest.raises(Overwritten):
        first.save()
    with pytest.raises(Overwritten):
        second.delete()
    assert [row.code for row in Status.objects.all()] == [FIRST, SECOND]
    notices = Effect.objects.filter(channel="notice")
    assert [each.payload["target"] for each in notices] == [f"status:{one.pk}" for one in (first, second)]
    for each in notices:
        assert cast.chiara.pk not in each.payload["members"]
        assert {cast.aygul.pk, cast.farid.pk} <= set(each.payload["members"])
        assert cast.hanna.pk not in each.payload["members"]


def in_conflict(cast: Cast, talk: Kept) -> list[int]:
    disagree(cast, talk)
    return list(reckoned(cast.case)["conflicts"][0]["readings"])


def test_no_explanation_without_its_words_or_with_those_of_another_case(cast: Cast, talk: Kept) -> None:
    readings, other = in_conflict(cast, talk), make_other_case(cast)
    for explanation, code in (
        (Explanation("settled"), "unknown-state"),
        (Explanation(""), "unknown-state"),
        (Explanation("explained-by-witness", "She meant the other year."), "no-words"),
        (Explanation("explained-by-editor"), "no-explanation"),
        (Explanation("explained-by-editor", " \n"), "no-explanation"),
        (Explanation("explained-by-witness", "", other.at("9 June 2012")), "not-of-this-case"),
        (Explanation("asked", "In the next call", other.at("9 June 2012")), "not-of-this-case"),
    ):
        with pytest.raises(NotUnderstood) as refused:
            explain_conflict(cast.emine, cast.case, readings, explanation)
        assert refused.value.code == code
    assert not ConflictNote.objects.exists()
    assert not LogEntry.objects.filter(act="conflict-noted").exists()


def test_only_those_who_may_explain_a_conflict_do_and_only_one_that_is(cast: Cast, talk: Kept) -> None:
    readings = in_conflict(cast, talk)
    for member in (cast.farid, cast.hanna):
        with pytest.raises(NotPermitted):
            explain_conflict(member, cast.case, readings, Explanation("asked"))
    for none in ([], readings[:1], [*readings, max(readings) + 99]):
        with pytest.raises(NotUnderstood) as refused:
            explain_conflict(cast.emine, cast.case, none, Explanation("asked"))
        assert refused.value.code == "no-such-conflict"
    assert not ConflictNote.objects.exists()


def test_the_order_of_the_readings_makes_no_other_conflict(cast: Cast, talk: Kept) -> None:
    readings = in_conflict(cast, talk)
    for order in (readings, readings[::-1]):
        explain_conflict(cast.emine, cast.case, order, Explanation("asked", " In the next call "))

    assert ConflictNote.objects.values_list("members").distinct().count() == 1
    assert set(ConflictNote.objects.values_list("explanation", flat=True)) == {"In the next call"}
