"""The page of time stamp authorities: who is asked, when, what came of it; naming one, letting go of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guwah.accounts.answers import telling
from guwah.accounts.guard import group_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.accounts.uploads import file_of, takes_a_file
from guwah.failures import NotUnderstood, Problem
from guwah.outbox import stamping
from guwah.outbox.deliver import SLOW
from guwah.outbox.models import Effect
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Stamp
from guwah.web.log_sentences import STAMPS, stamp_outcome

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_MOST_STAMPS = 30


@group_page(Permission.LOG_ANCHOR)
@require_GET
def show(request: HttpRequest) -> HttpResponseBase:
    """Show the authorities, the schedule, and what came of the last rounds."""
    now = timezone.now()
    context = {
        "authorities": stamping.authorities(),
        "next_round": stamping.next_round(now, KEYRING.current().vault_id),
        "stamps": [_row(stamp) for stamp in _newest()],
        "waits": _waits(),
    }
    return render(request, "authorities.html", context)


@group_page(Permission.LOG_ANCHOR)
@require_POST
@takes_a_file
def add(request: HttpRequest) -> HttpResponseBase:
    """Name an authority; its certificate comes as a file or as pasted text."""
    given = {name: request.POST.get(name, "").strip() for name in ("name", "url", "proxy", "pasted")}
    try:
        roots = given["pasted"].encode() or file_of(request, "roots")
        stamping.add_authority(member_of(request), given["name"], given["url"], roots, proxy=given["proxy"])
    except NotUnderstood as strange:
        messages.error(request, strange.message)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(
            request, _("It is asked from now on, once a day. The first request goes out at once.")
        )
    return redirect("authorities")


@group_page(Permission.LOG_ANCHOR)
@require_POST
def remove(request: HttpRequest) -> HttpResponseBase:
    """Ask an authority no more."""
    with telling(request, _("It is not asked any more; its stamps stay.")):
        stamping.remove_authority(member_of(request), request.POST.get("name", ""))
    return redirect("authorities")


@group_page(Permission.LOG_ANCHOR)
@require_POST
def again(request: HttpRequest) -> HttpResponseBase:
    """Let today's round be asked at once; the server does it beside the pages."""
    with telling(request, _("They are asked now. Load this page again in a moment to see what came of it.")):
        stamping.ask_again(member_of(request), timezone.now())
    return redirect("authorities")


def _newest() -> list[Stamp]:
    return list(Stamp.objects.select_related("authority").order_by("-pk")[:_MOST_STAMPS])


def _row(stamp: Stamp) -> dict[str, Any]:
    return {"stamp": stamp, "words": STAMPS[stamp.state], "why": stamp_outcome(stamp.outcome)}


def _waits() -> list[Effect]:
    return list(Effect.objects.filter(channel__in=SLOW, state=Effect.State.WAITING).order_by("due_at"))
