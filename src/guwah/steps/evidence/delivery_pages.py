"""The pages of deliveries: bring one in, see what it is understood as, keep it, read its messages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import NotUnderstood, Problem
from guwah.steps.evidence import delivery_queries, flows, queries
from guwah.steps.evidence.delivery_forms import DeliveryForm
from guwah.steps.evidence.uploads import SealingUpload, take_form

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Item


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def deliveries(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List what came as a whole, and take the next one in."""
    context = {"case": case, "section": "evidence", "deliveries": delivery_queries.deliveries(case)}
    context["may_add"] = may(member_of(request), Permission.EVIDENCE_ADD, case)
    return render(request, "evidence/deliveries.html", context)


@csrf_exempt  # The inner page is protected; the body may be read only after the handler is set.
@case_page(Permission.EVIDENCE_ADD)
@require_POST
def take(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Seal the file of a form as it comes, then show what it is understood as."""
    return take_form(request, lambda form: _take(form, case)) or redirect("evidence-deliveries", case.pk)


@csrf_protect
def _take(request: HttpRequest, case: Case) -> HttpResponseBase:
    file = request.FILES.get("files")
    if not isinstance(file, SealingUpload):
        messages.warning(request, _("No file was chosen. Nothing was changed."))
        return redirect("evidence-deliveries", case.pk)
    added = flows.keep(member_of(request), case, file.intake, flows.Arrival(file.name or ""))
    messages.success(request, _("Sealed and logged as item %s.") % added.item.pk)
    return redirect("evidence-delivery-look", case.pk, added.item.pk)


@case_page(Permission.EVIDENCE_ADD)
@require_safe
def look(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Show what a sealed item is understood as, with every doubt; nothing is stored."""
    return _look(request, case, _item(case, item_id), DeliveryForm(request.GET or None))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def accept(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Keep it as it was shown."""
    item, form = _item(case, item_id), DeliveryForm(request.POST)
    if not form.is_valid():
        return _look(request, case, item, form)
    try:
        delivered = flows.deliver_item(member_of(request), item, form.said())
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("evidence-delivery-look", case.pk, item_id)
    if delivered.new:
        messages.success(request, _("Kept as it was shown. The sealed export stays as it came."))
    else:
        messages.warning(request, _("This was here already, understood in the same way."))
    return redirect("evidence-delivery", case.pk, delivered.delivery.pk)


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def delivery(request: HttpRequest, case: Case, delivery_id: int) -> HttpResponseBase:
    """Show the messages of a delivery in their order, each with what it carries."""
    try:
        found = delivery_queries.find_delivery(case, delivery_id)
    except NotUnderstood as unknown:
        raise Http404 from unknown
    rows, page = delivery_queries.messages(found, request.GET.get("page", "1"))
    context = {"case": case, "section": "evidence", "shown": delivery_queries.shown(found), "rows": rows}
    context |= {"page": page, "loose": delivery_queries.loose_parts(found) if page.number == 1 else []}
    return render(request, "evidence/delivery.html", context)


def _item(case: Case, item_id: int) -> Item:
    try:
        return queries.find_item(case, item_id)
    except NotUnderstood as unknown:
        raise Http404 from unknown


def _look(request: HttpRequest, case: Case, item: Item, form: DeliveryForm) -> HttpResponseBase:
    context = {"case": case, "section": "evidence", "item": item, "form": form, "preview": None}
    status = HTTPStatus.OK
    try:
        seen = flows.look(member_of(request), case, item, form.said())
    except Problem as problem:
        context["problem"] = problem.failure()
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        preview = delivery_queries.understood(seen)
        context["preview"] = preview
        context["orders"] = [delivery_queries.order_in_words(order) for order in preview.orders]
    return render(request, "evidence/delivery_look.html", context, status=status)
