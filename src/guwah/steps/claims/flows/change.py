"""A claim is replaced, withdrawn or checked; what was written before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.flows.amounts import carry_amount
from guwah.steps.claims.flows.make import check_standing, write
from guwah.steps.claims.flows.papers import write_mention
from guwah.steps.claims.flows.reckon import changed
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.claims.flows.statements import Statement
    from guwah.steps.claims.models import Claim
    from guwah.steps.testimony.models import Anchor

_LONGEST_REASON = 300


def replace_claim(actor: Member, claim: Claim, statement: Statement, anchor: Anchor | None = None) -> Claim:
    """Put a corrected claim in the place of one that stands; both stay, linked.

    Args:
        actor: who corrects.
        claim: the one that stands.
        statement: what is claimed now.
        anchor: other words, or None for the same ones.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `not-standing`.
        NotUnderstood: see `make_claim`.
    """
    ask(actor, Permission.CLAIM_MAKE, claim.case, target=f"claim:{claim.pk}")
    check_standing(claim)
    with transaction.atomic():
        new = write(actor, claim.case, anchor or claim.anchor, statement)
        for mention in claim.papers.select_related("paper"):
            write_mention(actor, mention.paper, new)
        claim.replaced_by = new
        claim.save(update_fields=["replaced_by"])
        carry_amount(claim, new)
        changed(claim.case, [claim, new])
        told = {"replaced": claim.external_id, "by": claim_json(new)}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("claim", told)], case=claim.case_id)
    return new


def withdraw_claim(actor: Member, claim: Claim, because: str) -> None:
    """Say that a claim should not stand, and why; the row stays.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `not-standing`.
        NotUnderstood: `no-reason`.
    """
    ask(actor, Permission.CLAIM_MAKE, claim.case, target=f"claim:{claim.pk}")
    check_standing(claim)
    because = because.strip()[:_LONGEST_REASON]
    if not because:
        raise NotUnderstood(
            "no-reason", _("Say why the claim is withdrawn; the claim and the reason are kept.")
        )
    with transaction.atomic():
        claim.withdrawn_at, claim.withdrawn_by, claim.withdrawn_because = timezone.now(), actor, because
        claim.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        changed(claim.case, [claim])
        told = {"withdrawn": claim.external_id, "because": because}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("claim", told)], case=claim.case_id)


def check_claim(actor: Member, claim: Claim) -> None:
    """Say that one has compared a claim with the words of its source (law 6).

    Raises:
        NotPermitted: the actor may not check claims here.
        Refused: `not-standing`, `already-checked`.
    """
    ask(actor, Permission.CLAIM_CHECK, claim.case, target=f"claim:{claim.pk}")
    check_standing(claim)
    if claim.checked_by_id is not None:
        raise Refused("already-checked", _("Somebody has checked this claim before."))
    with transaction.atomic():
        claim.checked_by, claim.checked_at = actor, timezone.now()
        claim.save(update_fields=["checked_by", "checked_at"])
        changed(claim.case, [claim])
        told = {"checked": claim.external_id}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("claim", told)], case=claim.case_id)
