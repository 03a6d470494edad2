"""The pages of papers known only by a number: the list, one paper with who mentions it, and when it comes."""

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
from guwah.steps.claims.comparing.forms import PaperForm
from guwah.steps.claims.tables import Paper
from guwah.steps.evidence.models import Item

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case

_MOST_ITEMS = 200


@case_page(Permission.CLAIM_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the papers somebody mentions, and write down another."""
    claim = number_in(request.GET.get("claim"))
    form = PaperForm(request.POST or None, initial={"claim": claim})
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["claim"]
        try:
            words = existing(queries.one(case, number)) if number else None
            made = flows.name_paper(member_of(request), case, _given(form), words)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The paper is kept. It is asked for on the page of the case."))
            return redirect("paper", case.pk, made.pk)
    held = queries.papers_held(case)
    rows = [(paper, list(paper.told.all())[-1], paper.pk in held) for paper in queries.papers(case)]
    makes = may(member_of(request), Permission.CLAIM_MAKE, case)
    context = {"case": case, "section": "evidence", "papers": rows, "form": form if makes else None}
    return render(request, "claims/papers.html", context)


@case_page(Permission.CLAIM_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, case: Case, paper_id: int) -> HttpResponseBase:
    """Show one paper; what is said anew of it is added."""
    one, makes = _paper(case, paper_id), may(member_of(request), Permission.CLAIM_MAKE, case)
    told = list(one.told.select_related("by"))
    names = ("number", "kind", "issuer", "date_said")
    form = PaperForm(request.POST or None, initial={name: getattr(told[-1], name) for name in names})
    if form.is_bound and form.is_valid():
        try:
            flows.tell_paper(member_of(request), one, _given(form))
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Kept. What was said before stays below."))
            return redirect("paper", case.pk, one.pk)
    standing = queries.standing(case).filter(papers__paper=one)
    claims = list(queries.with_words(standing).order_by("pk"))
    hearsay.draw(case, claims)
    sees = may(member_of(request), Permission.EVIDENCE_SEE, case)
    context = {
        "case": case,
        "section": "evidence",
        "paper": one,
        "now": told[-1],
        "told": told[:-1],
        "claims": [showing.claim_row(claim) for claim in claims],
        "came": list(one.came.filter(withdrawn_at=None).select_related("item__source", "by")),
        "items": _items(case) if makes and sees else [],
        "form": form if makes else None,
    }
    return render(request, "claims/paper.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def mention(request: HttpRequest, case: Case, paper_id: int) -> HttpResponseBase:
    """Say in which claim a paper is spoken of."""
    one = _paper(case, paper_id)
    claim = queries.one(case, number_in(request.POST.get("claim")) or 0)
    if claim is None:
        messages.error(request, _("This case has no such claim."))
        return redirect("paper", case.pk, one.pk)
    with telling(request, _("Noted, with its words.")):
        flows.mention_paper(member_of(request), one, claim)
    return redirect("paper", case.pk, one.pk)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def came(request: HttpRequest, case: Case, paper_id: int) -> HttpResponseBase:
    """Say that a sealed item is this paper, or take that back."""
    one, number = _paper(case, paper_id), number_in(request.POST.get("item")) or 0
    if "not" in request.POST:
        with telling(request, _("Taken back.")):
            flows.paper_is_not(member_of(request), one, number)
    else:
        item = existing(Item.objects.filter(pk=number, source__case=case).select_related("source").first())
        with telling(request, _("Linked. What was said of the paper stays as it was said.")):
            flows.paper_came(member_of(request), one, item)
    return redirect("paper", case.pk, one.pk)


def _paper(case: Case, paper_id: int) -> Paper:
    return existing(Paper.objects.filter(case=case, pk=paper_id).select_related("case").first())


def _items(case: Case) -> list[Item]:
    items = Item.objects.filter(source__case=case).select_related("source")
    return list(items.order_by("-pk")[:_MOST_ITEMS])


def _given(form: PaperForm) -> flows.PaperGiven:
    said = form.cleaned_data
    return flows.PaperGiven(said["number"], said["kind"], said["issuer"], said["date_said"])
