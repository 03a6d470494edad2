"""The hunt for words in the clear: in folders, and in the files that a process and its children hold open."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from threading import Event

import mill

MARKER = mill.MARKER
# How files begin whose words no hunt can read: what is sealed begins otherwise.
NAKED = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"OggS", b"RIFF", b"PK\x03\x04", b"SQLite format 3")
# Seconds between two looks: each reads everything.
PAUSE = 0.3
_DELETED = " (deleted)"
# Files in memory have no place on a disk: what a jail is given goes through them.
_IN_MEMORY = "/memfd:"


def forms(words: str) -> Iterator[bytes]:
    """Yield words as they may lie on a disk: three encodings, and in base64 at each of its three steps."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = words.encode(encoding)
        yield raw
        for before in range(3):
            # Letters that share their bits with a neighbour are left off at both ends.
            packed = base64.b64encode(b"\0" * before + raw).rstrip(b"=")
            yield packed[(0, 2, 3)[before] : -1]


WANTED = tuple(forms(MARKER))


def told(data: bytes) -> bool:
    """Say whether bytes tell the marker, or are a file that anybody can open."""
    return data.startswith(NAKED) or any(form in data for form in WANTED)


def hunt(folders: Iterable[Path]) -> list[str]:
    """Return every file below some folders that tells the marker, in its name or its bytes."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return [str(path) for path in paths if told(path.name.encode()) or told(_bytes(path))]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        # Gone since it was listed: the work goes on while it is hunted.
        return b""


def family(process: int) -> list[int]:
    """Return a process and all that came from it and are still there."""
    found = [process]
    for each in found:
        for thread in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, thread.read_text().split())
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def ways(process: int) -> list[Path]:
    """Return the way to each thing a process holds open; none if it is gone or shut off."""
    try:
        return list(Path(f"/proc/{process}/fd").iterdir())
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return []


def held(process: int) -> dict[tuple[int, int], tuple[str, Path]]:
    """Return name and way of each file a process holds open, deleted ones too, but none in memory."""
    files = {}
    for way in ways(process):
        try:
            target, about = str(way.readlink()), way.stat()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if S_ISREG(about.st_mode) and not target.startswith(_IN_MEMORY):
            # A server's threads hold the same few files: each is read once.
            files[about.st_dev, about.st_ino] = target, way
    return files


def open_files(process: int) -> list[str]:
    """Return the files that a process or one of its children holds open and that tell the marker."""
    files = {}
    for each in family(process):
        files.update(held(each))
    return [target for which, (target, way) in files.items() if told(_bytes_of(way, which))]


def _bytes_of(way: Path, which: tuple[int, int]) -> bytes:
    """Return what an open file holds; nothing when another file, perhaps one in memory, took its place."""
    try:
        # What took its place may be a pipe, which would be waited for.
        with os.fdopen(os.open(way, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            about = os.fstat(file.fileno())
            return file.read() if (about.st_dev, about.st_ino) == which else b""
    except OSError:
        # Gone, or shut off, or a socket, which is not opened by its name.
        return b""


def deleted(process: int) -> list[str]:
    """Return the files that a process holds open and that no folder has any more."""
    return [target for target, _way in held(process).values() if target.endswith(_DELETED)]


@dataclass
class Hunt:
    """A hunt that goes on while something is done.

    Attributes:
        folders: where it looks.
        process: whose open files it looks at, and those of its children.
        found: what told the marker at any time.
        looked_at: every process whose open files it looked at.
    """

    folders: tuple[Path, ...]
    process: int
    found: set[str] = field(default_factory=set)
    looked_at: set[int] = field(default_factory=set)

    def look(self) -> None:
        """Look everywhere once."""
        self.glance()
        self.found.update(hunt(self.folders))

    def glance(self) -> None:
        """Look only at what is held open now; a jail lives for a few tenths of a second."""
        self.looked_at.update(each for each in family(self.process) if ways(each))
        self.found.update(open_files(self.process))


@contextmanager
def hunting(folders: Iterable[Path], process: int) -> Iterator[Hunt]:
    """Look again and again, from before the first step inside until after the last."""
    watch, over = Hunt(tuple(folders), process), Event()
    watch.look()

    def look_on() -> None:
        while not over.wait(PAUSE):
            watch.look()

    with ThreadPoolExecutor(1) as hunter:
        hunted = hunter.submit(look_on)
        try:
            yield watch
        finally:
            over.set()
            hunted.result()
    watch.look()
