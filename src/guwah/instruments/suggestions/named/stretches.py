"""Whether a stretch meets any of many others, which are sorted and do not overlap."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def meets(pairs: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a half-open stretch shares a code point with one of the sorted, disjoint pairs."""
    at = bisect_left(pairs, (end, end)) - 1
    return at >= 0 and pairs[at][1] > start


def beside_of(pairs: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the nearest pair before a stretch and the nearest behind it, where there are such."""
    at = bisect_left(pairs, (start, start))
    return tuple(pair for pair in pairs[max(0, at - 1) : at + 1] if pair[1] <= start or end <= pair[0])
