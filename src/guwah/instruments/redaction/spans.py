"""Sets of stretches of a text: half-open, counted in code points from 0, sorted and disjoint."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
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
        # One walk along both, from where both have begun: a long text has thousands of pairs, every page asks
        # for this, and finders ask for one pair at a time.
        both: list[tuple[int, int]] = []
        one, two = self._from(other), other._from(self)
        while one < len(self.pairs) and two < len(other.pairs):
            (a, b), (c, d) = self.pairs[one], other.pairs[two]
            if max(a, c) < min(b, d):
                both.append((max(a, c), min(b, d)))
            if b < d:
                one += 1
            else:
                two += 1
        return Spans(tuple(both))

    def __sub__(self, other: Spans) -> Spans:
        left: list[tuple[int, int]] = []
        at = other._from(self)
        for a, b in self.pairs:
            while at < len(other.pairs) and other.pairs[at][1] <= a:
                at += 1
            first, hole = a, at
            while hole < len(other.pairs) and other.pairs[hole][0] < b:
                c, d = other.pairs[hole]
                if first < c:
                    left.append((first, c))
                first, hole = max(first, d), hole + 1
            if first < b:
                left.append((first, b))
        return Spans(tuple(left))

    def _from(self, other: Spans) -> int:
        """Return the place of the first pair that does not end before another set begins."""
        return bisect_right(self.pairs, other.pairs[0][0], key=itemgetter(1)) if other.pairs else 0

    def covers(self, other: Spans) -> bool:
        """Return whether every code point of `other` is in this set."""
        return not other - self

    def overlaps(self, other: Spans) -> bool:
        """Return whether one code point is in both."""
        return bool(self & other)


NOTHING = Spans()
WHOLE = Spans(((0, FAR_END),))
