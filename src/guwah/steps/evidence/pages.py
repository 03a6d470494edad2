"""The pages of evidence: what came in, what is missing, one source, one item, its bytes."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts import soundness
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.accounts.telling import told_words
from guwah.failures import NotUnderstood, Problem
from guwah.steps.evidence import flows, life, listing, queries
from guwah.steps.evidence.forms import SourceForm, listed, source_kinds
from guwah.steps.evidence.models import VerifyRound
from guwah.steps.evidence.reading.shown import read_of
from guwah.steps.evidence.streaming import file_response
from guwah.steps.evidence.stretches import Cursor
from guwah.steps.evidence.uploads import SealingUpload, answer, take_form
from guwah.vault.wholeness import REMEDY

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Item, Source


_A_NUMBER = re.compile(r"[0-9]{1,9}")
# Of an item that was looked at for years the page shows the newest acts; the log has them all.
_MOST_ACTS = 200


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
    """List the sources of a case with what we hold of each."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "words", "only")}
    sources, page = listing.sources(case, Cursor.read(request.GET), **asked)
    context = {
        "case": case,
        "section": "evidence",
        "way": "evidence",
        "sources": sources,
        "page": page,
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "kinds": source_kinds()[1:],
        "numbers": queries.counts(case),
        "form": SourceForm(),
    }
    return render(request, "evidence/sources.html", context | _rights(request, case))


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def held(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the items we hold, all of them or those that need somebody."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "state")}
    page = listing.held(case, Cursor.read(request.GET), **asked)
    context = {
        "case": case,
        "section": "evidence",
        "way": "evidence-held",
        "page": page,
        "rows": [queries.held_row(case, row) for row in page.rows],
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "kinds": queries.KIND_WORDS.items(),
        "round": VerifyRound.objects.filter(case=case).last(),
    }
    return render(request, "evidence/held.html", context | _rights(request, case))


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def elsewhere(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the copies that others hold or held."""
    asked = request.GET.get("state", "")
    rows, page = listing.elsewhere(case, Cursor.read(request.GET), state=asked)
    context = {
        "case": case,
        "section": "evidence",
        "way": "evidence-elsewhere",
        "rows": rows,
        "page": page,
        "asked": asked,
        "query": urlencode({"state": asked}) if asked else "",
        "states": listed("holding_states", empty=False)(),
    }
    return render(request, "evidence/elsewhere.html", context)


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def missing(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show how much is missing, why, and what to do about it."""
    context = {
        "case": case,
        "section": "evidence",
        "way": "evidence-missing",
        "missing": listing.missing(case),
        "days": listing.LATELY.days,
        "parts": [part for part in flows.unfinished(member_of(request)) if part.case == case.pk],
    }
    return render(request, "evidence/missing.html", context | _rights(request, case))


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
def item(request: HttpRequest, case: Case, item_id: int) -> HttpResponseBase:
    """Show one item: its seal, its outcomes, its custody."""
    found = _item(case, item_id)
    acts = queries.custody(found)
    context = {
        "case": case,
        "section": "evidence",
        "shown": queries.item(case, found),
        "source_url": queries.source_url(found.source),
        "picture": life.picture(found, acts),
        "comings": queries.comings(found),
        "custody": acts[-_MOST_ACTS:],
        "acts_left_out": max(0, len(acts) - _MOST_ACTS),
        "read": read_of(member_of(request), case, found),
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
    """Begin to hold every item of the case against its digest; a small case is done at once.

    The database that lists them is looked through first.
    """
    database = soundness.look_through(member_of(request))
    if not database.whole:
        messages.error(request, f"{database.told()} {REMEDY}")
    begun = flows.begin_round(member_of(request), case, at_once=True)
    if begun.ended_at is None:
        return redirect("evidence-round", case.pk)
    if not begun.broken:
        said = ngettext("%d item is intact.", "All %d items are intact.", begun.checked) % begun.checked
        messages.success(request, said)
    for row in listing.held(case, Cursor(), state=listing.BROKEN).rows:
        words = _("Item %(number)s: %(found)s")
        found = queries.CODE_WORDS.get(row.broken, row.broken)
        messages.error(request, words % {"number": row.pk, "found": found})
    return redirect("evidence-held", case.pk)


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def verifying(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show how far the newest round has come; as JSON for the island that looks again."""
    newest = VerifyRound.objects.filter(case=case).select_related("asked_by").last()
    if "json" in request.GET:
        return JsonResponse(
            {
                "done": newest.checked if newest else 0,
                "total": newest.total if newest else 0,
                "ended": newest is None or newest.ended_at is not None,
            }
        )
    context = {"case": case, "section": "evidence", "way": "evidence-held", "round": newest}
    return render(request, "evidence/round.html", context | _rights(request, case))


@case_page(Permission.EVIDENCE_ADD)
@require_http_methods(["POST", "PATCH"])
def upload(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Seal the body of the request as it comes; the way of the drop zone."""
    try:
        source = _asked_source(request, case)
        return answer(request, case, source)
    except Problem as problem:
        # Shown by a script as it is, not by a template.
        refusal = {"error": {"code": problem.code, "message": told_words(problem.message)}}
        return JsonResponse(refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@csrf_exempt  # The inner page is protected; the body may be read only after the handler is set.
@case_page(Permission.EVIDENCE_ADD)
@require_POST
def add(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Seal the files of a plain form as they come; the way without script."""
    return take_form(request, lambda form: _add(form, case)) or redirect("evidence", case.pk)


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
