"""The pages of pictures beside time: who did what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.instruments.languages import direction
from guwah.steps.claims.pages import number_of
from guwah.steps.claims.picturing import deeds as who
from guwah.steps.claims.picturing import deeds_drawing

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


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
