"""Every file of the log, byte for byte, against what this vault would write now."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from guwah.instruments.proofs.tiles import WIDTH, Tile, bundle, entries_path, grow
from guwah.vault.models import Cosignature, LogEntry, Stamp
from guwah.vault.stamps import ANCHORS, anchor_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def differing(folder: Path, size: int) -> list[str]:
    """Return the paths of files that are missing or not as they should be, in a log of `size` entries.

    Tiles, sealed entries, and what others say of checkpoints are compared; files the log does not know are
    left alone.
    """
    expected = (*tiles(size), *bundles(size), *_anchors(size))
    return [path for path, data in expected if not _is(folder / path, data)]


def bundles(size: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each bundle of sealed entries in a log of `size` entries, as they should be.

    Args:
        size: how many entries there are.
        first: number of the entry to begin with; a bundle begins with it.
    """
    rows = LogEntry.objects.filter(index__gte=first, index__lt=size).order_by("index")
    sealed = rows.values_list("sealed", flat=True).iterator(WIDTH)
    for start in range(first, size, WIDTH):
        held = [bytes(each) for each in islice(sealed, WIDTH)]
        yield entries_path(start // WIDTH, len(held)), bundle(held)


def _is(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def tiles(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each tile of hashes in a log of `size` entries, as they should be."""
    rows = LogEntry.objects.filter(index__lt=size).order_by("index")
    made: dict[str, bytes] = {}

    def read(tile: Tile) -> bytes:
        return made[tile.path]

    for file in grow(0, [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)], read):
        made[file.tile.path] = file.data
    yield from made.items()


def _anchors(size: int) -> Iterator[tuple[str, bytes]]:
    done = Stamp.objects.filter(state=Stamp.State.DONE, size__lte=size).values_list("size", flat=True)
    signed = Cosignature.objects.filter(size__lte=size).values_list("size", flat=True)
    for each in sorted({*done, *signed}):
        for name, data in anchor_files(each).items():
            yield f"{ANCHORS}/{each}/{name}", data
