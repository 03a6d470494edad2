"""Where pages tell their typing, and where members find what they typed and did not save."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.messages import ERROR, get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guwah.accounts import drafts
from guwah.accounts.answers import existing
from guwah.accounts.guard import group_page, open_page
from guwah.accounts.requests import member_of, number_in
from guwah.accounts.typed import read_page
from guwah.failures import Problem, Refused
from guwah.steps.testimony.typing import after_lock
from guwah.steps.testimony.typing import slit as recording_slit
from guwah.steps.testimony.typing.recording import MOST_BYTES as LONGEST_PIECE
from guwah.steps.testimony.typing.recording import OutOfOrder
from guwah.vault.keyring import KEYRING
from guwah.vault.sealed_drafts import MOST_BYTES, NoRoomForTyping
from guwah.vault.sealed_sound import SealedPiece
from guwah.web.slips import SLIPS, NoSlip

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Draft

# A field's name and its words are told in JSON: what is sealed of it is about as long.
_LONGEST_BODY = MOST_BYTES
_NOT_UNDERSTOOD, _FORBIDDEN, _CONFLICT, _TOO_LONG, _NO_ROOM = 400, 403, 409, 413, 507
_NOTHING_TO_SAY = 204


@csrf_exempt  # Whoever tells something shows a slip in a header of its own, which no other site can set.
@open_page
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep what stands on a page that was given a slip: in the vault, or sealed beside it after the lock."""
    try:
        slip = SLIPS.read(request.headers.get("X-Guwah-Slip", ""), time.time())
    except NoSlip:
        return _not_kept("no-slip", _FORBIDDEN)
    raw = request.read(_LONGEST_BODY + 1)
    if len(raw) > _LONGEST_BODY:
        return _not_kept("typing-too-long", _TOO_LONG)
    try:
        where = drafts.keep(slip.actor, read_page(slip.page, raw))
    except NoRoomForTyping as full:
        return _not_kept(full.code, _NO_ROOM)
    except Problem as problem:
        return _not_kept(problem.code, _FORBIDDEN if isinstance(problem, Refused) else _NOT_UNDERSTOOD)
    except OSError:
        return _not_kept("disk-full", _NO_ROOM)
    if where == "vault":
        after_lock.told_already(slip.page)
        KEYRING.touch()
        return JsonResponse({"kept": where, "slip": SLIPS.give(slip.actor, time.time(), slip.page)})
    return JsonResponse({"kept": where})


@csrf_exempt  # As above.
@open_page
@require_POST
def keep_sound(request: HttpRequest, recording_id: int) -> JsonResponse:
    """Keep a piece of a recording that a page was given a slip and a token for; 409 says which is wanted."""
    try:
        slip = SLIPS.read(request.headers.get("X-Guwah-Slip", ""), time.time())
    except NoSlip:
        return _not_kept("no-slip", _FORBIDDEN)
    n = number_in(request.GET.get("n"))
    if n is None:
        return _not_kept("no-number", _NOT_UNDERSTOOD)
    token, content = request.headers.get("X-Guwah-Token", ""), request.read(LONGEST_PIECE + 1)
    try:
        where = recording_slit.put_in(SealedPiece(recording_id, n, token, slip.actor, content))
    except NoRoomForTyping as full:
        return _not_kept(full.code, _NO_ROOM)
    except OutOfOrder as other:
        return JsonResponse({"wanted": other.wanted}, status=_CONFLICT)
    except Problem as problem:
        return _not_kept(problem.code, _FORBIDDEN if isinstance(problem, Refused) else _NOT_UNDERSTOOD)
    except ValueError:
        return _not_kept("no-number", _NOT_UNDERSTOOD)
    except OSError:
        return _not_kept("disk-full", _NO_ROOM)
    return JsonResponse({"kept": where})


def _not_kept(code: str, status: int) -> JsonResponse:
    return JsonResponse({"error": {"code": code}}, status=status)


@group_page(None)
@require_GET
def here(request: HttpRequest) -> JsonResponse:
    """Return what the member typed on a page before and did not save, the newest first."""
    found = drafts.of(member_of(request)).filter(place=request.GET.get("place", ""))
    return JsonResponse({"drafts": [_told(draft) for draft in found]})


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "form": draft.form,
        "name": draft.name,
        "text": draft.text,
        "at": draft.kept_at.isoformat(),
        "after_lock": draft.after_lock,
    }


@group_page(None)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponseBase:
    """Show everything the member typed and did not save; a form throws one of it away."""
    member = member_of(request)
    if request.method == "POST":
        number = existing(number_in(request.POST.get("draft")))
        drafts.throw_away(member, number)
        if "by_page" in request.POST:
            # The page dropped what it took in, or what its offer was told to: said later, on another page, it
            # would be understood of the words that were just kept there.
            return HttpResponse(status=_NOTHING_TO_SAY)
        messages.success(request, _("Thrown away."))
        return redirect("drafts")
    context = {"drafts": drafts.of(member), "sent": drafts.just_sent(member)}
    return render(request, "drafts.html", context)


class NoteSent:
    """A form that was taken takes its drafts with it: nobody is offered words that were saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the answer: a form that was taken leads on, without a complaint."""
        response = self.get_response(request)
        taken = request.method == "POST" and response.status_code in {302, 303}
        # Only what the page has read: a body that it streamed, or left alone, is not touched here.
        taken = taken and not KEYRING.locked and "_post" in vars(request)
        if taken and request.user.is_authenticated and not _complains(request):
            drafts.note_sent(member_of(request), dict(request.POST.lists()))
        return response


def _complains(request: HttpRequest) -> bool:
    said = get_messages(request)
    found = any(message.level >= ERROR for message in said)
    if isinstance(said, BaseStorage):
        # Looked at, not shown: they are for the next page.
        said.used = False
    return found
