"""The write-ahead log a crash left beside the database: whether it breaks off at its end or in its middle.

Format: SQLite, "WAL-mode File Format" §4 (https://www.sqlite.org/fileformat2.html#walformat). SQLite takes
the first frame whose checksum is wrong for the end, so one changed byte silently takes back everything that
was committed behind it; a crash can only spoil what was being written last. A program killed inside a
transaction leaves frames without a commit behind the end; the next one writes over the first of them, and
the others stay there for a while. They take nothing back.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.vault.folder import DATABASE
from guwah.vault.presence import VaultBusy, be_alone

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = f"{DATABASE}-wal"
# A process killed between the two writes of a frame leaves one; it cannot leave more.
OF_A_KILL: Final = 1
_HEADER: Final = struct.Struct(">8I")
_FRAME: Final = struct.Struct(">6I")
# Bit 0 says in which order of bytes words are added up.
_MAGIC: Final = 0x377F0682


@dataclass(frozen=True, slots=True)
class WriteAhead:
    """What a look at a write-ahead log found.

    Attributes:
        commits: transactions that SQLite will take from it.
        behind: pages behind the place where it breaks off, up to the last that ends a transaction: SQLite
            takes them back without a word. A power cut spoils them only in what was being written last, which
            nobody was told was done. 1 also for a single page that may have ended a transaction.
    """

    commits: int = 0
    behind: int = 0


def look(path: Path) -> WriteAhead:
    """Read a write-ahead log through; a missing or empty one holds nothing. It holds no plaintext either."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return WriteAhead()
    if len(data) < _HEADER.size:
        return WriteAhead()
    magic, _version, page, _sequence, *rest = _HEADER.unpack_from(data)
    salts, given = tuple(rest[:2]), tuple(rest[2:])
    size = _FRAME.size + page
    order = ">" if magic & 1 else "<"
    sound = magic & ~1 == _MAGIC and _add(data[:24], (0, 0), order) == given
    if not sound:
        # Nothing of it will be taken.
        return WriteAhead(behind=int(len(data) > _HEADER.size))
    return _frames(data, size, salts, given, order)


def look_if_alone(folder: Path) -> WriteAhead:
    """Look at what a crash left beside a vault's database; nothing is said while somebody is at work."""
    path = folder / NAME
    if not path.is_file() or not path.stat().st_size:
        return WriteAhead()
    try:
        place = be_alone(folder)
    except VaultBusy:
        return WriteAhead()
    try:
        return look(path)
    finally:
        place.leave()


def _frames(
    data: bytes, size: int, salts: tuple[int, ...], running: tuple[int, ...], order: str
) -> WriteAhead:
    commits = behind = taken_back = 0
    whole = True
    for at in range(_HEADER.size, len(data) - size + 1, size):
        _number, after, *rest = _FRAME.unpack_from(data, at)
        if whole:
            running = _add(data[at : at + 8], running, order)
            running = _add(data[at + _FRAME.size : at + size], running, order)
            whole = tuple(rest) == (*salts, *running)
            if not whole and not after and tuple(rest[:2]) == salts:
                after = _count_taken(running, tuple(rest[2:]), size, order)
        if whole:
            commits += after != 0
        elif any(mine == its for mine, its in zip(rest, salts, strict=False)):
            # Of this round: both salts of a frame that an earlier round left behind are others (§4.1).
            behind += 1
            taken_back = behind if after else taken_back
    return WriteAhead(commits, taken_back or int(behind == OF_A_KILL))


def _count_taken(found: tuple[int, ...], told: tuple[int, ...], size: int, order: str) -> int:
    """Return what must be added to a frame's count of pages for its checksum to be right; 0 if nothing does.

    Without its count a commit looks like what a killed program left. The checksum is linear in that word.
    """
    one, two = _add(struct.pack(f"{order}2I", 0, 1) + bytes(size - _FRAME.size), (0, 0), order)
    # They are neighbours in Fibonacci's row, so not both are even, and an odd one can be divided by.
    at, step = (0, one) if one & 1 else (1, two)
    taken = (told[at] - found[at]) * pow(step, -1, 1 << 32) & 0xFFFFFFFF
    fits = all(
        (had + taken * by - says) & 0xFFFFFFFF == 0
        for had, by, says in zip(found, (one, two), told, strict=True)
    )
    return taken if fits else 0


def _add(data: bytes, running: tuple[int, ...], order: str) -> tuple[int, int]:
    """Add words to the checksum (§4.2)."""
    one, two = running
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
