"""In which role somebody speaks in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.vocabularies import is_code
from guwah.steps.testimony.models import Participant
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member


def set_role(actor: Member, participant: Participant, role: str) -> Participant:
    """Say in which role a participant speaks; an empty role means that nobody has said.

    The log keeps the role that stood before, so that it can be said again.

    Raises:
        NotPermitted: the actor may not edit people here.
        NotUnderstood: `unknown-role`.
    """
    case = participant.session.revision.layer.case
    ask(actor, Permission.PEOPLE_EDIT, case, target=f"participant:{participant.pk}")
    if role and not is_code("person_roles", role):
        raise NotUnderstood("unknown-role", _("This role is not in the list."))
    with transaction.atomic():
        fresh = Participant.objects.select_for_update().get(pk=participant.pk)
        if fresh.role != role:
            told_of = {"participant": fresh.pk, "was": fresh.role, "role": role}
            fresh.role = role
            fresh.save(update_fields=["role"])
            record(Act.ROLE_SAID, actor.actor, things=[Thing("role", told_of)], case=case.pk)
    return fresh
