"""The second person: nothing is published on one member's word, or only after a day and marked as such."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused
from guwah.steps.editions.models import Approval
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from datetime import datetime

    from guwah.accounts.models import Member
    from guwah.steps.editions.models import Edition

# Somebody alone waits this long and unlocks a second time (DESIGN §10).
ALONE = timedelta(hours=24)


def approve(actor: Member, edition: Edition, *, now: datetime | None = None) -> Approval:
    """Stand behind an edition, as a second person or, after a day, alone.

    Raises:
        NotPermitted: the actor approves no editions here.
        Refused: `approved-already`, or `second-person`: its builder is alone and the day is not over.
    """
    ask(actor, Permission.EDITION_APPROVE, edition.case, target=f"edition:{edition.pk}")
    moment = now or timezone.now()
    with transaction.atomic():
        if edition.approvals.exists():
            raise Refused("approved-already", "This edition is approved.")
        alone = actor.pk == edition.built_by_id
        if alone and moment - edition.built_at < ALONE:
            raise Refused(
                "second-person",
                "Whoever built an edition does not approve it. Ask a second person, or come back alone after "
                "24 hours; it will then be marked “one person”.",
            )
        kind = Approval.Kind.ONE_PERSON if alone else Approval.Kind.SECOND_PERSON
        row = Approval.objects.create(edition=edition, kind=kind, by=actor)
        told = {"edition": edition.pk, "root": edition.root, "kind": kind.value}
        record(Act.EDITION_APPROVED, actor.actor, things=[Thing("approval", told)], case=edition.case_id)
    return row
