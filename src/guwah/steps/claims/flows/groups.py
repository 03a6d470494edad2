"""Groups that claim with one voice: named, told of anew, joined by those of them who are on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.models import new_id
from guwah.steps.claims.tables import ClaimantGroup, GroupMember, GroupTold
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.people.models import Entity
    from guwah.steps.testimony.models import Anchor

_LONGEST = {"name": 200, "how_many": 120, "place": 200, "speaker": 300}
_MOST = 10**9


@dataclass(frozen=True, slots=True)
class GroupGiven:
    """What is said of a group.

    Attributes:
        name: by which it is known here.
        how_many: how many, in the words they were said in, such as "32 households"; empty while not said.
        number: the same as a number, where the words are one; it makes nobody more than one source.
        place: where they are, as said.
        speaker: who speaks for them, as printed.
        anchor: the words in which the number was said.
    """

    name: str
    how_many: str = ""
    number: int | None = None
    place: str = ""
    speaker: str = ""
    anchor: Anchor | None = None


def name_group(actor: Member, case: Case, given: GroupGiven, external_id: str = "") -> ClaimantGroup:
    """Write down a group that claims.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: see `write_group`.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="group:new")
    with transaction.atomic():
        group = write_group(actor, case, given, external_id)
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("group", _told(group, given))], case=case.pk)
    return group


def tell_group(actor: Member, group: ClaimantGroup, given: GroupGiven) -> GroupTold:
    """Say anew what is known of a group; what was said before stays.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: see `write_group`.
    """
    ask(actor, Permission.CLAIM_MAKE, group.case, target=f"group:{group.pk}")
    with transaction.atomic():
        told = _write(actor, group, given)
        things = [Thing("group", _told(group, given))]
        record(Act.CLAIM_CHANGED, actor.actor, things=things, case=group.case_id)
    return told


def join_group(actor: Member, group: ClaimantGroup, person: Entity) -> GroupMember:
    """Say that somebody on record belongs to a group.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `not-of-this-case`, `no-person`.
        Refused: `already-in-group`.
    """
    ask(actor, Permission.CLAIM_MAKE, group.case, target=f"group:{group.pk}")
    if person.case_id != group.case_id:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if person.kind != person.Kind.PERSON:
        raise NotUnderstood("no-person", _("Only a person can belong to a group."))
    if group.members.filter(person=person, withdrawn_at=None).exists():
        raise Refused("already-in-group", _("This person is in the group already."))
    with transaction.atomic():
        joined = GroupMember.objects.create(group=group, person=person, by=actor)
        told = {"group": group.external_id, "person": person.pk, "member": True}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("group", told)], case=group.case_id)
    return joined


def leave_group(actor: Member, group: ClaimantGroup, person: int) -> None:
    """Take back that somebody belongs to a group.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `not-in-group`.
    """
    ask(actor, Permission.CLAIM_MAKE, group.case, target=f"group:{group.pk}")
    joined = group.members.filter(person=person, withdrawn_at=None).first()
    if joined is None:
        raise NotUnderstood("not-in-group", _("This person is not in the group."))
    with transaction.atomic():
        joined.withdrawn_at = timezone.now()
        joined.save(update_fields=["withdrawn_at"])
        told = {"group": group.external_id, "person": person, "member": False}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("group", told)], case=group.case_id)


def write_group(actor: Member, case: Case, given: GroupGiven, external_id: str) -> ClaimantGroup:
    """Write a group inside the running transaction; the caller has asked.

    Raises:
        NotUnderstood: `no-name`, `too-long`, `bad-number`, `not-of-this-case`.
    """
    _check(case, given)
    group = ClaimantGroup.objects.create(case=case, external_id=external_id or new_id(), added_by=actor)
    _write(actor, group, given)
    return group


def _write(actor: Member, group: ClaimantGroup, given: GroupGiven) -> GroupTold:
    _check(group.case, given)
    return GroupTold.objects.create(
        group=group,
        name=given.name.strip(),
        how_many=given.how_many.strip(),
        number=given.number,
        anchor=given.anchor,
        place=given.place.strip(),
        speaker=given.speaker.strip(),
        by=actor,
    )


def _check(case: Case, given: GroupGiven) -> None:
    if not given.name.strip():
        raise NotUnderstood("no-name", _("A group needs a name by which it is known here."))
    if any(len(getattr(given, name).strip()) > most for name, most in _LONGEST.items()):
        raise NotUnderstood("too-long", _("This is too long for what is said of it."))
    if given.number is not None and not 0 < given.number < _MOST:
        raise NotUnderstood("bad-number", _("How many they are is a whole number above 0."))
    if given.anchor is not None and given.anchor.revision.layer.case_id != case.pk:
        raise NotUnderstood("not-of-this-case", _("These words belong to another case."))


def _told(group: ClaimantGroup, given: GroupGiven) -> dict[str, object]:
    return {"group": group.external_id, "name": given.name, "how_many": given.how_many}
