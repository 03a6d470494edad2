"""The page of partner groups: exchanging cards, checkpoints and signatures by file, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guwah.accounts import warnings
from guwah.accounts.answers import telling
from guwah.accounts.guard import group_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.accounts.uploads import file_of, takes_a_file
from guwah.failures import Problem
from guwah.instruments.proofs.cosignatures import PartnerCard
from guwah.vault import witnesses
from guwah.vault.models import Cosignature, CosigningRefusal, SeenHead

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.vault.models import Partner


@group_page(Permission.LOG_ANCHOR)
@require_GET
def show(request: HttpRequest) -> HttpResponseBase:
    """Show our own card, every partner with what they signed and we signed, and every warning."""
    answers = warnings.answers()
    refusals = CosigningRefusal.objects.select_related("partner")
    context = {
        "card": witnesses.own_card(),
        "partners": [_row(partner) for partner in witnesses.partners()],
        "refusals": [{"refusal": each, "answer": answers.get(each.pk)} for each in refusals],
    }
    return render(request, "partners.html", context)


@group_page(Permission.LOG_SEE)
@require_GET
def card(request: HttpRequest) -> HttpResponse:
    """Give out our card as a file."""
    del request
    return _file(witnesses.own_card().data, "card.txt")


@group_page(Permission.LOG_ANCHOR)
@require_POST
@takes_a_file
def add(request: HttpRequest) -> HttpResponseBase:
    """Keep a partner's keys, when the words that were read aloud are those of the card."""
    name, words = request.POST.get("name", "").strip(), request.POST.get("words", "")
    with telling(request, _("This partner is known by these keys from now on.")):
        # However the six words were typed: hyphens or spaces between them.
        spoken = "-".join(words.replace("-", " ").split())
        witnesses.add_partner(
            member_of(request).actor,
            name,
            file_of(request, "card"),
            spoken,
            replace=request.POST.get("replace") == "yes",
        )
    return redirect("partners")


@group_page(Permission.LOG_ANCHOR)
@require_POST
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """Give out our signed checkpoint, with proofs that it extends every one given out before."""
    try:
        return _file(witnesses.submission(member_of(request).actor), "checkpoint.txt")
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("partners")


@group_page(Permission.LOG_ANCHOR)
@require_POST
@takes_a_file
def cosign(request: HttpRequest) -> HttpResponseBase:
    """Sign a partner's checkpoint and give it back, if it extends every one we have seen of that log."""
    try:
        _partner, signed = witnesses.cosign(member_of(request).actor, file_of(request, "checkpoint"))
        return _file(signed, "cosigned.txt")
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("partners")


@group_page(Permission.LOG_ANCHOR)
@require_POST
@takes_a_file
def take(request: HttpRequest) -> HttpResponseBase:
    """Keep a partner's signature under one of our checkpoints."""
    try:
        taken = witnesses.take(member_of(request).actor, file_of(request, "cosigned"))
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        told = _("%(names)s signed our log at %(size)s entries.")
        messages.success(request, told % {"names": ", ".join(taken.names), "size": taken.size})
    return redirect("partners")


@group_page(Permission.LOG_ANCHOR)
@require_POST
def answer(request: HttpRequest) -> HttpResponseBase:
    """Keep what somebody did about a warning."""
    number = number_in(request.POST.get("refusal"))
    with telling(request, _("Your answer is kept and logged; the warning is shown on this page only.")):
        warnings.answer(member_of(request), number or 0, request.POST.get("words", ""))
    return redirect("partners")


def _row(partner: Partner) -> dict[str, Any]:
    return {
        "partner": partner,
        "words": PartnerCard.parse(bytes(partner.card)).words,
        "theirs": Cosignature.objects.filter(partner__name=partner.name).order_by("-size", "-pk").first(),
        "ours": SeenHead.objects.filter(origin=partner.origin).order_by("-size", "-pk").first(),
    }


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="guwah-{name}"'
    return response
