"""A file on its way into the vault: encrypted as it comes, taken up again where it broke off."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, Self, cast

from guwah.failures import NotUnderstood, Refused
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.kinds import HEAD_BYTES
from guwah.vault.blobs import BlobNotWritten, PartialBusy, PartialDiffers
from guwah.vault.keyring import KEYRING
from guwah.vault.untrusted import NotRegular, changed_at, descriptor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from guwah.vault.blobs import BlobStore, SealingWriter
    from guwah.vault.sealing_beside import Helped

RESUMABLE_FROM: Final = 64 << 20
"""Files of at least so many bytes are taken up again after a kill; smaller ones begin anew in a moment."""
_PIECE: Final = 1 << 20


class Readable(Protocol):
    """A stream of bytes: an open file, or the body of a request."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none at the end."""


class Intake:
    """One file on its way into the vault, nowhere in the clear.

    Leaving the `with` block without `finish` leaves nothing behind; if an exception leaves it, a file that
    can be taken up again waits for that.
    """

    def __init__(self, writer: SealingWriter, blobs: BlobStore) -> None:
        self._writer = writer
        self._blobs = blobs
        self._head = bytearray()
        # Of a file that is gone on with from its middle the head is read when it is whole.
        self._from_start = not writer.resumed
        self._sha256 = ""
        # When the file was last changed, as its file system or its sender says; empty when neither does.
        self.modified = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)

    @property
    def writer(self) -> SealingWriter:
        """Return what seals it."""
        return self._writer

    @property
    def size(self) -> int:
        """Return how many bytes have come."""
        return self._writer.size

    @property
    def head(self) -> bytes:
        """Return the first bytes, by which the file is known for what it is."""
        if not self._from_start and not self._head and self._sha256:
            with self._blobs.open(self._sha256) as reader:
                self._head += reader.read(HEAD_BYTES)
        return bytes(self._head)

    def feed(self, chunk: bytes | memoryview) -> None:
        """Take the next bytes.

        Raises:
            Refused: `vault-not-written`, the disk of the vault did not take them.
            PartialDiffers: the file changed since it broke off; nothing of it is left.
        """
        self._look(chunk)
        with writing():
            self._writer.write(chunk)

    def draw(self, stream: Readable) -> None:
        """Take everything a stream gives, in one pass.

        Raises:
            NotUnderstood: `unreadable-file`, the stream broke.
            Refused, PartialDiffers: as `feed`.
        """
        with reading():
            while len(self._head) < HEAD_BYTES and (chunk := stream.read(HEAD_BYTES)):
                self.feed(chunk)
            with writing():
                # The writer asks no more of a stream than `read`.
                while self._writer.take(cast("BinaryIO", stream)):
                    KEYRING.touch()

    def go_on(self, stream: BinaryIO) -> None:
        """Take a file from its beginning, of which a part may be here already.

        What is here is held against what the file begins with now; only then the rest follows.

        Raises:
            NotUnderstood, Refused, PartialDiffers: as `draw`.
        """
        self._from_start = True
        hasher, left = hashlib.sha256(), self._writer.resumed
        with reading():
            while left and (chunk := stream.read(min(_PIECE, left))):
                self._look(chunk)
                hasher.update(chunk)
                left -= len(chunk)
        if left or hasher.digest() != self._writer.way.hasher.digest():
            self.abort()
            raise PartialDiffers
        self.draw(stream)

    def end(self) -> str:
        """Write the last byte, not durable yet, and return the SHA-256 of what came, hex."""
        with writing():
            self._sha256 = self._writer.end()
        return self._sha256

    def finish(self) -> str:
        """Make the sealed file durable under its name and return the SHA-256 of what came, hex."""
        finish([self], self._blobs)
        return self._sha256

    def abort(self) -> None:
        """Leave nothing behind; harmless after `finish`."""
        self._writer.abandon()

    def leave(self) -> None:
        """Stop; a file that can be taken up again waits for that, of any other nothing is left."""
        self._writer.leave()

    def _look(self, chunk: bytes | memoryview) -> None:
        if self._from_start and len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]


def begin(blobs: BlobStore | None = None, expected: int = 0) -> Intake:
    """Return an intake into the vault that is open now, for callers that are handed bytes bit by bit.

    Args:
        blobs: the store, if the caller has it at hand.
        expected: about how many bytes will come, if the caller knows.
    """
    blobs = blobs or store()
    with writing():
        return Intake(blobs.begin(expected), blobs)


def resume(
    which: tuple[str | int, ...], note: Mapping[str, Any], *, told: Callable[[int], object] | None = None
) -> Intake:
    """Return an intake that goes on where the last try for this very file broke off, or begins.

    Args:
        which: what tells this file from every other: case, source, name, size, time of change, who.
        note: what is told of it while it is unfinished.
        told: called with the number of bytes found whole so far, while they are read again.

    Raises:
        PartialBusy: it is being sealed somewhere now.
        Refused: `vault-not-written`.
    """
    blobs = store()
    with writing():
        return Intake(blobs.resume(json.dumps(which).encode(), note, told=told), blobs)


@dataclass(frozen=True, slots=True)
class Helping:
    """A small file that the helper sealed; it is what an `Intake` is when its last byte has come."""

    writer: Helped

    @property
    def size(self) -> int:
        """Return how many bytes came."""
        return self.writer.size

    @property
    def head(self) -> bytes:
        """Return the first bytes, by which the file is known for what it is."""
        return self.writer.head

    @property
    def modified(self) -> str:
        """Return when the file was last changed, as its file system says."""
        return changed_at(self.writer.modified)

    def leave(self) -> None:
        """Leave nothing behind."""
        self.writer.abandon()


def finish(intakes: Sequence[Intake | Helping], blobs: BlobStore | None = None) -> None:
    """Make sealed files durable under their names, many at the price of few.

    Raises:
        Refused: `vault-not-written`; none of them is acknowledged.
    """
    for intake in intakes:
        if isinstance(intake, Intake) and not intake.writer.oid:
            intake.end()
    if intakes:
        with writing():
            (blobs or store()).keep([intake.writer for intake in intakes])


def from_path(
    path: Path, which: tuple[str | int, ...], note: Mapping[str, Any], blobs: BlobStore | None = None
) -> Intake:
    """Return an intake that has taken the whole of a regular file, not durable yet.

    A large one goes on where an earlier try broke off; the same file by two at once is sealed twice.

    Args:
        path: the file.
        which: what tells it from others, but for its size and time; see `resume`.
        note: what is told of it while it is unfinished.
        blobs: the store, if the caller has it at hand.

    Raises:
        NotUnderstood: `no-such-file`, `not-a-file`, `unreadable-file`.
        Refused: `vault-not-written`.
    """
    with _opened(path) as stream:
        about = os.fstat(stream.fileno())
        intake = _taken(stream, about, which, note, blobs)
    intake.modified = changed_at(about.st_mtime_ns)
    return intake


def _taken(
    stream: BinaryIO,
    about: os.stat_result,
    which: tuple[str | int, ...],
    note: Mapping[str, Any],
    blobs: BlobStore | None,
) -> Intake:
    if about.st_size < RESUMABLE_FROM:
        return _drawn(begin(blobs, about.st_size), stream)
    which = (*which, about.st_size, about.st_mtime_ns)
    try:
        return _gone_on(resume(which, {**note, "size": about.st_size}), stream)
    except PartialBusy:
        return _drawn(begin(), stream)
    except PartialDiffers:
        # What broke off was another state of this file; it is gone, and the file begins anew.
        stream.seek(0)
        return _gone_on(resume(which, {**note, "size": about.st_size}), stream)


def _drawn(intake: Intake, stream: BinaryIO) -> Intake:
    with _left_alone(intake):
        intake.draw(stream)
    return intake


def _gone_on(intake: Intake, stream: BinaryIO) -> Intake:
    with _left_alone(intake):
        intake.go_on(stream)
    return intake


@contextmanager
def _left_alone(intake: Intake) -> Iterator[None]:
    """Let go of an intake that an exception breaks off."""
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            intake.leave()


def _opened(path: Path) -> BinaryIO:
    with reading():
        try:
            return os.fdopen(descriptor_of(path, follow=True), "rb", buffering=0)
        except FileNotFoundError as missing:
            raise NotUnderstood("no-such-file", "There is no such file.") from missing
        # A folder has no bytes of its own, and a pipe or a device may never end.
        except NotRegular as other:
            raise NotUnderstood("not-a-file", "This is not a file.") from other


@contextmanager
def reading() -> Iterator[None]:
    """Say plainly that the file itself cannot be read."""
    try:
        yield
    except OSError as broken:
        raise NotUnderstood(
            "unreadable-file", "This file cannot be read to its end. Nothing of it was acknowledged."
        ) from broken


@contextmanager
def writing() -> Iterator[None]:
    """Say plainly that the vault's disk refused."""
    try:
        yield
    except BlobNotWritten as refused:
        raise Refused(
            "vault-not-written",
            "The disk of the vault did not take this file; nothing of it was kept. Free some space, then "
            "add it again.",
        ) from refused
