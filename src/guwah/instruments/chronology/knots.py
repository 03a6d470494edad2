"""Knots: the parts of a problem that hang together, each solved by itself."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from guwah.instruments.chronology.conflicts import NOWHERE, Search, Sets, bits, harmless
from guwah.instruments.chronology.network import FREE, Network, OutOfSteps
from guwah.instruments.chronology.problem import Aged, At, Before, Lasts, Point
from guwah.instruments.chronology.rules import readings, shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guwah.instruments.chronology.network import Budget
    from guwah.instruments.chronology.problem import Assertion
    from guwah.instruments.chronology.rules import Reading

ENDS = ("start", "end")
_WORLDS = 64  # combinations of age conventions up to which the search is told where to stop for each of them


def points_of(assertion: Assertion) -> tuple[Point, ...]:
    """Return the points an assertion is about."""
    match assertion:
        case At(point=point):
            return (point,)
        case Lasts(start=one, end=other) | Before(earlier=one, later=other) | Aged(birth=one, said=other):
            return (one, other)


def occurrences_of(assertions: Iterable[Assertion]) -> list[str]:
    """Return the ids of the occurrences some assertions are about, sorted."""
    return sorted({point.occurrence for assertion in assertions for point in points_of(assertion)})


def knots(assertions: Sequence[Assertion]) -> list[list[Assertion]]:
    """Part assertions into those that hang together through occurrences, in the order of the first of each."""
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
        instead: Mapping[str, Sequence[Reading]] | None = None,
        unordered: frozenset[str] = frozenset(),
    ) -> None:
        """Compile assertions.

        Args:
            assertions: in the order of their ids.
            stretch: how many times over `~` and `approximate` widen.
            instead: readings to take for an assertion instead of all it has, by its id.
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
            for reading in (instead or {}).get(assertion.id) or readings(assertion, stretch):
                self.network.add(reading, next_bit)
                own[next_bit] = reading
                next_bit <<= 1
            self.ways.append(own)

    @property
    def everything(self) -> int:
        """The mask of all assertions."""
        return (1 << len(self.assertions)) - 1

    def worlds(self, members: int, budget: Budget) -> Iterator[int]:
        """Yield the masks of readings, one of each member, that can be true together."""
        ways = [list(own) for place, own in enumerate(self.ways) if members >> place & 1]
        sure = sum(own[0] for own in ways if len(own) == 1)
        yield from self._grow(sure, [own for own in ways if len(own) > 1], budget)

    def _grow(self, mask: int, rest: list[list[int]], budget: Budget) -> Iterator[int]:
        if self.network.lowest(mask, budget) is None:
            return
        if not rest:
            yield mask
            return
        for bit in rest[0]:
            yield from self._grow(mask | bit, rest[1:], budget)

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
            search = Search(self.network, rivals, self._limits(budget))
        except OutOfSteps:
            return set(), False
        whole = search.run(budget)
        try:
            return self._members(search.found.masks, rivals, budget), whole
        except OutOfSteps:
            return set(), False

    def _limits(self, budget: Budget) -> list[int]:
        """Return for each point the day up to which a bound breaks nothing, whatever readings are chosen."""
        many = [list(own) for own in self.ways if len(own) > 1]
        sure = sum(next(iter(own)) for own in self.ways if len(own) == 1)
        count = 1
        for own in many:
            count *= len(own)
        if count > _WORLDS:
            return [NOWHERE] * len(self.network.points)
        worlds = [harmless(self.network, sure + sum(choice), budget) for choice in product(*many)]
        return [min(days) for days in zip(*worlds, strict=True)]

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
            budget.spend(len(combined) * len(fitting))
            combined = _smallest(
                one | other for one in combined for other in fitting if not _mixed(one | other, rivals)
            )
        return _smallest([mask for mask in masks if not mask & sum(own)] + list(combined))


def _mixed(mask: int, rivals: Mapping[int, int]) -> bool:
    return any(bit in rivals and rivals[bit] & mask for bit in bits(mask))


def _smallest(masks: Iterable[int]) -> set[int]:
    kept = Sets()
    for mask in masks:
        kept.add(mask)
    return kept.masks
