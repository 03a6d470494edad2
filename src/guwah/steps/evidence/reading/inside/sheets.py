"""Cells of Excel before 2007 (BIFF8, [MS-XLS]), out of the stream they lie in; pure, and never believed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from guwah.steps.evidence.reading.inside.saying import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT: Final = 12_000_000
# [MS-XLS] 2.3.2: kinds of record.
_BOF, _SHEET, _PASSWORD, _STRINGS, _MORE = 0x0809, 0x0085, 0x002F, 0x00FC, 0x003C
_LABEL, _SHARED, _FLOAT, _RK, _MANY_RK, _FORMULA, _RESULT = (
    0x0204,
    0x00FD,
    0x0203,
    0x027E,
    0x00BD,
    0x0006,
    0x0207,
)
_BIFF8: Final = 0x0600
_WIDE, _PHONETIC, _RICH = 1, 4, 8
# Of a formula's value: these two bytes at its end say that it is no number ([MS-XLS] 2.5.133).
_NO_FLOAT: Final = b"\xff\xff"
_INTEGER, _HUNDREDTH = 2, 1


def sheet_text(stream: bytes) -> str:
    """Return names of sheets, then the cells, a row on a line, with tabs between them.

    Days are numbers in such files and stay so; formulas are told by the value they last had.

    Args:
        stream: the stream `Workbook`.

    Raises:
        CannotRead: `needs-passphrase`; `not-readable`, also for Excel 95 and before; `too-much-output`.
    """
    rows, shared, names = _Rows(), list[str](), list[str]()
    records = list(_records(stream))
    if not records or records[0][0] != _BOF or records[0][1][0][:2] != struct.pack("<H", _BIFF8):
        raise CannotRead("not-readable")
    for kind, parts in records:
        if kind == _PASSWORD:
            raise CannotRead("needs-passphrase")
        if kind == _STRINGS:
            shared = _shared(parts)
        elif kind == _SHEET:
            names.append(_Joined([parts[0][6:]]).short())
        elif kind == _BOF:
            rows.end()
        else:
            _cell(rows, kind, parts[0], shared)
    rows.end()
    return "\n".join([*names, *rows.lines])


class _Rows:
    """Rows as they fill up."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._row = -1
        self._cells: list[str] = []
        self._left = LONGEST_TEXT

    def put(self, row: int, value: str) -> None:
        if row != self._row:
            self.end()
            self._row = row
        self._left -= len(value) + 1
        if self._left < 0:
            raise CannotRead("too-much-output")
        self._cells.append(value)

    def more(self, value: str) -> None:
        self.put(self._row, value)

    def end(self) -> None:
        if self._cells:
            self.lines.append("\t".join(self._cells))
        self._cells, self._row = [], -1


def _records(stream: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Give kind and body of each record, together with the bodies of those that go on with it."""
    at, kind, parts = 0, -1, list[bytes]()
    while at + 4 <= len(stream):
        follows, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if follows == _MORE and parts:
            parts.append(body)
            continue
        if parts:
            yield kind, parts
        kind, parts = follows, [body]
    if parts:
        yield kind, parts


def _cell(rows: _Rows, kind: int, body: bytes, shared: list[str]) -> None:
    row = int.from_bytes(body[:2], "little")
    if kind == _SHARED:
        index = int.from_bytes(body[6:10], "little")
        rows.put(row, shared[index] if index < len(shared) else "")
    elif kind == _LABEL:
        rows.put(row, _Joined([body[6:]]).long())
    elif kind == _RK:
        rows.put(row, _rk(body[6:10]))
    elif kind == _MANY_RK:
        for at in range(4, len(body) - 7, 6):
            rows.put(row, _rk(body[at + 2 : at + 6]))
    elif kind == _RESULT:
        rows.more(_Joined([body]).long())
    elif kind == _FLOAT or (kind == _FORMULA and body[12:14] != _NO_FLOAT):
        rows.put(row, _float(body[6:14]))


def _float(eight: bytes) -> str:
    return f"{struct.unpack('<d', eight.ljust(8, bytes(1)))[0]:.15g}"


def _rk(four: bytes) -> str:
    """Return a number that was squeezed into four bytes ([MS-XLS] 2.5.122)."""
    value = int.from_bytes(four, "little", signed=True)
    if value & _INTEGER:
        number = float(value >> 2)
    else:
        number = struct.unpack("<d", bytes(4) + struct.pack("<i", value & ~3))[0]
    return f"{number / 100 if value & _HUNDREDTH else number:.15g}"


def _shared(parts: list[bytes]) -> list[str]:
    """Return the strings that cells share ([MS-XLS] 2.4.265)."""
    data = _Joined(parts)
    data.take(4)
    count, found, left = data.number(4), list[str](), LONGEST_TEXT
    while len(found) < count and data.has_more():
        found.append(data.long())
        left -= len(found[-1]) + 1
        if left < 0:
            raise CannotRead("too-much-output")
    return found


class _Joined:
    """Bytes that are cut over several records, as strings are in BIFF8."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = self._at = 0

    def has_more(self) -> bool:
        """Say whether there is a byte left, going on to the next record when this one is at its end."""
        while self._part < len(self._parts) and self._at >= len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0
        return self._part < len(self._parts)

    def take(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end of all."""
        taken = b""
        while len(taken) < size and self.has_more():
            piece = self._parts[self._part][self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def number(self, size: int) -> int:
        """Return the next number."""
        return int.from_bytes(self.take(size), "little")

    def short(self) -> str:
        """Return a string whose length takes one byte ([MS-XLS] 2.5.240)."""
        count, flags = self.number(1), self.number(1)
        return self._letters(count, flags & _WIDE)

    def long(self) -> str:
        """Return a string whose length takes two, with what hangs on it left out ([MS-XLS] 2.5.293)."""
        count, flags = self.number(2), self.number(1)
        behind = 4 * self.number(2) if flags & _RICH else 0
        behind += self.number(4) if flags & _PHONETIC else 0
        text = self._letters(count, flags & _WIDE)
        self._pass(behind)
        return text

    def _letters(self, count: int, wide: int) -> str:
        """Return so many letters; where they go on in another record, a byte says how wide they are."""
        halves, left = b"", count
        while left > 0:
            part = self._part
            if not self.has_more():
                break
            if self._part != part:
                wide = self.number(1) & _WIDE
            width = 2 if wide else 1
            room = (len(self._parts[self._part]) - self._at) // width if self.has_more() else 0
            letters = self.take(width * min(left, max(1, room)))
            left -= max(1, len(letters) // width)
            halves += letters if wide else letters.decode("latin-1").encode("utf-16-le")
        return halves.decode("utf-16-le", "replace")

    def _pass(self, size: int) -> None:
        while size > 0 and self.has_more():
            step = min(size, len(self._parts[self._part]) - self._at)
            self._at, size = self._at + step, size - step
