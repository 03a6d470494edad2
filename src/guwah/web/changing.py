"""A change of keys as it goes on: it may take minutes, the vault is locked meanwhile, one page shows how far.

What the page tells is numbers, so that it may be shown while nobody is signed in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from guwah.accounts.guard import open_page
from guwah.accounts.ways_in import remove_member
from guwah.failures import Refused
from guwah.vault.keyring import KEYRING
from guwah.vault.rotation_headers import count
from guwah.web.beside import SECONDS_BETWEEN_LOOKS, Beside

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Member


class Change(Beside):
    """The change of keys that goes on in this process, if one does."""

    failing = gettext_noop(
        "Guwah failed in the middle. Unlock the vault: the change of keys goes on by itself."
    )

    def begin(self, actor: Member, handle: str) -> None:
        """Make ready to take a member's way in away, beside the pages; `go` starts it.

        The answer to whoever began it is to be on its way before: the vault is locked meanwhile.

        Raises:
            Refused: `keys-changing`; one goes on already.
        """
        taken = Refused("keys-changing", "The keys of this vault are being changed already.")
        self.make_ready(lambda: self._remove(actor, handle), taken, total=count(KEYRING.current().folder))

    def _remove(self, actor: Member, handle: str) -> None:
        remove_member(actor, handle, progress=self._count)
        # Nobody is signed in any more: what was open belonged to the keys before.
        KEYRING.lock()

    def _count(self, done: int) -> None:
        self.state = replace(self.state, done=done)


CHANGE = Change()


class Leaving(HttpResponseRedirect):
    """The way to the page of a change of keys; the change starts when this answer was sent."""

    def close(self) -> None:
        """Let it start."""
        super().close()
        CHANGE.go()


@open_page
@require_GET
def show(request: HttpRequest) -> HttpResponseBase:
    """Show how far the change of keys is; the page loads itself again until it is over."""
    response = render(request, "changing.html", {"change": CHANGE.state})
    if not CHANGE.state.over:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response
