"""Every smallest set of readings that cannot all be true.

Bounds are pushed again, but each now carries the readings it rests on, and bounds are kept side by side as long
as none is both weaker and rests on more. A bound that leaves the days of its point, or grows each time it comes
back to a point, gives a set that has no solution. Every smallest such set is met this way, since in rules of
this shape each bound rests on one other bound (labels as in de Kleer's assumption-based truth maintenance,
1986; the circle is the negative cycle of a simple temporal network).

To keep this from running through every path of a knot in which little is wrong, a bound is only followed while
all rules together could still break it: the greatest solution of the upper bounds tells where that ends.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.network import FREE, OutOfSteps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.instruments.chronology.network import Budget, Network


NOWHERE = -(10**18)
"""A day before every other one."""


@dataclass(slots=True, eq=False)
class _Bound:
    """A lower bound of a point, the readings it rests on (a mask) and the bound it came from."""

    point: int
    day: int
    rests_on: int
    before: _Bound | None
    bit: int
    gain: int
    beaten: bool = False


class Sets:
    """Masks of which none contains another; the smaller ones win."""

    def __init__(self) -> None:
        self._by_bit: dict[int, list[int]] = {}
        self.masks: set[int] = set()

    def add(self, mask: int) -> None:
        """Add a mask unless it contains one that is there; drop those that contain it."""
        if self.within(mask):
            return
        lowest = mask & -mask
        for other in [other for other in self._by_bit.get(lowest, ()) if other & mask == mask]:
            self._forget(other)
        self.masks.add(mask)
        for bit in bits(mask):
            self._by_bit.setdefault(bit, []).append(mask)

    def within(self, mask: int, bit: int | None = None) -> bool:
        """Say whether some set lies within the mask; with `bit`, look only at those that hold that bit."""
        looked = bits(mask) if bit is None else (bit,)
        return any(other & mask == other for one in looked for other in self._by_bit.get(one, ()))

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


def harmless(network: Network, mask: int, budget: Budget) -> list[int]:
    """Return for each point a day up to which no lower bound breaks anything, with the readings in `mask`.

    These are the upper bounds alone, pushed until nothing moves. Where they run away round a circle, or only
    seem to, the day is `NOWHERE`: then every bound is followed, which costs time and loses nothing.
    """
    size = len(network.points)
    days, visits = [network.span.last + network.span.beyond] * size, [0] * size
    waiting, queued = deque(range(size)), [True] * size
    while waiting:
        point = waiting.popleft()
        queued[point] = False
        visits[point] += 1
        for limit in network.limits[point]:
            if limit.bit & mask:
                nearest = limit.days.until(days[point])
                days[point] = days[point] if nearest is None else nearest
        if visits[point] > size + 1:
            days[point] = NOWHERE
        budget.spend(1 + len(network.incoming[point]))
        for edge in network.incoming[point]:
            if edge.bit != FREE and not edge.bit & mask:
                continue
            pushed = NOWHERE if days[point] == NOWHERE else edge.down(days[point])
            if pushed < days[edge.source]:
                days[edge.source] = pushed
                if not queued[edge.source]:
                    queued[edge.source] = True
                    waiting.append(edge.source)
    return days


class Search:
    """One search for smallest conflicts in a network."""

    def __init__(self, network: Network, rivals: Mapping[int, int], limits: Sequence[int]) -> None:
        """Prepare a search.

        Args:
            network: the network.
            rivals: for the bit of a reading, the mask of the other readings of the same assertion.
            limits: for each point the day up to which a bound breaks nothing.
        """
        self.found = Sets()
        self._network = network
        self._rivals = rivals
        self._limits = limits
        self._kept: list[list[_Bound]] = [[] for _ in network.points]
        self._waiting: deque[_Bound] = deque()

    def run(self, budget: Budget) -> bool:
        """Search until everything is found (True) or the budget is used up (False)."""
        bottom = self._network.span.first - self._network.span.beyond
        for point in range(len(self._network.points)):
            self._offer(_Bound(point, bottom, 0, None, 0, 0))
        for limits in self._network.limits:
            for limit in limits:
                if limit.days.first is not None:
                    self._offer(_Bound(limit.point, limit.days.first, limit.bit, None, limit.bit, 0))
        try:
            while self._waiting:
                bound = self._waiting.popleft()
                if not bound.beaten:
                    budget.spend(1 + self._follow(bound))
        except OutOfSteps:
            return False
        return True

    def _follow(self, bound: _Bound) -> int:
        """Push a bound along everything at its point; return the number of steps."""
        steps = 0
        for limit in self._network.limits[bound.point]:
            steps += 1
            nearest = limit.days.from_(bound.day)
            if nearest is None:
                if not self._mixes(bound, limit.bit):
                    self.found.add(bound.rests_on | limit.bit)
            elif nearest > bound.day:
                self._push(bound, (bound.point, nearest), limit.bit, 0)
        for edge in self._network.outgoing[bound.point]:
            steps += 1
            self._push(bound, (edge.target, edge.up(bound.day)), edge.bit, edge.gain)
        return steps

    def _push(self, bound: _Bound, to: tuple[int, int], bit: int, gain: int) -> None:
        if not self._mixes(bound, bit):
            point, day = to
            self._offer(_Bound(point, day, bound.rests_on | bit, bound, bit, gain))

    def _mixes(self, bound: _Bound, bit: int) -> bool:
        """Say whether one more reading would put two readings of one assertion side by side."""
        return bool(bound.rests_on & self._rivals.get(bit, 0))

    def _offer(self, bound: _Bound) -> None:
        if bound.day <= self._limits[bound.point]:
            return
        kept = self._kept[bound.point]
        if any(one.day >= bound.day and one.rests_on & bound.rests_on == one.rests_on for one in kept):
            return
        new = bound.bit and not (bound.before and bound.before.rests_on & bound.bit)
        if (new and self.found.within(bound.rests_on, bound.bit)) or self._closes(bound):
            return
        for one in kept:
            one.beaten = bound.day >= one.day and one.rests_on & bound.rests_on == bound.rests_on
        self._kept[bound.point] = [one for one in kept if not one.beaten]
        self._kept[bound.point].append(bound)
        self._waiting.append(bound)

    def _closes(self, bound: _Bound) -> bool:
        """Record the circle a bound has closed when it moves further each time round, and say so."""
        circle, gain = bound.bit, bound.gain
        one = bound.before
        while one is not None:
            if one.point == bound.point and gain > 0:
                self.found.add(circle)
                return True
            circle |= one.bit
            gain += one.gain
            one = one.before
        return False
