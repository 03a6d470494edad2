"""Writes a file in the clear and dies: `FOLDER STEP DISK`, the disk `whole`, `stick` or `no-proc`."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from guwah.vault.unnamed import unnamed
from vault.killing import die_at_step

_open, _link = os.open, os.link


def without_unnamed(path: str, flags: int, mode: int = 0o777) -> int:
    """Open as a stick does: there are no files without a name on it."""
    if flags & os.O_TMPFILE == os.O_TMPFILE:
        raise OSError(errno.EOPNOTSUPP, "no files without a name")
    return _open(path, flags, mode)


def without_proc(src: object, dst: object, **options: object) -> None:
    """Link as a machine without /proc does."""
    if options:
        raise FileNotFoundError(errno.ENOENT, "no /proc")
    _link(str(src), str(dst))


if __name__ == "__main__":
    folder, step, disk = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if disk == "stick":
        os.open = without_unnamed  # type: ignore[assignment]
    if disk == "no-proc":
        os.link = without_proc
    die_at_step(step)
    with unnamed(folder) as file:
        file.write(b"Nightjar Seven came in May. " * 9999)
        file.place(folder / "talk.srt")
