"""The pages of pictures beside time: who did what to whom, sums and land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guwah.accounts.guard import ask, case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.instruments import amounts
from guwah.instruments.languages import direction
from guwah.steps.claims import flows, hearsay, showing
from guwah.steps.claims.flows import AmountGiven
from guwah.steps.claims.pages import claim_or_404, number_of
from guwah.steps.claims.picturing import deeds as who
from guwah.steps.claims.picturing import deeds_drawing, sums_drawing
from guwah.steps.claims.picturing import sums as much
from guwah.steps.claims.picturing.forms import AmountForm
from guwah.steps.claims.picturing.tables import Amount

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import Claim


@case_page(Permission.CLAIM_SEE)
@require_safe
def deeds(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show who is said to have done what to whom: a picture, and the same as a table with the words."""
    wanted = who.Wanted(
        who=number_of(request, "who"),
        act=request.GET.get("act", ""),
        source=number_of(request, "source"),
        after=number_of(request, "after") or 0,
    )
    shown = who.page_of(case, wanted)
    following = request.GET.copy()
    following["after"] = str(shown.next)
    context = {
        "case": case,
        "section": "chronology",
        "wanted": wanted,
        "deeds": shown,
        "pictures": deeds_drawing.layout(shown.rows, rtl=_mirrored()),
        "choices": who.choices(case),
        "acts": who.acts(case),
        "sources": case.sources.order_by("number")[: who.MOST_CHOICES],
        "next": following.urlencode() if shown.next else "",
        "most": who.ENTRIES,
        "may_make": may(member_of(request), Permission.CLAIM_MAKE, case),
    }
    return render(request, "claims/deeds.html", context)


def _mirrored() -> bool:
    return direction(get_language() or "en") == "rtl"


@case_page(Permission.CLAIM_SEE)
@require_safe
def sums(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show amounts by what they are for, as a picture and as a table with the words."""
    wanted = much.Wanted(
        subject=request.GET.get("subject", ""),
        source=number_of(request, "source"),
        after=number_of(request, "after") or 0,
    )
    shown = much.page_of(case, wanted)
    following = request.GET.copy()
    following["after"] = str(shown.next)
    context = {
        "case": case,
        "section": "chronology",
        "wanted": wanted,
        "sums": shown,
        "pictures": sums_drawing.layout(shown.topics, rtl=_mirrored()),
        "left": much.left_open(case),
        "subjects": Amount.Subject.choices,
        "sources": case.sources.order_by("number")[: much.MOST_CHOICES],
        "next": following.urlencode() if shown.next else "",
        "most": much.ENTRIES,
        "may_make": may(member_of(request), Permission.CLAIM_MAKE, case),
    }
    return render(request, "claims/sums.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def amount(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Say how much a claim tells, what for and as what."""
    claim = claim_or_404(case, claim_id)
    if claim.pk in hearsay.veil(case, [claim.pk]).claims:
        ask(member_of(request), Permission.HEARSAY_SEE, case, target=f"claim:{claim.pk}")
    rows = list(Amount.objects.filter(claim=claim).select_related("by").order_by("-pk"))
    form = AmountForm(request.POST or None, initial=_read_from(claim, rows[:1]))
    if form.is_valid():
        try:
            flows.note_amount(member_of(request), claim, form.given())
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Noted. What was noted before stays."))
            return redirect("sums", case.pk)
    context = {
        "case": case,
        "section": "chronology",
        "claim": claim,
        "form": form,
        "earlier": [{"amount": row, "words": much.words_of(row)} for row in rows],
        **showing.around(claim.anchor),
    }
    return render(request, "claims/amount.html", context)


def _read_from(claim: Claim, rows: list[Amount]) -> dict[str, object]:
    """Return what stands in the form: what was noted last, else what a rule reads in the words."""
    for row in rows:
        noted = {name: getattr(row, name) for name in AmountGiven.__slots__}
        return AmountForm.filled_in(AmountGiven(**noted))
    for found in amounts.find(claim.anchor.quote, claim.anchor.revision.layer.language or "en"):
        counted = found.of if found.kind == "count" else ""
        given = AmountGiven(
            measure=found.kind,
            value=_plain(found.value),
            most=_plain(found.most),
            unit=found.unit or counted or "",
            approximate=found.approximate,
            per=found.per or "",
        )
        return AmountForm.filled_in(given)
    return {"role": Amount.Role.SAID}


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"
