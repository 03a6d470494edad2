"""The words in place before an edition is built: reading them, letting them go out, masking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.steps.editions import flows, queries, showing
from guwah.steps.editions.places import audience_of, number_of, to_preparing

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case


@case_page(Permission.EDITION_BUILD)
@require_safe
def words(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Show the words of one text in place: what goes out, what is cut, what is masked."""
    audience, member = audience_of(request.GET.get("audience", "")), member_of(request)
    prepared = flows.prepare(member, case, audience)
    part = existing(next((each for each in prepared.parts if each.layer.pk == layer_id), None))
    page = max(1, min(showing.pages_of(part), number_of(request.GET.get("page", ""))))
    context = {
        "case": case,
        "section": "editions",
        "layer": part.layer,
        "audience": audience,
        "blocks": showing.block_rows(case, prepared, part, page),
        "page": page,
        "pages": showing.pages_of(part),
        "may_decide": may(member, Permission.CONSENT_RECORD, case),
        "reading": showing.reading(prepared, part),
    }
    return render(request, "editions/words.html", context)


@case_page(Permission.CONSENT_RECORD)
@require_POST
def decide(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show masked words, or keep them masked: one place, or wherever the case has them."""
    audience, back = audience_of(request.POST.get("audience", "")), _back(request, case)
    act, places = _wish(request)
    try:
        number = flows.decide_masked(
            member_of(request), case, audience, places, show=act != "mask", everywhere=act != "here"
        )
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        told = {"number": number}
        messages.success(
            request,
            ngettext("Decided on %(number)s stretch.", "Decided on %(number)s stretches.", number) % told,
        )
    return redirect(back)


@case_page(Permission.CONSENT_RECORD)
@require_POST
def read(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Record that words were read and may go out: one turn, all up to it, a page; or take it back."""
    clears, blocks = "back" not in request.POST, _read_blocks(request)
    try:
        changed = flows.clear_blocks(member_of(request), case, layer_id, blocks, clears=clears)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        masked_again = _("Masked again. That it was read before stays on record.")
        messages.success(request, _may_go(len(blocks)) if clears and changed else masked_again)
    at = queries.name_of_block(case, blocks[-1]) if blocks and "all" not in request.POST else ""
    return redirect(f"{_back(request, case)}#{at}" if at else _back(request, case))


def _may_go(number: int) -> str:
    told = ngettext(
        "Read: %(number)s turn or paragraph may go out. Names, numbers and addresses in it stay masked.",
        "Read: %(number)s turns or paragraphs may go out. Names, numbers and addresses in them stay masked.",
        number,
    )
    return told % {"number": number}


def _read_blocks(request: HttpRequest) -> list[int]:
    """Return the blocks a button stands for; the page lists those of it that nobody had read."""
    waiting = [number_of(each) for each in request.POST.getlist("unread")]
    for act in ("one", "back"):
        if act in request.POST:
            return [number_of(request.POST[act])]
    last = number_of(request.POST.get("upto", ""))
    return waiting[: waiting.index(last) + 1] if last in waiting else waiting


def _wish(request: HttpRequest) -> tuple[str, list[str]]:
    """Return what was pressed: the words beside the button, or all that were ticked."""
    for act in ("here", "everywhere"):
        if act in request.POST:
            return act, [request.POST[act]]
    return request.POST.get("act", ""), request.POST.getlist("place")


def _back(request: HttpRequest, case: Case) -> str:
    """Return the page from which it was decided: the whole edition, or a place in one text."""
    layer = request.POST.get("layer", "")
    audience = audience_of(request.POST.get("audience", ""))
    if not layer.isdecimal():
        return to_preparing(case, audience)
    page = number_of(request.POST.get("page", ""))
    return f"{reverse('edition-words', args=[case.pk, number_of(layer)])}?audience={audience}&page={page}"
