"""Answering what was seen in a text: a person decides (law 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask, may
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.flows.amounts import amount_found, write_amount
from guwah.steps.claims.flows.answers import Became, write_answer
from guwah.steps.claims.flows.as_claims import DATABLE, happening, statement_of
from guwah.steps.claims.flows.change import check_claim
from guwah.steps.claims.flows.make import make_claim
from guwah.steps.claims.flows.taking import take_back
from guwah.steps.claims.suggesting.tables import Answer
from guwah.steps.testimony.flows import anchor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Member
    from guwah.steps.claims.flows.as_claims import Happened
    from guwah.steps.claims.flows.statements import Statement
    from guwah.steps.claims.models import Claim
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.testimony.models import Anchor


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of several suggestions.

    Attributes:
        done: how many were answered.
        left: how many were not, because a person has to say more, or their words were refused.
        why: what hindered the first that was left, where it was something of its own; else empty.
    """

    done: int
    left: int
    why: str = ""


def accept_suggestion(
    actor: Member, one: Suggested, *, compared: bool, what: Happened | None = None
) -> Claim:
    """Make a claim of a suggestion as it stands.

    Args:
        actor: who accepts.
        one: the suggestion.
        compared: the actor has the words before the eyes and answers for the claim. Without it, or where the
            actor may not check claims, the claim is the basis of nothing until somebody has checked it.
        what: what a date or a duration is the time of, where the actor has said it.

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
    if what is not None and one.kind in DATABLE:
        stated = happening(stated, what)
    with transaction.atomic():
        held = anchor(actor, revision, one.start, one.end)
        claim = make_claim(actor, case, held, replace(stated, machine=True))
        amount = amount_found(one.kind, one.value)
        if amount is not None:
            write_amount(actor, claim, amount)
        if compared and may(actor, Permission.CLAIM_CHECK, case):
            check_claim(actor, claim)
        write_answer(actor, one, Answer.Outcome.ACCEPTED, Became(claim=claim))
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
    """Take answers back. A claim that was made stands until it is withdrawn.

    A name that was taken over is withdrawn, and with it the record that was made for it; a term leaves the
    glossary. Where something else stands on them by now the answer is left as it is.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    done, left = 0, list[Refused]()
    with transaction.atomic():
        for one in several:
            ask(actor, Permission.CLAIM_MAKE, one.look.revision.layer.case, target=f"suggested:{one.pk}")
            try:
                with transaction.atomic():
                    take_back(actor, one)
            except Refused as refusal:
                left.append(refusal)
            else:
                done += 1
    return Answered(done, len(left), left[0].message if left else "")


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
            write_answer(actor, one, Answer.Outcome.CHANGED, Became(claim=claim))
    return claim


def _answer_all(actor: Member, several: Iterable[Suggested], outcome: Answer.Outcome) -> Answered:
    done = 0
    with transaction.atomic():
        for one in several:
            ask(actor, Permission.CLAIM_MAKE, one.look.revision.layer.case, target=f"suggested:{one.pk}")
            write_answer(actor, one, outcome)
            done += 1
    return Answered(done, 0)
