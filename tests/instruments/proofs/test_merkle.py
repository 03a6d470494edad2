from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.proofs import errors, merkle

# Leaves and roots of the reference implementation of RFC 6962 (certificate-transparency, merkletree tests).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [merkle.leaf_hash(bytes([number])) for number in range(70)]


def brute_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = max(1 << bit for bit in range(20) if 1 << bit < len(leaves))
    return hashlib.sha256(b"\x01" + brute_root(leaves[:k]) + brute_root(leaves[k:])).digest()


def brute_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = max(1 << bit for bit in range(20) if 1 << bit < len(leaves))
    if index < k:
        return [*brute_path(index, leaves[:k]), brute_root(leaves[k:])]
    return [*brute_path(index - k, leaves[k:]), brute_root(leaves[:k])]


def brute_subproof(old: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2, word for word."""
    if old == len(leaves):
        return [] if whole else [brute_root(leaves)]
    k = max(1 << bit for bit in range(20) if 1 << bit < len(leaves))
    if old <= k:
        return [*brute_subproof(old, leaves[:k], whole=whole), brute_root(leaves[k:])]
    return [*brute_subproof(old - k, leaves[k:], whole=False), brute_root(leaves[:k])]


def test_the_published_roots_come_out() -> None:
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaves = [merkle.leaf_hash(leaf) for leaf in LEAVES]
    assert [merkle.root(leaves[: size + 1]).hex() for size in range(8)] == ROOTS


def test_a_published_inclusion_proof_comes_out() -> None:
    leaves = [merkle.leaf_hash(leaf) for leaf in LEAVES]
    proof = merkle.inclusion_proof(5, 8, merkle.in_memory(leaves))
    assert [each.hex() for each in proof] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_roots_and_inclusion_proofs_agree_with_brute_force_up_to_70() -> None:
    for size in range(1, 71):
        leaves = HASHES[:size]
        root = brute_root(leaves)
        assert merkle.root(leaves) == root
        for index in range(size):
            hashes = merkle.inclusion_proof(index, size, merkle.in_memory(leaves))
            assert list(hashes) == brute_path(index, leaves)
            merkle.Inclusion(index, size, hashes).verify(leaves[index], root)


def test_consistency_proofs_agree_with_brute_force_up_to_70() -> None:
    roots = [merkle.root(HASHES[:size]) for size in range(1, 71)]
    for size in range(1, 71):
        subtree = merkle.in_memory(HASHES[:size])
        for old in range(1, size + 1):
            proof = merkle.consistency_proof(old, size, subtree)
            assert list(proof) == brute_subproof(old, HASHES[:size], whole=True)
            merkle.verify_consistency(
                merkle.TreeHead(old, roots[old - 1]), merkle.TreeHead(size, roots[size - 1]), proof
            )


def test_the_frontier_follows_the_tree_and_can_be_taken_up_anywhere() -> None:
    frontier = merkle.Frontier()
    assert frontier.root() == merkle.EMPTY_ROOT
    for size in range(1, 71):
        frontier = frontier.append(HASHES[size - 1])
        assert frontier.root() == merkle.root(HASHES[:size])
        assert frontier == merkle.Frontier.at(size, merkle.in_memory(HASHES[:size]))
        for few in (0, 1, 5, 33):
            assert frontier.extend(HASHES[size : size + few]) == merkle.Frontier.at(
                len(HASHES[: size + few]), merkle.in_memory(HASHES[: size + few])
            )


@given(st.integers(1, 70), st.data())
def test_no_other_leaf_place_size_or_hash_passes_an_inclusion_proof(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = HASHES[:size]
    root = merkle.root(leaves)
    hashes = merkle.inclusion_proof(index, size, merkle.in_memory(leaves))
    wrong = [
        (merkle.Inclusion(index, size, hashes), bytes(32), root),
        (merkle.Inclusion(index, size, hashes), leaves[index], bytes(32)),
        (merkle.Inclusion(index, size, (*hashes, bytes(32))), leaves[index], root),
    ]
    if hashes:
        at = data.draw(st.integers(0, len(hashes) - 1))
        changed = (*hashes[:at], bytes(32), *hashes[at + 1 :])
        wrong.append((merkle.Inclusion(index, size, changed), leaves[index], root))
        wrong.append((merkle.Inclusion(index, size, hashes[:-1]), leaves[index], root))
        elsewhere = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
        wrong.append((merkle.Inclusion(elsewhere, size, hashes), leaves[index], root))
    for inclusion, leaf, expected in wrong:
        with pytest.raises(errors.Mismatch) as caught:
            inclusion.verify(leaf, expected)
        assert caught.value.code in {"not-included", "proof-length"}


@given(st.integers(1, 70), st.data())
def test_no_other_root_or_hash_passes_a_consistency_proof(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    before = merkle.TreeHead(old, merkle.root(HASHES[:old]))
    after = merkle.TreeHead(size, merkle.root(HASHES[:size]))
    proof = merkle.consistency_proof(old, size, merkle.in_memory(HASHES[:size]))
    wrong: list[tuple[merkle.TreeHead, merkle.TreeHead, tuple[bytes, ...]]] = [
        (merkle.TreeHead(old, bytes(32)), after, proof),
        (before, merkle.TreeHead(size, bytes(32)), proof),
        (before, after, (*proof, bytes(32))),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        wrong.append((before, after, (*proof[:at], bytes(32), *proof[at + 1 :])))
        wrong.append((before, after, proof[:-1]))
        wrong.append((before, after, ()))
    for older, newer, hashes in wrong:
        with pytest.raises(errors.Mismatch) as caught:
            merkle.verify_consistency(older, newer, hashes)
        assert caught.value.code in {"not-consistent", "proof-length"}


def test_nothing_is_proven_in_an_empty_tree() -> None:
    subtree = merkle.in_memory(HASHES[:3])
    empty, full = merkle.TreeHead(0, merkle.EMPTY_ROOT), merkle.TreeHead(3, merkle.root(HASHES[:3]))
    calls = (
        lambda: merkle.root([]),
        lambda: merkle.inclusion_proof(0, 0, subtree),
        lambda: merkle.consistency_proof(0, 3, subtree),
        lambda: merkle.Inclusion(0, 0, ()).verify(merkle.EMPTY_ROOT, merkle.EMPTY_ROOT),
        lambda: merkle.verify_consistency(empty, full, ()),
        lambda: merkle.verify_consistency(empty, empty, ()),
    )
    for call in calls:
        with pytest.raises(errors.Malformed) as caught:
            call()
        assert caught.value.code == "empty-tree"


def test_places_outside_the_tree_are_refused() -> None:
    subtree = merkle.in_memory(HASHES[:3])
    head = merkle.TreeHead(3, merkle.root(HASHES[:3]))
    calls = (
        lambda: merkle.inclusion_proof(3, 3, subtree),
        lambda: merkle.inclusion_proof(-1, 3, subtree),
        lambda: merkle.consistency_proof(4, 3, subtree),
        lambda: merkle.Inclusion(3, 3, ()).verify(HASHES[0], head.root),
        lambda: merkle.verify_consistency(merkle.TreeHead(4, head.root), head, ()),
    )
    for call in calls:
        with pytest.raises(errors.Malformed) as caught:
            call()
        assert caught.value.code == "bad-index"
