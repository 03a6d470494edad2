"""Many files made durable by one call: everything their file system has not written yet (syncfs(2)).

For hundreds of small files that is a small part of what one call a file costs, and as much is promised: "the
same guarantees as fsync called on every file" (sync(2)). Two things have to hold for that, and where they do
not, nobody gets a `WholeDisk`: the kernel tells of what could not be written (Linux 5.8 on), and the file
system has its disk write out its own memory too, as those named here do and FAT does not.
"""

from __future__ import annotations

import ctypes
import os
import re
import time
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_REPORTS_FROM: Final = (5, 8)
# statfs(2): ext2 to ext4, XFS, Btrfs, and tmpfs, where nothing lasts anyway.
_TRUSTED: Final = frozenset({0xEF53, 0x58465342, 0x9123683E, 0x01021994})
_STATFS_WORDS: Final = 64  # more than the structure has anywhere
_C: Final = ctypes.CDLL(None, use_errno=True)


class WholeDisk:
    """The file system below a folder. What it could not write since this was made is told by `sync`.

    The kernel tells a descriptor of an error once, and not of which file: where one batch is being written
    while another is made durable, it may be told to the wrong one. So one error ends the use of this for
    good, and no file that was begun before it is taken for written.
    """

    def __init__(self, descriptor: int) -> None:
        """Take a descriptor of the folder, which is closed with this."""
        # A descriptor is told what went wrong since it was opened: so it is before the writing.
        self._descriptor = descriptor
        self._asking = Lock()
        self._refused = 0
        self._told = 0

    def sync(self) -> None:
        """Make everything durable that was written or renamed on this file system before.

        Raises:
            OSError: something of it could not be written, whosever it was; or of what was synced earlier.
        """
        with self._asking:
            if not self._refused and _C.syncfs(self._descriptor):
                self._refused = ctypes.get_errno()
                self._told = time.monotonic_ns()
            self._raise_refusal()

    def speaks_for(self, begun: Iterable[int]) -> bool:
        """Tell whether `sync` may still be asked about files; if not, each is asked for itself.

        Args:
            begun: when each of them was begun, as `time.monotonic_ns` counts.

        Raises:
            OSError: one of them was begun before an error was told, which may have been of that one.
        """
        with self._asking:
            if self._refused and any(each <= self._told for each in begun):
                self._raise_refusal()
            return not self._refused

    def close(self) -> None:
        """Let go of it."""
        os.close(self._descriptor)

    def _raise_refusal(self) -> None:
        if self._refused:
            raise OSError(self._refused, os.strerror(self._refused))


def whole_disk(folder: Path) -> WholeDisk | None:
    """Return the file system below a folder; None where one call for all of it promises too little.

    Raises:
        OSError: the folder cannot be opened.
    """
    if _kernel() < _REPORTS_FROM or not hasattr(_C, "syncfs"):
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    if _kind(descriptor) in _TRUSTED:
        return WholeDisk(descriptor)
    os.close(descriptor)
    return None


def _kernel() -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])


def _kind(descriptor: int) -> int:
    """Return the number of a file system's kind, 0 when nobody says: it is the structure's first word."""
    words = (ctypes.c_long * _STATFS_WORDS)()
    return words[0] & 0xFFFFFFFF if not _C.fstatfs(descriptor, words) else 0
