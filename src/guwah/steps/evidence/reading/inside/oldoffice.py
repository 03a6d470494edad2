"""Office files before 2007 (OLE2, [MS-CFB]), inside the jail: properties, names of streams, words."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

import olefile

from guwah.steps.evidence.reading.inside import oldwords, sheets
from guwah.steps.evidence.reading.inside.saying import CannotRead

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_STREAMS: Final = 20_000
_MACROS: Final = frozenset({"vba", "_vba_project", "_vba_project_cur", "macros"})
# Streams an encrypted file of a newer Office keeps all of itself in ([MS-OFFCRYPTO] 2.3.4).
_LOCKED: Final = "EncryptedPackage"
# Outlook letters: property tags of words ([MS-OXMSG] 2.2.3, [MS-OXPROPS]) -> what they are.
_LETTER: Final = {
    "007D": "headers", "0C1A": "sender", "0C1F": "sender address", "5D01": "sender SMTP address",
    "0E04": "to", "0E03": "copies to", "0037": "subject", "1035": "message id",
}  # fmt: skip
_LETTER_WORDS: Final = "1000"
# A time of zero: nobody stated any ([MS-DTYP] 2.3.3).
_NEVER: Final = dt.datetime(1601, 1, 1)  # noqa: DTZ001 - olefile gives times without zone; they are UTC
_PAGES: Final = {936: "gb18030", 65001: "utf-8", 1200: "utf-16-le"}


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return what an Office file says of itself: properties, times, streams, macros by name; none is run."""
    with _opened(file) as ole:
        streams = ["/".join(path) for path in ole.listdir(streams=True, storages=False)]
        told = ole.get_metadata()
        page = _page(told.codepage)
        found: dict[str, object] = {
            "summary": _properties(told, told.SUMMARY_ATTRIBS, page),
            "document": _properties(told, told.DOCSUM_ATTRIBS, page),
            "times": _times(ole),
            "letter": {name: words for tag, name in _LETTER.items() if (words := _outlook(ole, tag))},
            "saved by": _saved_by(ole),
            "macros": [name for name in streams if _MACROS & set(name.lower().split("/"))],
            "locked": _LOCKED in streams,
            "streams": streams,
        }
    return {name: value for name, value in found.items() if value}


def text(file: BinaryIO) -> str:
    """Return the words of a document, sheets, slides, or an Outlook letter; nothing when it is none of them.

    Raises:
        CannotRead: `needs-passphrase`; and as `oldwords.word_text`, `sheets.sheet_text`.
    """
    with _opened(file) as ole:
        if ole.exists(_LOCKED):
            raise CannotRead("needs-passphrase")
        if ole.exists("WordDocument"):
            return oldwords.word_text(*_word(ole))
        if ole.exists("Workbook") or ole.exists("Book"):
            return sheets.sheet_text(_stream(ole, "Workbook") or _stream(ole, "Book"))
        if ole.exists("PowerPoint Document"):
            return oldwords.slides_text(_stream(ole, "PowerPoint Document"))
        return _outlook(ole, _LETTER_WORDS)


def _word(ole: olefile.OleFileIO) -> tuple[bytes, tuple[bytes, bytes]]:
    return _stream(ole, "WordDocument"), (_stream(ole, "0Table"), _stream(ole, "1Table"))


def _saved_by(ole: olefile.OleFileIO) -> list[str]:
    try:
        return oldwords.saved_by(*_word(ole))
    except CannotRead:
        # Locked, older, or no Word at all: `text` says which; the other properties stand in the clear.
        return []


@contextmanager
def _opened(file: BinaryIO) -> Iterator[olefile.OleFileIO]:
    try:
        ole = olefile.OleFileIO(file)
    except OSError as broken:
        raise CannotRead("not-readable") from broken
    if len(ole.direntries) > MOST_STREAMS:
        raise CannotRead("needs-too-much")
    # A chain that bites its tail would be followed for as long as a stream claims to be.
    longest = file.seek(0, os.SEEK_END)
    if any(entry is not None and entry.size > longest for entry in ole.direntries):
        raise CannotRead("not-readable")
    yield ole


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name):
        return b""
    with ole.openstream(name) as stream:
        data: bytes = stream.read()
    return data


def _page(stated: object) -> str:
    """Return the code page of the properties; its number has sixteen bits and may look negative."""
    number = stated & 0xFFFF if isinstance(stated, int) else 1252
    return _PAGES.get(number, f"cp{number}")


def _properties(told: olefile.OleMetadata, names: list[str], page: str) -> dict[str, object]:
    found = {name: _value(getattr(told, name, None), page) for name in names if name != "thumbnail"}
    return {name: value for name, value in found.items() if value not in (None, "", b"")}


def _value(value: object, page: str) -> object:
    if isinstance(value, dt.datetime):
        return value.isoformat() if value > _NEVER else None
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode(page, "replace").rstrip("\x00")
    except LookupError:
        return value.decode("latin-1").rstrip("\x00")


def _times(ole: olefile.OleFileIO) -> dict[str, str]:
    """Return when the file and its parts were made and changed, as the directory says."""
    found = {"made": ole.root.getctime(), "changed": ole.root.getmtime()}
    for path in ole.listdir(streams=False, storages=True):
        name = "/".join(path)
        found |= {f"{name} made": ole.getctime(path), f"{name} changed": ole.getmtime(path)}
    return {name: time.isoformat() for name, time in found.items() if time is not None}


def _outlook(ole: olefile.OleFileIO, tag: str) -> str:
    """Return words of an Outlook letter: as Unicode where they are, else in the letters of its time."""
    wide, narrow = (_stream(ole, f"__substg1.0_{tag}001{form}") for form in "FE")
    return (wide.decode("utf-16-le", "replace") or narrow.decode("cp1252", "replace")).rstrip("\x00")
