"""Cases: opened, joined."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask, may
from guwah.accounts.models import Case, CaseMembership, Member
from guwah.accounts.permissions import Permission, Role
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.vault.custody import Act, Thing, record


def open_case(actor: Member, title: str, *, invented: bool = False) -> Case:
    """Open a case; whoever opens it is its coordinator."""
    ask(actor, Permission.CASE_CREATE)
    title = title.strip()
    if not title:
        raise WrongUse("no-title", "A case needs a title; nobody outside sees it.")
    with transaction.atomic():
        case = Case.objects.create(title=title[:300], opened_by=actor, invented=invented)
        CaseMembership.objects.create(case=case, member=actor, role=Role.COORDINATOR.value)
        record(Act.CASE_OPENED, actor.actor, things=[Thing("case", {"id": case.pk})], case=case.pk)
    return case


def all_invented() -> bool:
    """Say whether this vault holds cases and none of them is real."""
    return set(Case.objects.order_by().values_list("invented", flat=True).distinct()) == {True}


def join(actor: Member, case: Case, member: Member, role: Role) -> CaseMembership:
    """Give a member a role in a case, or change it."""
    ask(actor, Permission.CASE_MANAGE, case, target=f"member:{member.pk}")
    with transaction.atomic():
        membership, _ = CaseMembership.objects.update_or_create(
            case=case, member=member, defaults={"role": role.value}
        )
        record(
            Act.MEMBER_JOINED,
            actor.actor,
            things=[Thing("membership", {"case": case.pk, "member": member.pk, "role": role.value})],
            case=case.pk,
        )
    return membership


def leave(actor: Member, case: Case, member: Member) -> Role:
    """Take a member out of a case; what they did in it stays under their name.

    Returns:
        The role they had, so that it can be given back.

    Raises:
        NotPermitted: the actor does not manage this case.
        Refused: `not-a-member`: they are not in the case.
    """
    ask(actor, Permission.CASE_MANAGE, case, target=f"member:{member.pk}")
    with transaction.atomic():
        membership = CaseMembership.objects.select_for_update().filter(case=case, member=member).first()
        if membership is None:
            raise Refused("not-a-member", _("This member is not in the case. Nothing was changed."))
        role = Role(membership.role)
        membership.delete()
        told_of = {"case": case.pk, "member": member.pk, "role": role.value}
        record(Act.MEMBER_LEFT, actor.actor, things=[Thing("membership", told_of)], case=case.pk)
    return role


def find_case(member: Member, case_id: int) -> Case:
    """Return a case the member may see; another one does not exist for them.

    Raises:
        NotUnderstood: there is no such case.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not may(member, Permission.CASE_SEE, case):
        raise NotUnderstood("no-such-case", "There is no case with this number.")
    return case
