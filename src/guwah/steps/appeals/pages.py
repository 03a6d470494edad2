"""The petitions of a case, writing one down, adding what became of it."""

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
from guwah.failures import NotUnderstood, Problem
from guwah.steps.appeals import flows, queries
from guwah.steps.appeals.forms import EventForm, PetitionForm
from guwah.steps.appeals.models import Petition

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


def _page(request: HttpRequest, case: Case, status: int = HTTPStatus.OK, **forms: object) -> HttpResponseBase:
    context = {
        "case": case,
        "section": "appeals",
        "petitions": queries.petitions(case),
        "form": PetitionForm(),
        "may_edit": may(member_of(request), Permission.PETITION_EDIT, case),
    }
    return render(request, "appeals/petitions.html", context | forms, status=status)


@case_page(Permission.PETITION_SEE)
@require_safe
def appeals(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the petitions of a case with their fate and their silence."""
    return _page(request, case)


@case_page(Permission.PETITION_EDIT)
@require_POST
def add(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Write down a petition."""
    form = PetitionForm(request.POST)
    if form.is_valid():
        try:
            petition = flows.add_petition(member_of(request), case, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Petition %s is written down.") % petition.pk)
            return redirect("appeals", case.pk)
    return _page(request, case, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


@case_page(Permission.PETITION_EDIT)
@require_safe
def event(request: HttpRequest, case: Case, petition_id: int) -> HttpResponseBase:
    """Ask what became of a petition."""
    return _event(request, case, petition_id, EventForm())


@case_page(Permission.PETITION_EDIT)
@require_POST
def add_event(request: HttpRequest, case: Case, petition_id: int) -> HttpResponseBase:
    """Add what became of a petition."""
    petition = _petition(case, petition_id)
    form = EventForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            flows.note_event(member_of(request), petition, said["state"], said["when"], note=said["note"])
        except Problem as problem:
            form.add_error("when" if isinstance(problem, NotUnderstood) else None, problem.message)
        else:
            messages.success(request, _("Added to petition %s.") % petition.pk)
            return redirect("appeals", case.pk)
    return _event(request, case, petition_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _event(
    request: HttpRequest, case: Case, petition_id: int, form: EventForm, status: int = HTTPStatus.OK
) -> HttpResponseBase:
    petition = _petition(case, petition_id)
    context = {"case": case, "section": "appeals", "petition": petition, "form": form}
    return render(request, "appeals/event.html", context, status=status)


def _petition(case: Case, petition_id: int) -> Petition:
    return existing(Petition.objects.filter(pk=petition_id, case=case).first())
