"""The pages on which a name is taken over into People, and a term into the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem, Refused
from guwah.steps.claims import flows
from guwah.steps.claims.flows.taking import ENTITIES
from guwah.steps.claims.suggesting import queries
from guwah.steps.claims.suggesting.around import around
from guwah.steps.claims.suggesting.forms import NEW, NameTakenForm
from guwah.steps.people import queries as people
from guwah.steps.testimony.glossary import queries as glossary
from guwah.steps.testimony.glossary.forms import TermForm
from guwah.steps.testimony.models import Mark
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.people.queries import Hit
    from guwah.steps.testimony.glossary.tables import TermVersion


@case_page(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, case: Case, suggested_id: int) -> HttpResponseBase:
    """Take a name over: for somebody new, or for whom a person chooses."""
    one = existing(queries.suggested_of(case, suggested_id))
    kind = ENTITIES.get(one.kind)
    if kind is None:
        raise Http404
    words, others = one.look.revision.text[one.start : one.end].strip(), queries.same_words(one)
    sought = request.GET.get("find", "").strip()
    hits = _who(case, kind, sought or words)
    # A name keeps its language open where its letters do not tell it: a text is full of names of others.
    initial = {"language": tongue_of(words, "").language}
    form = NameTakenForm(request.POST or None, kind=kind, hits=hits, others=len(others), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        chosen = next((hit.entity for hit in hits if str(hit.entity.pk) == given["who"]), None)
        taken = flows.NameTaken(
            None if given["who"] == NEW else existing(chosen),
            given["name_kind"],
            given["language"],
            given.get("what", "") if given["who"] == NEW else "",
            others if given.get("also") else (),
        )
        try:
            flows.take_name(member_of(request), _unchanged(one), taken)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The name is among People now, tied to these words."))
            return redirect("suggestions", case.pk, one.look.revision.layer_id)
    return render(request, "claims/take_name.html", _context(case, one) | {"form": form, "find": sought})


@case_page(Permission.CLAIM_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, case: Case, gloss_id: int) -> HttpResponseBase:
    """Take a term over into the glossary, or say that it is there already."""
    one = existing(queries.suggested_of(case, gloss_id))
    if one.kind != "gloss":
        raise Http404
    member, known = member_of(request), _known(request, case, one)
    form = TermForm(request.POST or None, initial=_begun(one))
    try:
        if request.method == "POST" and "known" in request.POST:
            there = existing(glossary.term_of(member, case, number_in(request.POST["known"]) or 0))
            flows.take_known_term(member, _unchanged(one), there)
            messages.success(request, _("Answered: the term is in the glossary."))
            return redirect("suggestions", case.pk, one.look.revision.layer_id)
        if form.is_valid():
            flows.take_term(member, _unchanged(one), form.said)
            messages.success(request, _("The term is in the glossary."))
            return redirect("suggestions", case.pk, one.look.revision.layer_id)
    except Problem as problem:
        form.add_error(None, problem.message)
    return render(request, "claims/take_term.html", _context(case, one) | {"form": form, "known": known})


def _unchanged(one: Suggested) -> Suggested:
    if one.look.revision_id != newest(one.look.revision.layer).pk:
        raise Refused(
            "text-changed", _("The text has changed since it was looked through. Look again first.")
        )
    return one


def _who(case: Case, kind: str, sought: str) -> list[Hit]:
    """Return whom of a kind a name may mean."""
    return [hit for hit in people.find(sought, [case], people.PAGE) if hit.entity.kind == kind][
        : people.USUAL_LIMIT
    ]


def _known(request: HttpRequest, case: Case, one: Suggested) -> TermVersion | None:
    """Return the term of the glossary that is written like this one, if the member may see it."""
    written = str(one.value.get("term", "")).strip().casefold()
    every = glossary.entries(member_of(request), case)
    return next((row for row in every if row.written.casefold() == written), None)


def _begun(one: Suggested) -> dict[str, Any]:
    """Return what the text says of a term: the term in its own script, and the sense a sign gives."""
    written = str(one.value.get("term", ""))
    place = {"start": one.start, "end": one.end}
    mark = Mark.objects.filter(kind="gloss", revision=one.look.revision_id, **place).first()
    return {
        "written": written[:200],
        "language": tongue_of(written, one.look.revision.layer.language).language,
        "meaning": str(mark.attributes.get("meaning", "")) if mark else "",
    }


def _context(case: Case, one: Suggested) -> dict[str, Any]:
    revision = one.look.revision
    return around(revision, one, queries.block_of(one)) | {
        "case": case,
        "section": "chronology",
        "layer": revision.layer,
        "one": one,
    }
