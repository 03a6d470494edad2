"""A person decides on a stretch: it may be shown, or it stays masked (law 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments import vocabularies
from guwah.steps.consent.models import SpanDecision
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor

CUSTODY = ("free", "watched", "held", "unknown")


def decide_span(actor: Member, case: Case, anchor: Anchor, *, show: bool, category: str = "") -> SpanDecision:
    """Record that a stretch may be shown, or stays masked; a later decision replaces an earlier one.

    Raises:
        NotPermitted: the actor does not record consent here.
        NotUnderstood: no such sensitivity category.
        WrongUse: the words belong to another case.
    """
    ask(actor, Permission.CONSENT_RECORD, case, target=f"anchor:{anchor.pk}")
    if anchor.revision.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These words belong to another case.")
    if category and not vocabularies.is_code("sensitivity_categories", category):
        raise NotUnderstood("unknown-code", "There is no such kind of sensitive words.")
    with transaction.atomic():
        for earlier in SpanDecision.objects.filter(anchor=anchor, replaced_at=None):
            earlier.replaced_at = timezone.now()
            earlier.save(update_fields=["replaced_at"])
        row = SpanDecision.objects.create(case=case, anchor=anchor, show=show, category=category, by=actor)
        told = {"id": row.pk, "anchor": anchor.pk, "show": show, "category": category}
        record(Act.SPAN_DECIDED, actor.actor, things=[Thing("decision", told)], case=case.pk)
    return row


def set_situation(actor: Member, case: Case, custody: str, *, reachable: bool | None) -> None:
    """Note whether the person is free, watched or held, as far as the group knows.

    Raises:
        NotPermitted: the actor does not record consent here.
        NotUnderstood: no such state.
    """
    ask(actor, Permission.CONSENT_RECORD, case, target="situation")
    if custody not in CUSTODY:
        raise NotUnderstood("unknown-code", "The person is free, watched, held, or it is unknown.")
    with transaction.atomic():
        case.custody, case.reachable = custody, reachable
        case.save(update_fields=["custody", "reachable"])
        told = {"custody": custody, "reachable": reachable}
        record(Act.STATUS_NOTED, actor.actor, things=[Thing("situation", told)], case=case.pk)


def may_see(actor: Member, case: Case) -> None:
    """Ask whether the actor may read what was allowed and forbidden; the reading is on record.

    Raises:
        NotPermitted: they may not.
    """
    ask(actor, Permission.CONSENT_SEE, case)
