"""Parts and headers of letters: divided, named and decoded, without ever failing on what somebody forged."""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from email.errors import (
    CloseBoundaryNotFoundDefect,
    HeaderParseError,
    MessageError,
    NoBoundaryInMultipartDefect,
    StartBoundaryNotFoundDefect,
)
from email.header import decode_header
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.transcripts.encodings import text_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message as Letter

    from guwah.instruments.deliveries.model import Notes

MAX_PARTS = 40_000
MAX_LINES = 2_000_000
_NEWLINE = re.compile(r"\r?\n(?=[ \t])")
_CUT = (CloseBoundaryNotFoundDefect, NoBoundaryInMultipartDefect, StartBoundaryNotFoundDefect)
_BAD_HEADER = (HeaderParseError, MessageError, NotBase64, LookupError, ValueError, IndexError, TypeError)


def parsed(raw: bytes, name: str, offset: int = 0) -> Letter:
    """Divide a letter into its headers and parts.

    Args:
        raw: its bytes.
        name: the file it stands in, for places.
        offset: where in that file it begins, in bytes.

    Raises:
        NotUnderstood: `too-many-parts`, `too-deep` or `broken-letter`.
    """
    # Each line of a head and each part is an object in memory: what no letter has is not even divided.
    if raw.count(b"\n--") > MAX_PARTS or raw.count(b"\n") > MAX_LINES:
        told = f"It has more than {MAX_PARTS:,} parts or {MAX_LINES:,} lines."
        raise NotUnderstood("too-many-parts", told, name=name, offset=offset)
    try:
        return BytesParser(policy=compat32).parsebytes(raw)
    except RecursionError as deep:
        raise NotUnderstood(
            "too-deep", "Its parts are nested too deeply.", name=name, offset=offset
        ) from deep
    except _BAD_HEADER as broken:
        told = "Its head is forged: no program divides a letter so."
        raise NotUnderstood("broken-letter", told, name=name, offset=offset) from broken


def decoded(value: str) -> str:
    """Return a header with its encoded words decoded (RFC 2047); as it stands where they cannot be."""
    unfolded = _NEWLINE.sub("", value)
    try:
        pieces = decode_header(unfolded)
        words = [
            piece.decode(charset or "ascii", "backslashreplace") if isinstance(piece, bytes) else piece
            for piece, charset in pieces
        ]
    except _BAD_HEADER:
        return unfolded
    return "".join(words)


def raw_header(value: object) -> str:
    """Return a header as it stands; bytes that are no UTF-8 are written out, so that none is lost."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def leaves(letter: Letter, path: str) -> Iterator[tuple[str, Letter]]:
    """Yield every part that holds something, with its path (`1.2`), and letters inside as one part each."""
    waiting = [(path, letter)]
    while waiting:
        here, part = waiting.pop()
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            inner = part.get_payload()
            parts = [each for each in inner if not isinstance(each, str)] if isinstance(inner, list) else []
            numbered = [(f"{here}.{n}" if here else str(n), each) for n, each in enumerate(parts, start=1)]
            waiting.extend(reversed(numbered))
        else:
            yield here or "1", part


def is_cut_off(letter: Letter) -> bool:
    """Say whether a boundary that its head announces never comes: the letter ends in its middle.

    Letters inside it are asked for themselves.
    """
    waiting = [letter]
    while waiting:
        part = waiting.pop()
        if any(isinstance(each, _CUT) for each in part.defects):
            return True
        inner = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(inner, list):
            waiting.extend(each for each in inner if not isinstance(each, str))
    return False


def part_name(part: Letter) -> str:
    """Return the file name of a part (RFC 2183, 2231), decoded; empty when it has none that can be read."""
    try:
        name = part.get_filename("")
    except _BAD_HEADER:
        return ""
    return decoded(raw_header(name)).strip()


def words_of(part: Letter, notes: Notes) -> str:
    """Return the text of a part in the encoding it declares; what does not fit is written out."""
    raw = bytes(part.get_payload(decode=True) or b"")
    try:
        declared = str(part.get_content_charset("") or "")
    except _BAD_HEADER:
        declared = ""
    try:
        return raw.decode(declared or "utf-8")
    except (LookupError, ValueError):
        seeming = text_encoding(raw[:65536]) or "utf-8"
        told = "The words of a letter are not in the encoding it declares; they are read as they seem."
        notes.doubt("encoding-seems", told)
        return raw.decode(seeming, "backslashreplace")
