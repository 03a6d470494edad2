"""Words that a person lets go out: each act of it is logged, and takes back just what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.flows import may_see
from guwah.steps.consent.flows.clearing import clear, unclear
from guwah.steps.consent.flows.marking import mark_spans
from guwah.steps.consent.models import Clearance, MeantPassage
from guwah.vault.custody import Act
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from oven import Oven


def logged() -> int:
    return LogEntry.objects.filter(act=Act.WORDS_CLEARED).count()


def test_every_stretch_that_is_cleared_or_taken_back_is_logged(bakery: Oven) -> None:
    member, case, revision = bakery.cast.chiara, bakery.cast.case, bakery.talk.revision
    # Whoever set the talk up has read it.
    unclear(member, case, revision, Spans.of([(0, len(revision.text))]))
    before = logged()
    assert clear(member, case, revision, Spans.of([(0, 5), (20, 30)])) == 15
    assert logged() == before + 2
    # What is cleared already is no act.
    assert clear(member, case, revision, Spans.of([(20, 30)])) == 0
    assert logged() == before + 2
    # The whole is taken back, and what was not meant is cleared again: two acts.
    assert unclear(member, case, revision, Spans.of([(25, 40)])) == 5
    assert logged() == before + 4
    standing = Clearance.objects.filter(withdrawn_at=None, anchor__revision=revision)
    assert sorted((each.anchor.start, each.anchor.end) for each in standing) == [(0, 5), (20, 25)]


def test_who_may_not_see_what_was_allowed_is_refused_and_who_may_is_on_record(bakery: Oven) -> None:
    members, case = bakery.cast.members, bakery.cast.case
    may_see(bakery.cast.chiara, case)
    with pytest.raises(NotPermitted):
        may_see(members["hanna"], case)
    asked = AuditEntry.objects.filter(permission=Permission.CONSENT_SEE, case=case.pk)
    assert list(asked.order_by("-pk").values_list("member__handle", "allowed")[:2]) == [
        ("hanna", False),
        ("chiara", True),
    ]


def test_words_of_another_case_are_neither_cleared_nor_taken_back(bakery: Oven) -> None:
    member, revision = bakery.cast.aygul, bakery.talk.revision
    other = open_case(member, "Another bakery")
    before = Clearance.objects.count(), logged()
    for act in (clear, unclear):
        with pytest.raises(WrongUse) as refused:
            act(member, other, revision, Spans.of([(0, 5)]))
        assert refused.value.code == "not-in-case"
    assert (Clearance.objects.count(), logged()) == before


@pytest.mark.parametrize("wrong", [["a", "b"], [1], {"start": 0, "end": True}, {"start": None, "end": 4}, 7])
def test_a_passage_that_is_none_is_told_as_such(bakery: Oven, wrong: object) -> None:
    bakery.grant()
    if isinstance(wrong, dict):
        wrong["layer"] = bakery.talk.layer.pk
    with pytest.raises(NotUnderstood, match=r"A passage is \[start, end\]") as refused:
        mark_spans(bakery.cast.chiara, bakery.condition(), {"spans": [wrong]})
    assert refused.value.code == "bad-span"
    assert not MeantPassage.objects.exists()
