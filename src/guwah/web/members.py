"""The page of a case's members: who is in it and as what; letting in, and taking out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guwah.accounts.answers import existing
from guwah.accounts.cases import join, leave
from guwah.accounts.guard import case_page, may
from guwah.accounts.models import CaseMembership, Member
from guwah.accounts.permissions import Permission, Role
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case

# An owner is one of the whole group; nobody becomes one by a case.
ROLES = tuple(role.value for role in Role if role is not Role.OWNER)
_EVERYWHERE = (Role.OWNER.value, Role.COORDINATOR.value)


@case_page(Permission.CASE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show who is in a case; a form lets somebody in, changes a role, or takes somebody out."""
    if request.method == "POST":
        return _change(request, case)
    inside = case.memberships.select_related("member").order_by("member__handle")
    active = Member.objects.filter(is_active=True)
    context = {
        "case": case,
        "section": "case",
        "memberships": inside,
        "everywhere": active.filter(role__in=_EVERYWHERE),
        "others": active.exclude(memberships__case=case).exclude(role__in=_EVERYWHERE),
        "roles": ROLES,
        "undo": _undo(request, case),
    }
    return render(request, "members.html", context)


def _change(request: HttpRequest, case: Case) -> HttpResponseBase:
    one = existing(_active(request.POST.get("member")))
    before = CaseMembership.objects.filter(case=case, member=one).first()
    was = before.role if before else ""
    try:
        said = _act(member_of(request), case, one, request.POST.get("role", ""))
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("members", case.pk)
    messages.success(request, said)
    if not may(member_of(request), Permission.CASE_MANAGE, case):
        return redirect("cases")
    # The way back: what the next page offers to undo.
    return redirect(f"{reverse('members', args=[case.pk])}?{urlencode({'of': str(one.pk), 'was': was})}")


def _active(given: str | None) -> Member | None:
    number = number_in(given)
    return None if number is None else Member.objects.filter(pk=number, is_active=True).first()


def _act(actor: Member, case: Case, one: Member, role: str) -> str:
    if not role:
        leave(actor, case, one)
        return _("This member is in the case no longer. What they did in it stays.")
    if role not in ROLES:
        raise Http404
    join(actor, case, one, Role(role))
    return _("The role in this case is kept.")


def _undo(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Return whose role may be put back, and to what; an empty role takes them out of the case."""
    one = _active(request.GET.get("of"))
    was = request.GET.get("was", "")
    if one is None or (was and was not in ROLES):
        return None
    now = case.memberships.filter(member=one).values_list("role", flat=True).first() or ""
    return {"member": one, "role": was} if now != was else None
