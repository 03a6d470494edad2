"""Searching one text while it is read: every place counted, and told of those that are listed or shown."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.steps.testimony import search
from guwah.steps.testimony.finding import counted, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.steps.testimony.models import Revision

_SNIPPET = 40
# Places that are listed of what is searched for; the others are counted.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words searched for stand: the block, and a little around them."""

    start: int
    end: int
    name: str
    page: int
    before: str
    words: str
    after: str


class Sought:
    """What is searched for in all that can be read of a text, in other scripts too.

    Every part is counted; only of those that are listed or shown is told where it stands in them. A word of
    every turn would take seconds in a text of ten thousand.

    Attributes:
        page: of the first place, else 1.
    """

    def __init__(self, revision: Revision, sought: str, size: int) -> None:
        self._text, self._sought = revision.text, sought
        parts = sorted((*_blocks_of(revision), *_beside(revision)))
        written = counted([self._text[start:end] for start, end, _, _ in parts], sought)
        across: list[tuple[int, int]] = search.places_in(revision, sought)
        firsts = [start for start, _ in across]
        self._parts: list[tuple[int, int, str, int, int, Sequence[tuple[int, int]]]] = []
        before = 0
        for (start, end, name, is_block), many in zip(parts, written, strict=True):
            same = across[bisect_left(firsts, start) : bisect_left(firsts, end)]
            if many or same:
                page = page_of(before, size, is_block=is_block)
                self._parts.append((start, end, name, page, many, same))
            before += is_block
        self.page = self._parts[0][3] if self._parts else 1

    def told(self, first: int, after: int) -> tuple[list[Hit], list[Hit], int]:
        """Return the places that are listed, those between two code points, and how many there are."""
        listed, here, total = list[Hit](), list[Hit](), 0
        for start, end, name, page, many, same in self._parts:
            shown = start < after and end > first
            if not shown and not same and len(listed) >= LISTED:
                total += many
                continue
            hits = list(self._hits(start, end, name, page, same))
            total += len(hits)
            listed += hits[: max(0, LISTED - len(listed))]
            here += hits if shown else ()
        return listed, here, total

    def _hits(
        self, start: int, end: int, name: str, page: int, same: Sequence[tuple[int, int]]
    ) -> Iterable[Hit]:
        text = self._text
        literal = occurrences(text[start:end], self._sought)
        for a, b in _together([(start + first, start + after) for first, after in literal], same):
            yield Hit(
                start=a,
                end=b,
                name=name,
                page=page,
                before=text[max(start, a - _SNIPPET) : a],
                words=text[a:b],
                after=text[b : min(end, b + _SNIPPET)],
            )


def _together(written: Sequence[tuple[int, int]], across: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what stands as it was asked for, and other forms where that does not stand."""
    others = (each for each in across if not any(each[0] < end and start < each[1] for start, end in written))
    return sorted((*written, *others))


def _blocks_of(revision: Revision) -> Iterable[tuple[int, int, str, bool]]:
    for session, n, start, end in revision.blocks.values_list("session__n", "n", "start", "end"):
        yield start, end, f"s{session}-t{n}" if session else f"p{n}", True


def _beside(revision: Revision) -> Iterable[tuple[int, int, str, bool]]:
    for kind, start, end in revision.reading.get("beside", ()):
        if kind not in {"title", "note"}:
            yield start, end, f"o{start}", False


def page_of(before: int, size: int, *, is_block: bool) -> int:
    """Return the page of a part with so many blocks before it; what stands beside follows the one before."""
    return (before if is_block else max(0, before - 1)) // size + 1
