"""Sets of stretches of a text: half-open, counted in code points from 0, sorted and disjoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Larger than any text; the end of "the whole text" where its length is not known.
FAR_END = 2**62


@dataclass(frozen=True, slots=True)
class Spans:
    """A set of code points, kept as the fewest `(start, end)` pairs in rising order.

    Build it with `Spans.of`, which joins what touches or overlaps.
    """

    pairs: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Spans:
        """Return the union of half-open pairs; an empty pair adds nothing.

        Raises:
            ValueError: a pair starts below 0 or ends before it starts.
        """
        joined: list[tuple[int, int]] = []
        for start, end in sorted(pairs):
            if start < 0 or end < start:
                raise ValueError(f"not a span: {start}..{end}")
            if start == end:
                continue
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return cls(tuple(joined))

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.pairs)

    def __or__(self, other: Spans) -> Spans:
        return Spans.of((*self.pairs, *other.pairs))

    def __and__(self, other: Spans) -> Spans:
        return Spans.of(
            (max(a, c), min(b, d)) for a, b in self.pairs for c, d in other.pairs if max(a, c) < min(b, d)
        )

    def __sub__(self, other: Spans) -> Spans:
        left = list(self.pairs)
        for c, d in other.pairs:
            left = [part for a, b in left for part in ((a, min(b, c)), (max(a, d), b)) if part[0] < part[1]]
        return Spans(tuple(left))

    def covers(self, other: Spans) -> bool:
        """Return whether every code point of `other` is in this set."""
        return not other - self

    def overlaps(self, other: Spans) -> bool:
        """Return whether one code point is in both."""
        return bool(self & other)


NOTHING = Spans()
WHOLE = Spans(((0, FAR_END),))
