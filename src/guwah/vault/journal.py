"""The journal of a blob that came only in part: what was promised of its plaintext before it was encrypted.

Each record is sealed under a key of the partial's own file key with a random nonce, and bound to its place.
What is written in full is told by its length; a record that was torn, and all behind it, is cut off.
"""

from __future__ import annotations

import json
import os
import secrets
import struct
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guwah.vault.age import TAG, Begun
from guwah.vault.age_header import derive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_INFO: Final = b"guwah/partial/v1"
_LENGTH: Final = struct.Struct(">I")
_PROMISE: Final = struct.Struct(">Q32s")
_NONCE: Final = 12
_MOST_RECORD: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Promise:
    """What was about to be sealed: everything before `offset` has this SHA-256."""

    offset: int
    digest: bytes


class Journal:
    """Promises of one partial: durable before what they promise is encrypted."""

    def __init__(self, path: Path, begun_file: Begun) -> None:
        """Open the journal, or make it; records that were torn are cut off."""
        file_key, nonce = begun_file.secret
        self._aead = ChaCha20Poly1305(derive(file_key, nonce, _INFO))
        self.path = path
        self._descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        self._count = 0
        with ExitStack() as undo:
            undo.callback(self.close)
            self.records = self._read()
            undo.pop_all()

    def note(self, told: Mapping[str, Any]) -> None:
        """Write the first record: what is known of the file."""
        self._append(json.dumps(told).encode())

    def promise(self, offset: int, digest: bytes) -> None:
        """Keep for good that everything before `offset` will be sealed as bytes of this SHA-256."""
        self._append(_PROMISE.pack(offset, digest))

    def close(self) -> None:
        """Close the file; harmless when called again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def promises(self) -> set[Promise]:
        """Return what was promised when the journal was opened."""
        return {Promise(*_PROMISE.unpack(each)) for each in self.records[1:]}

    def _append(self, record: bytes) -> None:
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._aead.encrypt(nonce, record, _LENGTH.pack(self._count))
        os.write(self._descriptor, _LENGTH.pack(len(sealed)) + sealed)
        os.fdatasync(self._descriptor)
        self._count += 1

    def _read(self) -> list[bytes]:
        raw = os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)
        found: list[bytes] = []
        at = 0
        while at + _LENGTH.size <= len(raw):
            (length,) = _LENGTH.unpack_from(raw, at)
            sealed = raw[at + _LENGTH.size : at + _LENGTH.size + length]
            if length > _MOST_RECORD or len(sealed) < length or length < _NONCE + TAG:
                break
            try:
                opened = self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], _LENGTH.pack(len(found)))
            except InvalidTag:
                break
            found.append(opened)
            at += _LENGTH.size + length
        os.ftruncate(self._descriptor, at)
        os.lseek(self._descriptor, at, os.SEEK_SET)
        self._count = len(found)
        return found
