"""Opening a package that another group sealed for us; what is in it stays theirs until somebody adds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.vault.age import AgeBroken, AgeReader
from guwah.vault.exchange import identity, post_quantum
from guwah.vault.keyring import KEYRING
from guwah.vault.untrusted import open_untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.accounts.models import Member

_PIECE = 1 << 20


def opened_package(actor: Member, file: Path) -> Iterator[bytes]:
    """Yield the tar inside a package piece by piece, each authenticated before it is given.

    Raises:
        NotPermitted: the actor deals with no partner groups.
        NotUnderstood: no age file, not for us, or damaged.
    """
    ask(actor, Permission.LOG_ANCHOR, target="package")
    try:
        keys = KEYRING.current()
        ours = identity(keys), post_quantum(keys)
        with open_untrusted(file, follow=True) as sealed, AgeReader(sealed, ours) as plain:
            while piece := plain.read(_PIECE):
                yield piece
    except AgeBroken as broken:
        raise NotUnderstood(broken.code, broken.message) from broken
    except OSError as refused:
        raise NotUnderstood("unreadable-file", "This file cannot be read.") from refused
