"""A file in the clear without a name before it is whole: whatever ends the process, nothing is left of it."""

from __future__ import annotations

import errno
import fcntl
import os
import re
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from guwah.vault.placing import place_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SWEPT = "Taken away from this folder: {n} unfinished files of exports that were broken off."
"""What is said of files that `swept` took away."""

_CHUNK = 1 << 20
# Of the file itself the name says nothing: neither its own, nor what is in it.
_PART = re.compile(r"\.guwah-export-(?P<pid>\d{1,10})\.part")
# What the file system, the kernel or a missing /proc answer where there are no files without a name.
_UNKNOWN = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.ENOSYS})


class Unnamed:
    """A file while it is written; see `unnamed`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._part: Path | None = None
        try:
            self._descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
        except OSError as refused:
            if refused.errno not in _UNKNOWN or not folder.is_dir():
                raise
            self._named()

    def write(self, data: bytes) -> None:
        """Write all of it, down to the disk."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]
        os.fsync(self._descriptor)

    def place(self, name: Path) -> None:
        """Give the file its name, whole and at once.

        Raises:
            FileExistsError: there is a file of that name; it stays as it is.
            OSError: the disk does not take it.
        """
        if self._part is None:
            try:
                # A path of /proc is followed only by the call that is given a folder to begin from.
                start = os.open(self._folder, os.O_DIRECTORY)
                try:
                    os.link(f"/proc/self/fd/{self._descriptor}", name, src_dir_fd=start, follow_symlinks=True)
                finally:
                    os.close(start)
            except FileExistsError:
                raise
            except OSError:
                self._copied()
            else:
                return
        if self._part is not None:
            place_new(self._part, name)

    def replace(self, name: Path) -> None:
        """Give the file a name in the place of the file that has it now.

        Raises:
            OSError: the disk does not take it; what was there stays.
        """
        if self._part is None:
            part = self._folder / f".guwah-export-{os.getpid()}.part"
            part.unlink(missing_ok=True)
            self.place(part)
            self._part = part
        self._part.replace(name)

    def close(self) -> None:
        """Let go of the file; without a name it is gone."""
        os.close(self._descriptor)
        if self._part is not None:
            self._part.unlink(missing_ok=True)

    def _named(self) -> None:
        part = self._folder / f".guwah-export-{os.getpid()}.part"
        self._descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        self._part = part
        # The kernel's: it ends with the process, so that the next one knows what was left.
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _copied(self) -> None:
        """Write the same under a name, where the one without cannot have one."""
        without, size = self._descriptor, os.fstat(self._descriptor).st_size
        self._named()
        try:
            for at in range(0, size, _CHUNK):
                os.write(self._descriptor, os.pread(without, _CHUNK, at))
            os.fsync(self._descriptor)
        finally:
            os.close(without)


@contextmanager
def unnamed(folder: Path) -> Iterator[Unnamed]:
    """Open a file in a folder that nobody sees before it is placed, readable by its owner alone.

    Where the file system has no such files (FAT, exFAT, some shares) it has a name that says nothing, and
    what a killed process left there `swept` takes away.

    Raises:
        OSError: the folder cannot be written.
    """
    with ExitStack() as undo:
        file = Unnamed(folder)
        undo.callback(file.close)
        yield file


def swept(folder: Path, name: str = "") -> int:
    """Take away what exports left in a folder that ended before their file was whole; return how many.

    One that is being written is locked, or its process lives: it stays.

    Args:
        folder: where.
        name: of the file that is written now. Earlier versions wrote beside it, under its own name and the
            number of their process; of any other name such a file may be somebody else's.
    """
    try:
        there = list(folder.iterdir())
    except OSError:
        # Whoever writes there says why it cannot be.
        return 0
    ours = [_PART, re.compile(rf"\.{re.escape(name)}\.(?P<pid>\d{{1,10}})\.part")] if name else [_PART]
    met = ((each, form.fullmatch(each.name)) for each in there for form in ours)
    return sum(_taken_away(each, int(found["pid"])) for each, found in met if found)


def _taken_away(part: Path, pid: int) -> bool:
    if not part.is_file() or part.is_symlink() or _lives(pid):
        return False
    try:
        descriptor = os.open(part, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        part.unlink()
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return pid != os.getpid()
