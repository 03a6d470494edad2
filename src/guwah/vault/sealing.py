"""One blob on its way in: hashed as it comes, encrypted and written in a second thread when it is large.

Memory is flat: at most `IN_FLIGHT` pieces of a mebibyte are between the hash and the disk. A file that is
known to be smaller than `BESIDE_FROM` is sealed in the caller's own thread, in smaller pieces: it is done
before a second thread would pay, and of many such files two are sealed at a time.
"""

from __future__ import annotations

import errno
import io
import os
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from guwah.vault import partials
from guwah.vault.age import CHUNK, SEALED_CHUNK
from guwah.vault.ahead import PIECE
from guwah.vault.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType

    from guwah.vault.partials import Way

IN_FLIGHT: Final = 16
BESIDE_FROM: Final = 16 << 20
"""From so many bytes on, or when nobody knows how many come, a second thread encrypts and writes."""
_SMALL_PIECE: Final = 256 << 10
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class BlobNotWritten(OSError):
    """The disk did not take the file; nothing of it is left. `code` is `disk-full` or `not-written`."""

    def __init__(self, cause: OSError) -> None:
        full = cause.errno in _FULL
        told = "The disk is full" if full else "The disk did not take the file"
        super().__init__(cause.errno, f"{told}; nothing of it was kept.")
        self.code = "disk-full" if full else "not-written"


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


@dataclass(slots=True)
class _Piece:
    """Plaintext that was hashed: whole chunks from number `first`, and the SHA-256 up to its end."""

    plain: memoryview
    size: int
    first: int
    end: int
    digest: bytes


class SealingWriter:
    """One blob on its way in; only ciphertext reaches the disk.

    Leaving its `with` block without `finish` leaves nothing behind; if an exception leaves it, a file that
    can be taken up again stays as it is (`partials`).
    """

    def __init__(
        self, way: Way, keep: Callable[[SealingWriter], Sealed], expected: int = 0, *, alone: bool = False
    ) -> None:
        """Take a new file, or one that is taken up.

        Args:
            way: the file.
            keep: makes it durable under its name (`BlobStore`).
            expected: about how many bytes will come; 0 when nobody knows.
            alone: whether no other thread helps, however large it is.
        """
        self._way = way
        self._keep = keep
        # As `time.monotonic_ns` counts; its descriptor is older, and is told of errors since then.
        self.begun = time.monotonic_ns()
        beside = not alone and not 0 < expected < BESIDE_FROM
        self._most = PIECE if beside else _SMALL_PIECE
        self._line = _Line(way, self._most, expected, beside=beside)
        self._plain: memoryview | None = None
        self._held = 0
        self._limit = self._most
        # Room for one byte more than expected: then the end is seen without another piece.
        self._first = min(self._most, -(-(expected + 1) // CHUNK) * CHUNK) if expected else self._most
        self._full: _Piece | None = None
        self._unproven: deque[_Piece] = deque()
        self._proven = way.size
        self._open = True
        self.size = way.size
        self.oid = ""

    @property
    def way(self) -> Way:
        """Return the file as it lies on the disk."""
        return self._way

    @property
    def path(self) -> Path:
        """Return where it lies for now."""
        return self._way.path

    @property
    def resumed(self) -> int:
        """Return how many bytes were here from an earlier try."""
        return self._way.size

    @property
    def open(self) -> bool:
        """Say whether more may come."""
        return self._open

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.abandon()
        else:
            self.leave()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes.

        Raises:
            BlobNotWritten: the disk refused; nothing is left of the file.
            PartialDiffers: these are other bytes than were promised; nothing is left of the file.
        """
        rest = memoryview(data).cast("B")
        while rest:
            room = self._room()
            taken = min(len(rest), len(room))
            room[:taken] = rest[:taken]
            self._filled(room[:taken])
            rest = rest[taken:]

    def take(self, stream: BinaryIO) -> int:
        """Take the next piece straight from a stream and return its size; 0 at the stream's end.

        Raises:
            BlobNotWritten, PartialDiffers: as `write`.
        """
        room = self._room()
        if isinstance(stream, (io.RawIOBase, io.BufferedIOBase)):
            got = stream.readinto(room) or 0
        else:
            piece = stream.read(len(room))
            got = len(piece)
            room[:got] = piece
        if got:
            self._filled(room[:got])
        return got

    def end(self) -> str:
        """Write the last chunk and return the SHA-256 of what came, hex; not durable yet.

        Raises:
            BlobNotWritten, PartialDiffers: as `write`.
        """
        if self._held or self._full is None:
            self._hand_full()
            self._full = self._piece()
        if self._way.promised or (self.size and self.size == self._way.size):
            self._differs()
        last, self._full = self._full, None
        try:
            for piece in self._unproven:
                self._line.hand(piece)
            self._line.end(last)
        except OSError as error:
            self.abandon()
            raise BlobNotWritten(error) from error
        self._plain = None
        self.oid = self._way.hasher.hexdigest()
        return self.oid

    def finish(self) -> Sealed:
        """Make the blob durable under its name; only then is it acknowledged by returning.

        Raises:
            BlobNotWritten, PartialDiffers: as `write`.
        """
        if not self.oid:
            self.end()
        return self._keep(self)

    def leave(self) -> None:
        """Stop, as a crash would: a file that can be taken up again stays, of any other nothing does."""
        if self._way.journal is None:
            self.abandon()
        elif self._open:
            self._open = False
            self._line.stop(drop=False)
            self._way.journal.close()
            self._way.file.close()

    def abandon(self) -> None:
        """Leave nothing behind; harmless when called again or after `finish`."""
        if self._open:
            self._open = False
            self._line.stop()
            partials.drop(self._way.path)
            self.close()

    def sync(self) -> None:
        """Make its bytes durable, wherever they lie."""
        os.fsync(self._way.file.fileno())

    def close(self) -> None:
        """Let go of the file, which has its name now."""
        self._open = False
        self._way.file.close()
        if self._way.journal is not None:
            self._way.journal.close()
            self._way.journal.path.unlink(missing_ok=True)

    def _room(self) -> memoryview:
        if self._plain is None:
            self._plain = self._line.buffer(self._most if self.size else self._first)
            # What was promised is held against its digest where the promise ends.
            ahead = self._way.promised[0].offset - self.size if self._way.promised else self._most
            self._limit = min(len(self._plain), ahead)
        return self._plain[self._held : self._limit]

    def _filled(self, room: memoryview) -> None:
        self._hand_full()
        self._way.hasher.update(room)
        self.size += len(room)
        self._held += len(room)
        if self._held == self._limit:
            self._full = self._piece()

    def _piece(self) -> _Piece:
        """Return what is held as a piece; at a promised place its digest is held against the promise."""
        plain = self._plain if self._plain is not None else memoryview(b"")
        first = (self.size - self._held) // CHUNK
        piece = _Piece(plain, self._held, first, self.size, self._way.hasher.copy().digest())
        self._plain, self._held = None, 0
        promised = self._way.promised
        if promised and promised[0].offset == piece.end:
            if promised.popleft().digest != piece.digest:
                self._differs()
            self._proven = piece.end
        return piece

    def _hand_full(self) -> None:
        """Hand the full piece on: more came, so it is not the last."""
        if self._full is None:
            return
        piece, self._full = self._full, None
        if piece.size % CHUNK:
            # The promised end of the file was reached, and yet it goes on.
            self._differs()
        self._unproven.append(piece)
        try:
            while self._unproven and (not self._way.promised or self._unproven[0].end <= self._proven):
                self._line.hand(self._unproven.popleft())
        except OSError as error:
            self.abandon()
            raise BlobNotWritten(error) from error

    def _differs(self) -> None:
        self.abandon()
        raise partials.PartialDiffers


class _Line:
    """From the hash to the disk: promises, encrypts and writes pieces in order.

    Args:
        way: the file.
        most: size of the largest pieces, whose room is used again.
        expected: about how many bytes will come; 0 when nobody knows.
        beside: whether it does so in a thread of its own.
    """

    def __init__(self, way: Way, most: int, expected: int, *, beside: bool) -> None:
        self._way = way
        self._most = most
        self._beside = beside
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: deque[tuple[_Piece, bool]] = deque()
        self._tasks: deque[Future[None]] = deque()
        self._free: deque[memoryview] = deque()
        self._out = Straight(way.file.fileno(), _sealed_size(most), _sealed_size(expected), beside=beside)
        self._broken = False

    def buffer(self, size: int) -> memoryview:
        """Return room for one piece."""
        return self._free.popleft() if self._free else memoryview(bytearray(size))

    def hand(self, piece: _Piece) -> None:
        """Take a piece that is not the last; waits while too many are on their way.

        Raises:
            OSError: the disk refused this piece or one before it.
        """
        self._waiting.append((piece, False))
        if not self._beside:
            self._flush()
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1)
        self._tasks.append(self._pool.submit(self._flush))
        while len(self._tasks) > IN_FLIGHT:
            self._tasks.popleft().result()

    def end(self, piece: _Piece) -> None:
        """Take the last piece and wait until all are written.

        Raises:
            OSError: the disk refused.
        """
        self._waiting.append((piece, True))
        if self._pool is None:
            self._flush()
        else:
            self._tasks.append(self._pool.submit(self._flush))
        while self._tasks:
            self._tasks.popleft().result()
        self.stop()

    def stop(self, *, drop: bool = True) -> None:
        """Let the thread go when it has ended what it began, or without `drop` everything it was handed."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=drop)
        try:
            if not drop and not self._broken:
                self._out.settle()
        finally:
            self._out.stop()
        self._waiting.clear()
        self._free.clear()

    def _flush(self) -> None:
        group: list[tuple[_Piece, bool]] = []
        while self._waiting:
            group.append(self._waiting.popleft())
        if self._broken or not group:
            return
        # Stays so when anything below is refused: what comes after would stand in the wrong place.
        self._broken = True
        if self._way.journal is not None:
            last = group[-1][0]
            self._way.journal.promise(last.end, last.digest)
        for piece, final in group:
            plain = piece.plain[: piece.size]
            room = self._out.room(_sealed_size(piece.size) or SEALED_CHUNK)
            self._out.put(self._way.begun.payload.seal(piece.first, plain, room, final=final))
            if final:
                self._out.settle()
            if not final and len(piece.plain) == self._most:
                self._free.append(piece.plain)
        self._broken = False


def _sealed_size(size: int) -> int:
    """Return room for so many bytes when they are sealed; 0 for 0."""
    return -(-size // CHUNK) * SEALED_CHUNK
