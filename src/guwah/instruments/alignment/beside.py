"""What stands beside a stretch of units left out: where the stretch begins and ends may be unsure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guwah.instruments.alignment.costs import LEFT_OUT, MOVES, NEXT_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.alignment.costs import Costs
    from guwah.instruments.alignment.ways import Stretch

# So few pairs between units left out may have met by chance, if they share nothing.
_NEAREST = 3
_BOTH, _LEFT, _RIGHT = range(3)
# From so many units left out in a row on, their beginning and end are looked at.
_STRETCH = 3
# A stretch that lies elsewhere for so little more may well lie there: odds of about one in a hundred.
_AS_WELL = 5.0
# What costs so much more does not come back; nor is it looked for further than so many groups.
_SETTLED, _LOOKED = 20.0, 40


def cost_of(costs: Costs, pairs: Sequence[tuple[Stretch, Stretch]]) -> float:
    """Return what a way costs."""
    cost = 0.0
    for kind, run in groupby(pairs, _kind):
        found = list(run)
        if kind == _BOTH:
            cost += sum(costs.of(*ours, *theirs) for ours, theirs in found)
        else:
            cost += LEFT_OUT + NEXT_LEFT_OUT * (len(found) - 1)
    return cost


def beside_stretches(costs: Costs, pairs: Sequence[tuple[Stretch, Stretch]]) -> set[int]:
    """Return the numbers of the pairs that might as well answer to units of a stretch left out beside them.

    A stretch can lie some pairs earlier or later. Whatever it would be moved over, without costing much more,
    has only its place in the order to speak for it.
    """
    found = set[int]()
    start = 0
    for kind, run in groupby(pairs, _kind):
        end = start + len(list(run))
        if kind != _BOTH and end - start >= _STRETCH:
            found.update(_unsigned(costs, pairs, range(start - 1, -1, -1)))
            found.update(_unsigned(costs, pairs, range(end, len(pairs))))
            for shift in {1, 2, end - start}:
                more = 0.0 if shift == end - start else LEFT_OUT - NEXT_LEFT_OUT
                for step, numbers in ((-shift, range(end, len(pairs))), (shift, range(start - 1, -1, -1))):
                    found.update(_moved(costs, [(n, pairs[n]) for n in numbers[:_LOOKED]], kind, step, more))
        start = end
    return found


def _unsigned(
    costs: Costs, pairs: Sequence[tuple[Stretch, Stretch]], numbers: Sequence[int]
) -> Iterator[int]:
    """Yield the numbers of the nearest pairs, up to the first that shares a figure or a name."""
    for number in numbers[:_NEAREST]:
        ours, theirs = pairs[number]
        if _kind(pairs[number]) != _BOTH or costs.shares(*ours, *theirs):
            return
        yield number


def _moved(
    costs: Costs, near: Sequence[tuple[int, tuple[Stretch, Stretch]]], kind: int, step: int, more: float
) -> Iterator[int]:
    """Yield the numbers of pairs, nearest first, that could answer to units `step` further on one side."""
    waiting: list[int] = []
    for number, (ours, theirs) in near:
        if _kind((ours, theirs)) != _BOTH or (ours[1] - ours[0], theirs[1] - theirs[0]) not in MOVES:
            return
        (a, b), (c, d) = ours, theirs
        move = (a + step, b + step, c, d) if kind == _LEFT else (a, b, c + step, d + step)
        more += costs.of(*move) - costs.of(a, b, c, d)
        waiting.append(number)
        if more < _AS_WELL:
            yield from waiting
            waiting = []
        if more > _SETTLED:
            return


def _kind(pair: tuple[Stretch, Stretch]) -> int:
    (a, b), (c, d) = pair
    return _LEFT if c == d else _RIGHT if a == b else _BOTH
