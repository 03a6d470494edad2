"""age v1 files (C2SP age) with X25519 recipients: a streaming writer and a reader that can seek.

Files written here open with the stock `age` program, and files it writes for our recipients open here.
Payloads are sealed in chunks of 64 KiB, each authenticated by itself, so a player can jump in an hour of
sound without reading it whole; the last chunk is marked, so a file cut short never passes as complete.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guwah.vault.age_header import FILE_KEY, AgeBroken, Identity, Recipient, derive, make_header, read_header

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CHUNK", "AgeBroken", "AgeReader", "AgeWriter", "Identity", "Recipient"]

CHUNK: Final = 64 * 1024
TAG: Final = 16
SEALED_CHUNK: Final = CHUNK + TAG
BATCH: Final = 16  # chunks encrypted before one write
_NONCE: Final = 16


class AgeWriter:
    """Writes one age file to `put`; memory use is two buffers of a mebibyte, whatever comes."""

    def __init__(self, put: Callable[[memoryview], object], recipients: Sequence[Recipient]) -> None:
        """Write the header.

        Args:
            put: Takes ciphertext and writes all of it.
            recipients: Who may open the file; at least one.
        """
        if not recipients:
            raise ValueError("a file nobody could open is not written")
        file_key, nonce = os.urandom(FILE_KEY), os.urandom(_NONCE)
        self._put = put
        self._aead = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))
        self._counter = 0
        self._held = 0
        self._plain = memoryview(bytearray((BATCH + 1) * CHUNK))
        self._sealed = memoryview(bytearray((BATCH + 1) * SEALED_CHUNK))
        put(memoryview(make_header(file_key, recipients) + nonce))

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take plaintext of any length."""
        rest = memoryview(data).cast("B")
        while rest:
            room = self.room()
            taken = min(len(rest), len(room))
            room[:taken] = rest[:taken]
            self.filled(taken)
            rest = rest[taken:]

    def room(self) -> memoryview:
        """Return the free part of the plaintext buffer, never empty, for a caller that can fill it itself."""
        if self._held == len(self._plain):
            self._flush(final=False)
        return self._plain[self._held :]

    def filled(self, size: int) -> None:
        """Take the first `size` bytes that were put into `room()`."""
        self._held += size

    def finish(self) -> None:
        """Write the final chunk; the file is whole only after this."""
        self._flush(final=True)

    def _flush(self, *, final: bool) -> None:
        # One chunk stays behind until more comes: a final chunk holds bytes, unless the whole file is empty.
        going = self._held if final else self._held - CHUNK
        out = 0
        starts = range(0, max(going, 1), CHUNK)
        for start in starts:
            end = min(start + CHUNK, going)
            size = end - start + TAG
            nonce = _nonce(self._counter, final=final and start == starts[-1])
            self._aead.encrypt_into(nonce, self._plain[start:end], None, self._sealed[out : out + size])
            self._counter += 1
            out += size
        self._put(self._sealed[:out])
        self._plain[: self._held - going] = self._plain[going : self._held]
        self._held -= going


class AgeReader(io.RawIOBase):
    """Reads an age file from a seekable file; every byte it returns was authenticated.

    The last chunk is checked when the file is opened, so `size` can be trusted (C2SP age, "Payload").
    """

    def __init__(self, file: io.BufferedIOBase, identities: Sequence[Identity]) -> None:
        """Read the header and the last chunk.

        Args:
            file: A seekable file holding one whole age file; closed with this reader.
            identities: Keys to try.

        Raises:
            AgeBroken: every code.
        """
        super().__init__()
        self._file = file
        header = read_header(file)
        file_key = header.open(identities)
        nonce = file.read(_NONCE)
        self._start = file.tell()
        sealed = file.seek(0, os.SEEK_END) - self._start
        self._chunks = -(-sealed // SEALED_CHUNK)
        last = sealed - (self._chunks - 1) * SEALED_CHUNK
        if len(nonce) < _NONCE or sealed < TAG or last < TAG or (last == TAG and self._chunks > 1):
            raise AgeBroken("truncated", "The file ends too early.")
        self.size = sealed - self._chunks * TAG
        self._aead = ChaCha20Poly1305(derive(file_key, nonce, b"payload"))
        self._sealed = memoryview(bytearray(SEALED_CHUNK))
        self._plain = memoryview(bytearray(CHUNK))
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
            if within == 0 and want - done >= CHUNK:
                taken = CHUNK
                self._decrypt(chunk, target[done : done + CHUNK])
            else:
                self._load(chunk)
                taken = min(want - done, CHUNK - within)
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
        sealed = self._sealed[: len(target) + TAG]
        self._file.seek(self._start + chunk * SEALED_CHUNK)
        if self._file.readinto(sealed) != len(sealed):
            raise AgeBroken("truncated", "The file ends too early.")
        try:
            nonce = _nonce(chunk, final=chunk == self._chunks - 1)
            self._aead.decrypt_into(nonce, sealed, None, target)
        except InvalidTag as error:
            raise AgeBroken("bad-chunk", "A part of the file was changed or damaged.") from error


def _nonce(counter: int, *, final: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if final else b"\x00")
