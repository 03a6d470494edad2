"""The second person: nothing is published on one member's word, or only after a day and marked as such."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask, may
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission
from guwah.failures import Refused
from guwah.steps.editions.flows.standing import still_allowed
from guwah.steps.editions.models import Approval
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from datetime import datetime

    from guwah.steps.editions.models import Edition

# Somebody alone waits this long and unlocks a second time (DESIGN §10).
ALONE = timedelta(hours=24)


def approve(
    actor: Member,
    edition: Edition,
    *,
    settled: bool = False,
    unlocked_again: bool = False,
    now: datetime | None = None,
) -> Approval:
    """Stand behind an edition, as a second person or, after a day, alone.

    Args:
        actor: who stands behind it.
        edition: what is approved.
        settled: whether the actor says that every question the edition left open is settled.
        unlocked_again: whether the actor has just given their passphrase once more; alone, one must.
        now: the moment, if not this one.

    Raises:
        NotPermitted: the actor approves no editions here.
        Refused: `approved-already`; `second-person`: its builder has somebody to ask, or the day is not over;
            `unlock-again`; `open-questions`; `consent-changed`.
    """
    ask(actor, Permission.EDITION_APPROVE, edition.case, target=f"edition:{edition.pk}")
    moment = now or timezone.now()
    with transaction.atomic():
        if edition.approvals.exists():
            raise Refused("approved-already", "This edition is approved.")
        alone = actor.pk == edition.built_by_id
        if alone:
            _refuse_alone(actor, edition, moment, unlocked_again=unlocked_again)
        questions = [code for code, _text in edition.ledger["questions"]]
        if questions and not settled:
            raise Refused(
                "open-questions",
                f"Whoever approves this edition says that these are settled: {', '.join(questions)}.",
            )
        still_allowed(edition)
        kind = Approval.Kind.ONE_PERSON if alone else Approval.Kind.SECOND_PERSON
        row = Approval.objects.create(edition=edition, kind=kind, by=actor)
        told = {"edition": edition.pk, "root": edition.root, "kind": kind.value, "settled": questions}
        record(Act.EDITION_APPROVED, actor.actor, things=[Thing("approval", told)], case=edition.case_id)
    return row


def _refuse_alone(actor: Member, edition: Edition, moment: datetime, *, unlocked_again: bool) -> None:
    if moment - edition.built_at < ALONE:
        raise Refused(
            "second-person",
            "Whoever built an edition does not approve it. Ask a second person, or come back alone after "
            "24 hours; it will then be marked “one person”.",
        )
    others = Member.objects.filter(is_active=True).exclude(pk=actor.pk)
    if any(may(each, Permission.EDITION_APPROVE, edition.case) for each in others):
        raise Refused(
            "second-person",
            "Whoever built an edition does not approve it while somebody else here may. Ask a second person.",
        )
    if not unlocked_again:
        raise Refused("unlock-again", "Whoever approves alone gives their passphrase again.")
