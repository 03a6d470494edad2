"""The pages of editions: the list, preparing one, the words in place, and one that is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import existing, telling
from guwah.accounts.entry import passphrase_opens
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.steps.editions import flows, queries, showing
from guwah.steps.editions.places import audience_of, to_preparing
from guwah.steps.editions.refusals import EditionRefused
from guwah.vault.own_keys import EDITION, own_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.editions.models import Edition
    from guwah.steps.editions.refusals import Refusal


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
        "may_export": may(member_of(request), Permission.EVIDENCE_EXPORT, case),
    }
    return render(request, "editions/editions.html", context)


@case_page(Permission.EDITION_BUILD)
@require_safe
def prepare(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show what an edition would hold: what is cut and masked and why, and what stands in its way."""
    return _prepared(request, case, audience_of(request.GET.get("audience", "")), None)


@case_page(Permission.EDITION_BUILD)
@require_POST
def build(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Build an edition, or show everything that stands in its way."""
    audience, language = audience_of(request.POST.get("audience", "")), request.POST.get("language", "en")
    if language not in {code for code, _name in settings.LANGUAGES}:
        raise Http404
    try:
        edition = flows.build(member_of(request), case, audience, language)
    except EditionRefused as refused:
        return _prepared(request, case, audience, refused.refusals)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect(to_preparing(case, audience))
    messages.success(
        request, _("Built, sealed and written into the log. A second person must approve it now.")
    )
    return redirect("edition", case.pk, edition.pk)


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
        "keys": own_keys(EDITION),
    }
    return render(request, "editions/edition.html", context)


@case_page(Permission.EDITION_APPROVE)
@require_POST
def approve(request: HttpRequest, case: Case, edition_id: int) -> HttpResponseBase:
    """Stand behind an edition."""
    found = _edition(case, edition_id)
    with telling(request, _("Approved. The edition may now be published.")):
        again = _unlocked_again(request)
        flows.approve(
            member_of(request), found, settled=bool(request.POST.get("settled")), unlocked_again=again
        )
    return redirect("edition", case.pk, edition_id)


def _unlocked_again(request: HttpRequest) -> bool:
    """Say whether whoever asks gave their passphrase once more; a wrong one is a `CannotEnter`."""
    given = request.POST.get("passphrase", "")
    if given:
        passphrase_opens(settings.VAULT_FOLDER, member_of(request), given)
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


def _edition(case: Case, edition_id: int) -> Edition:
    return existing(queries.edition_of(case, edition_id))
