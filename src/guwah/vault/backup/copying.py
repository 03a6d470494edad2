"""Copying one file for good: temporary name, fsync, rename, fsync of the folder; its digest on the way."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_noop

from guwah.failures import Problem
from guwah.vault.durable import TEMPORARY_PREFIX, make_folders, sync_folder
from guwah.vault.untrusted import descriptor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE: Final = 1 << 20
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


# Pages tell each of these in their language (`accounts.telling`).
_NO_ROOM: Final = (
    gettext_noop("The disk is full."),
    gettext_noop("Free some space or take a larger one, then run it again."),
)
_NOT_TAKEN: Final = (
    gettext_noop("The disk did not take what was written to it."),
    gettext_noop("Look at it, then run it again."),
)


class BackupNotWritten(Problem):
    """The disk of the copy did not take what was written; `code` is `disk-full` or `not-written`."""


class Unreadable(Exception):
    """A file that was to be copied cannot be read."""


def refused(cause: OSError, kept: str) -> BackupNotWritten:
    """Return what to say when a disk refuses; `kept` is one sentence on what stays."""
    code, sentences = ("disk-full", _NO_ROOM) if cause.errno in _FULL else ("not-written", _NOT_TAKEN)
    return BackupNotWritten(code, f"{sentences[0]} {kept} {sentences[1]}")


def copy(source: Path, target: Path, skip: int = 0, tell: Callable[[int], object] | None = None) -> str:
    """Copy a file so that under its name it is whole or not there; return a digest in hexadecimal.

    Args:
        source: what to copy.
        target: its place; folders above it that are missing are made.
        skip: number of bytes at the beginning that the digest leaves out.
        tell: called with the number of bytes of each piece that was written.

    Returns:
        SHA-256 of what comes after the first `skip` bytes.

    Raises:
        Unreadable: the source.
        OSError: the target's disk refused; nothing is left under either name.
    """
    make_folders(target.parent)
    temporary = target.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    hasher = hashlib.sha256()
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        try:
            place = 0
            for piece in pieces(source):
                hasher.update(piece[max(skip - place, 0) :])
                place += len(piece)
                _write(descriptor, piece)
                if tell is not None:
                    tell(len(piece))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.rename(target)
    finally:
        # Renamed, it is gone from this name; whatever stopped it before, nothing half written stays.
        temporary.unlink(missing_ok=True)
    sync_folder(target.parent)
    return hasher.hexdigest()


def digest(path: Path, skip: int = 0, tell: Callable[[int], object] | None = None) -> str:
    """Return the SHA-256, in hexadecimal, of what comes after the first `skip` bytes of a file.

    Raises:
        Unreadable: the file cannot be read.
    """
    hasher = hashlib.sha256()
    place = 0
    for piece in pieces(path):
        hasher.update(piece[max(skip - place, 0) :])
        place += len(piece)
        if tell is not None:
            tell(len(piece))
    return hasher.hexdigest()


def pieces(path: Path) -> Iterator[memoryview]:
    """Yield a file in pieces of a mebibyte, each valid until the next.

    Raises:
        Unreadable: it is gone, is no regular file, or its disk fails.
    """
    buffer = memoryview(bytearray(PIECE))
    try:
        # A backup lies where others can write: no link, no pipe, no device is read in place of a file.
        with os.fdopen(descriptor_of(path), "rb", buffering=0) as file:
            while got := file.readinto(buffer):
                yield buffer[:got]
    except OSError as failed:
        raise Unreadable(str(path)) from failed


def size_of(path: Path) -> int | None:
    """Return the size of a file in bytes, of a link its own; None when there is none."""
    try:
        return path.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        return None


def is_new(folder: Path) -> bool:
    """Say whether a folder is missing, or holds nothing but what a killed run had just begun to write."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name.startswith(TEMPORARY_PREFIX) for path in folder.iterdir())


def sweep(folder: Path) -> None:
    """Take away what a killed copy left under a temporary name, at any depth."""
    for left in folder.rglob(f"{TEMPORARY_PREFIX}*"):
        left.unlink()


def _write(descriptor: int, piece: memoryview) -> None:
    rest = piece
    while rest:
        rest = rest[os.write(descriptor, rest) :]
