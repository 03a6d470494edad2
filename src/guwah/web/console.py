"""The way in for `guwah lock` and `guwah unlock` on the same machine, and for servers of other vaults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from guwah.accounts.entry import enter
from guwah.accounts.guard import open_page
from guwah.failures import Problem, Refused
from guwah.vault.keyring import KEYRING
from guwah.web.neighbours import about_this_vault
from guwah.web.porter import PORTER, SIZE, NotAuthentic

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_PASSPHRASE = 4096
_LONGEST_BODY = LONGEST_PASSPHRASE + 256
_FORBIDDEN, _NO_SUCH, _NOT_DONE = 403, 404, 409


@csrf_exempt
@open_page
@require_POST
def console(request: HttpRequest, act: str) -> HttpResponse:
    """Answer a challenge, lock, unlock with the sealed passphrase, or say who this is; signs nobody in.

    Nobody is heard who does not hold the key in the vault's folder: no browser, no other user's process.
    """
    first, rest = request.read(SIZE), request.read(_LONGEST_BODY)
    try:
        if act == "hello":
            proof, turn = PORTER.answer(first, rest)
            return JsonResponse({"proof": proof.hex(), "turn": turn.hex()})
        if act not in {"lock", "unlock", "who"}:
            return HttpResponse(status=_NO_SUCH)
        message = PORTER.hear(act, first, rest)
        if act == "who":
            sealed = PORTER.seal(first, json.dumps(about_this_vault()).encode())
            return JsonResponse({"sealed": sealed.hex()})
    except NotAuthentic:
        return HttpResponse(status=_FORBIDDEN)
    return _lock() if act == "lock" else _unlock(message.decode("utf-8", "replace"))


def _lock() -> HttpResponse:
    KEYRING.lock()
    return JsonResponse({"state": "locked"})


def _unlock(passphrase: str) -> HttpResponse:
    try:
        enter(settings.VAULT_FOLDER, passphrase)
    except Problem as problem:
        told = {"code": problem.code, "message": problem.message}
        return JsonResponse(told, status=_FORBIDDEN if isinstance(problem, Refused) else _NOT_DONE)
    return JsonResponse({"state": "unlocked"})
