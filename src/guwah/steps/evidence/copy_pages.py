"""The pages of what we know without bytes: how a source came, who has copies, who made sure of whom."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import NotUnderstood, Problem
from guwah.steps.evidence import copies, flows, queries
from guwah.steps.evidence.forms import (
    AssuranceForm,
    DigestForm,
    HandoverForm,
    HoldingForm,
    RequestForm,
    StateForm,
)
from guwah.steps.evidence.names import shown_name
from guwah.steps.evidence.stretches import Cursor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Holding, Source

_MOST_FILES = 200
_MOST_NOTES = 100
_SHORT = 60


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def source(request: HttpRequest, case: Case, number: int) -> HttpResponseBase:
    """Show one source: how it came, its items, and who holds a copy."""
    return _source_page(request, case, _source(case, number))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def holding(request: HttpRequest, case: Case, number: int) -> HttpResponseBase:
    """Note who has a copy of a source."""
    found, form = _source(case, number), HoldingForm(request.POST)

    def note() -> None:
        flows.note_holding(member_of(request), found, flows.HoldingFacts(**form.cleaned_data))

    if _done(form, note):
        messages.success(request, _("Noted who has a copy."))
        return redirect("evidence-source", case.pk, number)
    return _source_page(request, case, found, {"holding_form": form})


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def handover(request: HttpRequest, case: Case, number: int) -> HttpResponseBase:
    """Note one hand a source went through."""
    found = _source(case, number)
    form = _handover_form(found, request.POST)

    def note() -> None:
        told = dict(form.cleaned_data)
        chosen = told.pop("item")
        item = queries.find_item(case, int(chosen)) if chosen else None
        flows.note_handover(member_of(request), found, flows.HandoverFacts(**told, item=item))

    if _done(form, note):
        messages.success(request, _("Noted how it came."))
        return redirect("evidence-source", case.pk, number)
    return _source_page(request, case, found, {"handover_form": form})


@case_page(Permission.EVIDENCE_SEE)
@require_safe
def copy(request: HttpRequest, case: Case, holding_id: int) -> HttpResponseBase:
    """Show one copy elsewhere: what became of it, what was asked, whether the bytes agree."""
    return _copy_page(request, case, _copy(case, holding_id))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def ask_for(request: HttpRequest, case: Case, holding_id: int) -> HttpResponseBase:
    """Note that a copy was asked for."""
    found, form = _copy(case, holding_id), RequestForm(request.POST, auto_id="request_%s")

    def note() -> None:
        flows.request_copy(member_of(request), found, flows.RequestFacts(**form.cleaned_data))

    return _after(request, case, found, ("request_form", form, note, _("Noted that it was asked for.")))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def became(request: HttpRequest, case: Case, holding_id: int) -> HttpResponseBase:
    """Note what became of a copy."""
    found = _copy(case, holding_id)
    form = StateForm(request.POST, auto_id="state_%s", items=_files(found.source))

    def note() -> None:
        told = dict(form.cleaned_data)
        number = told.pop("item")
        item = queries.find_item(case, int(number)) if number else None
        flows.note_state(member_of(request), found, flows.StateFacts(**told, item=item))

    return _after(request, case, found, ("state_form", form, note, _("Noted what became of it.")))


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def digest(request: HttpRequest, case: Case, holding_id: int) -> HttpResponseBase:
    """Note a digest that a holder states, and hold it against our files."""
    found, form = _copy(case, holding_id), DigestForm(request.POST, auto_id="digest_%s")

    def note() -> None:
        flows.state_digest(member_of(request), found, **form.cleaned_data)

    return _after(request, case, found, ("digest_form", form, note, _("Noted, and held against our files.")))


@case_page(Permission.EVIDENCE_SEE)
@require_POST
def compare(request: HttpRequest, case: Case, holding_id: int) -> HttpResponseBase:
    """Hold every digest stated for a copy against our files again."""
    found = _copy(case, holding_id)
    compared = [row for stated in found.digests.all() for row in flows.compare(member_of(request), stated)]
    if compared:
        messages.success(request, _("Held against our files."))
    else:
        messages.warning(request, _("We hold no file of this source to hold it against."))
    return redirect("evidence-copy", case.pk, holding_id)


@case_page(Permission.ASSURANCE_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def assurances(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show, and note, how caller and witness made sure of each other."""
    notes = list(
        case.assurances.select_related("source", "noted_by", "follows").order_by("-pk")[:_MOST_NOTES]
    )
    offered = [(each.pk, f"{each.pk}. {each.words[:_SHORT]}") for each in notes]
    form = AssuranceForm(
        request.POST or None,
        notes=offered,
        initial={"source": request.GET.get("source", ""), "kind": "asked"},
    )

    def note() -> None:
        told = dict(form.cleaned_data)
        number, answered = told.pop("source"), told.pop("follows")
        flows.note_assurance(
            member_of(request),
            case,
            flows.AssuranceFacts(
                **told,
                source=queries.find_source(case, int(number))
                if number.isascii() and number.isdecimal()
                else None,
                follows=next((each for each in notes if str(each.pk) == answered), None),
            ),
        )

    if request.method == "POST" and _done(form, note):
        messages.success(request, _("Noted. It stays inside."))
        return redirect("evidence-assurances", case.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {
        "case": case,
        "section": "evidence",
        "notes": notes[::-1],
        "form": form,
        "may_note": may(member_of(request), Permission.ASSURANCE_NOTE, case),
    }
    return render(request, "evidence/assurances.html", context, status=status)


def _source(case: Case, number: int) -> Source:
    try:
        return queries.find_source(case, number)
    except NotUnderstood as unknown:
        raise Http404 from unknown


def _copy(case: Case, holding_id: int) -> Holding:
    try:
        return copies.find_copy(case, holding_id)
    except NotUnderstood as unknown:
        raise Http404 from unknown


def _handover_form(found: Source, told: QueryDict | None = None) -> HandoverForm:
    return HandoverForm(told, auto_id="handover_%s", items=_files(found))


def _files(found: Source) -> list[tuple[int, str]]:
    rows = found.items.order_by("-pk").values_list("pk", "filename")[:_MOST_FILES]
    return [(number, shown_name(name)) for number, name in rows]


def _done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Say whether a form was understood and its flow went through; what was wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Problem as problem:
        form.add_error(None, problem.message)
        return False
    return True


def _after(
    request: HttpRequest, case: Case, found: Holding, filled: tuple[str, forms.Form, Callable[[], None], str]
) -> HttpResponseBase:
    name, form, act, words = filled
    if _done(form, act):
        messages.success(request, words)
        return redirect("evidence-copy", case.pk, found.pk)
    return _copy_page(request, case, found, {name: form})


def _source_page(
    request: HttpRequest, case: Case, found: Source, filled: dict[str, Any] | None = None
) -> HttpResponseBase:
    member = member_of(request)
    context = {
        "case": case,
        "section": "evidence",
        "shown": queries.source(case, found, Cursor.read(request.GET)),
        "copies": copies.copies(found),
        "handovers": found.handovers.select_related("noted_by", "item"),
        "holding_form": HoldingForm(),
        "handover_form": _handover_form(found),
        "may_add": may(member, Permission.EVIDENCE_ADD, case),
        "sees_assurances": may(member, Permission.ASSURANCE_SEE, case),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if filled else HTTPStatus.OK
    return render(request, "evidence/source.html", context | (filled or {}), status=status)


def _copy_page(
    request: HttpRequest, case: Case, found: Holding, filled: dict[str, Any] | None = None
) -> HttpResponseBase:
    context = {
        "case": case,
        "section": "evidence",
        "shown": copies.shown(found),
        "source": found.source,
        "source_url": queries.source_url(found.source),
        "request_form": RequestForm(auto_id="request_%s"),
        "state_form": StateForm(auto_id="state_%s", items=_files(found.source)),
        "digest_form": DigestForm(auto_id="digest_%s"),
        "may_add": may(member_of(request), Permission.EVIDENCE_ADD, case),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if filled else HTTPStatus.OK
    return render(request, "evidence/copy.html", context | (filled or {}), status=status)
