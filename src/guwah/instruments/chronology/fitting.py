"""Which ways of counting a duration, which conventions of an age, fit what else is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.chronology.conflicts import bits
from guwah.instruments.chronology.knots import Knot
from guwah.instruments.chronology.network import FREE, OutOfSteps
from guwah.instruments.chronology.problem import Aged, Lasts
from guwah.instruments.chronology.rules import CONVENTIONS, COUNTINGS, Reading, counted, readings

if TYPE_CHECKING:
    from collections.abc import Collection

    from guwah.instruments.chronology.network import Budget, Network
    from guwah.instruments.chronology.problem import Assertion
    from guwah.instruments.chronology.rules import Rule


def ways(assertion: Assertion) -> tuple[str, ...]:
    """Return the names of the ways to count an assertion; none for a date or an order."""
    match assertion:
        case Lasts():
            return COUNTINGS
        case Aged():
            return CONVENTIONS
        case _:
            return ()


def counted_so(assertion: Assertion, way: str) -> tuple[Reading, ...]:
    """Return the readings of a duration or an age counted one way only; empty when it cannot be."""
    if isinstance(assertion, Lasts):
        return (Reading(assertion.id, way, counted(assertion, way)),)
    return tuple(reading for reading in readings(assertion) if reading.convention == way)


def fitting_together(knot: Knot, worlds: Collection[int], budget: Budget) -> dict[str, tuple[str, ...]]:
    """Return for each duration and age the ways that fit all the rest, in a knot that is consistent.

    Args:
        knot: the knot.
        worlds: the masks of readings that hold; at least one.
        budget: steps for all of it.

    Raises:
        OutOfSteps: when the budget is used up.
    """
    network = knot.network
    known = [network.lowest(world, budget) for world in worlds]
    fits = {}
    for assertion, own in zip(knot.assertions, knot.ways, strict=True):
        if isinstance(assertion, Aged):
            met = {own[bit].convention for world in worlds for bit in bits(world) if bit in own}
            fits[assertion.id] = tuple(way for way in CONVENTIONS if way in met)
        elif isinstance(assertion, Lasts):
            fits[assertion.id] = tuple(
                way
                for way in COUNTINGS
                if _already(network, known, counted(assertion, way))
                or _possible(network, worlds, counted(assertion, way), budget)
            )
    return fits


def _already(network: Network, solutions: Collection[list[int] | None], rules: tuple[Rule, ...]) -> bool:
    """Say whether a known solution keeps the rules as it is."""
    number = network.number
    return any(
        days is not None
        and all(days[number[rule.target]] >= rule.up(days[number[rule.source]]) for rule in rules)
        for days in solutions
    )


def _possible(network: Network, worlds: Collection[int], rules: tuple[Rule, ...], budget: Budget) -> bool:
    """Say whether some solution keeps the rules as well."""
    edges = [network.add_rule(rule, FREE) for rule in rules]
    try:
        return any(network.lowest(world, budget) is not None for world in worlds)
    finally:
        for edge in edges:
            network.remove(edge)


def fitting_amid(knot: Knot, conflicts: set[int], budget: Budget) -> tuple[dict[str, tuple[str, ...]], bool]:
    """Return for each duration and age the ways that fit, in a knot with conflicts, and whether that is sure.

    Nothing decides which side of a conflict is right. So a way fits when it fits at least one collection of the
    other assertions that is consistent and cannot be made larger.

    Args:
        knot: the knot.
        conflicts: its smallest conflicts, as masks of members.
        budget: steps for all of it; what could not be looked at keeps all its ways.
    """
    fits: dict[str, tuple[str, ...]] = {}
    sure = True
    for place, assertion in enumerate(knot.assertions):
        named = ways(assertion)
        if not named:
            continue
        try:
            fits[assertion.id] = tuple(way for way in named if _fits(knot, place, way, conflicts, budget))
        except OutOfSteps:
            fits[assertion.id], sure = named, False
    return fits, sure


def _fits(knot: Knot, place: int, way: str, conflicts: set[int], budget: Budget) -> bool:
    assertion = knot.assertions[place]
    own = 1 << place
    instead = counted_so(assertion, way)
    if not instead:
        return False
    variant = Knot(knot.assertions, instead={assertion.id: instead})
    found, whole = variant.conflicts(budget)
    if not whole:
        raise OutOfSteps
    against = sorted(mask ^ own for mask in found if mask & own)
    return _room(against, [mask for mask in conflicts if not mask & own], (0, 0), budget)


def _room(against: list[int], conflicts: list[int], state: tuple[int, int], budget: Budget) -> bool:
    """Say whether some largest consistent collection contains none of the sets in `against`.

    Args:
        against: sets of assertions that must not be wholly in the collection.
        conflicts: the smallest conflicts among the assertions.
        state: assertions left out so far, and those kept so that each one left out has to be.
        budget: steps to take.
    """
    out, kept = state
    budget.spend()
    unmet = next((mask for mask in against if not mask & out), None)
    if unmet is None:
        return True
    for bit in bits(unmet & ~kept):
        for conflict in conflicts:
            rest = conflict ^ bit
            if not conflict & bit or rest & out:
                continue
            keep = kept | rest
            if not any(one & keep == one for one in conflicts) and _room(
                against, conflicts, (out | bit, keep), budget
            ):
                return True
    return False


def smallest(knot: Knot, masks: set[int], budget: Budget) -> set[int]:
    """Make conflicts smallest by leaving out what is not needed, and find one where none is known yet.

    Used when the search for all conflicts ran out of steps: every mask returned is a smallest conflict, and as
    long as the budget lasts every assertion outside of them is free of conflict.
    """
    found: set[int] = set()
    try:
        for mask in sorted(masks):
            found.add(_shrunk(knot, mask, budget))
        rest = knot.everything
        for mask in found:
            rest &= ~mask
        while not knot.holds(rest, budget):
            found.add(_shrunk(knot, rest, budget))
            for mask in found:
                rest &= ~mask
    except OutOfSteps:
        return found
    return found


def _shrunk(knot: Knot, mask: int, budget: Budget) -> int:
    for bit in bits(mask):
        if not knot.holds(mask ^ bit, budget):
            mask ^= bit
    return mask
