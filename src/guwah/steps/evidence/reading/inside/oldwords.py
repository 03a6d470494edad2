"""Words of Word and PowerPoint before 2007, out of the streams they lie in; pure, and never believed.

Sources: [MS-DOC] 2.4.1 (retrieving text), [MS-PPT] 2.3.1 (record headers). A number that lies beyond the end
of its stream reads as if zeros followed; what makes no sense raises `CannotRead`.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from guwah.steps.evidence.reading.inside.saying import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT: Final = 12_000_000
# [MS-DOC] 2.5.2: FibBase.
_WORD: Final = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FIB_BASE: Final = 32
# Which pair of the list of places tells where the piece table lies (fcClx), which where those who saved it
# stand (fcSttbSavedBy), and the bytes of a pair ([MS-DOC] 2.5.6).
_PIECES, _SAVED_BY, _PAIR = 33, 71, 8
_WIDE_STRINGS: Final = 0xFFFF
_PRC, _PCDT = 1, 2
# Of a piece's place: its characters take one byte each, and the number is twice the place.
_ONE_BYTE: Final = 0x40000000
# [MS-DOC] 2.4.1 and 2.8.25: paragraph, line, page and column ends, cells, and signs that stand for no word.
_SIGNS: Final = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x07": "\t", "\x0e": "\n", "\x1e": "-", "\xad": "", "\x1f": ""}
    | dict.fromkeys("\x00\x01\x02\x03\x04\x05\x08", "")
)
_FIELD: Final = re.compile("([\x13\x14\x15])")
# [MS-PPT]: TextCharsAtom, TextBytesAtom; a record of version 15 holds records.
_WIDE_TEXT, _NARROW_TEXT, _HOLDS = 0x0FA0, 0x0FA8, 0x0F


def word_text(document: bytes, tables: tuple[bytes, bytes]) -> str:
    """Return the words of a Word document: its body, then notes, headers and comments, as they are kept.

    What a field was told to do is left out, what it showed stays; words struck out while changes were
    followed stay as well.

    Args:
        document: the stream `WordDocument`.
        tables: the streams `0Table` and `1Table`, empty where there is none.

    Raises:
        CannotRead: `needs-passphrase`; `not-readable`, also for Word 95 and before; `too-much-output`.
    """
    pieces = b"".join(_pieces(document, _piece_table(_part(document, tables, _PIECES))))
    return _without_fields(pieces.decode("utf-16-le", "replace"))


def saved_by(document: bytes, tables: tuple[bytes, bytes]) -> list[str]:
    """Return who saved the document and under which path, name and path in turn, the last ten times at most.

    Word writes it without asking, and no property shows it ([MS-DOC] 2.9.278).

    Args:
        document: as `word_text`.
        tables: as `word_text`.

    Raises:
        CannotRead: as `word_text`.
    """
    listed = _part(document, tables, _SAVED_BY)
    if _number(listed, 0, 2) != _WIDE_STRINGS:
        return []
    found, at, extra = list[str](), 6, _number(listed, 4, 2)
    for _ in range(_number(listed, 2, 2)):
        if at >= len(listed):
            break
        after = at + 2 + 2 * _number(listed, at, 2)
        found.append(listed[at + 2 : after].decode("utf-16-le", "replace"))
        at = after + extra
    return found


def slides_text(stream: bytes) -> str:
    """Return the words of slides, one frame of text after the other, as they lie in the file.

    Args:
        stream: the stream `PowerPoint Document`.
    """
    found, at = [], 0
    while at + 8 <= len(stream):
        version, kind, length = struct.unpack_from("<HHI", stream, at)
        at += 8
        if version & 0x0F == _HOLDS:
            continue
        if kind == _WIDE_TEXT:
            found.append(stream[at : at + length].decode("utf-16-le", "replace"))
        elif kind == _NARROW_TEXT:
            found.append(stream[at : at + length].decode("latin-1"))
        at += length
    return "\n".join(found).translate(_SIGNS)


def _part(document: bytes, tables: tuple[bytes, bytes], number: int) -> bytes:
    """Return the part of the table stream that a pair of the list of places names."""
    if _number(document, 0, 2) != _WORD:
        raise CannotRead("not-readable")
    flags = _number(document, 10, 2)
    if flags & _ENCRYPTED:
        raise CannotRead("needs-passphrase")
    words = _FIB_BASE + 2 + 2 * _number(document, _FIB_BASE, 2)
    pair = words + 2 + 4 * _number(document, words, 2) + 2 + number * _PAIR
    begin = _number(document, pair, 4)
    return tables[1 if flags & _SECOND_TABLE else 0][begin : begin + _number(document, pair + 4, 4)]


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _piece_table(clx: bytes) -> bytes:
    """Return the list of pieces, which stands behind properties nobody needs here ([MS-DOC] 2.9.38)."""
    at = 0
    while clx[at : at + 1] == bytes((_PRC,)):
        at += 3 + _number(clx, at + 1, 2)
    if clx[at : at + 1] != bytes((_PCDT,)):
        raise CannotRead("not-readable")
    return clx[at + 5 : at + 5 + _number(clx, at + 1, 4)]


def _pieces(document: bytes, table: bytes) -> Iterator[bytes]:
    """Give the pieces of text in their order, in UTF-16 ([MS-DOC] 2.8.35: places of words, then of bytes)."""
    count, left = max(0, (len(table) - 4) // 12), LONGEST_TEXT
    for index in range(count):
        first, after = (_number(table, 4 * (index + each), 4) for each in (0, 1))
        place = _number(table, 4 * (count + 1) + 8 * index + 2, 4)
        left -= max(0, after - first)
        if left < 0:
            raise CannotRead("too-much-output")
        if place & _ONE_BYTE:
            begin = (place & ~_ONE_BYTE) // 2
            yield (
                document[begin : begin + max(0, after - first)]
                .decode("cp1252", "replace")
                .encode("utf-16-le")
            )
        else:
            yield document[place : place + 2 * max(0, after - first)]


def _without_fields(raw: str) -> str:
    """Leave out what fields are told to do, between their begin and their separator, however nested."""
    kept: list[str] = []
    told: list[bool] = []
    hidden = 0
    for piece in _FIELD.split(raw):
        if piece == "\x13":
            told.append(True)
            hidden += 1
        elif piece in {"\x14", "\x15"}:
            if told and told[-1]:
                told[-1] = False
                hidden -= 1
            if piece == "\x15" and told:
                told.pop()
        elif not hidden:
            kept.append(piece)
    # A row ends with a cell's end more; an empty cell looks the same, and breaks its row in two.
    return "".join(kept).replace("\x07\x07", "\n").translate(_SIGNS).strip("\n")
