"""The page on which somebody says that a text was checked, and which shows who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.steps.testimony import flows, links
from guwah.steps.testimony.flows.checking import offered
from guwah.steps.testimony.layers import reviewing
from guwah.steps.testimony.layers.forms import CheckForm
from guwah.steps.testimony.pages import layer_or_404
from guwah.steps.testimony.queries import newest

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


@case_page(Permission.TESTIMONY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Show how far a text has been checked; say that one has checked it."""
    member, layer = member_of(request), layer_or_404(case, layer_id)
    allowed, known, now = may(member, Permission.TESTIMONY_CHECK, case), offered(layer), newest(layer)
    above = newest(layer.translated_from).number if layer.translated_from else None
    form = CheckForm(request.POST or None, offered=known, base=now.number, original=above)
    if form.is_valid():
        told = form.cleaned_data
        try:
            flows.check(member, layer, told["base"], told["against"], told["note"], original=told["original"])
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(
                request, _("It is written down that you checked this text. An edit of it undoes that.")
            )
            return redirect("text-review", case.pk, layer.pk)
    context = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "state": reviewing.state_of(layer),
        "history": reviewing.history(layer),
        "form": form if allowed and known else None,
        "may_check": allowed,
        "number": now.number,
        "back": links.to_layer(case.pk, layer.pk),
    }
    return render(request, "testimony/review.html", context)


@case_page(Permission.TESTIMONY_CHECK)
@require_POST
def unchecked(request: HttpRequest, case: Case, layer_id: int, review_id: int) -> HttpResponseBase:
    """Take back that a text was checked."""
    layer = layer_or_404(case, layer_id)
    found = next((each for each in reviewing.history(layer) if each.pk == review_id), None)
    if found is None:
        raise Http404
    try:
        flows.uncheck(member_of(request), case, found)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("The check is taken back. That it was made stays on record."))
    return redirect("text-review", case.pk, layer.pk)
