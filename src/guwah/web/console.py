"""The way in for `guwah lock` and `guwah unlock` on the same machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guwah.accounts.entry import enter
from guwah.accounts.guard import open_page
from guwah.failures import Refused
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from django.http import HttpRequest

_LONGEST_PASSPHRASE = 4096
_FORBIDDEN, _NO_SUCH = 403, 404


@csrf_exempt
@open_page
@require_POST
def console(request: HttpRequest, act: str) -> HttpResponse:
    """Lock, or unlock with the passphrase in the body; signs nobody in.

    A browser cannot send the header from another page without asking first, and nobody answers that question.
    """
    if request.headers.get("X-Guwah-Console") != "1":
        return HttpResponse(status=_FORBIDDEN)
    if act == "lock":
        KEYRING.lock()
        return HttpResponse("locked")
    if act != "unlock":
        return HttpResponse(status=_NO_SUCH)
    try:
        enter(settings.VAULT_FOLDER, request.read(_LONGEST_PASSPHRASE).decode("utf-8", "replace"))
    except Refused:
        return HttpResponse(status=_FORBIDDEN)
    return HttpResponse("unlocked")
