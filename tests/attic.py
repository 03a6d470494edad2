"""Files written byte by byte: of offices before 2007 (OLE2, RTF), of packers, and voices out of chats."""

from __future__ import annotations

import datetime as dt
import io
import struct
import subprocess
import tarfile
import zlib
from collections.abc import Sequence
from functools import cache

SECTOR = 512
# Streams shorter than this would lie in another place; all of ours are filled up to it.
_SHORTEST = 4096
_FREE, _END, _FAT, _NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STREAM, _STORAGE, _ROOT = 2, 1, 5
_ERA = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
MADE = dt.datetime(2003, 4, 5, 6, 7, 8, tzinfo=dt.UTC)


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) of these streams; `A/B` is stream B of the storage A."""
    tree: dict[str, dict[str, bytes]] = {"": {}}
    for path, data in streams.items():
        storage, _, name = path.rpartition("/")
        tree.setdefault(storage, {})[name] = data.ljust(
            max(_SHORTEST, -(-len(data) // SECTOR) * SECTOR), b"\0"
        )
    body, fat = b"", list[int]()
    entries = [_entry("Root Entry", _ROOT, child=1 if streams else _NOBODY)]
    top = [*tree[""], *(name for name in tree if name)]
    for name in top:
        after = len(entries) + 1 if name != top[-1] else _NOBODY
        if name in tree[""]:
            entries.append(_entry(name, _STREAM, after=after, begin=len(fat), size=len(tree[""][name])))
            body, fat = _laid(tree[""][name], body, fat)
        else:
            entries.append(_entry(name, _STORAGE, after=after, child=len(top) + 1))
    for storage in top:
        inner = tree[storage] if storage not in tree[""] else {}
        for name, data in inner.items():
            after = len(entries) + 1 if name != list(inner)[-1] else _NOBODY
            entries.append(_entry(name, _STREAM, after=after, begin=len(fat), size=len(data)))
            body, fat = _laid(data, body, fat)
    directory = len(fat)
    listed = b"".join(entries)
    body, fat = _laid(listed.ljust(-(-len(listed) // SECTOR) * SECTOR, b"\0"), body, fat)
    return _file(body, fat, directory)


def _laid(data: bytes, body: bytes, fat: list[int]) -> tuple[bytes, list[int]]:
    first, count = len(fat), len(data) // SECTOR
    return body + data, [*fat, *range(first + 1, first + count), _END]


def _file(body: bytes, fat: list[int], directory: int) -> bytes:
    number = 1
    while number * SECTOR // 4 < len(fat) + number:
        number += 1
    places = list(range(len(fat), len(fat) + number))
    table = [*fat, *([_FAT] * number)]
    table += [_FREE] * (number * SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, number, directory, 0, 4096, _END, 0, _END, 0
    )
    head += struct.pack("<109I", *places, *([_FREE] * (109 - number)))
    return head + body + struct.pack(f"<{len(table)}I", *table)


def _entry(
    name: str, kind: int, *, after: int = _NOBODY, child: int = _NOBODY, begin: int = 0, size: int = 0
) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    begin = begin if kind == _STREAM else (_END if kind == _ROOT else 0)
    time = filetime(MADE) if kind != _STREAM else 0
    return letters.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xIQQIQ", len(letters), kind, 1, _NOBODY, after, child, 0, time, time, begin, size
    )


def filetime(moment: dt.datetime) -> int:
    return int((moment - _ERA).total_seconds() * 10_000_000)


def summary(page: int = 1251) -> bytes:
    """The properties every office writes: title, author, who saved it last, and when it was printed."""
    values = {
        1: struct.pack("<Ihxx", 2, page),
        2: _letters("Ведомость", page),
        4: _letters("Aygul the baker", page),
        8: _letters("Boris", page),
        11: struct.pack("<IQ", 64, filetime(MADE)),
        12: struct.pack("<IQ", 64, filetime(MADE)),
        13: struct.pack("<IQ", 64, 0),
    }
    places, body, at = b"", b"", 8 + 8 * len(values)
    for number, value in values.items():
        places += struct.pack("<II", number, at + len(body))
        body += value
    section = struct.pack("<II", at + len(body), len(values)) + places + body
    form = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16xI", 0xFFFE, 0, 2, 1) + form + struct.pack("<I", 48) + section


def _letters(words: str, page: int) -> bytes:
    data = words.encode(f"cp{page}") + b"\0"
    return struct.pack("<II", 30, len(data)) + data.ljust(-(-len(data) // 4) * 4, b"\0")


def word_streams(
    pieces: Sequence[tuple[str, bool]], *, flags: int = 0x0200, magic: int = 0xA5EC
) -> dict[str, bytes]:
    """A Word document of pieces, each of one or of two bytes to the letter."""
    text, places, letters, at = b"", b"", [0], 2048
    for words, narrow in pieces:
        data = words.encode("cp1252" if narrow else "utf-16-le")
        place = (2 * (at + len(text))) | 0x40000000 if narrow else at + len(text)
        places += struct.pack("<HIH", 0, place, 0)
        text += data
        letters.append(letters[-1] + len(words.encode("utf-16-le")) // 2)
    plc = struct.pack(f"<{len(letters)}I", *letters) + places
    clx = b"\x01\x02\x00\xaa\xbb" + b"\x02" + struct.pack("<I", len(plc)) + plc
    base = struct.pack("<HHHHHH20x", magic, 0xC1, 0, 0, 0, flags)
    fib = base + struct.pack("<H28xH88xH", 14, 22, 93)
    saved = strings("Boris", "C:\\Boris\\ledger.doc", "Aygul", "A:\\ledger.doc")
    fib += bytes(33 * 8) + struct.pack("<II", 64, len(clx))
    fib += bytes(37 * 8) + struct.pack("<II", 64 + len(clx), len(saved))
    table = "1Table" if flags & 0x0200 else "0Table"
    return {"WordDocument": fib.ljust(2048, b"\0") + text, table: bytes(64) + clx + saved}


def strings(*words: str, extra: int = 0) -> bytes:
    """Strings as Word lists them ([MS-DOC] 2.2.4)."""
    found = b"".join(struct.pack("<H", len(each)) + each.encode("utf-16-le") + bytes(extra) for each in words)
    return struct.pack("<HHH", 0xFFFF, len(words), extra) + found


def doc(*words: str) -> bytes:
    pieces = [(each, each.isascii()) for each in words]
    parts = {"\x05SummaryInformation": summary(), "Macros/VBA": b"Sub x()"}
    return ole(word_streams(pieces) | parts)


def records(*pairs: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in pairs)


def shared(*words: str) -> bytes:
    """The strings that cells share, of two bytes to the letter where they must be; lengths count halves."""
    found = b""
    for each in words:
        narrow, halves = all(ord(letter) < 0x100 for letter in each), each.encode("utf-16-le")
        found += struct.pack("<HB", len(halves) // 2, not narrow) + (
            each.encode("latin-1") if narrow else halves
        )
    return struct.pack("<II", len(words), len(words)) + found


def book(*records_in_it: tuple[int, bytes]) -> bytes:
    begin = (0x0809, struct.pack("<HH", 0x0600, 5) + bytes(12))
    return records(begin, *records_in_it)


def xls(*words: str) -> bytes:
    cells = [
        (0x00FD, struct.pack("<HHHI", number // 2, number % 2, 0, number)) for number in range(len(words))
    ]
    sheet = (0x0085, struct.pack("<IBB", 0, 0, 0) + b"\x05\x00Flour")
    stream = book(
        sheet, (0x00FC, shared(*words)), (0x0809, struct.pack("<HH", 0x0600, 16) + bytes(12)), *cells
    )
    return ole({"Workbook": stream, "\x05SummaryInformation": summary()})


def frame(kind: int, body: bytes, *, holds: bool = False) -> bytes:
    return struct.pack("<HHI", 0x0F if holds else 0, kind, len(body)) + body


def ppt(*words: str) -> bytes:
    frames = b"".join(
        frame(0x0FA8, each.encode("latin-1")) if each.isascii() else frame(0x0FA0, each.encode("utf-16-le"))
        for each in words
    )
    stream = frame(0x03E8, frame(0x0FF0, frames, holds=True), holds=True)
    return ole({"PowerPoint Document": stream, "\x05SummaryInformation": summary()})


def msg() -> bytes:
    told = {"0037": "Нан туралы", "0C1A": "Aygul the baker", "1000": "Good morning.", "007D": "From: Aygul"}
    return ole(
        {"__properties_version1.0": b"\x01"}
        | {f"__substg1.0_{tag}001F": words.encode("utf-16-le") for tag, words in told.items()}
    )


def rtf(words: bytes = b"The oven was cold.") -> bytes:
    return (
        rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl"
        rb"{\f0\fcharset204 Serif;}{\f1\fcharset134 Song;}{\f2\fcharset0 Sans;}}"
        rb"{\colortbl;\red0;}{\info{\title The ledger}{\author Aygul \'ed}{\operator Boris}"
        rb"{\creatim\yr2024\mo3\dy15\hr10\min11}{\printim\yr2024\mo4}\version3\edmins7}"
        rb"{\*\generator Oven 3.1;}{\*\rsidtbl \rsid123\rsid456}"
        rb"{\*\userprops {\propname Case}\proptype30{\staticval 17}}" + words + b"}after the end"
    )


def _vint(number: int) -> bytes:
    """A number as RAR 5 writes it: seven bits to the byte, the lowest first."""
    out = b""
    while number > 0x7F:
        out, number = out + bytes((number & 0x7F | 0x80,)), number >> 7
    return out + bytes((number,))


def _block(body: bytes) -> bytes:
    sized = _vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def rar(*names: str) -> bytes:
    """A RAR archive (version 5) of these files, each with the same five bytes, stored."""
    out = b"Rar!\x1a\x07\x01\x00" + _block(b"\x01\x00\x00")
    for name in names:
        data, letters = b"bread", name.encode()
        told = b"\x02\x02" + _vint(len(data)) + b"\x00" + _vint(len(data)) + b"\x00\x00\x01"
        out += _block(told + _vint(len(letters)) + letters) + data
    return out + _block(b"\x05\x00\x00")


@cache
def seven_zip(*names: str) -> bytes:
    """A 7z archive of these files, each with the same five bytes."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 5
            archive.addfile(entry, io.BytesIO(b"bread"))
    command = ["bsdtar", "--format=7zip", "-cf", "-", "@-"]
    return subprocess.run(command, input=packed.getvalue(), capture_output=True, check=True).stdout


def amr(seconds: int = 2, *, wide: bool = False) -> bytes:
    """A voice message of old phones: pieces of twenty milliseconds (RFC 4867, 5.3), noise in each."""
    head, size = (b"\x44", 60) if wide else (b"\x3c", 31)
    begin = b"#!AMR-WB\n" if wide else b"#!AMR\n"
    return begin + b"".join(
        head + bytes((number * 7 + at) % 256 for at in range(size)) for number in range(50 * seconds)
    )


def silk(seconds: int = 2, *, wechat: bool = True, ended: bool = False) -> bytes:
    pieces = (
        struct.pack("<H", 9) + b"noise " + bytes((number % 256, 0, 1)) for number in range(50 * seconds)
    )
    return (b"\x02" if wechat else b"") + b"#!SILK_V3" + b"".join(pieces) + (b"\xff\xff" if ended else b"")
