"""Settings, ways in: one's own passphrase, members, recovery sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from guwah.accounts import recovering
from guwah.accounts.answers import telling
from guwah.accounts.entry import passphrase_opens
from guwah.accounts.guard import group_page, may
from guwah.accounts.members import add_member
from guwah.accounts.models import ROLE_CHOICES, Member
from guwah.accounts.permissions import Permission, Role
from guwah.accounts.ways_in import change_passphrase, may_remove
from guwah.failures import Problem, WrongUse
from guwah.vault.keyring import KEYRING
from guwah.vault.sheets import MOST_SHEETS
from guwah.vault.vault_file import read
from guwah.web.changing import CHANGE, Leaving
from guwah.web.recovery_sheets import render as render_sheets

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@group_page(None)
@require_GET
def show(request: HttpRequest) -> HttpResponseBase:
    """Show who has a way in, which recovery sheets there are, and the forms to change either."""
    member = cast("Member", request.user)
    manages = may(member, Permission.MEMBER_MANAGE)
    context = {
        "members": Member.objects.filter(is_active=True) if manages else [],
        "manages": manages,
        "roles": ROLE_CHOICES,
        "recoveries": read(KEYRING.current().folder).recoveries,
        "most_sheets": MOST_SHEETS,
    }
    return render(request, "ways_in.html", context)


@group_page(None)
@require_POST
def passphrase(request: HttpRequest) -> HttpResponseBase:
    """Change one's own passphrase."""
    with telling(request, _("Your passphrase is changed; the old one opens nothing any more.")):
        old, new = request.POST.get("old", ""), _twice(request)
        change_passphrase(cast("Member", request.user), old, new)
    return redirect("ways-in")


@group_page(Permission.MEMBER_MANAGE)
@require_POST
def add(request: HttpRequest) -> HttpResponseBase:
    """Give somebody a way in; they type their passphrase themselves."""
    role = request.POST.get("role", "")
    with telling(request, _("There is one more way in.")):
        chosen = Role(role) if role in {each.value for each in Role} else Role.READER
        handle = request.POST.get("handle", "")
        name = request.POST.get("name", "")[:120]
        add_member(cast("Member", request.user), handle, _twice(request), chosen, display_name=name)
    return redirect("ways-in")


@group_page(Permission.MEMBER_MANAGE)
@require_POST
def remove(request: HttpRequest) -> HttpResponseBase:
    """Begin to take somebody's way in away and to change every key; everybody signs in anew afterwards."""
    member, handle = cast("Member", request.user), request.POST.get("handle", "")
    try:
        passphrase_opens(KEYRING.current().folder, member, request.POST.get("passphrase", ""))
        may_remove(member, handle)
        CHANGE.begin(member, handle)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("ways-in")
    return Leaving(reverse("changing"))


@group_page(Permission.MEMBER_MANAGE)
@require_POST
def sheets(request: HttpRequest) -> HttpResponseBase:
    """Make recovery sheets and show them once, to be printed; they stand in no file."""
    member = cast("Member", request.user)
    keys = KEYRING.current()
    try:
        passphrase_opens(keys.folder, member, request.POST.get("passphrase", ""))
        prepared = recovering.prepare(
            member, shares=_number(request, "shares"), needed=_number(request, "needed")
        )
        page = render_sheets(prepared, keys.vault_id, alone=False)
        recovering.keep(member, prepared)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("ways-in")
    return HttpResponse(page)


@group_page(Permission.MEMBER_MANAGE)
@require_POST
def drop(request: HttpRequest) -> HttpResponseBase:
    """Make a set of sheets worthless."""
    try:
        gone = recovering.drop(cast("Member", request.user), _number(request, "set"))
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        told = ngettext(
            "%(count)s sheet opens this vault no more. Burn it.",
            "%(count)s sheets open this vault no more. Burn them.",
            gone.shares,
        )
        messages.success(request, told % {"count": gone.shares})
    return redirect("ways-in")


def _twice(request: HttpRequest) -> str:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise WrongUse("passphrases-differ", "The two new passphrases are not the same. Nothing was changed.")
    return new


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= len("32767") else 0
