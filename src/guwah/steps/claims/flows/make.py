"""Words become a claim: somebody says something, in these words, with these readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.flows.reckon import changed
from guwah.steps.claims.flows.statements import (
    Attached,
    ReadingGiven,
    Statement,
    check_reading,
    check_statement,
    claimant_of,
    settled,
    settled_reading,
)
from guwah.steps.claims.models import Claim, ClaimEntity, Occurrence, Reading, new_id
from guwah.steps.evidence.names import shown_name
from guwah.steps.testimony.layers.reviewing import are_unchecked
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor

LONGEST_TITLE = 200


def make_claim(actor: Member, case: Case, anchor: Anchor, statement: Statement) -> Claim:
    """Tie a statement to words.

    Words of a machine draft make a machine claim, whoever selects them.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: see `check_statement`; `no-claimant`.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target=f"anchor:{anchor.pk}")
    with transaction.atomic():
        claim = write(actor, case, anchor, statement)
        changed(case, [claim])
        record(Act.CLAIMED, actor.actor, things=[Thing("claim", claim_json(claim))], case=case.pk)
    return claim


def add_reading(actor: Member, claim: Claim, given: ReadingGiven) -> Reading:
    """Add one more way to understand what a claim says; those it has stay.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `not-standing`: the claim was replaced or withdrawn.
        NotUnderstood: see `check_reading`.
    """
    ask(actor, Permission.CLAIM_MAKE, claim.case, target=f"claim:{claim.pk}")
    check_standing(claim)
    given = settled_reading(given, claim.occurrence)
    check_reading(claim.case, given)
    with transaction.atomic():
        reading = _reading(actor, claim, given)
        reading.save()
        changed(claim.case, [claim])
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("claim", claim_json(claim))], case=claim.case_id)
    return reading


def attach(actor: Member, claim: Claim, attached: Attached) -> ClaimEntity:
    """Say whom or what a claim speaks of.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `not-standing`, or `already-attached` in this role.
        NotUnderstood: `not-of-this-case`.
    """
    ask(actor, Permission.CLAIM_MAKE, claim.case, target=f"claim:{claim.pk}")
    check_standing(claim)
    if attached.entity.case_id != claim.case_id:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if claim.entities.filter(entity=attached.entity, role=attached.role).exists():
        raise Refused("already-attached", _("This is attached to the claim already."))
    with transaction.atomic():
        link = ClaimEntity.objects.create(claim=claim, entity=attached.entity, role=attached.role, by=actor)
        value = {"claim": claim.external_id, "entity": attached.entity.pk, "role": attached.role}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("attached", value)], case=claim.case_id)
    return link


def name_occurrence(actor: Member, case: Case, title: str, *, external_id: str = "") -> Occurrence:
    """Name something that is said to have happened, so that claims can speak of its start and end.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `no-title`, `title-too-long`; `turned-around`: it reorders the words around it, as
            no name of a file may on a page.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="occurrence:new")
    with transaction.atomic():
        made = write_occurrence(actor, case, title, external_id)
        changed(case, occurrences=[made])
    return made


def write_occurrence(actor: Member, case: Case, title: str, external_id: str) -> Occurrence:
    """Write an occurrence inside the running transaction; the caller has asked."""
    title = title.strip()
    if not title:
        raise NotUnderstood("no-title", _("An occurrence needs a name that the group will know it by."))
    if len(title) > LONGEST_TITLE:
        raise NotUnderstood("title-too-long", _("The name of an occurrence has at most 200 characters."))
    if shown_name(title) != title:
        message = _(
            "The name of an occurrence holds invisible signs that turn its words around. Leave them out."
        )
        raise NotUnderstood("turned-around", message)
    return Occurrence.objects.create(
        case=case, title=title, external_id=external_id or new_id(), added_by=actor
    )


def write(actor: Member, case: Case, anchor: Anchor, statement: Statement) -> Claim:
    """Write a claim with its readings and entities inside the running transaction; the caller has asked."""
    occurrence = statement.occurrence
    if statement.new_occurrence.strip():
        occurrence = write_occurrence(actor, case, statement.new_occurrence, "")
    statement = settled(statement, occurrence)
    check_statement(case, anchor, statement)
    by, participant = claimant_of(anchor, statement)
    claim = Claim.objects.create(
        case=case,
        external_id=statement.external_id or new_id(),
        anchor=anchor,
        kind=statement.kind,
        by=by,
        participant=participant,
        knows=statement.knows,
        mode=statement.mode,
        occurrence=statement.occurrence,
        code=statement.code,
        value=statement.value.strip()[:500],
        group=statement.group,
        told_by=statement.told_by.strip()[:300],
        said_on=statement.said_on.strip(),
        of_others=statement.of_others,
        machine=statement.machine or are_unchecked(anchor),
        made_by=actor,
    )
    Reading.objects.bulk_create([_reading(actor, claim, given) for given in statement.readings])
    ClaimEntity.objects.bulk_create(
        [ClaimEntity(claim=claim, entity=one.entity, role=one.role, by=actor) for one in statement.entities]
    )
    return claim


def check_standing(claim: Claim) -> None:
    """Let a claim pass that was neither replaced nor withdrawn.

    Raises:
        Refused: `not-standing`.
    """
    if claim.replaced_by_id is not None or claim.withdrawn_at is not None:
        raise Refused("not-standing", _("This claim was replaced or withdrawn; nothing was changed."))


def _reading(actor: Member, claim: Claim, given: ReadingGiven) -> Reading:
    of, to = (point if isinstance(point, Occurrence) else None for point in (given.of, given.to))
    return Reading(
        claim=claim,
        form=given.form,
        value=given.value,
        approximate=given.approximate,
        basis=given.basis,
        of=of,
        of_point=given.of_point if of else "",
        to=to,
        to_point=given.to_point if to else "",
        rule=given.rule,
        made_by=actor,
    )
