"""The board of watches of a case, setting one, noting an attempt."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.steps.vigil import flows, queries
from guwah.steps.vigil.forms import CheckInForm, WatchForm
from guwah.steps.vigil.models import Watch

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


def _board(
    request: HttpRequest, case: Case, form: WatchForm, status: int = HTTPStatus.OK
) -> HttpResponseBase:
    context = {
        "case": case,
        "section": "vigil",
        "board": queries.board(case),
        "form": form,
        "checkin": CheckInForm(auto_id=False),
        "may_keep": may(member_of(request), Permission.WATCH_KEEP, case),
    }
    return render(request, "vigil/board.html", context, status=status)


@case_page(Permission.WATCH_SEE)
@require_safe
def vigil(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show the watches of a case by how pressing they are."""
    return _board(request, case, WatchForm(case, initial={"keeper": member_of(request).pk}))


@case_page(Permission.WATCH_KEEP)
@require_POST
def set_watch(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Set a watch."""
    form = WatchForm(case, request.POST)
    if form.is_valid():
        try:
            watch = flows.set_watch(member_of(request), case, form.promise())
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Watch %s is set.") % watch.pk)
            return redirect("vigil", case.pk)
    return _board(request, case, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@case_page(Permission.WATCH_KEEP)
@require_POST
def check_in(request: HttpRequest, case: Case, watch_id: int) -> HttpResponseBase:
    """Note one attempt to reach the person."""
    watch = existing(Watch.objects.filter(pk=watch_id, case=case).first())
    form = CheckInForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what came of the attempt. Nothing was noted."))
        return redirect("vigil", case.pk)
    try:
        attempt = flows.check_in(
            member_of(request), watch, form.cleaned_data["outcome"], note=form.cleaned_data["note"]
        )
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        _tell(request, attempt.watch)
    return redirect(queries.shown_now(watch).url)


def _tell(request: HttpRequest, watch: Watch) -> None:
    if watch.closed_at is not None:
        messages.success(request, _("Reached and verified: watch %s is answered.") % watch.pk)
    else:
        messages.warning(request, _("Noted. Watch %s goes on: only a verified answer ends it.") % watch.pk)
