"""The rules of one knot over numbered points, and the pushing of bounds until nothing moves.

A simple temporal network (Dechter, Meiri, Pearl 1991) whose edges are functions instead of constants.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import CYCLE, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.chronology.problem import Point
    from guwah.instruments.chronology.rules import Reading, Rule
    from guwah.instruments.dates.dayset import DaySet


_FOUR_YEARS = 1461
_LEAP_CENTURY = number_of(2000, 1, 1)
_PLAIN_CENTURY = number_of(1900, 3, 1)
_TABLE_FROM, _TABLE_UNTIL = number_of(1899, 1, 1), number_of(2101, 1, 1)  # of `lunar`
_SHORT = 35_000  # days; within so many of 2000 to 2003 there is no century year without a leap day
_NEIGHBOURHOOD = 800
_MOVES_IN_A_STEP = 8  # moves of one day along an edge that take about as long as pushing one bound


@dataclass(frozen=True, slots=True)
class Span:
    """How far out bounds can lie: the first and last day a rule can reach from any day that was said.

    Bounds start `beyond` days further out, where none that was said can be mistaken for them.
    """

    first: int
    last: int
    beyond: int


FREE = 0
"""The mask of a rule that holds whoever says what: no occurrence ends before it starts."""


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A rule between numbered points; `bit` is the mask of the reading it comes from."""

    source: int
    target: int
    rule: Rule
    bit: int

    def up(self, day: int) -> int:
        """Return the day the target does not lie before when the source lies on `day`."""
        return self.rule.up(day)

    def down(self, day: int) -> int:
        """Return the day the source does not lie after when the target lies on `day`."""
        return self.rule.down(day)


@dataclass(frozen=True, slots=True)
class Limit:
    """The days one numbered point may lie on, with the mask of the reading that says so."""

    point: int
    days: DaySet
    bit: int


class OutOfSteps(Exception):
    """The budget of steps is used up."""


class Budget:
    """A number of steps that may be taken; counted, not timed, so that the same input has the same answer."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps from the budget.

        Raises:
            OutOfSteps: when they are more than is left.
        """
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps


class Network:
    """Numbered points with edges and limits, of which any part can be switched on by a mask."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = tuple(points)
        self.number = {point: index for index, point in enumerate(points)}
        self.outgoing: list[list[Edge]] = [[] for _ in points]
        self.incoming: list[list[Edge]] = [[] for _ in points]
        self.limits: list[list[Limit]] = [[] for _ in points]
        self._reach = 0
        self._sources: dict[int, list[int]] = {}
        self._circles: dict[frozenset[Edge], bool] = {}

    def add_rule(self, rule: Rule, bit: int) -> Edge:
        """Add a rule under a mask and return its edge."""
        source, target = self.number[rule.source], self.number[rule.target]
        edge = Edge(source, target, rule, bit)
        self.outgoing[source].append(edge)
        self.incoming[target].append(edge)
        self._sources.setdefault(bit, []).append(source)
        self._reach += abs(rule.gain) + CYCLE
        return edge

    def _remove(self, edge: Edge) -> None:
        self.outgoing[edge.source].remove(edge)
        self.incoming[edge.target].remove(edge)

    def grows(self, circle: Sequence[Edge], budget: Budget) -> bool:
        """Say whether going round a circle of edges moves every day further on, so that no day fits it.

        Args:
            circle: edges in the order they are passed, the last ending where the first starts.
            budget: steps to take.
        """
        if sum(edge.rule.gain for edge in circle) > 0:
            return True
        key = frozenset(circle)
        if key not in self._circles:
            self._circles[key] = all(
                _grows_within(circle, first, last, budget) for first, last in _periods(circle)
            )
        return self._circles[key]

    @contextmanager
    def without(self, mask: int) -> Iterator[None]:
        """Leave out everything that is there under a mask, for as long as the context lasts."""
        before = self.outgoing, self.incoming
        self.outgoing = [[edge for edge in edges if not edge.bit & mask] for edges in before[0]]
        self.incoming = [[edge for edge in edges if not edge.bit & mask] for edges in before[1]]
        try:
            yield
        finally:
            self.outgoing, self.incoming = before

    def add(self, reading: Reading, bit: int) -> None:
        """Add everything a reading says under a mask."""
        for rule in reading.rules:
            self.add_rule(rule, bit)
        for domain in reading.domains:
            point = self.number[domain.point]
            self.limits[point].append(Limit(point, domain.days, bit))

    @cached_property
    def span(self) -> Span:
        """How far out bounds can lie."""
        runs = [run for limits in self.limits for limit in limits for run in limit.days.runs]
        days = [day for run in runs for day in run if day is not None] or [0]
        return Span(min(days) - self._reach, max(days) + self._reach, 2 * (self._reach + CYCLE))

    def lowest(self, mask: int, budget: Budget) -> list[int] | None:
        """Return the least solution of the readings in `mask`, or None when they have no solution.

        A value below `span.first` is no bound: nothing holds the point from below.

        Raises:
            OutOfSteps: when the budget is used up before that is known.
        """
        return _Push(self, mask, budget, upwards=True).run(self.span.first - self.span.beyond)

    def lowest_with(self, bit: int, mask: int, days: list[int], budget: Budget) -> list[int] | None:
        """Return the least solution with one more reading, starting from the one without it.

        Args:
            bit: the reading to add.
            mask: the readings already held.
            days: what `lowest` returned for them.
            budget: steps to take.
        """
        return _Push(self, mask | bit, budget, upwards=True).on(list(days), self._sources[bit])

    def lowest_also(
        self, rules: Iterable[Rule], mask: int, days: list[int], budget: Budget
    ) -> list[int] | None:
        """Return the least solution that keeps some more rules, starting from the one without them.

        Args:
            rules: the rules to keep as well.
            mask: the readings already held.
            days: what `lowest` returned for them.
            budget: steps to take.
        """
        edges = [self.add_rule(rule, FREE) for rule in rules]
        try:
            touched = [edge.source for edge in edges]
            return _Push(self, mask, budget, upwards=True).on(list(days), touched)
        finally:
            for edge in edges:
                self._remove(edge)

    def highest(self, mask: int, budget: Budget) -> list[int] | None:
        """Return the greatest solution of the readings in `mask`, or None when they have no solution.

        A value above `span.last` is no bound: nothing holds the point from above.

        Raises:
            OutOfSteps: when the budget is used up before that is known.
        """
        return _Push(self, mask, budget, upwards=False).run(self.span.last + self.span.beyond)


class _Push:
    """One run of pushing bounds: lower ones upwards along the edges, or upper ones downwards against them."""

    def __init__(self, network: Network, mask: int, budget: Budget, *, upwards: bool) -> None:
        self._network = network
        self._mask = mask
        self._budget = budget
        self._upwards = upwards
        self._edges = network.outgoing if upwards else network.incoming
        self._cause: list[Edge | None] = [None] * len(network.points)

    def run(self, start: int) -> list[int] | None:
        """Push from `start`; None when a bound leaves the days of its point or grows round a circle."""
        size = len(self._network.points)
        return self.on([start] * size, range(size))

    def on(self, values: list[int], touched: Iterable[int]) -> list[int] | None:
        """Push on from bounds that are settled but at the points touched; None as in `run`."""
        size = len(values)
        moves, queued = [0] * size, [False] * size
        waiting = deque(dict.fromkeys(touched))
        for point in waiting:
            queued[point] = True
        while waiting:
            point = waiting.popleft()
            queued[point] = False
            value = self._within(point, values[point])
            if value is None:
                return None
            values[point] = value
            self._budget.spend(1 + len(self._edges[point]) + len(self._network.limits[point]))
            for edge, far in self._moved(point, value, values):
                self._cause[far] = edge
                moves[far] += 1
                if moves[far] % (size + 1) == size and self._circling(far):
                    return None
                if not queued[far]:
                    queued[far] = True
                    waiting.append(far)
        return values

    def _within(self, point: int, value: int) -> int | None:
        """Move a bound to the nearest day that every limit of its point allows."""
        limits = [limit.days for limit in self._network.limits[point] if limit.bit & self._mask]
        settled = False
        while not settled:
            settled = True
            for days in limits:
                nearest = days.from_(value) if self._upwards else days.until(value)
                if nearest is None:
                    return None
                if nearest != value:
                    value, settled = nearest, False
        return value

    def _moved(self, point: int, value: int, values: list[int]) -> Iterator[tuple[Edge, int]]:
        """Apply the edges of a point and yield those that moved the bound at their other end."""
        for edge in self._edges[point]:
            if edge.bit != FREE and not edge.bit & self._mask:
                continue
            if self._upwards:
                far, pushed = edge.target, edge.up(value)
                better = pushed > values[far]
            else:
                far, pushed = edge.source, edge.down(value)
                better = pushed < values[far]
            if better:
                values[far] = pushed
                yield edge, far

    def _circling(self, point: int) -> bool:
        """Say whether the causes of a bound run in a circle that moves every day further each time round."""
        passed: list[int] = []
        edges: list[Edge] = []
        while point not in passed:
            edge = self._cause[point]
            if edge is None:
                return False
            passed.append(point)
            edges.append(edge)
            point = edge.source if self._upwards else edge.target
        circle = edges[passed.index(point) :]
        return self._network.grows(circle[::-1] if self._upwards else circle, self._budget)


def _periods(circle: Sequence[Edge]) -> list[tuple[int, int]]:
    """Return the stretches of days that stand for all days, as far as a circle can tell days apart.

    The calendar comes back every 400 years. For circles of short reach it comes back every four years, but
    for the neighbourhood of a century year without a leap day; 1900 stands for all of those.
    """
    reach = sum(abs(edge.rule.gain) for edge in circle) // 2 + _NEIGHBOURHOOD
    if not all(edge.rule.repeats for edge in circle):
        return [(_TABLE_FROM - reach - CYCLE, _TABLE_UNTIL + reach + CYCLE)]
    if reach > _SHORT:
        return [(_LEAP_CENTURY, _LEAP_CENTURY + CYCLE)]
    return [(_LEAP_CENTURY, _LEAP_CENTURY + _FOUR_YEARS), (_PLAIN_CENTURY - reach, _PLAIN_CENTURY + reach)]


def _grows_within(circle: Sequence[Edge], first: int, last: int, budget: Budget) -> bool:
    """Go round from the first day: every day passed over is moved further than it as well."""
    day, moves = first, 0
    while day <= last:
        moves += len(circle)
        budget.spend(moves // _MOVES_IN_A_STEP)
        moves %= _MOVES_IN_A_STEP
        after = day
        for edge in circle:
            after = edge.up(after)
        if after <= day:
            return False
        day = after
    return True
