"""Writing so that a pulled plug leaves the old file or the new one, and for the owner's eyes only."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_Of = TypeVar("_Of")
TEMPORARY_PREFIX = ".new-"
# Two cores; waiting for the disk takes none.
_AT_ONCE: Final = 8

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


def sync_file(path: Path) -> None:
    """Make a file's bytes durable that somebody else wrote, or who does not hold it open any more.

    An error that nobody was told of yet is told here, also one from before it was opened (Linux 4.17 on).
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes | bytearray | memoryview) -> None:
    """Write all of the bytes, where one call may take a part of them."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def begin_writing(descriptor: int, start: int) -> None:
    """Start a file's bytes from number `start` on their way to the disk; nothing is waited for or promised.

    Linux begins to write back what it is told will not be needed (posix_fadvise(2), POSIX_FADV_DONTNEED).
    """
    os.posix_fadvise(descriptor, start, 0, os.POSIX_FADV_DONTNEED)


def create_locked(folder: Path, prefix: str, written: bytes | bytearray) -> tuple[Path, int]:
    """Create a file under a random name, with its first bytes and a lock that dies with its descriptor.

    Returns:
        where it is, and the descriptor.
    """
    while True:
        path = folder / f"{prefix}{secrets.token_hex(16)}"
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with ExitStack() as undo:
            undo.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # A sweep may have come between creation and lock; its victim has no name any more.
            if os.fstat(descriptor).st_nlink:
                undo.callback(path.unlink)
                write_all(descriptor, written)
                undo.pop_all()
                return path, descriptor


@contextmanager
def left_alone(path: Path) -> Iterator[bool]:
    """Hold the lock of a file that a killed process may have left; tell False where a living one has it.

    Also False when the file is gone. A link is not followed, a pipe not waited for.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
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


def at_once(act: Callable[[_Of], object], on: Sequence[_Of]) -> None:
    """Do what waits for the disk to several things at the same time; one write of its journal serves all."""
    shares = [on[start::_AT_ONCE] for start in range(min(len(on), _AT_ONCE))]
    if len(shares) <= 1:
        _all(act, on)
        return
    # One task a thread: to hand every file over by itself would take longer than many disks.
    with ThreadPoolExecutor(len(shares)) as pool:
        for _ in pool.map(partial(_all, act), shares):
            pass


def _all(act: Callable[[_Of], object], on: Sequence[_Of]) -> None:
    for each in on:
        act(each)


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: temporary name, fsync, rename, fsync of the folder."""
    write_all_durably([(path, data)])


def write_all_durably(files: Sequence[tuple[Path, bytes]]) -> None:
    """Replace many files, each in one step as `write_durably` does; their folders must be there.

    All are on the disk before the first takes its name. Broken off, some are replaced and the others are
    what they were.
    """
    ready = [(path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}", path, data) for path, data in files]
    try:
        at_once(_write_temporary, ready)
        for temporary, path, _data in ready:
            temporary.rename(path)
    finally:
        # Renamed, it is gone from this name; whatever stopped it before, nothing half written stays.
        for temporary, _path, _data in ready:
            temporary.unlink(missing_ok=True)
    at_once(sync_folder, sorted({path.parent for path, _data in files}))


def _write_temporary(what: tuple[Path, Path, bytes]) -> None:
    temporary, _path, data = what
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
