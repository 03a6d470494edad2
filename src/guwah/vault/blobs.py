"""Sealed files: age files under keyed names, written once, never half there.

A blob is known by its `oid`, the SHA-256 of the bytes that came. Its name on the disk is keyed, so that a
seized disk cannot be held against a list of known hashes: base32(HMAC-SHA256(name key, oid)[:20]), below a
folder of its first two letters.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from guwah.vault import partials
from guwah.vault.age import AgeBroken, AgeReader, Identity, Recipient, begin, sealed_whole
from guwah.vault.ahead import PIECE, ahead
from guwah.vault.durable import at_once, create_locked, left_alone, sync_file, sync_folder
from guwah.vault.partials import PartialBusy, PartialDiffers, Unfinished, Way
from guwah.vault.sealing import BlobNotWritten, Sealed, SealingWriter
from guwah.vault.sealing_beside import Helped, Helper
from guwah.vault.straight import open_whole
from guwah.vault.whole_disk import whole_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from guwah.vault.whole_disk import WholeDisk

__all__ = [
    "PIECE",
    "BlobBroken",
    "BlobChecked",
    "BlobClosed",
    "BlobMissing",
    "BlobNotWritten",
    "BlobStore",
    "PartialBusy",
    "PartialDiffers",
    "Sealed",
    "SealingWriter",
    "Unfinished",
]

_PREFIX: Final = ".sealing-"
_NAME_BYTES: Final = 20
# Bytes from which a file is worth a thread that decrypts ahead of the hash; of smaller ones several are
# looked at at a time.
_AHEAD_FROM: Final = 16 << 20
_OID: Final = re.compile(r"[0-9a-f]{64}\Z")
_NAME: Final = re.compile(r"[a-z2-7]{32}\Z")
# From so many files on they are made durable by one call for all of their file system, if there is one.
_MANY: Final = 16
# Whoever has not gone on with a file for so long begins again.
PARTIALS_KEPT: Final = 30 * 24 * 3600  # seconds


class BlobMissing(Exception):
    """No blob has this oid."""

    code = "blob-missing"


class BlobBroken(Exception):
    """A blob is not what was sealed. `code` is `blob-broken`; `reason` says how, as in `AgeBroken.code`."""

    code = "blob-broken"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the sealed file does not open as it was sealed: {reason}")
        self.reason = reason


class BlobClosed(Exception):
    """This store can seal but not open: it holds no identity."""

    code = "no-identity"


@dataclass(frozen=True, slots=True)
class BlobChecked:
    """Evidence that a blob was read to its end and is whole.

    Attributes:
        oid: Hexadecimal SHA-256 the blob is known by.
        size: Number of plaintext bytes.
        level: `tags` when every chunk was authenticated, `digest` when the SHA-256 was compared as well.
    """

    oid: str
    size: int
    level: Literal["tags", "digest"]


class BlobStore:
    """The blobs folder of one vault. Safe to use from several processes at once."""

    def __init__(
        self, folder: Path, name_key: bytes, recipients: Sequence[Recipient], identity: Identity | None = None
    ) -> None:
        """Take the folder, which must exist, the key of its names, and who may open what is sealed.

        Args:
            folder: The blobs folder.
            name_key: 32 secret bytes.
            recipients: Public keys every blob is sealed to: the vault's, and that of its recovery.
            identity: The vault's private key; None for a store that only takes in.
        """
        self._folder = folder
        self._name_key = name_key
        self._recipients = tuple(recipients)
        self._identity = identity
        self._disk: WholeDisk | None = None

    def begin(self, expected: int = 0, *, alone: bool = False) -> SealingWriter:
        """Start a blob whose bytes are pushed in; use it in a `with` block.

        Args:
            expected: about how many bytes will come, so that a small file takes little memory.
            alone: whether everything is done in the caller's own thread.

        Raises:
            BlobNotWritten: the disk refused.
        """
        beginning = begin(self._recipients)
        try:
            path, descriptor = create_locked(self._folder, _PREFIX, beginning.head)
        except OSError as error:
            raise BlobNotWritten(error) from error
        file = os.fdopen(descriptor, "wb", buffering=0)
        return SealingWriter(Way(path, file, beginning), self._keep, expected, alone=alone)

    def write_small(self, data: bytes) -> tuple[Path, int]:
        """Seal a small file whose bytes are all here; return where it lies for now, and the open file.

        Its lock is held by that descriptor. It is not durable yet.

        Raises:
            OSError: the disk refused; nothing is left.
        """
        return create_locked(self._folder, _PREFIX, sealed_whole(data, self._recipients))

    def resume(
        self, which: bytes, note: Mapping[str, Any], *, told: Callable[[int], object] | None = None
    ) -> SealingWriter:
        """Go on with a file where its durable ciphertext ends, or start one that can be gone on with.

        The writer's `resumed` says how many bytes are here already; the next byte pushed in is the one after.
        Whoever goes on makes sure that the file still begins with those (`way.hasher`, `way.stretches`).

        Args:
            which: names the file among all that may come: the same file, the same bytes.
            note: what `unfinished` tells of it; sealed.
            told: called with the number of bytes found whole so far, while they are read again.

        Raises:
            PartialBusy: this very file is being sealed somewhere now.
            BlobNotWritten: the disk refused.
        """
        path = self._folder / (partials.PREFIX + self._keyed(b"partial\0" + which))
        try:
            way = partials.take_up(path, self._identity, told) if self._identity is not None else None
            if way is None:
                way = partials.start(path, self._recipients, note)
        except OSError as error:
            raise BlobNotWritten(error) from error
        return SealingWriter(way, self._keep)

    def unfinished(self) -> list[Unfinished]:
        """Return the files that came only in part and that nobody is sending now, oldest first."""
        return [] if self._identity is None else partials.unfinished(self._folder, self._identity)

    def seal(self, stream: BinaryIO, *, progress: Callable[[int], object] | None = None) -> Sealed:
        """Seal everything `stream` gives, in one pass with flat memory.

        Args:
            stream: Read to its end, not closed.
            progress: Called with the number of bytes read so far, about once a mebibyte.

        Raises:
            BlobNotWritten: the disk refused; nothing is left of it.
            OSError: whatever the stream raises; nothing is left either.
        """
        with self.begin() as writer:
            while writer.take(stream):
                if progress is not None:
                    progress(writer.size)
            return writer.finish()

    def open(self, oid: str, *, whole: bool = False) -> AgeReader:
        """Return a reader that can seek; each chunk is authenticated before its bytes are given.

        With `whole` it is one that will be read once, from beginning to end (`straight.open_whole`).

        Raises:
            BlobMissing: there is no such blob.
            BlobBroken: its header or its end is not whole.
            BlobClosed: this store holds no identity.
        """
        if self._identity is None:
            raise BlobClosed
        try:
            file = open_whole(self.path(oid)) if whole else self.path(oid).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing from error
        try:
            return AgeReader(file, (self._identity,))
        except AgeBroken as broken:
            file.close()
            raise BlobBroken(broken.code) from broken

    def scrub(self, oid: str, *, told: Callable[[int], object] | None = None) -> BlobChecked:
        """Authenticate every chunk, without comparing the SHA-256.

        Args:
            oid: which blob.
            told: called with the number of bytes of each piece that was looked at.

        Raises:
            BlobMissing, BlobBroken, BlobClosed: as `open`.
        """
        size = 0
        with self.open(oid, whole=True) as reader:
            buffer = memoryview(bytearray(min(PIECE, reader.size)))
            while got := _opened(reader, buffer):
                size += got
                if told is not None:
                    told(got)
        return BlobChecked(oid, size, "tags")

    def verify(self, oid: str, *, told: Callable[[int], object] | None = None) -> BlobChecked:
        """Decrypt the whole blob and compare its SHA-256 with `oid`; a large one takes both cores.

        Args:
            oid: which blob.
            told: called with the number of bytes of each piece that was looked at.

        Raises:
            BlobMissing, BlobBroken, BlobClosed: as `open`; `reason` is `wrong-digest` for other bytes.
        """
        hasher = hashlib.sha256()
        size = 0
        for piece in self._pieces(oid):
            hasher.update(piece)
            size += len(piece)
            if told is not None:
                told(len(piece))
        if hasher.hexdigest() != oid:
            raise BlobBroken("wrong-digest")
        return BlobChecked(oid, size, "digest")

    def sweep(self, now: float | None = None) -> tuple[str, ...]:
        """Remove what a killed sealing left behind and return the names; a running one is left alone.

        Args:
            now: seconds since 1970, the present moment when None; a file that came in part goes when nobody
                went on with it for `PARTIALS_KEPT` seconds, or nobody can.
        """
        removed: list[str] = []
        for path in sorted(self._folder.glob(f"{_PREFIX}*")):
            with left_alone(path) as alone:
                if alone:
                    path.unlink(missing_ok=True)
                    removed.append(path.name)
        removed += partials.sweep(
            self._folder, self._identity, (time.time() if now is None else now) - PARTIALS_KEPT
        )
        if removed:
            sync_folder(self._folder)
        return tuple(removed)

    def present(self) -> Iterator[tuple[str, os.stat_result]]:
        """Yield the name and file status of every blob there is, in the order of names."""
        for path in sorted(self._folder.glob("??/*")):
            if _NAME.match(path.name):
                yield f"{path.parent.name}/{path.name}", path.stat()

    def name(self, oid: str) -> str:
        """Return the path below the folder of the blob with this oid.

        Raises:
            ValueError: not 64 lower-case hexadecimal digits.
        """
        if not _OID.match(oid):
            raise ValueError("an oid is 64 lower-case hexadecimal digits")
        name = self._keyed(bytes.fromhex(oid))
        return f"{name[:2]}/{name}"

    def path(self, oid: str) -> Path:
        """Return where the blob with this oid lies, or would lie."""
        return self._folder / self.name(oid)

    def helper(self, head: int) -> Helper:
        """Start a process that seals small files for this store and gives `head` first bytes of each back."""
        return Helper(self._folder, self._recipients, head)

    @contextmanager
    def many(self) -> Iterator[None]:
        """Make many at a time durable by few calls, as long as all that is kept was begun after this."""
        self._disk = whole_disk(self._folder)
        try:
            yield
        finally:
            disk, self._disk = self._disk, None
            if disk is not None:
                disk.close()

    def keep(self, writers: Sequence[SealingWriter | Helped]) -> list[Sealed]:
        """Make blobs whose last byte was written durable under their names, many at the price of few.

        Raises:
            BlobNotWritten: the disk refused; none of them is acknowledged.
        """
        try:
            disk = self._disk
            if disk and (not disk.speaks_for(each.begun for each in writers) or len(writers) < _MANY):
                disk = None
            names = [self.name(writer.oid) for writer in writers]
            self._make_folders(names)
            disk.sync() if disk is not None else at_once(_sync, writers)
            told = [self._name_it(writer, name) for writer, name in zip(writers, names, strict=True)]
            if disk is not None:
                disk.sync()
            else:
                # Also what was here already: whoever named it may have been refused right after.
                at_once(sync_file, [self._folder / each.name for each in told if each.duplicate])
                at_once(sync_folder, self._folders(names))
        except OSError as error:
            # Names that were given stay: somebody may have acknowledged a duplicate of one by now.
            for writer in writers:
                writer.abandon()
            raise BlobNotWritten(error) from error
        for writer in writers:
            writer.close()
        return told

    def _keep(self, writer: SealingWriter) -> Sealed:
        return self.keep([writer])[0]

    def _keyed(self, what: bytes) -> str:
        tag = hmac.digest(self._name_key, what, "sha256")[:_NAME_BYTES]
        return base64.b32encode(tag).decode("ascii").lower()

    def _pieces(self, oid: str) -> Iterator[memoryview]:
        with self.open(oid, whole=True) as reader:
            if reader.size > _AHEAD_FROM:
                yield from ahead(lambda buffer: _opened(reader, buffer))
                return
            buffer = memoryview(bytearray(min(reader.size, PIECE)))
            while got := _opened(reader, buffer):
                yield buffer[:got]

    def _folders(self, names: Iterable[str]) -> list[Path]:
        return [self._folder / each for each in sorted({name.partition("/")[0] for name in names})]

    def _make_folders(self, names: Iterable[str]) -> None:
        """Make the folders of blobs to come durable before anything is named in them."""
        absent = [each for each in self._folders(names) if not each.is_dir()]
        for folder in absent:
            folder.mkdir(mode=0o700, exist_ok=True)
        if absent:
            sync_folder(self._folder)

    def _name_it(self, writer: SealingWriter | Helped, name: str) -> Sealed:
        """Give a finished file its name, unless the same bytes are here already."""
        target = f"{self._folder}/{name}"
        whole = os.path.lexists(target) and self._is_whole(writer.oid)
        if whole:
            writer.path.unlink()
        else:
            writer.path.rename(target)
        return Sealed(writer.oid, writer.size, name, whole)

    def _is_whole(self, oid: str) -> bool:
        """Tell whether a blob that is here is good; a damaged one is replaced by the fresh copy."""
        if self._identity is None:
            return True
        try:
            self.verify(oid)
        except (BlobMissing, BlobBroken):
            return False
        return True


def _opened(reader: AgeReader, buffer: memoryview) -> int:
    try:
        return reader.readinto(buffer)
    except AgeBroken as broken:
        raise BlobBroken(broken.code) from broken


def _sync(writer: SealingWriter | Helped) -> None:
    writer.sync()
