from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.proofs import errors, merkle, tiles

HASHES = [number.to_bytes(32, "big") for number in range(70_000)]


def grown(*steps: int) -> dict[tiles.Tile, bytes]:
    """The tiles after adding leaves in the given steps."""
    written: dict[tiles.Tile, bytes] = {}
    size = 0
    for step in steps:
        for file in tiles.grow(size, HASHES[size : size + step], written.__getitem__):
            written[file.tile] = file.data
        size += step
    return written


def test_paths_are_the_ones_of_the_specification() -> None:
    assert tiles.Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert tiles.Tile(3, 7, 112).path == "tile/3/007.p/112"
    assert tiles.Tile(1, 1000).path == "tile/1/x001/000"
    assert tiles.entries_path(0, 5) == "tile/entries/000.p/5"
    assert tiles.entries_path(273) == "tile/entries/273"


def test_a_tree_of_70000_has_the_tiles_the_specification_counts() -> None:
    listed = tiles.tiles_of(70_000)
    assert len([tile for tile in listed if tile.level == 0 and tile.width == 256]) == 273
    assert [tile for tile in listed if tile.width < 256 or tile.level] == [
        tiles.Tile(0, 273, 112),
        tiles.Tile(1, 0),
        tiles.Tile(1, 1, 17),
        tiles.Tile(2, 0, 1),
    ]
    assert tiles.tiles_of(256) == (tiles.Tile(0, 0), tiles.Tile(1, 0, 1))
    assert tiles.tiles_of(0) == ()


def test_a_grown_log_has_every_tile_and_proves_what_memory_proves() -> None:
    written = grown(70_000)
    assert set(tiles.tiles_of(70_000)) == set(written)
    assert len(written[tiles.Tile(0, 0)]) == tiles.TILE_BYTES == 8192
    tree = tiles.TiledTree(70_000, written.__getitem__)
    root = merkle.root(HASHES)
    assert tree.subtree(0, 70_000) == root
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        hashes = merkle.inclusion_proof(index, 70_000, tree.subtree)
        merkle.Inclusion(index, 70_000, hashes).verify(HASHES[index], root)
    assert merkle.Frontier.at(70_000, tree.subtree).root() == root


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_growing_in_steps_gives_the_tiles_of_growing_at_once(steps: list[int]) -> None:
    size = sum(steps)
    written, at_once = grown(*steps), grown(size)
    assert {tile: written[tile] for tile in tiles.tiles_of(size)} == at_once
    tree = tiles.TiledTree(size, written.__getitem__)
    for old in {1, steps[0], size}:
        proof = merkle.consistency_proof(old, size, tree.subtree)
        before, after = (merkle.TreeHead(each, merkle.root(HASHES[:each])) for each in (old, size))
        merkle.verify_consistency(before, after, proof)


def test_adding_nothing_writes_nothing() -> None:
    assert tiles.grow(5, [], grown(5).__getitem__) == ()


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_a_tile_stands_only_where_the_specification_lets_it(level: int, index: int, width: int) -> None:
    with pytest.raises(errors.Malformed) as caught:
        tiles.Tile(level, index, width)
    assert caught.value.code == "bad-tile"


def test_the_outermost_tiles_may_stand() -> None:
    assert tiles.Tile(63, 0, 1).path == "tile/63/000.p/1"
    assert tiles.Tile(0, 0, 256).path == "tile/0/000"
    assert tiles.Tile(0, 999, 255).path == "tile/0/999.p/255"


@pytest.mark.parametrize(
    ("size", "asked"),
    [
        (0, []),
        (5, [tiles.Tile(0, 0, 5)]),
        (255, [tiles.Tile(0, 0, 255)]),
        (256, [tiles.Tile(1, 0, 1)]),
        (300, [tiles.Tile(0, 1, 44), tiles.Tile(1, 0, 1)]),
    ],
)
def test_growing_reads_only_the_unfinished_tiles_at_the_edge(size: int, asked: list[tiles.Tile]) -> None:
    before = grown(size)
    read: list[tiles.Tile] = []

    def reading(tile: tiles.Tile) -> bytes:
        read.append(tile)
        return before[tile]

    tiles.grow(size, HASHES[size : size + 256], reading)
    assert read == asked


def test_a_tile_holds_as_many_hashes_as_it_is_wide() -> None:
    assert tiles.hashes_in(tiles.Tile(0, 0, 2), HASHES[0] + HASHES[1]) == (HASHES[0], HASHES[1])
    for wrong in (b"", HASHES[0], b"".join(HASHES[:3])):
        with pytest.raises(errors.Malformed) as caught:
            tiles.hashes_in(tiles.Tile(0, 0, 2), wrong)
        assert caught.value.code == "bad-tile"


def test_every_range_is_the_tree_over_its_leaves() -> None:
    tree = tiles.TiledTree(515, grown(515).__getitem__)
    for start, end in ((0, 1), (514, 515), (255, 257), (3, 5), (256, 512), (512, 515), (1, 515), (6, 8)):
        assert tree.subtree(start, end) == merkle.root(HASHES[start:end])


def test_a_bundle_says_each_length_in_two_bytes_big_end_first() -> None:
    assert tiles.bundle([b"ab", b"", bytes(258)]) == b"\x00\x02ab\x00\x00\x01\x02" + bytes(258)
    assert tiles.read_bundle(b"") == ()


def test_a_cut_tile_is_refused() -> None:
    written = grown(5)
    written[tiles.Tile(0, 0, 5)] = written[tiles.Tile(0, 0, 5)][:-1]
    for call in (
        lambda: tiles.TiledTree(5, written.__getitem__).subtree(0, 5),
        lambda: tiles.grow(5, HASHES[5:6], written.__getitem__),
    ):
        with pytest.raises(errors.Malformed) as caught:
            call()
        assert caught.value.code == "bad-tile"


@pytest.mark.parametrize(("start", "end"), [(0, 6), (-1, 2), (2, 2), (3, 2)])
def test_ranges_outside_the_tree_are_refused(start: int, end: int) -> None:
    with pytest.raises(errors.Malformed) as caught:
        tiles.TiledTree(5, grown(5).__getitem__).subtree(start, end)
    assert caught.value.code == "bad-index"


@given(st.lists(st.binary(max_size=40)))
def test_bundles_read_back(entries: list[bytes]) -> None:
    assert tiles.read_bundle(tiles.bundle(entries)) == tuple(entries)


def test_the_longest_entry_fits_and_one_byte_more_does_not() -> None:
    assert tiles.read_bundle(tiles.bundle([bytes(65_535)])) == (bytes(65_535),)
    with pytest.raises(errors.Malformed) as caught:
        tiles.bundle([bytes(65_536)])
    assert caught.value.code == "entry-too-long"


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00"])
def test_a_bundle_cut_in_the_middle_is_refused(data: bytes) -> None:
    with pytest.raises(errors.Malformed) as caught:
        tiles.read_bundle(data)
    assert caught.value.code == "bad-bundle"
