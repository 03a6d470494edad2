"""The pages of a glossary: the list with what is not in it yet, one term with its history, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.testimony import links
from guwah.steps.testimony.flows import glossing
from guwah.steps.testimony.glossary import queries
from guwah.steps.testimony.glossary.forms import TermForm
from guwah.steps.testimony.models import Mark
from guwah.steps.testimony.queries import anchor_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.testimony.glossary.tables import Term
    from guwah.steps.testimony.models import Anchor

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@case_page(Permission.TESTIMONY_READ)
@require_safe
def glossary(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the terms of a case, narrowed by words and language."""
    member = member_of(request)
    sought, language = request.GET.get("q", ""), request.GET.get("language", "")
    every = queries.entries(member, case)
    works = may(member, Permission.TESTIMONY_IMPORT, case)
    context = {
        "case": case,
        "section": "testimony",
        "rows": queries.entries(member, case, sought, language),
        "every": len(every),
        "languages": queries.languages_of(every),
        "sought": sought,
        "language": language,
        "glosses": queries.glosses(case) if works else [],
        "may_keep": works,
        "sees_sensitive": queries.sees_sensitive(member, case),
    }
    return render(request, "testimony/glossary.html", context)


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Keep a term: from selected words, from a gloss in a text, or from nothing."""
    anchor = _anchor(request, case)
    form = TermForm(request.POST or None, initial=_begun(request, case, anchor))
    if form.is_valid():
        try:
            glossing.keep_term(member_of(request), case, form.said, anchor)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The term is in the glossary."))
            return redirect(
                links.to_anchor(anchor) if anchor else "glossary", *(() if anchor else (case.pk,))
            )
    context = {"case": case, "section": "testimony", "form": form, "anchor": anchor}
    return render(request, "testimony/term_new.html", context)


@case_page(Permission.TESTIMONY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, case: Case, term_id: int) -> HttpResponseBase:
    """Show one term with everything that was ever said of it; say something else of it, or take it out."""
    member, found = member_of(request), _term(request, case, term_id)
    now, works = found.versions.latest("number"), may(member, Permission.TESTIMONY_IMPORT, case)
    if request.method == "POST" and "drop" in request.POST:
        return _dropped(request, case, found)
    form = TermForm(request.POST or None, initial=TermForm.of(now))
    if form.is_valid():
        try:
            glossing.change_term(member, found, form.cleaned_data["base"] or 0, form.said)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The term is changed; what was said before stays below."))
            return redirect("term", case.pk, found.pk)
    context = {
        "case": case,
        "section": "testimony",
        "term": found,
        "now": now,
        "form": form if works else None,
        "history": queries.history(member, found),
        "place": links.to_anchor(anchor) if (anchor := _held(case, found)) else "",
    }
    return render(request, "testimony/term.html", context)


def _dropped(request: HttpRequest, case: Case, found: Term) -> HttpResponseBase:
    try:
        glossing.drop_term(member_of(request), found, number_in(request.POST.get("drop")) or 0)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("term", case.pk, found.pk)
    messages.success(request, _("The term is taken out. What was said of it stays on record."))
    return redirect("glossary", case.pk)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def file(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Take the glossary out as a file, for work inside the group."""
    to, sensitive = request.POST.get("to", ""), "sensitive" in request.POST
    try:
        made = glossing.glossary_file(member_of(request), case, to, sensitive=sensitive)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("glossary", case.pk)
    if made.cut:
        left = ngettext(
            "%(number)s term was left out: its words are cut.",
            "%(number)s terms were left out: their words are cut.",
            made.cut,
        )
        messages.warning(request, left % {"number": made.cut})
    answer = HttpResponse(made.data, content_type=_TYPES[to])
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _term(request: HttpRequest, case: Case, term_id: int) -> Term:
    return existing(queries.term_of(member_of(request), case, term_id))


def _held(case: Case, found: Term) -> Anchor | None:
    return anchor_of(case, found.anchor_id) if found.anchor_id else None


def _anchor(request: HttpRequest, case: Case) -> Anchor | None:
    asked = request.GET.get("anchor")
    found = anchor_of(case, number_in(asked) or 0) if asked else None
    if asked and found is None:
        raise Http404
    return found


def _begun(request: HttpRequest, case: Case, anchor: Anchor | None) -> dict[str, Any]:
    """Return what is known of a term before anybody writes: the selected words, or what a gloss says."""
    if anchor is not None:
        return {"written": " ".join(anchor.quote.split())[:200], "language": anchor.revision.layer.language}
    asked = number_in(request.GET.get("gloss"))
    mark = Mark.objects.filter(kind="gloss", revision__layer__case=case, pk=asked).first() if asked else None
    if mark is None:
        return {}
    said = mark.attributes
    return {"written": str(said.get("term", ""))[:200], "meaning": str(said.get("meaning", ""))}
