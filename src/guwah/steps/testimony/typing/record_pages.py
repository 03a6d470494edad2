"""The page on which one records, and what its island sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import NotUnderstood, Problem
from guwah.steps.testimony.typing import recording as flows
from guwah.steps.testimony.typing import slit
from guwah.steps.testimony.typing.pages import PAGE_HEADER

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.testimony.typing.tables import Recording

_REFUSED, _CONFLICT = 400, 409


@case_page(Permission.EVIDENCE_ADD)
@require_safe
def record(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Say what has to be said before, record, and show what was broken off."""
    for each in flows.on_their_way(case):
        slit.take_up(member_of(request), each)
    context = {"case": case, "section": "testimony", "unfinished": flows.on_their_way(case)}
    return render(request, "testimony/typing/record.html", context)


@csrf_exempt  # It asks for a header of its own, which no other site can set (Fetch, "CORS-safelisted").
@case_page(Permission.EVIDENCE_ADD)
@require_POST
def begin(request: HttpRequest, case: Case) -> JsonResponse:
    """Begin a recording; its title is in the body, never in an address that something could write down."""
    try:
        _own(request)
        asked = request.POST
        made = flows.begin_recording(member_of(request), case, asked.get("title", ""), asked.get("type", ""))
    except Problem as problem:
        return _problem(problem)
    where = [case.pk, made.pk]
    return JsonResponse(
        {
            "piece": reverse("recording-piece", args=where),
            "finish": reverse("recording-finish", args=where),
            "number": made.pk,
            "token": slit.token_of(made.pk),
        }
    )


@csrf_exempt  # As above.
@case_page(Permission.EVIDENCE_ADD)
@require_POST
def piece(request: HttpRequest, case: Case, recording_id: int) -> JsonResponse:
    """Keep the next piece; 409 says which number is wanted."""
    found = _recording_or_404(case, recording_id)
    try:
        _own(request)
        n = number_in(request.GET.get("n"))
        if n is None:
            raise NotUnderstood("no-number", "A piece says which one it is.")
        content = request.read(flows.MOST_BYTES + 1)
        slit.take_up(member_of(request), found)
        count = flows.take_piece(member_of(request), found, n, content)
    except flows.OutOfOrder as other:
        return JsonResponse({"wanted": other.wanted}, status=_CONFLICT)
    except Problem as problem:
        return _problem(problem)
    return JsonResponse({"wanted": count})


@case_page(Permission.EVIDENCE_ADD)
@require_POST
def finish(request: HttpRequest, case: Case, recording_id: int) -> HttpResponseBase:
    """Seal what came, or throw it away."""
    found, member = _recording_or_404(case, recording_id), member_of(request)
    try:
        if "throw" in request.POST:
            flows.throw_away(member, found)
            slit.forget(found)
            messages.success(request, _("Thrown away."))
            return redirect("record", case.pk)
        left = slit.take_up(member, found)
        slit.nothing_waits(found)
        item = flows.finish(member, found)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("record", case.pk)
    if left:
        said = ngettext(
            "%(number)s piece recorded after the lock could not be read. It is still in drafts/sound.",
            "%(number)s pieces recorded after the lock could not be read. They are still in drafts/sound.",
            left,
        )
        messages.warning(request, said % {"number": left})
    messages.success(request, _("The recording is sealed among the evidence. It can be typed now."))
    return redirect(f"{reverse('typing-begin', args=[case.pk])}?item={item.pk}")


def _own(request: HttpRequest) -> None:
    if PAGE_HEADER not in request.headers:
        raise NotUnderstood("not-our-page", "This did not come from a page of this server.")


def _recording_or_404(case: Case, number: int) -> Recording:
    found = flows.recording_of(case, number)
    if found is None:
        raise Http404
    return found


def _problem(problem: Problem) -> JsonResponse:
    return JsonResponse({"error": {"code": problem.code, "message": problem.message}}, status=_REFUSED)
