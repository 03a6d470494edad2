"""Every smallest set of readings that cannot all be true.

Bounds are pushed again, but each now carries the readings it rests on, and bounds are kept side by side as
long as none is both weaker and rests on more. A bound that leaves the days of its point, or grows each time
it comes back to a point, gives a set that has no solution. Every smallest such set is met this way, since in
rules of this shape each bound rests on one other bound (labels as in de Kleer's assumption-based truth
maintenance, 1986; the circle is the negative cycle of a simple temporal network).

To keep this from running through every path of a knot in which little is wrong, a bound is only followed
while all rules together could still break it: the greatest solution of the upper bounds tells where that
ends.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from guwah.instruments.chronology.network import FREE, OutOfSteps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.instruments.chronology.network import Budget, Edge, Network


LOOKS_IN_A_STEP = 48  # comparisons that take about as long as pushing one bound
_RETURNS = 3  # how many of the last returns to a point are looked at as one circle
NOWHERE = -(10**18)
"""A day before every other one."""


@dataclass(slots=True, eq=False)
class _Bound:
    """A lower bound of a point, the readings it rests on (a mask), the bound and the edge it came from."""

    point: int
    day: int
    rests_on: int
    before: _Bound | None = None
    edge: Edge | None = None
    beaten: bool = False


class Sets:
    """Masks of which none contains another; the smaller ones win."""

    def __init__(self) -> None:
        self._by_bit: dict[int, list[int]] = {}
        self.masks: set[int] = set()
        self.looks = 0

    def add(self, mask: int, bit: int | None = None) -> None:
        """Add a mask unless it contains one that is there; drop those that contain it.

        Args:
            mask: the mask.
            bit: when given, the mask without this bit is known to contain none.
        """
        if self.within(mask, bit):
            return
        rarest = min(bits(mask), key=self.holding)
        for other in [other for other in self._by_bit.get(rarest, ()) if other & mask == mask]:
            self._forget(other)
        self.masks.add(mask)
        for one in bits(mask):
            self._by_bit.setdefault(one, []).append(mask)

    def holding(self, bit: int) -> int:
        """Return how many sets hold a bit."""
        return len(self._by_bit.get(bit, ()))

    def within(self, mask: int, bit: int | None = None) -> bool:
        """Say whether some set lies within the mask; with `bit`, look only at those that hold that bit."""
        for one in bits(mask) if bit is None else (bit,):
            held = self._by_bit.get(one, ())
            self.looks += len(held)
            for other in held:
                if other & mask == other:
                    return True
        return False

    def steps(self) -> int:
        """Return the steps to pay for the comparisons made since this was last asked."""
        steps, self.looks = divmod(self.looks, LOOKS_IN_A_STEP)
        return steps

    def _forget(self, mask: int) -> None:
        self.masks.discard(mask)
        for bit in bits(mask):
            self._by_bit[bit].remove(mask)


def bits(mask: int) -> Iterable[int]:
    """Yield the single bits of a mask as masks, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def harmless(network: Network, rivals: Mapping[int, int], budget: Budget) -> list[int]:
    """Return for each point a day up to which no lower bound breaks anything, whatever readings are chosen.

    These are the upper bounds alone, pushed until nothing moves, each kept by the reading it came through
    last: going straight back through another reading of the same assertion would set the two against each
    other. Where bounds run away round a circle, or only seem to, the day is `NOWHERE`: then every lower bound
    is followed, which costs time and loses nothing.

    Args:
        network: the network.
        rivals: for the bit of a reading, the mask of the other readings of the same assertion.
        budget: steps to take.
    """
    size = len(network.points)
    days = [{FREE: network.span.last + network.span.beyond} for _ in range(size)]
    visits = [0] * size
    waiting, queued = deque(range(size)), [True] * size
    while waiting:
        point = waiting.popleft()
        queued[point] = False
        visits[point] += 1
        here = days[point]
        if visits[point] > size + 1:
            here[FREE] = NOWHERE
        _within(network, point, here)
        budget.spend(1 + len(network.incoming[point]) + len(network.limits[point]))
        for edge in network.incoming[point]:
            barred = rivals.get(edge.bit, 0)
            lowest = min(day for via, day in here.items() if not via & barred)
            pushed = NOWHERE if lowest == NOWHERE else edge.down(lowest)
            if pushed < days[edge.source].get(edge.bit, pushed + 1):
                days[edge.source][edge.bit] = pushed
                if not queued[edge.source]:
                    queued[edge.source] = True
                    waiting.append(edge.source)
    return [min(here.values()) for here in days]


def _within(network: Network, point: int, here: dict[int, int]) -> None:
    """Move the upper bounds of a point down to days its limits allow; what lies before all of them stays."""
    lowest = min(here.values())
    settled = lowest == NOWHERE
    while not settled:
        settled = True
        for limit in network.limits[point]:
            nearest = limit.days.until(lowest)
            if nearest is not None and nearest < lowest:
                here[limit.bit] = lowest = nearest
                settled = False


class Search:
    """One search for smallest conflicts in a network."""

    def __init__(self, network: Network, rivals: Mapping[int, int], budget: Budget) -> None:
        """Prepare a search.

        Args:
            network: the network.
            rivals: for the bit of a reading, the mask of the other readings of the same assertion.
            budget: steps to take.

        Raises:
            OutOfSteps: when the budget is used up already.
        """
        self.found = Sets()
        self._network = network
        self._rivals = rivals
        self._budget = budget
        self._limits = harmless(network, rivals, budget)
        self._kept: list[list[_Bound]] = [[] for _ in network.points]
        self._waiting: deque[_Bound] = deque()
        self._looks = 0

    def run(self) -> bool:
        """Search until everything is found (True) or the budget is used up (False)."""
        try:
            self._start()
            while self._waiting:
                bound = self._waiting.popleft()
                if not bound.beaten:
                    self._follow(bound)
                    self._budget.spend(1 + self._looks // LOOKS_IN_A_STEP + self.found.steps())
                    self._looks %= LOOKS_IN_A_STEP
        except OutOfSteps:
            return False
        return True

    def _start(self) -> None:
        """Offer each point the day before all days, and the first day of each of its limits."""
        bottom = self._network.span.first - self._network.span.beyond
        for point in range(len(self._network.points)):
            self._offer(_Bound(point, bottom, 0))
        for limits in self._network.limits:
            for limit in limits:
                if limit.days.first is not None:
                    self._offer(_Bound(limit.point, limit.days.first, limit.bit))

    def _follow(self, bound: _Bound) -> None:
        """Push a bound along everything at its point; the first day of a limit is a bound already."""
        for limit in self._network.limits[bound.point]:
            nearest = limit.days.from_(bound.day)
            if nearest is None:
                self.found.add(bound.rests_on | limit.bit)
            elif bound.day < nearest != limit.days.first:
                self._push(_Bound(bound.point, nearest, bound.rests_on | limit.bit, bound), limit.bit)
        for edge in self._network.outgoing[bound.point]:
            far = _Bound(edge.target, edge.up(bound.day), bound.rests_on | edge.bit, bound, edge)
            self._push(far, edge.bit)

    def _push(self, bound: _Bound, bit: int) -> None:
        self._looks += 1
        before = bound.before
        if before is None or not self._mixes(before, bit):
            self._offer(bound, bit)

    def _mixes(self, bound: _Bound, bit: int) -> bool:
        """Say whether one more reading would put two readings of one assertion side by side."""
        return bool(bound.rests_on & self._rivals.get(bit, 0))

    def _offer(self, bound: _Bound, bit: int = FREE) -> None:
        """Keep a bound that may still break something and that no other bound makes needless."""
        if bound.day <= self._limits[bound.point]:
            return
        kept = self._kept[bound.point]
        self._looks += LOOKS_IN_A_STEP // 2 + len(kept)
        if any(one.day >= bound.day and one.rests_on & bound.rests_on == one.rests_on for one in kept):
            return
        if (bit and self.found.within(bound.rests_on, bit)) or self._closes(bound):
            return
        for one in kept:
            one.beaten = bound.day >= one.day and one.rests_on & bound.rests_on == bound.rests_on
        self._kept[bound.point] = [one for one in kept if not one.beaten]
        self._kept[bound.point].append(bound)
        self._waiting.append(bound)

    def _closes(self, bound: _Bound) -> bool:
        """Record the circle a bound has closed when it moves every day further, and say so."""
        circle: list[Edge] = []
        returns = 0
        edge, one = bound.edge, bound.before
        while one is not None and returns < _RETURNS:
            if edge is not None:
                circle.append(edge)
            if one.point == bound.point and circle:
                returns += 1
                if self._network.grows(circle[::-1], self._budget):
                    self.found.add(reduce(or_, (each.bit for each in circle)))
                    return True
            edge, one = one.edge, one.before
        self._looks += len(circle)
        return False
