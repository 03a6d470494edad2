"""Knots: the parts of a problem that hang together, each solved by itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from guwah.instruments.chronology.conflicts import Search, Sets, bits
from guwah.instruments.chronology.network import FREE, Network, OutOfSteps
from guwah.instruments.chronology.problem import At, Before, Lasts, Point, Within
from guwah.instruments.chronology.rules import readings, shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guwah.instruments.chronology.network import Budget
    from guwah.instruments.chronology.problem import Assertion
    from guwah.instruments.chronology.rules import Reading

ENDS = ("start", "end")


def points_of(assertion: Assertion) -> tuple[Point, ...]:
    """Return the points an assertion is about."""
    if isinstance(assertion, At):
        return (assertion.point,)
    if isinstance(assertion, Lasts | Within):
        return (assertion.start, assertion.end)
    if isinstance(assertion, Before):
        return (assertion.earlier, assertion.later)
    return (assertion.birth, assertion.said)


def occurrences_of(assertions: Iterable[Assertion]) -> list[str]:
    """Return the ids of the occurrences some assertions are about, sorted."""
    return sorted({point.occurrence for assertion in assertions for point in points_of(assertion)})


def knots(assertions: Sequence[Assertion]) -> list[list[Assertion]]:
    """Part assertions into those that hang together through occurrences, in the order they are met."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for assertion in assertions:
        first, *others = (find(point.occurrence) for point in points_of(assertion))
        for other in others:
            leader[find(other)] = find(first)
    parts: dict[str, list[Assertion]] = {}
    for assertion in assertions:
        parts.setdefault(find(points_of(assertion)[0].occurrence), []).append(assertion)
    return list(parts.values())


class Knot:
    """Assertions over shared occurrences, compiled; members are masks with one bit for each assertion."""

    def __init__(
        self,
        assertions: Sequence[Assertion],
        *,
        stretch: int = 1,
        unordered: frozenset[str] = frozenset(),
    ) -> None:
        """Compile assertions.

        Args:
            assertions: in the order of their ids.
            stretch: how many times over `~` and `approximate` widen.
            unordered: occurrences of which the end may lie before the start.
        """
        self.assertions = tuple(assertions)
        names = occurrences_of(assertions)
        self.network = Network([Point(name, end) for name in names for end in ENDS])
        for name in names:
            if name not in unordered:
                self.network.add_rule(shift(Point(name, "start"), Point(name, "end"), 0), FREE)
        self.ways: list[dict[int, Reading]] = []
        next_bit = 1
        for assertion in self.assertions:
            own: dict[int, Reading] = {}
            for reading in readings(assertion, stretch):
                self.network.add(reading, next_bit)
                own[next_bit] = reading
                next_bit <<= 1
            self.ways.append(own)

    @property
    def everything(self) -> int:
        """The mask of all assertions."""
        return (1 << len(self.assertions)) - 1

    @property
    def cost(self) -> int:
        """The steps that asking about each member a few times takes when nothing is hard."""
        size = sum(1 + len(edges) for edges in self.network.outgoing) + len(self.assertions)
        return 20 * size * len(self.assertions)

    def worlds(self, members: int, budget: Budget) -> Iterator[int]:
        """Yield the masks of readings, one of each member, that can be true together."""
        ways = [list(own) for place, own in enumerate(self.ways) if members >> place & 1]
        sure = sum(own[0] for own in ways if len(own) == 1)
        days = self.network.lowest(sure, budget)
        if days is None:
            return
        yield from self._grow(sure, days, [list(own) for own in ways if len(own) > 1], budget)

    def _grow(self, mask: int, days: list[int], rest: list[list[int]], budget: Budget) -> Iterator[int]:
        """Choose a reading for each assertion that has several, the one with the fewest left first."""
        if not rest:
            yield mask
            return
        options = []
        for own in rest:
            more = ((bit, self.network.lowest_with(bit, mask, days, budget)) for bit in own)
            options.append([(bit, settled) for bit, settled in more if settled is not None])
        first, *others = sorted(options, key=len)
        left = [[bit for bit, _ in option] for option in others]
        for bit, settled in first:
            yield from self._grow(mask | bit, settled, left, budget)

    def holds(self, members: int, budget: Budget) -> bool:
        """Say whether some readings of the members can all be true.

        Raises:
            OutOfSteps: when the budget is used up before that is known.
        """
        return next(self.worlds(members, budget), None) is not None

    def conflicts(self, budget: Budget) -> tuple[set[int], bool]:
        """Return the smallest conflicts as masks of members, and whether they are all.

        When the budget runs out, every mask is still a conflict, but perhaps not a smallest one.
        """
        rivals = {bit: sum(own) - bit for own in self.ways if len(own) > 1 for bit in own}
        try:
            search = Search(self.network, rivals, budget)
            whole = search.run()
            return self._members(search.found.masks, rivals, budget), whole
        except OutOfSteps:
            return set(), False

    @contextmanager
    def counting(self, place: int, instead: Sequence[Reading]) -> Iterator[None]:
        """Take some readings of one member instead of its own, for as long as the context lasts."""
        own = self.ways[place]
        with self.network.without(sum(own)):
            self.ways[place] = dict(zip(own, instead, strict=False))
            for bit, reading in self.ways[place].items():
                self.network.add(reading, bit)
            try:
                yield
            finally:
                self.ways[place] = own

    def _members(self, masks: set[int], rivals: Mapping[int, int], budget: Budget) -> set[int]:
        """Turn conflicts of readings into conflicts of assertions.

        An assertion is in conflict when each of its readings is: one conflict of each is taken, in every
        combination that does not put two readings of another assertion side by side.
        """
        member = {bit: 1 << place for place, own in enumerate(self.ways) for bit in own if len(own) == 1}
        mark = 1 << sum(len(own) for own in self.ways)
        left = masks
        for place, own in enumerate(self.ways):
            if len(own) > 1:
                member[mark] = 1 << place
                left = self._without(left, list(own), mark, rivals, budget)
                mark <<= 1
        return {sum(member[bit] for bit in bits(mask)) for mask in left}

    @staticmethod
    def _without(
        masks: set[int], own: list[int], mark: int, rivals: Mapping[int, int], budget: Budget
    ) -> set[int]:
        """Replace the readings of one assertion by a mark for the assertion itself."""
        combined = {mark}
        for bit in own:
            fitting = [mask ^ bit for mask in masks if mask & bit]
            joined = (one | other for one in combined for other in fitting)
            combined = _smallest((mask for mask in joined if not _mixed(mask, rivals)), budget)
        return _smallest([mask for mask in masks if not mask & sum(own)] + list(combined), budget)


def _mixed(mask: int, rivals: Mapping[int, int]) -> bool:
    return any(rivals.get(bit, 0) & mask for bit in bits(mask))


def _smallest(masks: Iterable[int], budget: Budget) -> set[int]:
    kept = Sets()
    for mask in masks:
        kept.add(mask)
        budget.spend(1 + kept.steps())
    return kept.masks
