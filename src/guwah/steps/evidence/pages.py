"""The pages of evidence: what came in, what is missing, one source, one item, its bytes."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import NotUnderstood, Problem
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.forms import HoldingForm, SourceForm
from guwah.steps.evidence.streaming import file_response
from guwah.steps.evidence.uploads import Body, SealingUpload, SealingUploads, raw_name

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Item, Source


_A_NUMBER = re.compile(r"[0-9]{1,9}")


def _source(case: Case, number: int) -> Source:
    try:
        return queries.find_source(case, number)
    except NotUnderstood as unknown:
        raise Http404 from unknown


def _item(case: Case, item_id: int) -> Item:
    try:
        return queries.find_item(case, item_id)
    except NotUnderstood as unknown:
        raise Http404 from unknown


def _asked_source(request: HttpRequest, case: Case) -> Source | None:
    number = request.GET.get("source", "")
    return queries.find_source(case, int(number)) if _A_NUMBER.fullmatch(number) else None


def _rights(request: HttpRequest, case: Case) -> dict[str, bool]:
    member = member_of(request)
    return {
        "may_add": may(member, Permission.EVIDENCE_ADD, case),
        "may_verify": may(member, Permission.EVIDENCE_VERIFY, case),
    }


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def evidence(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the sources of a case, their items, and what is missing."""
    sources, page = queries.sources(case, request.GET.get("page", "1"))
    context = {"case": case, "section": "evidence", "sources": sources, "page": page, "form": SourceForm()}
    context["numbers"] = queries.counts(case)
    return render(request, "evidence/sources.html", context | _rights(request, case))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def name(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Write down a source that is known only by name or number."""
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            source = flows.name_source(member_of(request), case, flows.SourceFacts(**form.cleaned_data))
        except Problem as problem:
            form.add_error("received" if isinstance(problem, NotUnderstood) else None, problem.message)
        else:
            messages.success(request, _("The source is named; no file of it is here yet."))
            return redirect("evidence-source", case.pk, source.number)
    context = {"case": case, "section": "evidence", "form": form}
    return render(request, "evidence/name.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def source(request: HttpRequest, case: Case, number: int) -> HttpResponseBase:
    """Show one source: its items, and who holds a copy."""
    shown = queries.source(case, _source(case, number))
    context = {"case": case, "section": "evidence", "shown": shown, "form": HoldingForm()}
    return render(request, "evidence/source.html", context | _rights(request, case))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def holding(request: HttpRequest, case: Case, number: int) -> HttpResponseBase:
    """Note who has a copy of a source."""
    found = _source(case, number)
    form = HoldingForm(request.POST)
    if form.is_valid():
        try:
            flows.note_holding(member_of(request), found, flows.HoldingFacts(**form.cleaned_data))
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Noted who has a copy."))
            return redirect("evidence-source", case.pk, number)
    context = {"case": case, "section": "evidence", "shown": queries.source(case, found), "form": form}
    context |= _rights(request, case)
    return render(request, "evidence/source.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def item(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Show one item: its seal, its outcomes, its custody."""
    found = _item(case, item_id)
    context = {
        "case": case,
        "section": "evidence",
        "shown": queries.item(case, found),
        "source_url": queries.source_url(found.source),
        "custody": queries.custody(found),
    }
    return render(request, "evidence/item.html", context | _rights(request, case))


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def file(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Send the bytes of an item, or a range of them."""
    found = _item(case, item_id)
    try:
        reader = flows.open_item(member_of(request), found)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("evidence-item", case.pk, item_id)
    return file_response(request, found, reader)


@case_page(Permission.EVIDENCE_VERIFY)
@require_POST
def verify_item(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Hold one item against its digest."""
    checked = flows.verify_item(member_of(request), _item(case, item_id))
    if checked.intact:
        messages.success(request, _("Intact: these are the bytes that were sealed."))
    else:
        messages.error(request, str(queries.CODE_WORDS[checked.code]))
    return redirect("evidence-item", case.pk, item_id)


@case_page(Permission.EVIDENCE_VERIFY)
@require_POST
def verify(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Hold every item of the case against its digest."""
    report = flows.verify(member_of(request), case)
    number = len(report.checked)
    if not report.broken:
        said = ngettext("%d item is intact.", "All %d items are intact.", number) % number
        messages.success(request, said)
    for each in report.broken:
        words = _("Item %(number)s: %(found)s")
        found = queries.CODE_WORDS[each.code]
        messages.error(request, words % {"number": each.item.pk, "found": found})
    return redirect("evidence", case.pk)


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def upload(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Seal the body of the request as it comes; the way of the drop zone."""
    try:
        source = _asked_source(request, case)
        added = flows.add_file(member_of(request), case, Body(request), raw_name(request), source=source)
    except Problem as problem:
        refusal = {"error": {"code": problem.code, "message": problem.message}}
        return JsonResponse(refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(queries.as_json(added.item, added.outcome))


@csrf_exempt  # The inner page is protected; the body may be read only after the handler is set.
@case_page(Permission.EVIDENCE_ADD)
@require_POST
def add(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Seal the files of a plain form as they come; the way without script."""
    handler = SealingUploads(request)
    request.upload_handlers = [handler]
    try:
        return _add(request, case)
    except Problem as problem:
        messages.error(request, problem.message)
    except UnreadablePostError:
        messages.error(request, _("The way broke off before the file was whole. Send it again."))
    finally:
        handler.abort()
    return redirect("evidence", case.pk)


@csrf_protect
def _add(request: HttpRequest, case: Case) -> HttpResponseBase:
    source = _asked_source(request, case)
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SealingUpload)]
    if not files:
        messages.warning(request, _("No file was chosen. Nothing was changed."))
    for file in files:
        _keep(request, case, source, file)
    if source is not None:
        return redirect("evidence-source", case.pk, source.number)
    return redirect("evidence", case.pk)


def _keep(request: HttpRequest, case: Case, source: Source | None, file: SealingUpload) -> None:
    arrival = flows.Arrival(file.name or "", source)
    try:
        added = flows.keep(member_of(request), case, file.intake, arrival)
    except Problem as problem:
        messages.error(request, problem.message)
        return
    if added.outcome == "duplicate":
        messages.warning(request, _("The same bytes are here already, as item %s.") % added.item.pk)
    else:
        messages.success(request, _("Sealed and logged as item %s.") % added.item.pk)
