"""Reading files that somebody else may have put there: from a stick, a shared folder, a partner.

Such a name may be a pipe that nobody ever writes to, a device without an end, a link that leads elsewhere,
or a file far larger than anything of its kind. Opening or reading one of those hangs a program, fills its
memory, or reads what was never handed over (CWE-59, CWE-400).
"""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from guwah.failures import NotUnderstood

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

_FLAGS: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC

SMALL: Final = 1 << 20
"""Bytes that a file of a few lines never has: a marker, a card, a note."""


class NotRegular(OSError):
    """What has this name is no regular file: a link, a pipe, a device, a folder."""


class TooLong(OSError):
    """The file has more bytes than anything of its kind."""


def open_untrusted(path: Path, *, follow: bool = False) -> BufferedReader:
    """Return a stream over a regular file; the caller closes it.

    Raises:
        NotRegular, OSError: as `descriptor_of`.
    """
    return os.fdopen(descriptor_of(path, follow=follow), "rb")


def descriptor_of(path: Path, *, follow: bool = False) -> int:
    """Open a regular file for reading, without waiting for anybody; the caller closes it.

    Args:
        path: the file. Only its last part is looked at: whoever takes the folder from somebody asks
            `real_folder` first.
        follow: take what a link leads to, for a name that a person of ours typed.

    Raises:
        NotRegular: it is a link, a pipe, a device or a folder.
        OSError: it is not there, or cannot be read.
    """
    # Asked before it is opened: opening a device can do something, rewind a tape for instance.
    if not stat.S_ISREG(path.stat(follow_symlinks=follow).st_mode):
        raise NotRegular(os.fspath(path))
    descriptor = os.open(path, _FLAGS | (0 if follow else os.O_NOFOLLOW))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        # Exchanged since it was asked.
        os.close(descriptor)
        raise NotRegular(os.fspath(path))
    return descriptor


def read_untrusted(path: Path, most: int = SMALL, *, follow: bool = False) -> bytes:
    """Return the bytes of a regular file of at most `most` bytes.

    Raises:
        NotRegular, OSError: as `open_untrusted`.
        TooLong: it has more; no more than that was read of it.
    """
    with open_untrusted(path, follow=follow) as file:
        # The file system's word for its size is not asked: some say 0 and never end.
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLong(os.fspath(path))
    return data


def changed_at(nanoseconds: int) -> str:
    """Return when a file was last changed, as its file system says, ISO 8601 UTC; nobody vouches for it.

    Args:
        nanoseconds: since 1970-01-01, as `st_mtime_ns`; a file system can hold times no calendar has.
    """
    seconds, rest = divmod(nanoseconds, 10**9)
    try:
        moment = datetime(1970, 1, 1) + timedelta(seconds=seconds)  # noqa: DTZ001 - written as UTC below
    except OverflowError:
        return f"{seconds} s since 1970-01-01T00:00:00Z"
    fraction = f".{rest:09}".rstrip("0") if rest else ""
    return f"{moment.isoformat()}{fraction}Z"


def handed_over(path: Path, most: int = SMALL) -> bytes:
    """Return the bytes of a small file that a person names: a card, a signature, a certificate.

    Raises:
        NotUnderstood: `no-such-file`, `not-a-file`, `too-large`, `unreadable-file`.
    """
    try:
        return read_untrusted(path, most, follow=True)
    except FileNotFoundError as missing:
        raise NotUnderstood("no-such-file", "There is no such file.") from missing
    except NotRegular as other:
        raise NotUnderstood("not-a-file", "This is not a file.") from other
    except TooLong as long:
        raise NotUnderstood("too-large", "This file is far larger than any of its kind.") from long
    except OSError as failed:
        raise NotUnderstood("unreadable-file", "This file cannot be read.") from failed


def real_folder(path: Path) -> bool:
    """Say whether this is a folder itself, no link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
