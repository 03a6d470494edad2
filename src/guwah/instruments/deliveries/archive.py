"""Zip files that came from outside: opened with limits, refused where their names or sizes are tricks.

PKWARE APPNOTE 6.3.10. Nothing is ever unpacked to a disk; names are still refused when a naive program would
leave its folder by them, since the same file goes on to partners.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from guwah.instruments.deliveries.bundle import Entry
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.model import Doubt, Notes

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ENTRIES = 50_000
MAX_DIRECTORY = 32 * 1024 * 1024
"""Bytes of the central directory: it is held in memory whole."""

MAX_RATIO = 300
_RATIO_FROM = 16 * 1024 * 1024  # bytes unpacked from which on a ratio is held against an entry
_MAX_TOTAL = 1 << 40
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LOCAL_BYTES = 30
_PIECE = 1 << 20
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DRIVE = re.compile(r"[A-Za-z]:")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, struct.error, UnicodeError, OverflowError)


class ZipBundle:
    """The files of a zip, in the order of its directory."""

    def __init__(self, file: BinaryIO) -> None:
        """Open a zip.

        Args:
            file: the whole zip, seekable; it stays the caller's.

        Raises:
            NotUnderstood: `not-a-zip`, `zip-bomb`, `too-many-files`, `encrypted-zip`, `bad-name`,
                `two-of-one-name`, `link-in-zip`, `overlapping-files`,
                `unknown-compression`; with the name and the byte.
        """
        _check_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as broken:
            raise NotUnderstood("not-a-zip", "The directory of this zip is broken.") from broken
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise NotUnderstood("too-many-files", f"The zip tells of more than {MAX_ENTRIES:,} files.")
        notes = Notes()
        self._infos: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for info in infos:
            name = _checked_name(info, notes)
            _check_entry(info, name, seen)
            if not name.endswith("/"):
                self._infos[name] = info
        _check_overlaps(infos)
        self.doubts: tuple[Doubt, ...] = notes.doubts
        self.entries = tuple(
            Entry(name, info.file_size, _modified(info)) for name, info in self._infos.items()
        )

    def open(self, name: str) -> BinaryIO:
        """Return a stream over one file.

        Raises:
            NotUnderstood: `broken-file`, here or while reading: damaged, or not of the size it declares.
        """
        info = self._infos[name]
        try:
            return io.BufferedReader(_Honest(self._zip.open(info), info, name))
        except _BROKEN as broken:
            raise _broken(info, name) from broken

    def damaged(self) -> tuple[str, ...]:
        """Read every file through and return those that are not as declared; slow for a large zip."""
        return tuple(name for name in self._infos if not self._is_whole(name))

    def _is_whole(self, name: str) -> bool:
        try:
            with self.open(name) as stream:
                while stream.read(_PIECE):
                    pass
        except NotUnderstood:
            return False
        return True


class _Honest(io.RawIOBase):
    """A file of a zip that is held to its declared size and check sum."""

    def __init__(self, stream: object, info: zipfile.ZipInfo, name: str) -> None:
        self._stream = stream
        self._info = info
        self._name = name
        self._came = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer
        view = memoryview(buffer)
        try:
            piece = self._stream.read(len(view))  # type: ignore[attr-defined]  # zipfile's stream has no public name
        except _BROKEN as broken:
            raise _broken(self._info, self._name) from broken
        view[: len(piece)] = piece
        self._came += len(piece)
        if not piece and self._came != self._info.file_size:
            raise _broken(self._info, self._name)
        return len(piece)


def _broken(info: zipfile.ZipInfo, name: str) -> NotUnderstood:
    told = "A file in the zip is damaged, or not of the size it declares."
    return NotUnderstood("broken-file", told, name=name, offset=info.header_offset)


def _check_directory(file: BinaryIO) -> None:
    """Refuse a directory that is too large before it is read (APPNOTE 4.3.14 to 4.3.16)."""
    size = file.seek(0, io.SEEK_END)
    tail_at = max(0, size - _END.size - 0xFFFF)
    file.seek(tail_at)
    tail = file.read(size - tail_at)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise NotUnderstood("not-a-zip", "This is no zip, or its end is missing.", offset=size)
    directory = _END.unpack_from(tail, at)[5]
    before = at - _LOCATOR.size
    if before >= 0 and tail[before : before + 4] == b"PK\x06\x07":
        file.seek(min(_LOCATOR.unpack_from(tail, before)[2], size))
        end = file.read(_END_64.size)
        if len(end) < _END_64.size or end[:4] != b"PK\x06\x06":
            raise NotUnderstood("not-a-zip", "The directory of this zip is broken.", offset=tail_at + before)
        directory = _END_64.unpack(end)[8]
    if directory > MAX_DIRECTORY:
        told = f"The directory of this zip has more than {MAX_DIRECTORY // 1024 // 1024} MiB."
        raise NotUnderstood("zip-bomb", told, offset=tail_at + at)
    file.seek(0)


def _checked_name(info: zipfile.ZipInfo, notes: Notes) -> str:
    name = info.orig_filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        name = _older_name(name, notes)
    if _leads_out(name):
        told = "A name in this zip leads out of its folder or is none; no chat program makes it."
        raise NotUnderstood("bad-name", told, offset=info.header_offset)
    if _REORDERING.search(name):
        notes.doubt(
            "reordering-name", "A file name holds signs that reorder how it is shown; they are written out."
        )
    return name


def _leads_out(name: str) -> bool:
    """Say whether a name is none, is absolute, climbs, or holds what no file system shows."""
    if not name.strip("/ ") or name.startswith("/") or "\\" in name or _DRIVE.match(name):
        return True
    climbs = any(part in ("", ".", "..") for part in name.rstrip("/").split("/"))
    return climbs or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)


def _older_name(name: str, notes: Notes) -> str:
    """Read a name whose bytes are not said to be UTF-8 (APPNOTE, appendix D)."""
    raw = name.encode("cp437")
    try:
        found = raw.decode()
    except UnicodeDecodeError:
        notes.doubt("name-encoding", "The encoding of a file name is not said; it is shown as code page 437.")
        return name
    notes.doubt(
        "name-encoding", "The encoding of a file name is not said; it is read as UTF-8, which it fits."
    )
    return found


def _check_entry(info: zipfile.ZipInfo, name: str, seen: set[str]) -> None:
    place = {"name": name, "offset": info.header_offset}
    if info.flag_bits & _ENCRYPTED:
        told = (
            "A file in the zip is locked with a password. Unlock it where it was made and deliver it again."
        )
        raise NotUnderstood("encrypted-zip", told, **place)  # type: ignore[arg-type]  # name and offset
    same = unicodedata.normalize("NFC", name)
    if same in seen:
        raise NotUnderstood("two-of-one-name", "Two files of the zip have one name.", **place)  # type: ignore[arg-type]  # name and offset
    seen.add(same)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise NotUnderstood("link-in-zip", "The zip holds a link to another place.", **place)  # type: ignore[arg-type]  # name and offset
    if info.compress_type not in _PLAIN:
        told = "A file of the zip is packed in a way that chat programs do not use."
        raise NotUnderstood("unknown-compression", told, **place)  # type: ignore[arg-type]  # name and offset
    if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise NotUnderstood("zip-bomb", "A file of the zip unpacks to far more than it is.", **place)  # type: ignore[arg-type]  # name and offset


def _check_overlaps(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse files that share their bytes, and a whole that unpacks beyond reason."""
    if sum(info.file_size for info in infos) > _MAX_TOTAL:
        raise NotUnderstood("zip-bomb", "The zip unpacks to far more than it is.")
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            told = "Two files of the zip lie over each other."
            raise NotUnderstood("overlapping-files", told, name=info.filename, offset=info.header_offset)
        end = info.header_offset + _LOCAL_BYTES + info.compress_size


def _modified(info: zipfile.ZipInfo) -> str:
    """Return the time an entry tells, as its fields stand (local clock, two seconds; APPNOTE 4.4.6)."""
    year, month, day, hour, minute, second = info.date_time
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
