"""The pages of status: the history of each person, and the form that adds an entry to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.claims import flows, hearsay, queries, showing
from guwah.steps.claims.models import Reading
from guwah.steps.claims.statuses.forms import StatusForm
from guwah.steps.claims.statuses.history import history
from guwah.steps.people.models import Entity
from guwah.steps.people.queries import display_names, entities_by_number

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import Claim


@case_page(Permission.CLAIM_SEE)
@require_safe
def histories(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show where each person stood, an axis beside the other, with the words and what is last known."""
    context = {
        "case": case,
        "section": "chronology",
        "people": history(case, timezone.localdate()),
        "may_make": may(member_of(request), Permission.CLAIM_MAKE, case),
    }
    return render(request, "claims/histories.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Note where a person stands on one axis, as of a day."""
    number = number_in(request.GET.get("claim"))
    claim = queries.one(case, number) if number is not None else None
    form = StatusForm(request.POST or None, people=_people(case), initial={"as_of": _day_of(claim)})
    if form.is_valid():
        axis, _colon, code = form.cleaned_data["status"].partition(":")
        chosen = form.cleaned_data["person"]
        person = next(iter(entities_by_number(case, [chosen])), None) if chosen else None
        given = flows.StatusGiven(axis, code, form.cleaned_data["as_of"], person=person, claim=claim)
        try:
            flows.note_status(member_of(request), case, given)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Noted. The earlier entries stay."))
            return redirect("status-history", case.pk)
    if claim is not None:
        hearsay.draw(case, [claim])
    context = {
        "case": case,
        "section": "chronology",
        "form": form,
        "claim": showing.claim_row(claim) if claim is not None else None,
        # What an entry is added to, and what of it rests on words nobody has checked.
        "people": history(case, timezone.localdate()),
    }
    return render(request, "claims/status.html", context)


def _people(case: Case) -> dict[int, str]:
    """Return the parties of a case by their numbers; of whom else a status is kept, members name a party."""
    persons = hearsay.parties(case).filter(kind=Entity.Kind.PERSON)
    return display_names(persons.values_list("pk", flat=True))


def _day_of(claim: Claim | None) -> str:
    """Return the day a claim itself tells, to begin with: when it was said, or the first date read in it.

    Of a masked claim no day is told.
    """
    if claim is None or claim.pk in hearsay.veil(claim.case, [claim.pk]).claims:
        return ""
    if claim.said_on:
        return claim.said_on
    dates = [reading.value for reading in claim.readings.all() if reading.form == Reading.Form.DATE]
    return dates[0] if dates else ""
