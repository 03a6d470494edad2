"""The pages of groups that claim: the list, what was said of one, and who of it is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guwah.accounts.answers import existing, telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.claims import flows, hearsay, queries, showing
from guwah.steps.claims.comparing.forms import GroupForm
from guwah.steps.claims.tables import ClaimantGroup
from guwah.steps.people.queries import display_names, entities_by_number
from guwah.steps.testimony.queries import anchor_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case

_MOST_CLAIMS = 50


@case_page(Permission.CLAIM_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the groups that claim, and write down a new one."""
    form, makes = GroupForm(request.POST or None), may(member_of(request), Permission.CLAIM_MAKE, case)
    if form.is_bound and form.is_valid() and _has_words(case, form):
        try:
            made = flows.name_group(member_of(request), case, _given(case, form))
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The group is kept. Choose it where a claim asks who says it."))
            return redirect("group", case.pk, made.pk)
    rows = [(group, list(group.told.all())[-1]) for group in queries.groups(case)]
    context = {"case": case, "section": "people", "groups": rows, "form": form if makes else None}
    return render(request, "claims/groups.html", context)


@case_page(Permission.CLAIM_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, case: Case, group_id: int) -> HttpResponseBase:
    """Show one group; what is said anew of it is added."""
    one, makes = _group(case, group_id), may(member_of(request), Permission.CLAIM_MAKE, case)
    told = list(one.told.select_related("by", "anchor"))
    form = GroupForm(request.POST or None, initial=_initial(told[-1]))
    if form.is_bound and form.is_valid() and _has_words(case, form):
        try:
            flows.tell_group(member_of(request), one, _given(case, form, told[-1].anchor_id))
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Kept. What was said before stays below."))
            return redirect("group", case.pk, one.pk)
    claims = list(queries.with_words(queries.standing(case).filter(group=one)).order_by("pk")[:_MOST_CLAIMS])
    hearsay.draw(case, claims)
    members = list(one.members.filter(withdrawn_at=None))
    names = display_names(each.person_id for each in members)
    context = {
        "case": case,
        "section": "people",
        "group": one,
        "now": told[-1],
        "told": told[:-1],
        "claims": [showing.claim_row(claim) for claim in claims],
        "members": [(each.person_id, names.get(each.person_id, "")) for each in members],
        "people": queries.named_entities(case) if makes else {},
        "form": form if makes else None,
    }
    return render(request, "claims/group.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def member(request: HttpRequest, case: Case, group_id: int) -> HttpResponseBase:
    """Say that somebody on record belongs to a group, or take that back."""
    one, number = _group(case, group_id), number_in(request.POST.get("person")) or 0
    if "leave" in request.POST:
        with telling(request, _("Taken back.")):
            flows.leave_group(member_of(request), one, number)
    else:
        person = existing(next(iter(entities_by_number(case, [number])), None))
        with telling(request, _("Noted. The group still counts as one voice.")):
            flows.join_group(member_of(request), one, person)
    return redirect("group", case.pk, one.pk)


def _group(case: Case, group_id: int) -> ClaimantGroup:
    return existing(ClaimantGroup.objects.filter(case=case, pk=group_id).select_related("case").first())


def _initial(told: object) -> dict[str, object]:
    names = ("name", "how_many", "number", "place", "speaker")
    return {name: getattr(told, name) for name in names}


def _has_words(case: Case, form: GroupForm) -> bool:
    """Say whether the claim that is named for the number, if one is, is there."""
    number = form.cleaned_data["claim"]
    if number and queries.one(case, number) is None:
        form.add_error("claim", _("This case has no such claim."))
    return form.is_valid()


def _given(case: Case, form: GroupForm, anchor: int | None = None) -> flows.GroupGiven:
    """Return what the form says; the words of the number are those of a claim, or stay the same."""
    said = form.cleaned_data
    claim = queries.one(case, said["claim"]) if said["claim"] else None
    kept = anchor_of(case, anchor) if claim is None and anchor else None
    return flows.GroupGiven(
        name=said["name"],
        how_many=said["how_many"],
        number=said["number"],
        place=said["place"],
        speaker=said["speaker"],
        anchor=claim.anchor if claim is not None else kept,
    )
