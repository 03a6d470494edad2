"""What every request passes: safe headers, the locked door, the member's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from guwah import settings
from guwah.vault.keyring import KEYRING
from guwah.web import changing
from guwah.web.changing import CHANGE
from guwah.web.opening import OPENING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseRedirect
    from django.http.response import HttpResponseBase

    Next = Callable[[HttpRequest], HttpResponseBase]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_FAILED = 500
# Nothing of a vault is asked for these.
_STATIC = "/static/"
# What may be fetched while the vault is locked: it shows nothing of a vault.
_OPEN_PATHS = (_STATIC, "/unlock/", "/language/", "/alive/", "/console/", "/changing/")
# Take words and sound in while the vault is locked, and give none out.
_TYPING, _SOUND = "/typing/", "/typing/sound/"


class ResponseHeaders:
    """Nothing is kept in a browser's cache, nothing is loaded from elsewhere."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to whatever comes back."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
        if not request.path.startswith(_STATIC):
            response["Cache-Control"] = "no-store"
        return response


class VaultGate:
    """Locked: every page leads to the unlock page. Idle for too long: lock first."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let through what may pass; note that somebody is at work."""
        if not KEYRING.locked and KEYRING.idle_seconds() > settings.IDLE_LOCK_SECONDS:
            KEYRING.lock()
        if not CHANGE.state.over and request.path == reverse("changing"):
            # Locked and unlocked again from one moment to the next: no session is looked for now.
            with translation.override(asked_language(request)):
                return changing.show(request)
        if request.path.startswith((*_OPEN_PATHS, _SOUND)) or request.path == _TYPING:
            return self.get_response(request)
        if KEYRING.locked:
            return self._to_unlock(request)
        # An island that only watches long work says so: a vault nobody works in still locks itself.
        if "X-Nobody-There" not in request.headers:
            KEYRING.touch()
        opening = KEYRING.generation
        response = self.get_response(request)
        if response.status_code == _FAILED and KEYRING.generation != opening:
            # The vault locked in the middle of this page: that is no failure of the program.
            return self._to_unlock(request)
        return response

    @staticmethod
    def _to_unlock(request: HttpRequest) -> HttpResponseRedirect:
        where = reverse("unlock")
        if request.method == "GET" and request.path != "/":
            where += "?" + urlencode({"next": request.get_full_path()})
        return redirect(where)


class EndWithTheLock:
    """A session lives from an unlock to the next lock: whoever unlocks later lets in nobody else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put a session of an earlier opening out before anything sees who it was."""
        if request.path.startswith(_STATIC):
            return self.get_response(request)
        if not KEYRING.locked and request.session.get(OPENING, KEYRING.opening) != KEYRING.opening:
            request.session.flush()
        if not KEYRING.locked and request.session.is_empty():
            # Nobody's cookie is left as it is: an answer that takes it back could arrive after somebody has
            # signed in in another window of this browser, and take the new one.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


def asked_language(request: HttpRequest, chosen: str = "") -> str:
    """Return the language of a page: the member's, else the one chosen in this browser, else its own."""
    chosen = chosen or request.COOKIES.get("guwah_language", "")
    known = {code for code, _ in settings.LANGUAGES}
    return chosen if chosen in known else translation.get_language_from_request(request)


class MemberLanguage:
    """The language a member chose, else the one chosen in this browser, else the browser's own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language for this request only."""
        chosen = ""
        if not (KEYRING.locked or request.path.startswith(_STATIC)) and request.user.is_authenticated:
            chosen = request.user.language
        language = asked_language(request, chosen)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return self.get_response(request)
