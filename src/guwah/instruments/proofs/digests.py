"""SHA-256 of a stream, read once in pieces."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Digest:
    """What one pass over a stream found.

    Attributes:
        sha256: Lower-case hexadecimal SHA-256 (FIPS 180-4), 64 characters.
        size: Number of bytes read.
    """

    sha256: str
    size: int


def digest_stream(stream: BinaryIO) -> Digest:
    """Read `stream` from where it stands to its end and return its digest; memory use stays flat."""
    hasher = hashlib.sha256()
    size = 0
    while piece := stream.read(_PIECE):
        hasher.update(piece)
        size += len(piece)
    return Digest(hasher.hexdigest(), size)


def digest_bytes(data: bytes) -> Digest:
    """Return the digest of bytes already in memory."""
    return Digest(hashlib.sha256(data).hexdigest(), len(data))
