"""Who has a vault open on this machine: everybody shares its folder, a change of its keys wants it alone.

The lock is the kernel's (flock on the folder itself), so it goes when the process does, however it ends.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from guwah.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHANGING = ".changing"


class VaultBusy(Refused):
    """Another process has this vault, or changes its keys just now."""


class Place:
    """This process's part in an open vault; gives itself up with `leave`."""

    def __init__(self, folder: Path, mode: int) -> None:
        """Take a part.

        Raises:
            BlockingIOError: somebody else's part excludes it.
        """
        self.folder = folder
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise

    def share(self) -> None:
        """Let others in beside this process."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Give the part up; harmless when it is given up already."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def take_part(folder: Path) -> Place:
    """Return a part that others may share.

    Raises:
        VaultBusy: `keys-changing`; the keys of the vault are being changed.
    """
    try:
        return Place(folder, fcntl.LOCK_SH)
    except BlockingIOError as taken:
        raise VaultBusy(
            "keys-changing", "The keys of this vault are being changed just now. Try again in a moment."
        ) from taken


def be_alone(folder: Path) -> Place:
    """Return a part that nobody shares.

    Raises:
        VaultBusy: `vault-in-use`; another process has the vault open.
    """
    try:
        return Place(folder, fcntl.LOCK_EX)
    except BlockingIOError as taken:
        raise VaultBusy(
            "vault-in-use",
            "Another Guwah has this vault open. Lock it there (`guwah lock`), then try again. "
            "Nothing was changed.",
        ) from taken


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Hold vault.toml against other processes that would read, change and write it at the same time."""
    descriptor = os.open(folder / _CHANGING, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
