"""A change of keys as it goes on: it may take minutes, the vault is locked meanwhile, one page shows how far.

What the page tells is numbers, so that it may be shown while nobody is signed in.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connections
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guwah.accounts.guard import open_page
from guwah.accounts.ways_in import remove_member
from guwah.failures import Problem, Refused
from guwah.vault.keyring import KEYRING
from guwah.vault.rotation_headers import count

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Member

_SECONDS_BETWEEN_LOOKS = 1


@dataclass(frozen=True, slots=True)
class State:
    """How far a change of keys is.

    Attributes:
        total: sealed files it has to look at.
        done: those it has looked at.
        over: nothing goes on any more.
        problem: why it did not come to its end; empty when it did, or goes on.
    """

    total: int = 0
    done: int = 0
    over: bool = True
    problem: str = ""


class Change:
    """The change of keys that goes on in this process, if one does."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self.state = State()

    def begin(self, actor: Member, handle: str) -> None:
        """Make ready to take a member's way in away, beside the pages; `go` starts it.

        Raises:
            Refused: `keys-changing`; one goes on already.
        """
        with self._guard:
            if not self.state.over:
                raise Refused("keys-changing", "The keys of this vault are being changed already.")
            self.state = State(total=count(KEYRING.current().folder), over=False)
        # Not a daemon: a server that is told to end waits for it.
        self._thread = threading.Thread(target=self._go, args=(actor, handle), name="guwah-change-of-keys")

    def go(self) -> None:
        """Start what was begun; the answer to whoever began it is on its way, and needs the vault no more."""
        if self._thread is not None and self._thread.ident is None:
            self._thread.start()

    def wait(self) -> None:
        """Wait until nothing goes on any more."""
        if self._thread is not None:
            self._thread.join()

    def _go(self, actor: Member, handle: str) -> None:
        problem = "Guwah failed in the middle. Unlock the vault: the change of keys goes on by itself."
        try:
            remove_member(actor, handle, progress=self._count)
            # Nobody is signed in any more: what was open belonged to the keys before.
            KEYRING.lock()
            problem = ""
        except Problem as said:
            problem = said.message
        finally:
            self.state = replace(self.state, over=True, problem=problem)
            connections.close_all()

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
        response["Refresh"] = str(_SECONDS_BETWEEN_LOOKS)
    return response
