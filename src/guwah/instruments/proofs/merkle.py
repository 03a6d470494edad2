"""The Merkle tree of RFC 6962 section 2.1: roots, inclusion and consistency proofs, and their checks.

A tree of size 0 has a root (`EMPTY_ROOT`) and nothing else: no proof is made or accepted for it.
Indices and sizes count leaves from 0; ranges are half-open; every hash is 32 bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from guwah.instruments.proofs.errors import Malformed, Mismatch

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Subtrees: TypeAlias = Callable[[int, int], bytes]
"""`subtree(start, end)` returns the RFC 6962 tree hash of leaves `start` to `end`."""


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 || entry) (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right) (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two smaller than `size`, which must be at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the tree hash over leaf hashes.

    Raises:
        Malformed: `empty-tree` for no leaves; use `EMPTY_ROOT` where an empty log is meant.
    """
    if not leaves:
        raise Malformed("empty-tree", "A tree without leaves has no proofs.")
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def in_memory(leaves: Sequence[bytes]) -> Subtrees:
    """Return a subtree source over leaf hashes held in memory."""

    def subtree(start: int, end: int) -> bytes:
        return root(leaves[start:end])

    return subtree


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of the perfect subtrees along the right edge: enough to append and to know the root.

    Attributes:
        size: Number of leaves so far.
        peaks: Tree hashes of the perfect subtrees, largest first, one per set bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def at(cls, size: int, subtree: Subtrees) -> Frontier:
        """Return the frontier of an existing tree of `size` leaves, read from `subtree`."""
        peaks: list[bytes] = []
        start = 0
        for bit in reversed(range(size.bit_length())):
            if size >> bit & 1:
                peaks.append(subtree(start, start + (1 << bit)))
                start += 1 << bit
        return cls(size, tuple(peaks))

    def append(self, leaf: bytes) -> Frontier:
        """Return the frontier with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """Return the frontier with more leaf hashes, in order."""
        peaks, size = list(self.peaks), self.size
        for leaf in leaves:
            node, complete = leaf, size
            while complete & 1:
                node = node_hash(peaks.pop(), node)
                complete >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the tree hash; `EMPTY_ROOT` while there are no leaves."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def inclusion_proof(index: int, size: int, subtree: Subtrees) -> tuple[bytes, ...]:
    """Return PATH(index, D[size]) of RFC 6962 section 2.1.1, the leaf's sibling first.

    Raises:
        Malformed: `empty-tree`, or `bad-index` when there is no such leaf.
    """
    _require_leaf(index, size)
    start, end = 0, size
    path: list[bytes] = []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(old: int, size: int, subtree: Subtrees) -> tuple[bytes, ...]:
    """Return PROOF(old, D[size]) of RFC 6962 section 2.1.2; empty when both sizes are equal.

    Raises:
        Malformed: `empty-tree` for an old size of 0, `bad-index` when `old` is larger than `size`.
    """
    _require_sizes(old, size)
    start, end = 0, size
    path: list[bytes] = []
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    if start:
        path.append(subtree(start, end))
    return tuple(reversed(path))


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An inclusion proof: leaf `index` of a tree of `size` leaves, with its sibling hashes."""

    index: int
    size: int
    hashes: tuple[bytes, ...]

    def root_from(self, leaf: bytes) -> bytes:
        """Return the root this proof leads to from `leaf` (RFC 9162 section 2.1.3.2).

        Raises:
            Malformed: `empty-tree` or `bad-index`.
            Mismatch: `proof-length` when there are too many or too few hashes.
        """
        _require_leaf(self.index, self.size)
        place, last, node = self.index, self.size - 1, leaf
        for sibling in self.hashes:
            if last == 0:
                raise Mismatch("proof-length", "The inclusion proof has too many hashes.")
            if place & 1 or place == last:
                node = node_hash(sibling, node)
                while not place & 1 and place:
                    place, last = place >> 1, last >> 1
            else:
                node = node_hash(node, sibling)
            place, last = place >> 1, last >> 1
        if last:
            raise Mismatch("proof-length", "The inclusion proof has too few hashes.")
        return node

    def verify(self, leaf: bytes, expected: bytes) -> None:
        """Return when `leaf` stands at this place of the tree with root `expected`.

        Raises:
            Malformed: `empty-tree` or `bad-index`.
            Mismatch: `proof-length` or `not-included`.
        """
        if self.root_from(leaf) != expected:
            raise Mismatch("not-included", "The entry is not in this tree at this place.")


@dataclass(frozen=True, slots=True)
class TreeHead:
    """Size and root hash of a tree at one moment."""

    size: int
    root: bytes


def verify_consistency(old: TreeHead, new: TreeHead, proof: Sequence[bytes]) -> None:
    """Return when the `new` tree only added leaves to the `old` one (RFC 9162 section 2.1.4.2).

    Raises:
        Malformed: `empty-tree` or `bad-index`.
        Mismatch: `proof-length` or `not-consistent`.
    """
    _require_sizes(old.size, new.size)
    if old.size == new.size:
        roots = (old.root, old.root) if not proof else None
    else:
        roots = _consistency_roots(old, new.size, proof)
    if roots is None:
        raise Mismatch("proof-length", "The consistency proof has the wrong number of hashes.")
    if roots != (old.root, new.root):
        raise Mismatch("not-consistent", "The newer tree does not extend the older one.")


def _consistency_roots(old: TreeHead, size: int, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    path = list(proof) if old.size & (old.size - 1) else [old.root, *proof]
    if not path:
        return None
    place, last = old.size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return None if last else (before, after)


def _require_leaf(index: int, size: int) -> None:
    if size < 1:
        raise Malformed("empty-tree", "A tree without leaves has no proofs.")
    if not 0 <= index < size:
        raise Malformed("bad-index", "There is no leaf with this index in this tree.")


def _require_sizes(old: int, size: int) -> None:
    if old < 1:
        raise Malformed("empty-tree", "A tree without leaves has no proofs.")
    if old > size:
        raise Malformed("bad-index", "The older tree cannot be larger than the newer one.")
