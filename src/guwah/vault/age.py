"""age v1 files (C2SP age) with X25519 recipients: a streaming writer and a reader that can seek.

Files written here open with the stock `age` program, and files it writes for our recipients open here.
Payloads are sealed in chunks of 64 KiB, each authenticated by itself, so a player can jump in an hour of
sound without reading it whole; the last chunk is marked, so a file cut short never passes as complete.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guwah.vault.age_header import FILE_KEY, AgeBroken, Identity, Recipient, derive, make_header, read_header

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guwah.vault.age_header import Opens, SealsTo

__all__ = [
    "BATCH",
    "CHUNK",
    "SEALED_CHUNK",
    "TAG",
    "AgeBroken",
    "AgeReader",
    "AgeWriter",
    "Begun",
    "Identity",
    "Payload",
    "Recipient",
    "begin",
    "begun",
    "sealed_whole",
]

CHUNK: Final = 64 * 1024
TAG: Final = 16
SEALED_CHUNK: Final = CHUNK + TAG
BATCH: Final = 16  # chunks encrypted before one write, or read at once
_NONCE: Final = 16
_TOO_EARLY: Final = "The file ends too early."


class Payload:
    """The key of one file's payload: seals and opens its chunks by number, from 0 (C2SP age, "Payload").

    A chunk's nonce is its number and whether it is the last one, so no two chunks of a file share one.
    Whoever seals the same number a second time must know that the plaintext is the same (`partials`).
    """

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._aead = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))

    def seal(self, first: int, plain: memoryview, sealed: memoryview, *, final: bool) -> int:
        """Seal consecutive chunks and return the number of bytes put into `sealed`.

        Args:
            first: number of the first chunk.
            plain: whole chunks; only with `final` may the last be shorter, and empty if it is the only one.
            sealed: room for 16 bytes more per chunk.
            final: the last of them ends the file.
        """
        starts = range(0, max(len(plain), 1), CHUNK)
        out = 0
        for number, start in enumerate(starts, first):
            piece = plain[start : start + CHUNK]
            size = len(piece) + TAG
            nonce = _nonce(number, final=final and start == starts[-1])
            self._aead.encrypt_into(nonce, piece, None, sealed[out : out + size])
            out += size
        return out

    def open(self, first: int, sealed: memoryview, plain: memoryview, *, final: bool) -> None:
        """Open consecutive chunks into `plain`, which is 16 bytes shorter per chunk.

        Raises:
            AgeBroken: `bad-chunk`.
        """
        starts = range(0, len(sealed), SEALED_CHUNK)
        try:
            for number, start in enumerate(starts, first):
                piece = sealed[start : start + SEALED_CHUNK]
                at = (number - first) * CHUNK
                nonce = _nonce(number, final=final and start == starts[-1])
                self._aead.decrypt_into(nonce, piece, None, plain[at : at + len(piece) - TAG])
        except InvalidTag as error:
            raise AgeBroken("bad-chunk", "A part of the file was changed or damaged.") from error


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of an age file.

    Attributes:
        head: its bytes, or none when they are in the file already.
        start: where its first chunk begins in the file.
        payload: seals and opens its chunks.
        secret: the file key and the payload's nonce, from which other keys of this one file may be derived.
    """

    head: bytes
    start: int
    payload: Payload
    secret: tuple[bytes, bytes] = field(repr=False)


def begin(recipients: Sequence[SealsTo]) -> Begun:
    """Return the beginning of a new file, under a fresh random key.

    Args:
        recipients: who may open the file; at least one.
    """
    if not recipients:
        raise ValueError("a file nobody could open is not written")
    file_key, nonce = os.urandom(FILE_KEY), os.urandom(_NONCE)
    head = make_header(file_key, recipients) + nonce
    return Begun(head, len(head), Payload(file_key, nonce), (file_key, nonce))


def begun(file: io.BufferedIOBase, identities: Sequence[Opens]) -> Begun:
    """Read the beginning of a file and leave it at its first chunk.

    Raises:
        AgeBroken: `bad-header`, `not-for-us`, `bad-header-mac`, `truncated`.
    """
    file_key = read_header(file).open(identities)
    nonce = file.read(_NONCE)
    if len(nonce) < _NONCE:
        raise AgeBroken("truncated", _TOO_EARLY)
    return Begun(b"", file.tell(), Payload(file_key, nonce), (file_key, nonce))


def sealed_whole(data: bytes, recipients: Sequence[SealsTo]) -> bytearray:
    """Return a small file's bytes as a whole age file, under a fresh random key."""
    start = begin(recipients)
    chunks = -(-len(data) // CHUNK) or 1
    whole = bytearray(len(start.head) + len(data) + chunks * TAG)
    whole[: start.start] = start.head
    start.payload.seal(0, memoryview(data), memoryview(whole)[start.start :], final=True)
    return whole


class AgeWriter:
    """Writes one age file to `put`; memory use is two buffers of a mebibyte, whatever comes."""

    def __init__(self, put: Callable[[memoryview], object], recipients: Sequence[SealsTo]) -> None:
        """Write the header.

        Args:
            put: Takes ciphertext and writes all of it.
            recipients: Who may open the file; at least one.
        """
        start = begin(recipients)
        self._put = put
        self._payload = start.payload
        self._counter = 0
        self._held = 0
        self._plain = memoryview(bytearray((BATCH + 1) * CHUNK))
        self._sealed = memoryview(bytearray((BATCH + 1) * SEALED_CHUNK))
        put(memoryview(start.head))

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take plaintext of any length."""
        rest = memoryview(data).cast("B")
        while rest:
            if self._held == len(self._plain):
                self._flush(final=False)
            room = self._plain[self._held :]
            taken = min(len(rest), len(room))
            room[:taken] = rest[:taken]
            self._held += taken
            rest = rest[taken:]

    def finish(self) -> None:
        """Write the final chunk; the file is whole only after this."""
        self._flush(final=True)

    def _flush(self, *, final: bool) -> None:
        # One chunk stays behind until more comes: a final chunk holds bytes, unless the whole file is empty.
        going = self._held if final else self._held - CHUNK
        out = self._payload.seal(self._counter, self._plain[:going], self._sealed, final=final)
        self._counter += going // CHUNK
        self._put(self._sealed[:out])
        self._plain[: self._held - going] = self._plain[going : self._held]
        self._held -= going


class AgeReader(io.RawIOBase):
    """Reads an age file from a seekable file; every byte it returns was authenticated.

    The last chunk is checked when the file is opened, so `size` can be trusted (C2SP age, "Payload").
    """

    def __init__(self, file: io.BufferedIOBase, identities: Sequence[Opens]) -> None:
        """Read the header and the last chunk.

        Args:
            file: A seekable file holding one whole age file; closed with this reader.
            identities: Keys to try.

        Raises:
            AgeBroken: every code.
        """
        super().__init__()
        self._file = file
        start = begun(file, identities)
        self._start, self._payload = start.start, start.payload
        sealed = file.seek(0, os.SEEK_END) - self._start
        self._chunks = -(-sealed // SEALED_CHUNK)
        last = sealed - (self._chunks - 1) * SEALED_CHUNK
        if sealed < TAG or last < TAG or (last == TAG and self._chunks > 1):
            raise AgeBroken("truncated", _TOO_EARLY)
        self.size = sealed - self._chunks * TAG
        self._sealed = memoryview(bytearray(min(self._chunks, BATCH) * SEALED_CHUNK))
        self._plain = memoryview(bytearray(min(self.size, CHUNK)))
        self._cached = -1
        self._at = 0
        self._load(self._chunks - 1)

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place in the plaintext."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the plaintext; beyond the end, reading gives nothing."""
        place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if place < 0:
            raise ValueError("a place before the beginning")
        self._at = place
        return place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer
        """Fill `buffer` as far as the plaintext goes and return the number of bytes.

        Raises:
            AgeBroken: `bad-chunk` or `truncated`.
        """
        target = memoryview(buffer).cast("B")
        want = min(len(target), max(self.size - self._at, 0))
        done = 0
        while done < want:
            chunk, within = divmod(self._at, CHUNK)
            left = want - done
            to_the_end = self._at + left == self.size
            if within == 0 and (left >= CHUNK or to_the_end) and chunk != self._cached:
                taken = min(left if to_the_end else left - left % CHUNK, BATCH * CHUNK)
                self._decrypt(chunk, target[done : done + taken])
            else:
                self._load(chunk)
                taken = min(left, CHUNK - within)
                target[done : done + taken] = self._plain[within : within + taken]
            done += taken
            self._at += taken
        return done

    def close(self) -> None:
        """Close this reader and the file below it."""
        if not self.closed:
            self._file.close()
        super().close()

    def _load(self, chunk: int) -> None:
        if chunk != self._cached:
            self._cached = -1
            self._decrypt(chunk, self._plain[: min(CHUNK, self.size - chunk * CHUNK)])
            self._cached = chunk

    def _decrypt(self, chunk: int, target: memoryview) -> None:
        count = max(-(-len(target) // CHUNK), 1)
        sealed = self._sealed[: len(target) + count * TAG]
        self._file.seek(self._start + chunk * SEALED_CHUNK)
        if self._file.readinto(sealed) != len(sealed):
            raise AgeBroken("truncated", _TOO_EARLY)
        self._payload.open(chunk, sealed, target, final=chunk + count == self._chunks)


def _nonce(counter: int, *, final: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if final else b"\x00")
