"""The pages of editions: the list, preparing one, the words in place, and one that is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.failures import Problem
from guwah.steps.editions import flows, queries, showing
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.testimony.pages import member_of
from guwah.vault import folder as vault_folder
from guwah.vault.slots import WrongPassphrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.editions.models import Edition
    from guwah.steps.editions.refusals import Refusal

_LONGEST_NUMBER = 9


@case_page(Permission.EDITION_SEE)
@require_safe
def editions(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the editions of a case, the newest first."""
    context = {
        "case": case,
        "section": "editions",
        "editions": queries.editions_of(case),
        "audiences": showing.audiences(),
        "may_build": may(member_of(request), Permission.EDITION_BUILD, case),
    }
    return render(request, "editions/editions.html", context)


@case_page(Permission.EDITION_BUILD)
@require_safe
def prepare(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show what an edition would hold: what is cut and masked and why, and what stands in its way."""
    return _prepared(request, case, _audience(request.GET.get("audience", "")), None)


@case_page(Permission.EDITION_BUILD)
@require_POST
def build(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Build an edition, or show everything that stands in its way."""
    audience, language = _audience(request.POST.get("audience", "")), request.POST.get("language", "en")
    if language not in {code for code, _name in settings.LANGUAGES}:
        raise Http404
    try:
        edition = flows.build(member_of(request), case, audience, language)
    except EditionRefused as refused:
        return _prepared(request, case, audience, refused.refusals)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect(_preparing(case, audience))
    messages.success(
        request, _("Built, sealed and written into the log. A second person must approve it now.")
    )
    return redirect("edition", case.pk, edition.pk)


@case_page(Permission.EDITION_BUILD)
@require_safe
def words(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Show the words of one text in place: what goes out, what is cut, what is masked."""
    audience, member = _audience(request.GET.get("audience", "")), member_of(request)
    prepared = flows.prepare(member, case, audience)
    part = next((each for each in prepared.parts if each.layer.pk == layer_id), None)
    if part is None:
        raise Http404
    page = max(1, min(showing.pages_of(part), _number(request.GET.get("page", ""))))
    context = {
        "case": case,
        "section": "editions",
        "layer": part.layer,
        "audience": audience,
        "blocks": showing.block_rows(case, prepared, part, page),
        "page": page,
        "pages": showing.pages_of(part),
        "may_decide": may(member, Permission.CONSENT_RECORD, case),
    }
    return render(request, "editions/words.html", context)


@case_page(Permission.CONSENT_RECORD)
@require_POST
def decide(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show masked words, or keep them masked: one place, or wherever the case has them."""
    audience, back = _audience(request.POST.get("audience", "")), _back(request, case)
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


def _wish(request: HttpRequest) -> tuple[str, list[str]]:
    """Return what was pressed: the words beside the button, or all that were ticked."""
    for act in ("here", "everywhere"):
        if act in request.POST:
            return act, [request.POST[act]]
    return request.POST.get("act", ""), request.POST.getlist("place")


@case_page(Permission.EDITION_SEE)
@require_safe
def edition(request: HttpRequest, case: Case, edition_id: int) -> HttpResponseBase:
    """Show one edition: its root, who built and approved it, what is open, what was withheld."""
    found, member = _edition(case, edition_id), member_of(request)
    approvals = list(found.approvals.select_related("by"))
    reads = may(member, Permission.TESTIMONY_READ, case)
    context = {
        "case": case,
        "section": "editions",
        "edition": found,
        "approvals": approvals,
        "questions": found.ledger["questions"],
        "ledger": showing.ledger_rows(found) if reads else None,
        "may_approve": not approvals and may(member, Permission.EDITION_APPROVE, case),
        "own": found.built_by_id == member.pk,
    }
    return render(request, "editions/edition.html", context)


@case_page(Permission.EDITION_APPROVE)
@require_POST
def approve(request: HttpRequest, case: Case, edition_id: int) -> HttpResponseBase:
    """Stand behind an edition."""
    found = _edition(case, edition_id)
    try:
        again = _unlocked_again(request)
        flows.approve(
            member_of(request), found, settled=bool(request.POST.get("settled")), unlocked_again=again
        )
    except WrongPassphrase:
        messages.error(request, _("This passphrase does not open the vault. Nothing was changed."))
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Approved. The edition may now be published."))
    return redirect("edition", case.pk, edition_id)


def _unlocked_again(request: HttpRequest) -> bool:
    """Say whether whoever asks gave their passphrase once more; a wrong one is a `WrongPassphrase`."""
    given = request.POST.get("passphrase", "")
    if given:
        vault_folder.unlock(settings.VAULT_FOLDER, given, member_of(request).handle)
    return bool(given)


@case_page(Permission.EDITION_SEE)
@require_safe
def download(request: HttpRequest, case: Case, edition_id: int) -> HttpResponseBase:
    """Give an edition with its proof as one zip, made in memory."""
    found = _edition(case, edition_id)
    try:
        archive = flows.packed(member_of(request), found)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("edition", case.pk, edition_id)
    approved = "" if found.approvals.exists() else "-not-approved"
    name = f"case-{case.pk}-edition-{found.number}{approved}.zip"
    answer = HttpResponse(archive, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _prepared(
    request: HttpRequest, case: Case, audience: str, refusals: Iterable[Refusal] | None
) -> HttpResponseBase:
    member = member_of(request)
    prepared = flows.prepare(member, case, audience)
    context: dict[str, Any] = {
        "case": case,
        "section": "editions",
        "audience": audience,
        "refusals": showing.refusal_rows(case, refusals or prepared.answer.refusals),
        "questions": prepared.answer.questions,
        "parts": showing.part_rows(case, prepared, audience),
        "languages": settings.LANGUAGES,
        "may_build": not prepared.answer.refusals,
        "may_decide": may(member, Permission.CONSENT_RECORD, case),
    }
    return render(request, "editions/prepare.html", context)


def _audience(given: str) -> str:
    if given not in showing.audiences():
        raise Http404
    return given


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) <= _LONGEST_NUMBER else 1


def _preparing(case: Case, audience: str) -> str:
    return f"{reverse('edition-prepare', args=[case.pk])}?audience={audience}"


def _back(request: HttpRequest, case: Case) -> str:
    """Return the page from which it was decided: the whole edition, or a place in one text."""
    layer, block = request.POST.get("layer", ""), request.POST.get("block", "")
    audience = _audience(request.POST.get("audience", ""))
    if not layer.isdecimal():
        return _preparing(case, audience)
    page = _number(request.POST.get("page", ""))
    at = f"#{block}" if block.replace("-", "").isalnum() else ""
    return f"{reverse('edition-words', args=[case.pk, _number(layer)])}?audience={audience}&page={page}{at}"


def _edition(case: Case, edition_id: int) -> Edition:
    found = queries.edition_of(case, edition_id)
    if found is None:
        raise Http404
    return found
