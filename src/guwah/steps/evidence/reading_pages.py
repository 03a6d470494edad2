"""What a page may ask of the jail: read this item, make a copy of it that may go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import NotUnderstood
from guwah.steps.evidence import flows, queries

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def examine(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Have an item read in the jail."""
    return _asked(request, case, item_id, "examine")


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def clean(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Have a copy of an item made without metadata."""
    return _asked(request, case, item_id, "clean")


def _asked(
    request: HttpRequest, case: Case, item_id: int, act: Literal["examine", "clean"]
) -> HttpResponseBase:
    try:
        item = queries.find_item(case, item_id)
    except NotUnderstood as unknown:
        raise Http404 from unknown
    flows.ask_for(member_of(request), item, act)
    messages.success(request, _("It is being done; look again in a moment."))
    return redirect("evidence-item", case.pk, item_id)
