"""The files of a delivery, from a path before anything is kept, or from what is sealed already."""

from __future__ import annotations

import io
import os
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from guwah.failures import Failure, NotUnderstood, Refused
from guwah.instruments import deliveries
from guwah.steps.evidence.flows.store import store
from guwah.vault.age_header import AgeBroken
from guwah.vault.blobs import BlobBroken, BlobMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

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


def from_items(
    items: Mapping[str, Item], modified: Mapping[str, str], doubts: tuple[deliveries.Doubt, ...]
) -> FileBundle:
    """Return the sealed files of a folder under the names they had there."""
    return FileBundle(
        {
            name: (deliveries.Entry(name, item.size, modified.get(name, "")), partial(_sealed, item))
            for name, item in items.items()
        },
        doubts,
    )


def folder_files(folder: Path) -> tuple[dict[str, Path], tuple[deliveries.Doubt, ...]]:
    """Return the regular files of a folder by the name they have in it, sorted; links are not followed.

    Raises:
        NotUnderstood: `too-many-files`.
    """
    found: dict[str, Path] = {}
    doubts: list[deliveries.Doubt] = []
    for top, folders, names in os.walk(folder):
        folders.sort()
        here = folder / top
        if len(here.relative_to(folder).parts) > MAX_DEPTH:
            raise NotUnderstood("too-many-files", "The folders are nested too deeply.")
        for name in sorted(names):
            path = here / name
            shown = _shown(path.relative_to(folder).as_posix())
            if path.is_symlink() or not path.is_file():
                told = "A link or a device lies in the folder; it was not followed and is not kept."
                doubts.append(deliveries.Doubt("not-a-file", told, shown))
            else:
                found[shown] = path
        if len(found) > MAX_FILES:
            raise NotUnderstood("too-many-files", f"The folder holds more than {MAX_FILES:,} files.")
    return found, tuple(doubts)


def modified_of(path: Path) -> str:
    """Return the time of last change that the file system tells, in UTC."""
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _from_path(path: Path, open_files: ExitStack) -> deliveries.Bundle:
    if path.is_dir():
        files, doubts = folder_files(path)
        entries = {
            name: (
                deliveries.Entry(name, each.stat().st_size, modified_of(each)),
                partial(_opened, each),
            )
            for name, each in files.items()
        }
        return FileBundle(entries, doubts)
    if not path.exists():
        raise NotUnderstood("no-such-file", "There is no such file.")
    if not path.is_file():
        raise NotUnderstood("not-a-file", "This is not a file.")
    stream = open_files.enter_context(path.open("rb"))
    return _of_stream(stream, _shown(path.name), path.stat().st_size, partial(_opened, path))


def _of_stream(stream: BinaryIO, name: str, size: int, opener: Callable[[], BinaryIO]) -> deliveries.Bundle:
    if stream.read(4) in _ZIP:
        return deliveries.ZipBundle(stream)
    return FileBundle({name: (deliveries.Entry(name, size), opener)})


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _sealed(item: Item) -> BinaryIO:
    return io.BufferedReader(store().open(item.sha256))


def _shown(name: str) -> str:
    """Return a name as text; bytes that are no UTF-8 are written out, as no table takes them else."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
