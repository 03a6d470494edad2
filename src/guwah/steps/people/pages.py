"""The pages of people: who is spoken of, by which names, and who of a session is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.answers import existing, telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.people import flows, queries
from guwah.steps.people.forms import EntityForm, NameForm, SpeaksForm
from guwah.steps.people.models import Entity, Identification, Name
from guwah.steps.testimony.models import Participant
from guwah.steps.testimony.queries import anchor_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Anchor


@case_page(Permission.PEOPLE_SEE)
@require_safe
def people(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List who and what is spoken of, or find somebody by one spelling in any script."""
    sought, kind = request.GET.get("find", "").strip(), request.GET.get("kind", "")
    entities = [] if sought else queries.listed(case, kind, number_in(request.GET.get("after")) or 0)
    context = {
        "case": case,
        "section": "people",
        "find": sought,
        "hits": queries.find(sought, [case], queries.PAGE) if sought else [],
        "kind": kind,
        "kinds": Entity.Kind.choices,
        "entities": entities[: queries.PAGE],
        "next": entities[queries.PAGE - 1].pk if len(entities) > queries.PAGE else None,
        "may_edit": may(member_of(request), Permission.PEOPLE_EDIT, case),
    }
    return render(request, "people/people.html", context)


@case_page(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Add somebody or something, perhaps from selected words."""
    anchor = _anchor(request, case)
    form = EntityForm(request.POST or None, initial={"name": anchor.quote.strip()[:300] if anchor else ""})
    if form.is_valid():
        given = form.cleaned_data
        try:
            entity = flows.add_entity(
                member_of(request),
                case,
                given["kind"],
                [_name(form, anchor)],
                what=given["what"],
                note=given["note"],
            )
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Kept, under the name as it was given."))
            return redirect("entity", case.pk, entity.pk)
    return render(
        request, "people/new.html", {"case": case, "section": "people", "form": form, "anchor": anchor}
    )


@case_page(Permission.PEOPLE_SEE)
@require_safe
def entity(request: HttpRequest, case: Case, entity_id: int) -> HttpResponseBase:
    """Show somebody or something: every name with its script, kind and words, and where they speak."""
    found = _entity(case, entity_id)
    edits = may(member_of(request), Permission.PEOPLE_EDIT, case)
    speakers = queries.unidentified(case) if edits and found.kind == Entity.Kind.PERSON else []
    context = {
        "case": case,
        "section": "people",
        "entity": found,
        "names": queries.names_shown(found.names.all()),
        "may_edit": edits,
        "name_form": NameForm() if edits else None,
        "speaks_form": SpeaksForm(participants=speakers) if speakers else None,
    }
    return render(request, "people/entity.html", context)


@case_page(Permission.PEOPLE_EDIT)
@require_POST
def name(request: HttpRequest, case: Case, entity_id: int) -> HttpResponseBase:
    """Add one more name."""
    found, form = _entity(case, entity_id), NameForm(request.POST)
    if form.is_valid():
        with telling(request, _("The name is added; the earlier ones stay.")):
            flows.add_name(member_of(request), found, _name(form, None))
    else:
        messages.error(request, _("A name has 1 to 300 characters. Nothing was changed."))
    return redirect("entity", case.pk, entity_id)


@case_page(Permission.PEOPLE_EDIT)
@require_POST
def withdraw(request: HttpRequest, case: Case, name_id: int) -> HttpResponseBase:
    """Say that a name does not belong here."""
    found = existing(
        Name.objects.filter(entity__case=case, pk=name_id).select_related("entity__case").first()
    )
    with telling(request, _("The name is withdrawn. That it stood here stays on record.")):
        flows.withdraw_name(member_of(request), found)
    return redirect("entity", case.pk, found.entity_id)


@case_page(Permission.PEOPLE_EDIT)
@require_POST
def speaks(request: HttpRequest, case: Case, entity_id: int) -> HttpResponseBase:
    """Say that a participant of a session is this person."""
    found = _entity(case, entity_id)
    form = SpeaksForm(request.POST, participants=queries.unidentified(case))
    if form.is_valid():
        participant = Participant.objects.get(pk=form.cleaned_data["participant"])
        with telling(request, _("Recorded as your judgement; it can be taken back.")):
            flows.identify(member_of(request), found, participant, form.cleaned_data["role"])
    else:
        messages.error(request, _("Choose somebody who speaks in this case. Nothing was changed."))
    return redirect("entity", case.pk, entity_id)


@case_page(Permission.PEOPLE_EDIT)
@require_POST
def silent(request: HttpRequest, case: Case, judgement_id: int) -> HttpResponseBase:
    """Take back the judgement that a participant is this person."""
    found = existing(
        Identification.objects.filter(entity__case=case, pk=judgement_id)
        .select_related("entity__case")
        .first()
    )
    with telling(request, _("Taken back. That it was judged so stays on record.")):
        flows.withdraw_identification(member_of(request), found)
    return redirect("entity", case.pk, found.entity_id)


def _entity(case: Case, entity_id: int) -> Entity:
    return existing(queries.one(case, entity_id))


def _name(form: forms.Form, anchor: Anchor | None) -> flows.NameGiven:
    given = form.cleaned_data
    return flows.NameGiven(given["name"], given["language"], given["name_kind"], anchor)


def _anchor(request: HttpRequest, case: Case) -> Anchor | None:
    number = number_in(request.GET.get("anchor"))
    if number is None:
        return None
    return existing(anchor_of(case, number))
