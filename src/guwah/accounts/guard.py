"""Asking permission: once for flows, once for pages; every answer that matters is in the audit trail."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from guwah.accounts.models import AuditEntry, Case, CaseMembership, Member
from guwah.accounts.permissions import OF_THE_GROUP, Permission, Role, holds
from guwah.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponseBase

_P = ParamSpec("_P")


class NotPermitted(Refused):
    """This member may not do this here."""

    def __init__(self, permission: Permission) -> None:
        super().__init__("not-permitted", f"You do not have the permission {permission.value} here.")
        self.permission = permission


def role_in(member: Member, case: Case | None) -> Role | None:
    """Return the role that counts: owners and coordinators everywhere, others by their place in the case."""
    if not member.is_active:
        return None
    role = Role(member.role)
    if case is None or role in {Role.OWNER, Role.COORDINATOR}:
        return role
    # Asked many times on a page, so no more than the role is fetched.
    held = case.memberships.filter(member=member).values_list("role", flat=True).first()
    return Role(held) if held else None


def may(member: Member, permission: Permission, case: Case | None = None) -> bool:
    """Say whether a member holds a permission, in a case where it belongs to a case."""
    if permission not in OF_THE_GROUP and case is None:
        return False
    role = role_in(member, None if permission in OF_THE_GROUP else case)
    return role is not None and holds(role, permission)


def ask(member: Member, permission: Permission, case: Case | None = None, *, target: str = "") -> None:
    """Let a flow go on, or raise `NotPermitted`; both answers are written to the audit trail."""
    allowed = may(member, permission, case)
    AuditEntry.objects.create(
        member=member, permission=permission.value, target=target, case=case, allowed=allowed
    )
    if not allowed:
        raise NotPermitted(permission)


def visible_cases(member: Member) -> list[Case]:
    """Return the cases a member may see, oldest first."""
    return [case for case in Case.objects.all() if may(member, Permission.CASE_SEE, case)]


def cases_for(member: Member, permission: Permission) -> list[Case]:
    """Return the cases in which a member holds a permission, oldest first, asking the database once."""
    cases = Case.objects.order_by("pk")
    role = role_in(member, None)
    if role in {Role.OWNER, Role.COORDINATOR}:
        return list(cases) if holds(role, permission) else []
    allowed = [each.value for each in Role if holds(each, permission)]
    mine = CaseMembership.objects.filter(member=member, role__in=allowed)
    return list(cases.filter(pk__in=mine.values("case"))) if role is not None else []


def case_page(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Case, _P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, int, _P], HttpResponseBase],
]:
    """Make a page of one case: signed in, holding `permission` there, the case loaded.

    A case somebody may not see does not exist for them: the answer is 404, not 403.
    """

    def around(
        page: Callable[Concatenate[HttpRequest, Case, _P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, int, _P], HttpResponseBase]:
        @wraps(page)
        def guarded(
            request: HttpRequest, case_id: int, *args: _P.args, **kwargs: _P.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("unlock"))
            member = request.user
            case = Case.objects.filter(pk=case_id).first()
            if case is None or not may(member, Permission.CASE_SEE, case):
                raise Http404
            _answer(member, permission, case, request)
            with _refusing():
                return page(request, case, *args, **kwargs)

        return cast(
            "Callable[Concatenate[HttpRequest, int, _P], HttpResponseBase]", _mark(guarded, permission)
        )

    return around


def group_page(
    permission: Permission | None,
) -> Callable[
    [Callable[Concatenate[HttpRequest, _P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, _P], HttpResponseBase],
]:
    """Make a page of the group: signed in, and holding `permission` unless it is None (any member)."""

    def around(
        page: Callable[Concatenate[HttpRequest, _P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, _P], HttpResponseBase]:
        @wraps(page)
        def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("unlock"))
            if permission is not None:
                _answer(request.user, permission, None, request)
            with _refusing():
                return page(request, *args, **kwargs)

        return cast("Callable[Concatenate[HttpRequest, _P], HttpResponseBase]", _mark(guarded, permission))

    return around


def open_page(
    page: Callable[Concatenate[HttpRequest, _P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponseBase]:
    """Mark a page that anybody on this machine may load: it shows nothing of a vault."""
    _mark(page, "open")
    return page


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse what a page asks for beyond its own permission like that one: 403, not a fault."""
    try:
        yield
    except NotPermitted as refusal:
        raise PermissionDenied from refusal


def _answer(member: Member, permission: Permission, case: Case | None, request: HttpRequest) -> None:
    allowed = may(member, permission, case)
    name = request.resolver_match.view_name if request.resolver_match else ""
    AuditEntry.objects.create(
        member=member, permission=permission.value, target=f"page:{name}", case=case, allowed=allowed
    )
    if not allowed:
        raise PermissionDenied


def _mark(page: Any, permission: Permission | str | None) -> Any:  # noqa: ANN401 - any callable
    # The every-route test reads this mark: a route without one fails it.
    page.guwah_permission = permission
    return page
