"""The files of a delivery, from a path before anything is kept, or from what is sealed already."""

from __future__ import annotations

import io
import os
import stat
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from guwah.failures import Failure, NotUnderstood, Refused
from guwah.instruments import deliveries
from guwah.steps.evidence.flows.store import store
from guwah.vault.age_header import AgeBroken
from guwah.vault.blobs import BlobBroken, BlobMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guwah.steps.evidence.models import Item

MAX_FILES: Final = 50_000
MAX_DEPTH: Final = 30
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


class FileBundle:
    """Files that are opened one by one, by name."""

    def __init__(
        self,
        files: Mapping[str, tuple[deliveries.Entry, Callable[[], BinaryIO]]],
        doubts: tuple[deliveries.Doubt, ...] = (),
    ) -> None:
        self._files = dict(files)
        self.entries = tuple(entry for entry, _opener in self._files.values())
        self.doubts = doubts

    def open(self, name: str) -> BinaryIO:
        """Return a stream over one file."""
        return self._files[name][1]()


@contextmanager
def understanding() -> Iterator[None]:
    """Say what the instrument says, with its place; and that a sealed file is not what was sealed."""
    try:
        yield
    except deliveries.NotUnderstood as wrong:
        place = Failure(wrong.code, wrong.message, wrong.name or None, wrong.line, None, wrong.offset)
        raise NotUnderstood(wrong.code, wrong.message, place=place) from wrong
    except (BlobMissing, BlobBroken, AgeBroken) as broken:
        told = "A sealed file of this delivery is missing or damaged; restore the blobs folder from a backup."
        raise Refused("blob-broken", told) from broken


@contextmanager
def from_path(path: Path) -> Iterator[deliveries.Bundle]:
    """Open what lies at a path: a folder, a zip, or one file.

    Raises:
        NotUnderstood: `no-such-file`, `not-a-file`, `unreadable-file`, `too-many-files`.
    """
    with ExitStack() as open_files:
        try:
            yield _from_path(path, open_files)
        except OSError as broken:
            raise NotUnderstood("unreadable-file", "Something in this delivery cannot be read.") from broken


@contextmanager
def from_item(item: Item) -> Iterator[deliveries.Bundle]:
    """Open a sealed export; its bytes are decrypted as they are read, never onto a disk."""
    with ExitStack() as open_files:
        reader = open_files.enter_context(io.BufferedReader(store().open(item.sha256)))
        yield _of_stream(reader, item.filename, item.size, partial(_sealed, item))


@dataclass(slots=True)
class Listing:
    """What lies in a folder, as it was when it was listed.

    Attributes:
        files: where each regular file lies, by the name it has in the folder, in order.
        entries: their sizes and times of last change then, by the same names.
        doubts: what was not followed or could not be looked into.
    """

    files: dict[str, Path] = field(default_factory=dict)
    entries: dict[str, deliveries.Entry] = field(default_factory=dict)
    doubts: list[deliveries.Doubt] = field(default_factory=list)

    def bundle(self) -> FileBundle:
        """Return the files as they lie in the folder."""
        return FileBundle(
            {name: (self.entries[name], partial(_opened, path, name)) for name, path in self.files.items()},
            tuple(self.doubts),
        )

    def sealed(self, items: Mapping[str, Item], more: tuple[deliveries.Doubt, ...] = ()) -> FileBundle:
        """Return the files as they were sealed; those that were not stand in their place with no bytes.

        Args:
            items: what was sealed, by name.
            more: doubts of the sealing.
        """
        return FileBundle(
            {name: self._sealed(entry, items.get(name)) for name, entry in self.entries.items()},
            (*self.doubts, *more),
        )

    @staticmethod
    def _sealed(
        entry: deliveries.Entry, item: Item | None
    ) -> tuple[deliveries.Entry, Callable[[], BinaryIO]]:
        if item is None:
            return deliveries.Entry(entry.name, 0, entry.modified), io.BytesIO
        return deliveries.Entry(entry.name, item.size, entry.modified), partial(_sealed, item)


def folder_files(folder: Path) -> Listing:
    """Return the regular files of a folder, sorted; links are not followed.

    Raises:
        NotUnderstood: `too-many-files`.
    """
    listing = Listing()

    def unlisted(broken: OSError) -> None:
        name = Path(os.fsdecode(broken.filename)).relative_to(folder).as_posix()
        told = "A folder inside could not be opened; nothing in it is looked at or kept."
        listing.doubts.append(deliveries.Doubt("unreadable-folder", told, shown_bytes(name)))

    for top, folders, names in os.walk(folder, onerror=unlisted):
        _doubt_links(folder, Path(top), folders, listing)
        folders.sort()
        # What is walked over begins with the folder as it was given, be that relative or not.
        if len(Path(top).relative_to(folder).parts) > MAX_DEPTH:
            raise NotUnderstood("too-many-files", "The folders are nested too deeply.")
        for name in sorted(names):
            _list(folder, Path(top, name), listing)
        if len(listing.files) > MAX_FILES:
            raise NotUnderstood("too-many-files", f"The folder holds more than {MAX_FILES:,} files.")
    return listing


def _list(folder: Path, path: Path, listing: Listing) -> None:
    shown = shown_bytes(path.relative_to(folder).as_posix())
    while shown in listing.files:
        # Two names of bytes can be written out alike.
        shown += "_"
    try:
        about = path.lstat()
    except OSError:
        # Gone since it was listed: the sealing says so of it.
        listing.files[shown], listing.entries[shown] = path, deliveries.Entry(shown, 0)
        return
    if not stat.S_ISREG(about.st_mode):
        _doubt_kind(shown, listing)
        return
    listing.files[shown] = path
    listing.entries[shown] = deliveries.Entry(shown, about.st_size, _moment(about.st_mtime))
    if not os.access(path, os.R_OK):
        told = "This file may not be read here; what becomes of it is told when the rest is kept."
        listing.doubts.append(deliveries.Doubt("unreadable-file", told, shown))


def _doubt_links(folder: Path, here: Path, folders: list[str], listing: Listing) -> None:
    """Say of links to folders what is said of links to files; they are listed among the folders."""
    for name in sorted(folders):
        if (here / name).is_symlink():
            _doubt_kind(shown_bytes((here / name).relative_to(folder).as_posix()), listing)


def _doubt_kind(shown: str, listing: Listing) -> None:
    told = "A link or a device lies in the folder; it was not followed and is not kept."
    listing.doubts.append(deliveries.Doubt("not-a-file", told, shown))


def _moment(seconds: float) -> str:
    """Return a time of last change that the file system tells, in UTC; empty for one of no calendar."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _from_path(path: Path, open_files: ExitStack) -> deliveries.Bundle:
    if path.is_dir():
        return folder_files(path).bundle()
    if not path.exists():
        raise NotUnderstood("no-such-file", "There is no such file.")
    if not path.is_file():
        raise NotUnderstood("not-a-file", "This is not a file.")
    stream = open_files.enter_context(path.open("rb"))
    return _of_stream(
        stream, shown_bytes(path.name), path.stat().st_size, partial(_opened, path, shown_bytes(path.name))
    )


def _of_stream(stream: BinaryIO, name: str, size: int, opener: Callable[[], BinaryIO]) -> deliveries.Bundle:
    if stream.read(4) in _ZIP:
        return deliveries.ZipBundle(stream)
    return FileBundle({name: (deliveries.Entry(name, size), opener)})


class _Told(io.RawIOBase):
    """A file of a folder; where it cannot be read its name is told."""

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        with self._telling():
            self._file = io.FileIO(path)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as broken:
            told = "A file of this delivery cannot be read."
            raise deliveries.NotUnderstood("unreadable-file", told, name=self._name) from broken

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer
        with self._telling():
            return self._file.readinto(buffer) or 0

    def close(self) -> None:
        if not self.closed and hasattr(self, "_file"):
            self._file.close()
        super().close()


def _opened(path: Path, name: str) -> BinaryIO:
    return io.BufferedReader(_Told(path, name))


def _sealed(item: Item) -> BinaryIO:
    return io.BufferedReader(store().open(item.sha256))


def shown_bytes(name: str) -> str:
    """Return a name as text; bytes that are no UTF-8 are written out, as no table takes them else."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
