"""Unlock, lock, language, theme: the pages before and around the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guwah.accounts.entry import CannotEnter, enter
from guwah.accounts.guard import group_page, open_page
from guwah.accounts.requests import number_in
from guwah.failures import Problem
from guwah.steps.evidence.flows import sweep_leftovers
from guwah.vault import folder as vault_folder
from guwah.vault.keyring import KEYRING
from guwah.vault.vault_file import read
from guwah.web.opening import OPENING

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Member

THEMES = ("", "light", "dark")
_YEAR = 365 * 24 * 3600


def _next(request: HttpRequest) -> str:
    where = request.POST.get("next") or request.GET.get("next") or "/"
    return where if url_has_allowed_host_and_scheme(where, allowed_hosts=None) else "/"


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponseBase:
    """Ask for the passphrase; open the vault and let the member in."""
    folder = settings.VAULT_FOLDER
    context: dict[str, object] = {
        "next": _next(request),
        "there_is_a_vault": vault_folder.exists(folder),
        "still_open": [port for port in request.GET.get("open", "").split(",") if number_in(port)],
    }
    if request.method != "POST":
        return render(request, "unlock.html", context | {"members": _members()})
    try:
        member = enter(folder, request.POST.get("passphrase", ""), request.POST.get("member") or None)
    except CannotEnter:
        context["problem"] = _("This passphrase does not open the vault. Nothing was changed.")
    except Problem as problem:
        context["problem"] = problem.message
    else:
        sweep_leftovers()
        login(request, member, backend="django.contrib.auth.backends.ModelBackend")
        request.session[OPENING] = KEYRING.opening
        return redirect(_next(request))
    return render(request, "unlock.html", context | {"members": _members()}, status=403)


def _members() -> list[str]:
    """Return the sign-in names vault.toml shows anyway; one name needs no choosing."""
    try:
        names = [slot.member for slot in read(settings.VAULT_FOLDER).slots]
    except Problem:
        return []
    return names if len(names) > 1 else []


@group_page(None)
@require_POST
def lock(request: HttpRequest) -> HttpResponseBase:
    """Drop the keys from this process; everybody is out."""
    del request
    KEYRING.lock()
    return redirect("unlock")


@open_page
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Say whether the vault is locked and how long until it locks itself; wakes nothing."""
    del request
    if KEYRING.locked:
        return JsonResponse({"locked": True, "seconds": 0})
    left = settings.IDLE_LOCK_SECONDS - KEYRING.idle_seconds()
    return JsonResponse({"locked": False, "seconds": max(0, int(left))})


@open_page
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Choose the language of the interface, for the member and for this browser."""
    chosen = request.POST.get("language", "")
    response = redirect(_next(request))
    if chosen in {code for code, _name in settings.LANGUAGES}:
        response.set_cookie("guwah_language", chosen, max_age=_YEAR, samesite="Strict", httponly=True)
        if not KEYRING.locked and request.user.is_authenticated:
            member = request.user
            member.language = chosen
            member.save(update_fields=["language"])
    return response


@group_page(None)
@require_POST
def theme(request: HttpRequest) -> HttpResponseBase:
    """Choose light, dark, or what the machine prefers."""
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        member = cast("Member", request.user)
        member.theme = chosen
        member.save(update_fields=["theme"])
    return redirect(_next(request))
