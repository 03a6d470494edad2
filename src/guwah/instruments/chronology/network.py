"""The rules of one knot over numbered points, and the pushing of bounds until nothing moves.

A simple temporal network (Dechter, Meiri, Pearl 1991) whose edges are functions instead of constants.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import CYCLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guwah.instruments.chronology.rules import Reading, Rule
    from guwah.instruments.chronology.problem import Point
    from guwah.instruments.dates.dayset import DaySet


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


@dataclass(frozen=True, slots=True)
class Edge:
    """A rule between numbered points; `bit` is the mask of the reading it comes from."""

    source: int
    target: int
    up: Callable[[int], int]
    down: Callable[[int], int]
    gain: int
    bit: int


@dataclass(frozen=True, slots=True)
class Limit:
    """The days one numbered point may lie on, with the mask of the reading that says so."""

    point: int
    days: DaySet
    bit: int


class OutOfSteps(Exception):  # noqa: N818 - running out of the budget is an answer, not an error
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

    def add_rule(self, rule: Rule, bit: int) -> Edge:
        """Add a rule under a mask and return its edge."""
        source, target = self.number[rule.source], self.number[rule.target]
        edge = Edge(source, target, rule.up, rule.down, rule.gain, bit)
        self.outgoing[source].append(edge)
        self.incoming[target].append(edge)
        self._reach += abs(rule.gain) + CYCLE
        return edge

    def remove(self, edge: Edge) -> None:
        """Take an edge out again."""
        self.outgoing[edge.source].remove(edge)
        self.incoming[edge.target].remove(edge)

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
        values, moves = [start] * size, [0] * size
        waiting, queued = deque(range(size)), [True] * size
        while waiting:
            point = waiting.popleft()
            queued[point] = False
            value = self._within(point, values[point])
            if value is None:
                return None
            values[point] = value
            self._budget.spend(1 + len(self._edges[point]))
            for edge, far in self._moved(point, value, values):
                self._cause[far] = edge
                moves[far] += 1
                if moves[far] % (size + 1) == size and self._grows(far):
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

    def _grows(self, point: int) -> bool:
        """Say whether the causes of a bound run in a circle that moves it further each time round."""
        path: list[int] = []
        gains: list[int] = []
        while point not in path:
            edge = self._cause[point]
            if edge is None:
                return False
            path.append(point)
            gains.append(edge.gain)
            point = edge.source if self._upwards else edge.target
        return sum(gains[path.index(point) :]) > 0
