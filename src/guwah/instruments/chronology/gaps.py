"""Which years an axis of time leaves out: a birth shares its picture with what happened long after."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
"""First and last day number, both of them drawn."""
LONG = 1095
"""No shorter stretch is left out: three years are seen as three years."""
OUTWEIGHS = 2
"""How many times longer than all that is drawn a stretch without a day is before it is left out."""


def pieces(spans: Iterable[Span]) -> list[Span]:
    """Return the stretches of time that are drawn to scale, in their order.

    Between two of them nothing is dated, for longer than all of them together last. Without any span there
    is one stretch of one day.
    """
    runs = _runs(spans)
    if not runs:
        return [(0, 0)]
    kept: list[Span] = [runs[0]]
    gaps = sorted((later[0] - earlier[1] for earlier, later in pairwise(runs)), reverse=True)
    whole = runs[-1][1] - runs[0][0]
    left_out = set[int]()
    for gap in gaps:
        if gap < LONG or gap <= OUTWEIGHS * (whole - gap) or whole == gap:
            break
        left_out.add(gap)
        whole -= gap
    for run in runs[1:]:
        if run[0] - kept[-1][1] in left_out:
            kept.append(run)
        else:
            kept[-1] = (kept[-1][0], run[1])
    return kept


def _runs(spans: Iterable[Span]) -> list[Span]:
    """Return what spans cover, those that touch each other as one."""
    runs: list[Span] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def years(between: Span) -> int:
    """Return how many whole years lie between two days."""
    return int((between[1] - between[0]) / 365.2425)
