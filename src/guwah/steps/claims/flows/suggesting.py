"""Answering what was seen in a text: a person decides (law 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask, may
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.flows.as_claims import statement_of
from guwah.steps.claims.flows.change import check_claim
from guwah.steps.claims.flows.make import make_claim
from guwah.steps.claims.suggesting.tables import Answer, Suggested
from guwah.steps.testimony.flows import anchor
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Member
    from guwah.steps.claims.flows.statements import Statement
    from guwah.steps.claims.models import Claim
    from guwah.steps.testimony.models import Anchor


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of several suggestions.

    Attributes:
        done: how many were answered.
        left: how many were not, because a person has to say more, or their words were refused.
    """

    done: int
    left: int


def accept_suggestion(actor: Member, one: Suggested, *, compared: bool) -> Claim:
    """Make a claim of a suggestion as it stands.

    Args:
        actor: who accepts.
        one: the suggestion.
        compared: the actor has the words before the eyes and answers for the claim. Without it, or where the
            actor may not check claims, the claim is the basis of nothing until somebody has checked it.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `say-more`: it is no claim as it stands.
        NotUnderstood: see `make_claim`.
    """
    revision = one.look.revision
    case = revision.layer.case
    ask(actor, Permission.CLAIM_MAKE, case, target=f"suggested:{one.pk}")
    stated = statement_of(one)
    if stated is None:
        raise Refused(
            "say-more", _("This cannot be taken over as it stands. Open it and say what is claimed.")
        )
    with transaction.atomic():
        held = anchor(actor, revision, one.start, one.end)
        claim = make_claim(actor, case, held, replace(stated, machine=True))
        if compared and may(actor, Permission.CLAIM_CHECK, case):
            check_claim(actor, claim)
        _answer(actor, one, Answer.Outcome.ACCEPTED, claim)
    return claim


def accept_suggestions(actor: Member, several: Iterable[Suggested]) -> Answered:
    """Make claims of several suggestions at once; each waits for somebody who compares it with its words.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    done = left = 0
    with transaction.atomic():
        for one in several:
            ask(actor, Permission.CLAIM_MAKE, one.look.revision.layer.case, target=f"suggested:{one.pk}")
            try:
                with transaction.atomic():
                    accept_suggestion(actor, one, compared=False)
            except (Refused, NotUnderstood):
                left += 1
            else:
                done += 1
    return Answered(done, left)


def reject_suggestions(actor: Member, several: Iterable[Suggested]) -> Answered:
    """Say that suggestions are wrong, or nothing to be claimed; they stay, and can be opened again.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    return _answer_all(actor, several, Answer.Outcome.REJECTED)


def reopen_suggestions(actor: Member, several: Iterable[Suggested]) -> Answered:
    """Take an answer back; a claim that was made stands until it is withdrawn.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    return _answer_all(actor, several, Answer.Outcome.REOPENED)


def claim_suggested(actor: Member, held: Anchor, stated: Statement, one: Suggested | None) -> Claim:
    """Make a claim that a person wrote, and note which suggestion it came from, if any.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: see `make_claim`.
    """
    case = held.revision.layer.case
    with transaction.atomic():
        claim = make_claim(actor, case, held, stated)
        if one is not None:
            _answer(actor, one, Answer.Outcome.CHANGED, claim)
    return claim


def _answer_all(actor: Member, several: Iterable[Suggested], outcome: Answer.Outcome) -> Answered:
    done = 0
    with transaction.atomic():
        for one in several:
            ask(actor, Permission.CLAIM_MAKE, one.look.revision.layer.case, target=f"suggested:{one.pk}")
            _answer(actor, one, outcome)
            done += 1
    return Answered(done, 0)


def _answer(actor: Member, one: Suggested, outcome: Answer.Outcome, claim: Claim | None = None) -> None:
    revision = one.look.revision
    held = anchor(actor, revision, one.start, one.end)
    Answer.objects.create(
        case=revision.layer.case,
        anchor=held,
        kind=one.kind,
        rule=one.rule,
        value=one.value,
        outcome=outcome,
        claim=claim,
        by=actor,
    )
    told = {"kind": one.kind, "rule": one.rule, "outcome": outcome.value, "anchor": held.pk}
    record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("suggestion", told)], case=revision.layer.case_id)
