"""The pages of claims in and out by file: handed in, looked at, taken over, taken back, written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.accounts.uploads import file_of, takes_a_file
from guwah.failures import Problem
from guwah.instruments.languages import isolate
from guwah.steps.claims import flows
from guwah.steps.claims.exchange import queries
from guwah.steps.claims.files import FORMATS
from guwah.steps.claims.showing import said_words
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import Claim

PAGE: Final = 100
_MOST_WRONG: Final = 200
# Name of the file and its type, by the format.
_WRITTEN: Final = {
    "json": ("claims.json", "application/json"),
    "annotations": ("claims.jsonld", "application/ld+json"),
    "ftm": ("claims.ftm.json", "application/x-ndjson"),
    "csv": ("claims.csv", "text/csv; charset=utf-8"),
}
assert set(_WRITTEN) == set(FORMATS)  # noqa: S101 - a format without a name could not be taken out


@case_page(Permission.CLAIM_SEE)
@require_safe
def files(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Hand a file of claims in, write one, see what came by file before."""
    member = member_of(request)
    makes = may(member, Permission.CLAIM_MAKE, case)
    context = {
        "case": case,
        "section": "chronology",
        "may_make": makes,
        "waiting": queries.in_hand(member, case) if makes else None,
        "intakes": queries.intakes(case),
    }
    return render(request, "claims/files.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_POST
@takes_a_file
def hand_in(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Take a file into the vault, to be looked at before anything of it is kept."""
    try:
        raw, sent = file_of(request, "file"), request.FILES.get("file")
        flows.hand_in(member_of(request), case, (sent.name or "") if sent else "", raw)
    except Problem as problem:
        messages.error(request, _told(problem))
        return redirect("claims-files", case.pk)
    return redirect("claims-look", case.pk)


@case_page(Permission.CLAIM_MAKE)
@require_safe
def look(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show every row of the file: what would be taken over, and what is wrong and where."""
    member = member_of(request)
    handed = queries.in_hand(member, case)
    if handed is None:
        messages.info(request, _("No file waits here. Choose one first."))
        return redirect("claims-files", case.pk)
    context: dict[str, Any] = {"case": case, "section": "chronology", "handed": handed}
    try:
        rows, left = flows.look_at(member, handed, _shown)
    except Problem as problem:
        return render(request, "claims/file_look.html", context | {"problem": _told(problem)})
    fresh = sum(not row["known"] for row in rows)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, number_in(request.GET.get("page")) or 1), pages)
    context |= {
        "rows": rows[(page - 1) * PAGE : page * PAGE],
        "fresh": fresh,
        "known": len(rows) - fresh,
        "left": left[:_MOST_WRONG] if page == 1 else (),
        "wrong": len(left),
        "more_wrong": max(0, len(left) - _MOST_WRONG),
        "page": page,
        "pages": pages,
    }
    return render(request, "claims/file_look.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def take(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Take the claims over: all, or the good ones."""
    member = member_of(request)
    handed = queries.in_hand(member, case)
    if handed is None:
        messages.info(request, _("No file waits here. Choose one first."))
        return redirect("claims-files", case.pk)
    try:
        intake = flows.take_in(member, handed, good_only="good_only" in request.POST)
    except Problem as problem:
        messages.error(request, _told(problem))
        return redirect("claims-look", case.pk)
    number = intake.rows.count()
    said = ngettext("%(number)s claim was taken over.", "%(number)s claims were taken over.", number)
    messages.success(request, said % {"number": number})
    return redirect("claims-files", case.pk)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def aside(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Let a file be that was handed in."""
    flows.put_aside(member_of(request), case)
    messages.success(request, _("Put aside. Nothing of the file is kept."))
    return redirect("claims-files", case.pk)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def back(request: HttpRequest, case: Case, intake_id: int) -> HttpResponseBase:
    """Withdraw what came with a file."""
    intake = existing(queries.intake_of(case, intake_id))
    try:
        became = flows.take_back_intake(member_of(request), intake)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("claims-files", case.pk)
    done = ngettext("%(number)s claim is withdrawn.", "%(number)s claims are withdrawn.", became.done)
    messages.success(request, done % {"number": became.done})
    if became.left:
        left = ngettext(
            "%(number)s stands as it is: somebody has checked or changed it since.",
            "%(number)s stand as they are: somebody has checked or changed them since.",
            became.left,
        )
        messages.warning(request, left % {"number": became.left})
    return redirect("claims-files", case.pk)


@case_page(Permission.CLAIM_SEE)
@require_POST
def out(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Write the standing claims to a file, for work inside the group."""
    to = request.POST.get("to", "")
    try:
        made = flows.export_claims(member_of(request), case, to)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("claims-files", case.pk)
    name, kind = _WRITTEN[to]
    # A table without the mark at its head is read in the machine's old encoding by spreadsheets.
    mark = "\ufeff" if to == "csv" else ""
    answer = HttpResponse((mark + made.text).encode(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="case-{case.pk}-{name}"'
    return answer


def _shown(claim: Claim, known: bool) -> dict[str, Any]:
    return {
        "id": claim.external_id,
        "kind": claim.get_kind_display(),
        "by": claim.by,
        "words": claim.anchor.quote,
        "tongue": tongue_of(claim.anchor.quote, claim.anchor.revision.layer.language),
        "occurrence": claim.occurrence.title if claim.occurrence else "",
        "value": claim.value,
        "said": [isolate(said_words(reading)) for reading in claim.readings.all()],
        "known": known,
        "gone": claim.withdrawn_at is not None or claim.replaced_by_id is not None,
    }


def _told(problem: Problem) -> str:
    """Return what is wrong with the place in the file, where it has one."""
    place = problem.place
    if place is None or place.line is None:
        return problem.message
    return _("Line %(line)s, column %(column)s: %(what)s") % {
        "line": place.line,
        "column": place.column or 1,
        # Instruments speak English; the catalogue knows most of what they say.
        "what": _(problem.message),
    }
