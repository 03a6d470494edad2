"""The pages of consent: what was allowed and forbidden, recording it, and deciding on stretches of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.answers import existing, telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.consent import flows, queries, showing
from guwah.steps.consent.drafting import draft, given
from guwah.steps.consent.forms import DecideForm, SituationForm
from guwah.steps.testimony.links import to_anchor
from guwah.steps.testimony.queries import anchor_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.consent.models import Condition
    from guwah.steps.testimony.models import Anchor


@case_page(Permission.CONSENT_SEE)
@require_safe
def consent(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List what was allowed and forbidden, in its words, with every condition as it stands."""
    member = member_of(request)
    records = may(member, Permission.CONSENT_RECORD, case)
    context = {
        "case": case,
        "section": "consent",
        "records": showing.record_rows(case),
        "decisions": [showing.decision_row(each) for each in queries.decisions_on_spans(case)],
        "situation": SituationForm.of(case) if records else None,
        "may_record": records,
        "may_read": may(member, Permission.TESTIMONY_READ, case),
    }
    return render(request, "consent/consent.html", context)


@case_page(Permission.CONSENT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Record what somebody allowed or forbade, from their words where there are any."""
    anchor, drawn = _asked(request, case), draft(request, case)
    if request.method == "POST" and drawn.is_valid():
        try:
            flows.take(member_of(request), case, given(drawn, anchor), anchor)
        except Problem as problem:
            drawn.form.add_error(None, problem.message)
        else:
            messages.success(
                request, _("Recorded. Nothing goes out because of it before an edition is built.")
            )
            return redirect("consent", case.pk)
    context = {"case": case, "section": "consent", "draft": drawn, "anchor": anchor}
    context |= showing.around(anchor) if anchor else {}
    return render(request, "consent/new.html", context)


@case_page(Permission.CONSENT_RECORD)
@require_POST
def situation(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Note whether the person is free, watched or held, and reachable."""
    form = SituationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers. Nothing was changed."))
        return redirect("consent", case.pk)
    told, reachable = form.cleaned_data["custody"], form.is_reachable()
    with telling(request, _("The situation is noted.")):
        flows.set_situation(member_of(request), case, told, reachable=reachable)
    return redirect("consent", case.pk)


@case_page(Permission.CONSENT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def meant(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Say which condition means the selected words."""
    anchor = _anchor_or_404(request, case)
    if request.method == "POST":
        condition = _condition(case, request.POST.get("condition", ""))
        with telling(request, _("Marked. These words keep the edition back until they are cut.")):
            flows.mark_meant(member_of(request), condition, anchor)
        return redirect(to_anchor(anchor))
    rows = [row for row in showing.record_rows(case) if any(each["cut_first"] for each in row["conditions"])]
    context = {"case": case, "section": "consent", "records": rows, **showing.around(anchor)}
    return render(request, "consent/meant.html", context)


@case_page(Permission.CONSENT_RECORD)
@require_POST
def unmark(request: HttpRequest, case: Case, passage_id: int) -> HttpResponseBase:
    """Take back that a condition means a passage."""
    passage = existing(queries.passage_of(case, passage_id))
    with telling(request, _("The mark is taken back. That it was there stays on record.")):
        flows.unmark(member_of(request), passage)
    return redirect("consent", case.pk)


@case_page(Permission.CONSENT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Record that whoever set a condition lets it go, in the selected words."""
    anchor = _anchor_or_404(request, case)
    if request.method == "POST":
        condition = _condition(case, request.POST.get("condition", ""))
        with telling(request, _("The condition is waived, in these words.")):
            flows.waive(member_of(request), condition, anchor)
        return redirect("consent", case.pk)
    rows = [row for row in showing.record_rows(case) if any(not each["met"] for each in row["conditions"])]
    context = {"case": case, "section": "consent", "records": rows, **showing.around(anchor)}
    return render(request, "consent/waive.html", context)


@case_page(Permission.CONSENT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Decide whether selected words may be shown or stay masked."""
    anchor, form = _anchor_or_404(request, case), DecideForm(request.POST or None)
    if form.is_valid():
        show, category = form.cleaned_data["show"] == "show", form.cleaned_data["category"]
        try:
            flows.decide_span(member_of(request), case, anchor, show=show, category=category)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("May be shown.") if show else _("Stays masked."))
            return redirect(to_anchor(anchor))
    context: dict[str, Any] = {"case": case, "section": "consent", "form": form, **showing.around(anchor)}
    return render(request, "consent/decide.html", context)


def _asked(request: HttpRequest, case: Case) -> Anchor | None:
    given_number = request.GET.get("anchor", "")
    return _anchor_or_404(request, case) if given_number else None


def _anchor_or_404(request: HttpRequest, case: Case) -> Anchor:
    return existing(anchor_of(case, number_in(request.GET.get("anchor", "")) or 0))


def _condition(case: Case, number: str) -> Condition:
    return existing(queries.condition_of(case, number_in(number) or 0))
