"""The pages of time: the chronology as a picture and as a table, the conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.steps.claims import flows, found, queries, showing, timeline
from guwah.steps.claims.asking import next_questions
from guwah.steps.claims.forms import ExplainForm
from guwah.steps.claims.pages import number_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case

CONFLICTS_ON_A_PAGE = 10
RECKON_SECONDS = 2

# Longer digits are no number of anything here.
# Nobody turns to a later page; the database takes no larger number.
_LAST_PAGE = 10**6
# Pages of this step that may be gone back to.
_PAGES = ("conflicts", "chronology")


@case_page(Permission.CLAIM_SEE)
@require_safe
def chronology(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show what happened when, as far as it is said: a picture, and the same as a table with the words."""
    by_source = request.GET.get("by") == "source"
    context = {
        "case": case,
        "section": "chronology",
        "answer": found.standing_of(case),
        "timeline": timeline.page_of(case, _page(request), by_source=by_source),
        "by_source": by_source,
        "may_make": may(member_of(request), Permission.CLAIM_MAKE, case),
    }
    return render(request, "claims/chronology.html", context)


@case_page(Permission.CLAIM_SEE)
@require_safe
def conflicts(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show every smallest set of readings that cannot all be true, side by side with the words."""
    answer, page = found.standing_of(case), _page(request)
    first = (page - 1) * CONFLICTS_ON_A_PAGE
    here = queries.found_conflicts(case, first, CONFLICTS_ON_A_PAGE)
    counted = queries.counted(case, _page(request, "counted"))
    context = {
        "case": case,
        "section": "conflicts",
        "answer": answer,
        "conflicts": showing.conflict_rows(queries.conflicts_shown(case, here)),
        "countings": showing.counting_rows(counted.rows),
        "counted": counted,
        "questions": next_questions(case) if page == 1 else [],
        "next": page + 1 if answer.conflicts > first + CONFLICTS_ON_A_PAGE else None,
        "may_explain": may(member_of(request), Permission.CONFLICT_EXPLAIN, case),
        "form": ExplainForm(),
    }
    return render(request, "claims/conflicts.html", context)


@case_page(Permission.CLAIM_SEE)
@require_POST
def reckon(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Go on reckoning for a moment; the page it goes back to says how much is left."""
    flows.go_on(case, RECKON_SECONDS)
    back = request.POST.get("back", "")
    return redirect(back if back in _PAGES else _PAGES[0], case.pk)


@case_page(Permission.CONFLICT_EXPLAIN)
@require_POST
def explain(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Add what is said of a conflict."""
    form, given = ExplainForm(request.POST), request.POST.get("readings", "")
    numbers = [number for one in given.split("-") if (number := number_in(one)) is not None]
    if not form.is_valid():
        messages.error(request, _("Say where the conflict stands. Nothing was changed."))
        return redirect("conflicts", case.pk)
    claim = queries.one(case, form.cleaned_data["claim"] or 0)
    anchor = claim.anchor if claim else None
    said = flows.Explanation(form.cleaned_data["state"], form.cleaned_data["words"], anchor)
    with telling(request, _("Noted beside the conflict. Nothing of it was changed.")):
        flows.explain_conflict(member_of(request), case, numbers, said)
    return redirect("conflicts", case.pk)


def _page(request: HttpRequest, name: str = "page") -> int:
    return min(max(1, number_of(request, name) or 1), _LAST_PAGE)
