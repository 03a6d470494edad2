"""Sealed files: age files under keyed names, written once, never half there.

A blob is known by its `oid`, the SHA-256 of the bytes that came. Its name on the disk is keyed, so that a
seized disk cannot be held against a list of known hashes: base32(HMAC-SHA256(name key, oid)[:20]), below a
folder of its first two letters.
"""

from __future__ import annotations

import base64
import errno
import fcntl
import hashlib
import hmac
import io
import os
import re
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Self

from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity, Recipient
from guwah.vault.durable import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

PIECE: Final = 1 << 20
_PREFIX: Final = ".sealing-"
_NAME_BYTES: Final = 20
_OID: Final = re.compile(r"[0-9a-f]{64}\Z")


class BlobNotWritten(OSError):
    """The disk did not take the file; nothing of it is left. `code` is `disk-full` or `not-written`."""

    def __init__(self, cause: OSError) -> None:
        full = cause.errno in _FULL
        told = "The disk is full" if full else "The disk did not take the file"
        super().__init__(cause.errno, f"{told}; nothing of it was kept.")
        self.code = "disk-full" if full else "not-written"


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


_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed; it is on the disk for good when this is returned.

    Attributes:
        oid: Hexadecimal SHA-256 of the bytes that came.
        size: Number of bytes that came.
        name: The blob's path below the blobs folder.
        duplicate: True when the same bytes were here already; nothing was added then.
    """

    oid: str
    size: int
    name: str
    duplicate: bool


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

    def begin(self) -> SealingWriter:
        """Start a blob whose bytes are pushed in; use it in a `with` block.

        Raises:
            BlobNotWritten: the disk refused.
        """
        return SealingWriter(self, self._recipients)

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

    def open(self, oid: str) -> AgeReader:
        """Return a reader that can seek; each chunk is authenticated before its bytes are given.

        Raises:
            BlobMissing: there is no such blob.
            BlobBroken: its header or its end is not whole.
            BlobClosed: this store holds no identity.
        """
        if self._identity is None:
            raise BlobClosed
        try:
            file = self.path(oid).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing from error
        try:
            return AgeReader(file, (self._identity,))
        except AgeBroken as broken:
            file.close()
            raise BlobBroken(broken.code) from broken

    def scrub(self, oid: str) -> BlobChecked:
        """Authenticate every chunk, without comparing the SHA-256.

        Raises:
            BlobMissing, BlobBroken, BlobClosed: as `open`.
        """
        size = sum(len(piece) for piece in self._pieces(oid))
        return BlobChecked(oid, size, "tags")

    def verify(self, oid: str) -> BlobChecked:
        """Decrypt the whole blob and compare its SHA-256 with `oid`.

        Raises:
            BlobMissing, BlobBroken, BlobClosed: as `open`; `reason` is `wrong-digest` for other bytes.
        """
        hasher = hashlib.sha256()
        size = 0
        for piece in self._pieces(oid):
            hasher.update(piece)
            size += len(piece)
        if hasher.hexdigest() != oid:
            raise BlobBroken("wrong-digest")
        return BlobChecked(oid, size, "digest")

    def sweep(self) -> tuple[str, ...]:
        """Remove what a killed sealing left behind and return the names; a running one is left alone."""
        removed: list[str] = []
        for path in sorted(self._folder.glob(f"{_PREFIX}*")):
            try:
                descriptor = os.open(path, os.O_RDWR)
            except FileNotFoundError:
                continue
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
                removed.append(path.name)
            except BlockingIOError:
                continue
            finally:
                os.close(descriptor)
        if removed:
            sync_folder(self._folder)
        return tuple(removed)

    def name(self, oid: str) -> str:
        """Return the path below the folder of the blob with this oid.

        Raises:
            ValueError: not 64 lower-case hexadecimal digits.
        """
        if not _OID.match(oid):
            raise ValueError("an oid is 64 lower-case hexadecimal digits")
        tag = hmac.digest(self._name_key, bytes.fromhex(oid), "sha256")[:_NAME_BYTES]
        name = base64.b32encode(tag).decode("ascii").lower()
        return f"{name[:2]}/{name}"

    def path(self, oid: str) -> Path:
        """Return where the blob with this oid lies, or would lie."""
        return self._folder / self.name(oid)

    def _pieces(self, oid: str) -> Iterator[memoryview]:
        buffer = memoryview(bytearray(PIECE))
        with self.open(oid) as reader:
            try:
                while got := reader.readinto(buffer):
                    yield buffer[:got]
            except AgeBroken as broken:
                raise BlobBroken(broken.code) from broken

    def _start(self) -> tuple[Path, BinaryIO]:
        """Create a temporary file under a lock that dies with this process."""
        while True:
            path = self._folder / f"{_PREFIX}{secrets.token_hex(16)}"
            file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb", buffering=0)
            fcntl.flock(file, fcntl.LOCK_EX)
            # A sweep may have come between creation and lock; its victim has no name any more.
            if os.fstat(file.fileno()).st_nlink:
                return path, file
            file.close()

    def _keep(self, temporary: Path, oid: str) -> bool:
        """Give a finished file its name; return True when the same bytes were here already."""
        target = self.path(oid)
        if self._is_whole(oid, target):
            temporary.unlink()
            return True
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder)
        temporary.rename(target)
        sync_folder(target.parent)
        return False

    def _is_whole(self, oid: str, target: Path) -> bool:
        """Tell whether a blob is here and good; a damaged one is replaced by the fresh copy."""
        if self._identity is None:
            return target.exists()
        try:
            self.verify(oid)
        except (BlobMissing, BlobBroken):
            return False
        return True


class SealingWriter:
    """One blob on its way in: hashed and encrypted as it comes, only ciphertext on the disk.

    Leaving its `with` block without `finish` leaves nothing behind.
    """

    def __init__(self, store: BlobStore, recipients: Sequence[Recipient]) -> None:
        self._store = store
        self._hasher = hashlib.sha256()
        self._open = True
        self.size = 0
        try:
            self._path, self._file = store._start()  # noqa: SLF001 - the two classes are one thing
        except OSError as error:
            raise BlobNotWritten(error) from error
        with ExitStack() as undo:
            undo.callback(self.abandon)
            self._age = AgeWriter(self._put, recipients)
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes.

        Raises:
            BlobNotWritten: the disk refused; nothing is left of the file.
        """
        self._hasher.update(data)
        self._age.write(data)
        self.size += memoryview(data).nbytes

    def take(self, stream: BinaryIO) -> int:
        """Take the next piece straight from a stream and return its size; 0 at the stream's end.

        Raises:
            BlobNotWritten: the disk refused; nothing is left of the file.
        """
        room = self._age.room()
        if isinstance(stream, (io.RawIOBase, io.BufferedIOBase)):
            got = stream.readinto(room) or 0
        else:
            piece = stream.read(len(room))
            got = len(piece)
            room[:got] = piece
        self._hasher.update(room[:got])
        self._age.filled(got)
        self.size += got
        return got

    def finish(self) -> Sealed:
        """Make the blob durable under its name; only then is it acknowledged by returning.

        Raises:
            BlobNotWritten: the disk refused; nothing is left of the file.
        """
        oid = self._hasher.hexdigest()
        self._age.finish()
        try:
            os.fsync(self._file.fileno())
            duplicate = self._store._keep(self._path, oid)  # noqa: SLF001 - the two classes are one thing
        except OSError as error:
            self.abandon()
            raise BlobNotWritten(error) from error
        self._open = False
        self._file.close()
        return Sealed(oid, self.size, self._store.name(oid), duplicate)

    def abandon(self) -> None:
        """Leave nothing behind; harmless when called again or after `finish`."""
        if self._open:
            self._open = False
            self._path.unlink(missing_ok=True)
            self._file.close()

    def _put(self, data: memoryview) -> None:
        rest = data
        try:
            while rest:
                rest = rest[os.write(self._file.fileno(), rest) :]
        except OSError as error:
            self.abandon()
            raise BlobNotWritten(error) from error
