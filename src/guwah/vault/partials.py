"""A blob that came only in part, kept so that sealing can go on where its durable ciphertext ends.

Beside the partial age file lies its journal. **No key and nonce ever seal two different plaintexts**, also
where a crash tore chunks that were already encrypted. The argument:

1. A chunk's key is its file's own random key, its nonce is its number and whether it is the last one. Only
   a partial that is taken up again can meet a (key, nonce) that was used before.
2. Before a chunk is encrypted, a promise that covers it is durable in the journal: the place where the
   promised stretch ends, and the SHA-256 of *everything* up to there (`Journal.promise` returns after
   `fdatasync`; only then the stretch is handed to the cipher).
3. Taking up reads the ciphertext from its beginning, authenticates each chunk as "not the last", hashes
   what it opens, and stops at the first that is torn or missing: the frontier. What lies behind it is cut
   off. Chunks before the frontier are never sealed again.
4. Every chunk behind the frontier that may have been sealed before lies in a promised stretch (2). The
   writer holds new bytes back in memory until a promised place is reached, and seals them only if the
   SHA-256 up to there is the promised one. So the same number is sealed again only with the same bytes
   (SHA-256 binds them), which gives the same ciphertext. Other bytes, or an end before the promised place:
   the partial is thrown away, and the file begins anew under a fresh key.
5. A journal that is behind the ciphertext (a disk that lied about `fdatasync`) proves nothing: such a
   partial is thrown away. So is one that lies under another inode than it was made in (a copy: two copies
   could go on differently), and one that the vault's present identity does not open (keys were changed).
   Two processes cannot take up one partial: the kernel's lock on it is exclusive.

What is left: a whole disk image, copied with a partial on it and gone on with twice, from two versions of a
file that agree in name, size, time and everything up to the frontier.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import struct
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from guwah.vault.age import BATCH, CHUNK, SEALED_CHUNK, AgeBroken, Begun, Identity, begin, begun
from guwah.vault.ahead import ahead
from guwah.vault.durable import sync_folder
from guwah.vault.journal import Journal, Promise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from guwah.vault.age import Recipient

PREFIX: Final = ".partial-"
JOURNAL: Final = ".journal"
# Whoever sends one piece after the other names the digest of what came by digests of stretches this long.
STRETCH: Final = 8 << 20


class PartialBusy(Exception):
    """Another process, or another window, is sealing this very file now."""

    code = "partial-busy"


class PartialDiffers(Exception):
    """The bytes that came are not those that were promised: the partial is gone, the file begins anew."""

    code = "partial-differs"


@dataclass(slots=True)
class Way:
    """A file on its way in, new or taken up.

    Attributes:
        path: where its ciphertext lies for now.
        file: that file, under an exclusive lock, at the place where the next chunk belongs.
        begun: its age header and key.
        hasher: SHA-256 over the first `size` bytes.
        size: plaintext bytes sealed already, a multiple of 64 KiB.
        journal: where promises are kept; None for a file that is not taken up again.
        promised: promises behind `size`, nearest first.
        stretches: SHA-256 over the SHA-256 of each 8 MiB of the first `size` bytes, the last one shorter.
    """

    path: Path
    file: BinaryIO
    begun: Begun
    hasher: hashlib._Hash = field(default_factory=hashlib.sha256)
    size: int = 0
    journal: Journal | None = None
    promised: deque[Promise] = field(default_factory=deque)
    stretches: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A partial that nobody is sending now.

    Attributes:
        name: its file name in the blobs folder.
        note: what was written down when it began.
        sealed: how many bytes of ciphertext there are.
        touched: when the last of them came, seconds since 1970.
    """

    name: str
    note: Mapping[str, Any]
    sealed: int
    touched: float


def start(path: Path, recipients: Sequence[Recipient], note: Mapping[str, Any]) -> Way:
    """Begin a partial; its folder and journal are durable before anything of the file is encrypted.

    Raises:
        PartialBusy: somebody else is sealing it now.
        OSError: the disk refused.
    """
    beginning = begin(recipients)
    file = _locked(path, os.O_CREAT | os.O_RDWR)
    journal_path = journal_of(path)
    with ExitStack() as undo:
        undo.callback(file.close)
        undo.callback(path.unlink, missing_ok=True)
        os.ftruncate(file.fileno(), 0)
        journal_path.unlink(missing_ok=True)
        journal = Journal(journal_path, beginning)
        undo.callback(journal.close)
        undo.callback(journal_path.unlink, missing_ok=True)
        os.write(file.fileno(), beginning.head)
        journal.note({"inode": os.fstat(file.fileno()).st_ino, "note": dict(note)})
        os.fsync(file.fileno())
        sync_folder(path.parent)
        undo.pop_all()
    return Way(path, file, beginning, journal=journal)


def take_up(path: Path, identity: Identity, told: Callable[[int], object] | None = None) -> Way | None:
    """Go on with a partial; None when there is none, or none that may be gone on with (it is gone then).

    Args:
        path: its ciphertext.
        identity: the vault's present one.
        told: called with the number of plaintext bytes found whole so far.

    Raises:
        PartialBusy: somebody else is sealing it now.
        OSError: the disk refused.
    """
    try:
        file = _locked(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    with ExitStack() as undo:
        undo.callback(file.close)
        try:
            way = _opened(path, file, identity)
        except (AgeBroken, ValueError, KeyError, IndexError, struct.error):
            way = None
        if way is not None and way.journal is not None:
            undo.callback(way.journal.close)
            known = list(way.promised)
            _find_frontier(way, told)
            way.promised = deque(each for each in known if each.offset > way.size)
            if way.size <= max((each.offset for each in known), default=0):
                undo.pop_all()
                return way
        drop(path)
    return None


def drop(path: Path) -> None:
    """Remove a partial and its journal, the ciphertext first: a journal alone opens nothing."""
    path.unlink(missing_ok=True)
    journal_of(path).unlink(missing_ok=True)


def journal_of(path: Path) -> Path:
    """Return where the journal of a partial lies."""
    return path.with_name(path.name + JOURNAL)


def unfinished(folder: Path, identity: Identity) -> list[Unfinished]:
    """Return every partial of this vault that nobody is sending now, the oldest first."""
    found: list[Unfinished] = []
    for path in _paths(folder):
        try:
            file = _locked(path, os.O_RDWR)
        except (PartialBusy, FileNotFoundError):
            continue
        with file:
            told = _note(path, file, identity)
            if told is not None:
                about = os.fstat(file.fileno())
                found.append(Unfinished(path.name, told, about.st_size, about.st_mtime))
    return sorted(found, key=lambda each: each.touched)


def sweep(folder: Path, identity: Identity | None, before: float) -> list[str]:
    """Remove partials nobody went on with since `before` (seconds since 1970), and what is none.

    One that the present identity does not open, that has no journal, or whose ciphertext is gone, goes at
    once; one that is being sent stays. A store without an identity removes nothing.
    """
    if identity is None:
        return []
    removed: list[str] = []
    for path in _paths(folder):
        try:
            file = _locked(path, os.O_RDWR)
        except (PartialBusy, FileNotFoundError):
            continue
        with file:
            if _note(path, file, identity) is None or os.fstat(file.fileno()).st_mtime < before:
                drop(path)
                removed.append(path.name)
    for left in sorted(folder.glob(f"{PREFIX}*{JOURNAL}")):
        if not left.with_name(left.name.removesuffix(JOURNAL)).exists():
            left.unlink(missing_ok=True)
            removed.append(left.name)
    return removed


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"{PREFIX}*") if not path.name.endswith(JOURNAL))


def _locked(path: Path, flags: int) -> BinaryIO:
    while True:
        file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            file.close()
            raise PartialBusy from taken
        # Between opening and locking somebody may have finished it, swept it, or made another.
        try:
            same = os.fstat(file.fileno()).st_ino == path.stat().st_ino
        except FileNotFoundError:
            same = False
        if same:
            return file
        file.close()


def _opened(path: Path, file: BinaryIO, identity: Identity) -> Way | None:
    """Read header and journal; None for one that may not be gone on with."""
    with path.open("rb") as reading:
        beginning = begun(reading, (identity,))
    if not journal_of(path).exists():
        return None
    journal = Journal(journal_of(path), beginning)
    way = Way(path, file, beginning, journal=journal)
    with ExitStack() as undo:
        undo.callback(journal.close)
        first = journal.records[0]
        if json.loads(first)["inode"] != os.fstat(file.fileno()).st_ino:
            return None
        kept = journal.promises()
        if len({each.offset for each in kept}) < len(kept):
            return None
        way.promised = deque(sorted(kept, key=lambda each: each.offset))
        undo.pop_all()
    return way


def _note(path: Path, file: BinaryIO, identity: Identity) -> Mapping[str, Any] | None:
    try:
        way = _opened(path, file, identity)
    except (AgeBroken, ValueError, KeyError, IndexError, struct.error):
        return None
    if way is None or way.journal is None:
        return None
    way.journal.close()
    told: Mapping[str, Any] = json.loads(way.journal.records[0])["note"]
    return told


def _find_frontier(way: Way, told: Callable[[int], object] | None) -> None:
    """Authenticate and hash whole chunks from the beginning; cut off what follows them."""
    found = _Whole(way)
    stretches = hashlib.sha256()
    stretch, left = hashlib.sha256(), STRETCH
    for piece in ahead(found.fill, piece=BATCH * CHUNK):
        way.hasher.update(piece)
        stretch.update(piece)
        way.size += len(piece)
        left -= len(piece)
        if not left:
            stretches.update(stretch.digest())
            stretch, left = hashlib.sha256(), STRETCH
        if told is not None:
            told(way.size)
    if left < STRETCH:
        stretches.update(stretch.digest())
    way.stretches = stretches.hexdigest()
    end = way.begun.start + way.size // CHUNK * SEALED_CHUNK
    os.ftruncate(way.file.fileno(), end)
    way.file.seek(end)


class _Whole:
    """Opens the chunks of a partial, 16 at a time, up to the first that is not whole."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._number = 0
        self._torn = False
        self._sealed = memoryview(bytearray(BATCH * SEALED_CHUNK))

    def fill(self, plain: memoryview) -> int:
        """Open the next whole chunks into `plain`; a stretch of 8 MiB never ends within one call's bytes."""
        done = 0
        if not self._torn:
            place = self._way.begun.start + self._number * SEALED_CHUNK
            got = _pread(self._way.file, self._sealed, place)
            while (done + 1) * SEALED_CHUNK <= got and self._opens(done, plain):
                done += 1
            self._torn = done < BATCH
            self._number += done
        return done * CHUNK

    def _opens(self, index: int, plain: memoryview) -> bool:
        sealed = self._sealed[index * SEALED_CHUNK : (index + 1) * SEALED_CHUNK]
        target = plain[index * CHUNK : (index + 1) * CHUNK]
        try:
            self._way.begun.payload.open(self._number + index, sealed, target, final=False)
        except AgeBroken:
            return False
        return True


def _pread(file: BinaryIO, buffer: memoryview, place: int) -> int:
    got = 0
    while got < len(buffer) and (more := os.preadv(file.fileno(), [buffer[got:]], place + got)):
        got += more
    return got
