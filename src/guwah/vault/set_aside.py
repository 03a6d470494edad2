"""Files of the log that were found changed: kept as they were found, for whoever asks who changed them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from guwah.vault.durable import make_folders, write_durably
from guwah.vault.log_compare import bundles, tiles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER: Final = "set-aside"
_LONGEST_NAME: Final = 16


def keep(log: Path, paths: Iterable[Path], below: Path | None = None) -> list[str]:
    """Copy files of the log to `set-aside/`, named after what they were and their SHA-256; return the names.

    The same bytes are kept once, so a run that was broken off is repeated without harm.

    Args:
        log: the log's folder.
        paths: what to keep.
        below: the folder that names are told from; the log's when None.
    """
    names = []
    for path in paths:
        data = path.read_bytes()
        was = str(path.relative_to(below or log)).replace("/", "~")
        name = f"{was}-{hashlib.sha256(data).hexdigest()[:_LONGEST_NAME]}"
        make_folders(log / FOLDER)
        write_durably(log / FOLDER / name, data)
        names.append(name)
    return names


def kept(log: Path) -> tuple[str, ...]:
    """Return the names of what was set aside and nobody has taken away yet."""
    folder = log / FOLDER
    return tuple(sorted(path.name for path in folder.iterdir())) if folder.is_dir() else ()


def strange(log: Path, size: int) -> list[Path]:
    """Return the tiles and bundles among the log's files that the database's first entries do not give.

    A file may be narrower than it would be now: one that a crash left behind is not strange.
    """
    expected = {_place(path): data for path, data in (*tiles(size), *bundles(size))}
    found = sorted(path for path in (log / "tile").rglob("*") if path.is_file())
    return [path for path in found if not _fits(path, expected.get(_place(str(path.relative_to(log)))))]


def _fits(path: Path, whole: bytes | None) -> bool:
    if whole is None:
        return False
    data = path.read_bytes()
    return bool(data) and whole.startswith(data)


def _place(path: str) -> str:
    """Return the path of a tile without its width: `tile/0/000.p/3` is the beginning of `tile/0/000`."""
    return path.partition(".p/")[0]
