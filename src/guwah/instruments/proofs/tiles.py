"""A Merkle log as plain files (C2SP tlog-tiles): paths, tiles of 256 hashes, bundles of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from guwah.instruments.proofs.encodings import HASH_SIZE
from guwah.instruments.proofs.errors import Malformed
from guwah.instruments.proofs.merkle import node_hash, root, split

WIDTH: Final = 256
TILE_BYTES: Final = WIDTH * HASH_SIZE
MAX_ENTRY: Final = 65_535
_HEIGHT: Final = 8
_LENGTH_BYTES: Final = 2
_TOP_LEVEL: Final = 63


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Where one tile stands: `level` 0 holds leaf hashes, `width` 1 to 255 means a partial tile."""

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not 0 <= self.level <= _TOP_LEVEL or self.index < 0 or not 1 <= self.width <= WIDTH:
            raise Malformed("bad-tile", "No tile can stand at this level, index and width.")

    @property
    def path(self) -> str:
        """Path below the log's folder, for example `tile/0/x001/234.p/5`."""
        return f"tile/{self.level}/{_numbered(self.index, self.width)}"


ReadTile: TypeAlias = Callable[[Tile], bytes]
"""Returns the bytes of a tile that must exist."""


def entries_path(index: int, width: int = WIDTH) -> str:
    """Return the path of the bundle holding the entries of level-0 tile `index`."""
    return f"tile/entries/{_numbered(Tile(0, index, width).index, width)}"


def tiles_of(size: int) -> tuple[Tile, ...]:
    """Return every tile a tree of `size` leaves consists of, by level, then index."""
    tiles: list[Tile] = []
    level, count = 0, size
    while count:
        full, rest = divmod(count, WIDTH)
        tiles += [Tile(level, index) for index in range(full)]
        tiles += [Tile(level, full, rest)] if rest else []
        level, count = level + 1, full
    return tuple(tiles)


def hashes_in(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """Cut a tile's bytes into its hashes.

    Raises:
        Malformed: `bad-tile` when the length does not fit the tile's width.
    """
    if len(data) != tile.width * HASH_SIZE:
        raise Malformed("bad-tile", "The tile has the wrong number of bytes.")
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


@dataclass(frozen=True, slots=True)
class TiledTree:
    """A tree of `size` leaves whose hashes lie in tiles; `subtree` fits the functions of `merkle`."""

    size: int
    read: ReadTile

    def subtree(self, start: int, end: int) -> bytes:
        """Return the tree hash of leaves `start` to `end`, as RFC 6962 cuts the tree.

        Raises:
            Malformed: `bad-index` outside the tree, `bad-tile` for a tile of another length.
        """
        if not 0 <= start < end <= self.size:
            raise Malformed("bad-index", "There is no such range of leaves in this tree.")
        span = end - start
        if span & (span - 1) or start % span:
            middle = start + split(span)
            return node_hash(self.subtree(start, middle), self.subtree(middle, end))
        level, below = divmod(span.bit_length() - 1, _HEIGHT)
        place = start >> (level * _HEIGHT)
        tile = Tile(
            level, place // WIDTH, min(WIDTH, (self.size >> (level * _HEIGHT)) - place // WIDTH * WIDTH)
        )
        hashes = hashes_in(tile, self.read(tile))
        return root(hashes[place % WIDTH : place % WIDTH + (1 << below)])


@dataclass(frozen=True, slots=True)
class TileFile:
    """One tile to be written."""

    tile: Tile
    data: bytes


def grow(size: int, leaves: Sequence[bytes], read: ReadTile) -> tuple[TileFile, ...]:
    """Return the tiles to write when `leaves` (leaf hashes) are added to a tree of `size` leaves.

    `read` is asked only for the partial tiles at the right edge of the old tree.

    Raises:
        Malformed: `bad-tile` when an old partial tile has another length than the size says.
    """
    files: list[TileFile] = []
    level, count, fresh = 0, size, list(leaves)
    while fresh:
        first, have = divmod(count, WIDTH)
        edge = Tile(level, first, have) if have else None
        hashes = [*(hashes_in(edge, read(edge)) if edge else ()), *fresh]
        fresh = []
        for at in range(0, len(hashes), WIDTH):
            piece = hashes[at : at + WIDTH]
            files.append(TileFile(Tile(level, first + at // WIDTH, len(piece)), b"".join(piece)))
            if len(piece) == WIDTH:
                fresh.append(root(piece))
        level, count = level + 1, first
    return tuple(files)


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return the entries, each after its length as a big-endian uint16.

    Raises:
        Malformed: `entry-too-long` beyond 65,535 bytes.
    """
    pieces: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise Malformed("entry-too-long", "A log entry has at most 65,535 bytes.")
        pieces += [len(entry).to_bytes(_LENGTH_BYTES, "big"), entry]
    return b"".join(pieces)


def read_bundle(data: bytes) -> tuple[bytes, ...]:
    """Cut a bundle into its entries.

    Raises:
        Malformed: `bad-bundle` when it ends in the middle of an entry.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        end = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or end > len(data):
            raise Malformed("bad-bundle", "The bundle ends in the middle of an entry.")
        entries.append(data[start:end])
        at = end
    return tuple(entries)


def _numbered(index: int, width: int) -> str:
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    suffix = "" if width == WIDTH else f".p/{width}"
    return "/".join(reversed(groups)) + suffix
