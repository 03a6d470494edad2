"""The call sheet: read aloud in two languages, ticked and written on, kept through the flows of the steps."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.steps.testimony.taking.tables import Call
from guwah.web.call_keeping import Filled, keep
from guwah.web.call_sheet_form import CallForm, ask_rows, point_rows
from guwah.web.call_sheet_words import POINTS, columns

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case

_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# Tags of texts that say no script; the sheet is there in one.
_SCRIPTS = {"zh": "zh-hans", "cmn": "zh-hans"}
# Kept of a call where nobody said in which language it was: undetermined.
_UNKNOWN = "und"


@case_page(Permission.ASSURANCE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show the sheet in the caller's and the witness's language; keep it when it comes back filled in."""
    caller = _language(request, "caller", get_language() or "en")
    known = _language(request, "witness", "") or _hers(case, caller)
    # English is shown where her language is not known; that she understands it, nobody said.
    witness = known or "en"
    form = CallForm(case, member_of(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call = keep(member_of(request), Filled(case, known or _UNKNOWN, form.cleaned_data))
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The call is kept."))
            return redirect("call", case.pk, call.pk)
    shown = columns(caller, witness)
    context = {
        "case": case,
        "section": "testimony",
        "form": form,
        "columns": shown,
        "points": list(point_rows(form, shown)),
        "asks": list(ask_rows(form, shown)),
        "languages": settings.LANGUAGES,
        "caller": caller,
        "witness": witness,
        "unchecked": not known or not next(each.checked for each in shown if each.code == witness),
        "calls": Call.objects.filter(case=case).select_related("source").order_by("-pk"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "call_sheet.html", context, status=status)


@case_page(Permission.ASSURANCE_SEE)
@require_safe
def call(request: HttpRequest, case: Case, call_id: int) -> HttpResponseBase:
    """Show a call that was kept: what she was told, and what was noted beside it."""
    found = existing(Call.objects.filter(pk=call_id, case=case).select_related("source", "made_by").first())
    points = [
        {"heading": each.heading, "said": each.code in found.said, "words": found.notes.get(each.code, "")}
        for each in POINTS
    ]
    records = case.consent_records.filter(external_id__startswith=f"call-{found.key}-").order_by("pk")
    context = {
        "case": case,
        "section": "testimony",
        "call": found,
        "points": points,
        "records": records,
        "language": dict(settings.LANGUAGES).get(found.language, "—"),
    }
    return render(request, "call.html", context)


def _language(request: HttpRequest, name: str, usual: str) -> str:
    # Tags are told apart by their letters and not by their case (RFC 5646, 2.1.1).
    asked = request.GET.get(name, "").lower()
    return asked if asked in _LANGUAGES else usual


def _hers(case: Case, caller: str) -> str:
    """Return the language of the newest text of the case that the interface knows, or an empty one."""
    tags = case.layers.order_by("-pk").values_list("language", flat=True)
    known = (code for code in (_known(tag.lower()) for tag in tags if tag) if code)
    return next((code for code in known if code != caller), "")


def _known(tag: str) -> str:
    """Return which language of the interface a tag names, or an empty one."""
    tag = _SCRIPTS.get(tag, tag)
    return next((code for code in _LANGUAGES if f"{tag}-".startswith(f"{code}-")), "")
