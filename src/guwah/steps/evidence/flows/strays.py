"""Sealed files that no item of any case knows: what a kill between sealing and writing down leaves."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.models import Item

if TYPE_CHECKING:
    from guwah.accounts.models import Member

YOUNG: Final = 600
"""Seconds: a sealed file so young may be on its way to being written down just now."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A sealed file that belongs to nothing.

    Attributes:
        name: its path below the blobs folder.
        sealed: bytes on the disk.
    """

    name: str
    sealed: int


def strays(actor: Member) -> list[Stray]:
    """Return the sealed files of the vault that no item stands for, in the order of their names.

    Adding the same file again uses one; otherwise nothing refers to it and nothing ever will.

    Raises:
        NotPermitted: the actor may not look after the log of the vault.
    """
    ask(actor, Permission.LOG_VERIFY)
    blobs = store()
    now = time.time()
    # Listed before the items are: what is written down meanwhile is no stray.
    present = [(name, about) for name, about in blobs.present() if now - about.st_mtime > YOUNG]
    known = {blobs.name(sha256) for sha256 in Item.objects.values_list("sha256", flat=True).iterator()}
    return [Stray(name, about.st_size) for name, about in present if name not in known]
