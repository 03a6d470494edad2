"""Who of a session is who: a person's judgement, recorded and reversible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.instruments.vocabularies import is_code
from guwah.steps.people.models import Entity, Identification
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.testimony.models import Participant


def identify(actor: Member, entity: Entity, participant: Participant, role: str = "") -> Identification:
    """Say that a participant of a session is this person, and in which role they speak there.

    Raises:
        NotPermitted: the actor may not edit people here.
        NotUnderstood: `not-a-person`, `not-of-this-case`, `unknown-role`.
        Refused: `already-identified`: somebody judged so before; that judgement is withdrawn first.
    """
    ask(actor, Permission.PEOPLE_EDIT, entity.case, target=f"entity:{entity.pk}")
    if entity.kind != Entity.Kind.PERSON:
        raise NotUnderstood("not-a-person", _("Only a person can be the one who speaks."))
    if participant.session.revision.layer.case_id != entity.case_id:
        raise NotUnderstood("not-of-this-case", _("This session belongs to another case."))
    if role and not is_code("person_roles", role):
        raise NotUnderstood("unknown-role", _("This role is not in the list."))
    with transaction.atomic():
        if Identification.objects.filter(participant=participant, withdrawn_at=None).exists():
            raise Refused(
                "already-identified", _("Somebody has said who this is. Withdraw that judgement first.")
            )
        judgement = Identification.objects.create(entity=entity, participant=participant, role=role, by=actor)
        _log(actor, Act.IDENTIFIED, judgement)
    return judgement


def withdraw_identification(actor: Member, judgement: Identification) -> None:
    """Take the judgement back; that it was made stays recorded.

    Raises:
        NotPermitted: the actor may not edit people here.
        Refused: `already-withdrawn`.
    """
    ask(actor, Permission.PEOPLE_EDIT, judgement.entity.case, target=f"identification:{judgement.pk}")
    with transaction.atomic():
        if judgement.withdrawn_at is not None:
            raise Refused("already-withdrawn", _("This judgement was withdrawn before."))
        judgement.withdrawn_at = timezone.now()
        judgement.save(update_fields=["withdrawn_at"])
        _log(actor, Act.IDENTIFICATION_WITHDRAWN, judgement)


def _log(actor: Member, act: Act, judgement: Identification) -> None:
    value = {
        "identification": judgement.pk,
        "entity": judgement.entity_id,
        "participant": judgement.participant_id,
        "role": judgement.role,
    }
    record(act, actor.actor, things=[Thing("identification", value)], case=judgement.entity.case_id)
