"""The pages that join steps: Today, Cases, a case, the log, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guwah.accounts import log_check
from guwah.accounts.cases import open_case
from guwah.accounts.guard import case_page, group_page, may, visible_cases
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.outbox.models import Notice
from guwah.vault.wholeness import REMEDY
from guwah.web import log_rows, overview
from guwah.web.design import samples

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


@group_page(None)
def today(request: HttpRequest) -> HttpResponseBase:
    """Show what is due, what waits for this member, and what stands in the way of each case."""
    return render(request, "today.html", overview.today(member_of(request)))


@group_page(None)
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: HttpRequest) -> HttpResponseBase:
    """List the cases a member may see, and open a new one."""
    member = member_of(request)
    if request.method == "POST":
        try:
            case = open_case(member, request.POST.get("title", ""))
        except Problem as problem:
            messages.error(request, problem.message)
        else:
            return redirect("case", case.pk)
    context = {"cases": visible_cases(member), "may_open": may(member, Permission.CASE_CREATE)}
    return render(request, "cases.html", context)


@case_page(Permission.CASE_SEE)
def case(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show one case: where it stands, what it holds, what was decided."""
    return render(request, "case.html", overview.case(member_of(request), case))


@group_page(Permission.LOG_SEE)
def log(request: HttpRequest) -> HttpResponseBase:
    """Show the newest entries of the custody log, older ones below a given index."""
    before = number_in(request.GET.get("before"))
    context = log_rows.entries(before) | log_rows.others()
    context["may_anchor"] = may(member_of(request), Permission.LOG_ANCHOR)
    context["sees_audit"] = may(member_of(request), Permission.AUDIT_SEE)
    return render(request, "log.html", context)


@group_page(Permission.LOG_SEE)
def log_sheet(request: HttpRequest) -> HttpResponseBase:
    """Show the sheet to be printed and kept elsewhere: the log's root as it is now."""
    return render(request, "log_sheet.html", log_rows.sheet())


@group_page(Permission.LOG_VERIFY)
@require_POST
def verify_log(request: HttpRequest) -> HttpResponseBase:
    """Look through the database, recompute the whole log, and show what was found."""
    try:
        checked = log_check.check(member_of(request))
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("log")
    return render(request, "log_verified.html", {"checked": checked, "remedy": REMEDY})


@group_page(None)
def settings_page(request: HttpRequest) -> HttpResponseBase:
    """Show the vault, its members, and the member's own choices."""
    return render(request, "settings.html", overview.vault_facts(member_of(request)))


@group_page(None)
def design(request: HttpRequest) -> HttpResponseBase:
    """Show every piece of the design system with invented words in five scripts."""
    return render(request, "design.html", samples())


@group_page(None)
@require_POST
def notice_seen(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    """Put a notice away; it stays in the database."""
    Notice.objects.filter(pk=notice_id, member=member_of(request)).update(seen_at=timezone.now())
    messages.success(request, _("Put away."))
    return redirect("today")
