"""The records of a WARC file (ISO 28500:2017), walked from head to head and held against their own digests.

A block digest is of the record's block. A payload digest is of what a server sent behind its head; programs
differ on whether chunks are joined first (5.9 with RFC 2616, 4.3, says joined), so either is accepted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import BinaryIO

MAX_RECORDS: Final = 1_000_000
MAX_UNPACKED: Final = 1 << 36
_PIECE: Final = 1 << 20
_LONGEST_HEAD: Final = 64 * 1024
_WARC = re.compile(rb"WARC/1\.[01]\r\n")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,15})[ \t]*\r$")
_FIELD = re.compile(rb"(?im)^(warc-[a-z-]{1,40}|content-type):[ \t]*([^\r\n]{0,400}?)[ \t]*\r$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding:[ \t]*chunked[ \t]*\r?$")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[^\r\n]{0,200}\r\n")
# SHA-1 is what most of them hold; it is compared, not trusted.
_ALGORITHMS: Final = {
    "md5": "md5", "sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256",
    "sha384": "sha384", "sha512": "sha512", "sha-512": "sha512",
}  # fmt: skip


@dataclass(slots=True)
class Walk:
    """What a walk through one WARC file showed.

    Attributes:
        records: how many records there are.
        whole: every record is there to its end.
        differing: numbers of the records, from 1, whose bytes are not those their digest tells of.
        unknown: how many digests are made in a way not known here.
    """

    records: int = 0
    whole: bool = False
    differing: list[int] = field(default_factory=list)
    unknown: int = 0


def walk(stream: BinaryIO, found: Walk) -> None:
    """Read every record of an unpacked WARC file.

    Args:
        stream: the file, unpacked.
        found: filled as far as the walk comes, also when the stream breaks.
    """
    total = 0
    while found.records < MAX_RECORDS:
        head = _head(stream)
        if head == b"":
            found.whole = True
            return
        length = _LENGTH.search(head)
        if not _WARC.match(head) or length is None:
            return
        total += int(length[1]) + 4
        if total > MAX_UNPACKED:
            return
        found.records += 1
        block = _Block(head)
        if not _read(stream, int(length[1]), block) or len(stream.read(4)) < 4:  # noqa: PLR2004 - two line ends
            return
        found.unknown += block.unknown
        if block.differs():
            found.differing.append(found.records)


def _read(stream: BinaryIO, left: int, block: _Block) -> bool:
    while left:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            return False
        block.take(piece)
        left -= len(piece)
    return True


def _head(stream: BinaryIO) -> bytes:
    """Return the head of the next record to its blank line; empty at the end of the file."""
    gathered = b""
    while not gathered.endswith(b"\r\n\r\n"):
        line = stream.readline(_LONGEST_HEAD)
        gathered += line
        if not line or len(gathered) > _LONGEST_HEAD:
            return gathered and b"broken"
    return gathered


class _Digest:
    """A digest a record tells of itself, `algorithm:value` in base 32 or base 16."""

    def __init__(self, told: str) -> None:
        name, _colon, value = told.partition(":")
        self.known = name.strip().lower() in _ALGORITHMS
        self._hasher = hashlib.new(_ALGORITHMS.get(name.strip().lower(), "sha1"), usedforsecurity=False)
        self._told = value.strip()

    def take(self, piece: bytes | memoryview) -> None:
        self._hasher.update(piece)

    def agrees(self) -> bool:
        if not self.known:
            return True
        found, told = self._hasher.digest(), self._told
        if told.lower() == found.hex():
            return True
        try:
            return base64.b32decode(told.upper() + "=" * (-len(told) % 8)) == found
        except (binascii.Error, ValueError):
            return False


class _Block:
    """The block of one record on its way through its digests."""

    def __init__(self, head: bytes) -> None:
        told: dict[bytes, str] = {}
        for found in _FIELD.finditer(head):
            told.setdefault(found[1].lower(), found[2].decode("utf-8", "replace"))
        self._blocks = [_Digest(each) for key, each in told.items() if key == b"warc-block-digest"]
        payload = told.get(b"warc-payload-digest", "")
        # A revisit tells the digest of what was kept elsewhere; a segment that of all segments together.
        if told.get(b"warc-type") == "revisit" or b"warc-segment-number" in told:
            payload = ""
        self._payload = payload
        self._http = told.get(b"content-type", "").lower().startswith("application/http")
        self._bodies = [_Digest(payload)] if payload else []
        self._begin = b""
        self._in_body = not self._http
        self._chunks: _Chunks | None = None
        self.unknown = sum(not each.known for each in (*self._blocks, *self._bodies))

    def take(self, piece: bytes) -> None:
        """Take the next bytes of the block."""
        for each in self._blocks:
            each.take(piece)
        if not self._bodies:
            return
        if not self._in_body:
            piece = self._behind_head(piece)
        self._take_body(piece)

    def differs(self) -> bool:
        """Say, when all of it was taken, whether it is not what it tells of itself."""
        if not self._in_body:
            # A head without an end: there is no payload to compare.
            self._bodies = []
        bodies = [each.agrees() for each in self._bodies]
        return not all(each.agrees() for each in self._blocks) or (bool(bodies) and not any(bodies))

    def _behind_head(self, piece: bytes) -> bytes:
        """Drop the head of what a server sent; nothing is left of it until its blank line came."""
        self._begin += piece
        end = self._begin.find(b"\r\n\r\n")
        if end < 0:
            if len(self._begin) > _LONGEST_HEAD:
                self._bodies, self._begin = [], b""
            return b""
        self._in_body = True
        head, rest = self._begin[:end], self._begin[end + 4 :]
        self._begin = b""
        if _CHUNKED.search(head):
            self._bodies.append(_Digest(self._payload))
            self._chunks = _Chunks(self._bodies[1])
        return rest

    def _take_body(self, piece: bytes) -> None:
        if self._in_body and self._bodies:
            self._bodies[0].take(piece)
            if self._chunks is not None:
                self._chunks.take(piece)


class _Chunks:
    """Joins the chunks of a body (RFC 9112, 7.1) into a digest; stops where they are none."""

    def __init__(self, digest: _Digest) -> None:
        self._digest = digest
        self._waiting = b""
        self._left = 0
        self._over = False

    def take(self, piece: bytes) -> None:
        self._waiting += piece
        while not self._over and self._waiting:
            if not (self._pass_on() if self._left else self._next_size()):
                return
        self._waiting = b"" if self._over else self._waiting

    def _pass_on(self) -> bool:
        part = self._waiting[: self._left]
        self._digest.take(part)
        self._left -= len(part)
        self._waiting = self._waiting[len(part) :]
        return True

    def _next_size(self) -> bool:
        """Read the line with the size of the next chunk; False while it has not come to its end."""
        line = self._waiting.removeprefix(b"\r\n")
        found = _CHUNK_SIZE.match(line)
        if found is None:
            self._over = len(line) > 400  # noqa: PLR2004 - longer than a line with a size may be
            return False
        self._left = int(found[1], 16)
        self._over = self._left == 0
        self._waiting = line[found.end() :]
        return True
