"""Writing so that a pulled plug leaves the old file or the new one, and for the owner's eyes only."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY_PREFIX = ".new-"


_OTHERS = 0o077


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner only (`mkdir`: the last)."""
    if not folder.is_dir():
        make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def keep_from_others(path: Path) -> None:
    """Take every right of other users to a file or folder away; one that is not there needs nothing.

    A disk that knows no rights (a memory stick) refuses; the vault is encrypted and opens all the same.
    """
    try:
        rights = stat.S_IMODE(path.stat().st_mode)
        if rights & _OTHERS:
            path.chmod(rights & ~_OTHERS)
    except (FileNotFoundError, PermissionError):
        return


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a crash."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def left_alone(path: Path) -> Iterator[bool]:
    """Hold the lock of a file that a killed process may have left; tell False where a living one has it.

    Also False when the file is gone.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: temporary name, fsync, rename, fsync of the folder."""
    temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    finally:
        # Renamed, it is gone from this name; whatever stopped it before, nothing half written stays.
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)
