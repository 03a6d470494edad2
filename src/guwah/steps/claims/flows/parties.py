"""A person says whom a case is about: what is told of them is then no word about somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.steps.claims.tables import Party
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.people.models import Entity


def say_party(actor: Member, case: Case, person: Entity) -> Party:
    """Say that a case is about somebody; saying it twice is saying it once.

    Raises:
        NotPermitted: the actor may not record people here.
        NotUnderstood: `not-of-this-case`, `no-person`.
    """
    ask(actor, Permission.PEOPLE_EDIT, case, target=f"entity:{person.pk}")
    if person.case_id != case.pk:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if person.kind != person.Kind.PERSON:
        raise NotUnderstood("no-person", _("Only a person can be a party of a case."))
    with transaction.atomic():
        known = Party.objects.filter(case=case, person=person, withdrawn_at=None).first()
        if known is not None:
            return known
        said = Party.objects.create(case=case, person=person, by=actor)
        told = {"person": person.pk, "party": True}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("party", told)], case=case.pk)
    return said


def say_not_party(actor: Member, case: Case, person: Entity) -> None:
    """Take back that a case is about somebody.

    Raises:
        NotPermitted: the actor may not record people here.
        NotUnderstood: `no-party`: nobody has said so.
    """
    ask(actor, Permission.PEOPLE_EDIT, case, target=f"entity:{person.pk}")
    said = Party.objects.filter(case=case, person=person, withdrawn_at=None).first()
    if said is None:
        raise NotUnderstood("no-party", _("Nobody has said that this case is about this person."))
    with transaction.atomic():
        said.withdrawn_at = timezone.now()
        said.save(update_fields=["withdrawn_at"])
        told = {"person": person.pk, "party": False}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("party", told)], case=case.pk)
