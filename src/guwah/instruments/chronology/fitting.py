"""Which ways of counting a duration, which conventions of an age, fit what else is said."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from guwah.instruments.chronology.conflicts import bits
from guwah.instruments.chronology.network import Budget, OutOfSteps
from guwah.instruments.chronology.problem import Aged, Lasts
from guwah.instruments.chronology.rules import CONVENTIONS, COUNTINGS, Reading, counted, readings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from guwah.instruments.chronology.knots import Knot
    from guwah.instruments.chronology.problem import Assertion

_TRIAL = 20_000  # steps to find out whether one group of members is needed for a conflict


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
    known = [(world, knot.network.lowest(world, budget)) for world in worlds]
    fits = {}
    for assertion, own in zip(knot.assertions, knot.ways, strict=True):
        if isinstance(assertion, Aged):
            met = {own[bit].convention for world in worlds for bit in bits(world) if bit in own}
            fits[assertion.id] = tuple(way for way in CONVENTIONS if way in met)
        elif isinstance(assertion, Lasts):
            fits[assertion.id] = tuple(
                way for way in COUNTINGS if _counts(knot, assertion, way, known, budget)
            )
    return fits


_Known = list[tuple[int, "list[int] | None"]]
"""Masks of readings that hold together, each with its least solution."""


def _counts(knot: Knot, assertion: Assertion, way: str, known: _Known, budget: Budget) -> bool:
    """Say whether a duration can be counted so in one of some collections that hold."""
    return any(
        isinstance(assertion, Lasts)
        and days is not None
        and knot.network.lowest_also(counted(assertion, way), mask, days, budget) is not None
        for mask, days in known
    )


def fitting_amid(knot: Knot, conflicts: set[int], budget: Budget) -> tuple[dict[str, tuple[str, ...]], bool]:
    """Return for each duration and age the ways that fit, in a knot with conflicts, and whether that is sure.

    Nothing decides which side of a conflict is right. So a way fits when it fits at least one collection of
    the other assertions that is consistent and cannot be made larger.

    Args:
        knot: the knot.
        conflicts: its smallest conflicts, as masks of members.
        budget: steps for all of it; what could not be looked at keeps all its ways.
    """
    fits: dict[str, tuple[str, ...]] = {}
    sure = True
    try:
        known = _known(knot, conflicts, budget)
    except OutOfSteps:
        return {one.id: ways(one) for one in knot.assertions}, False
    for place, assertion in enumerate(knot.assertions):
        quick = (
            known if isinstance(assertion, Lasts) and not any(mask >> place & 1 for mask in conflicts) else []
        )
        named = ways(assertion)
        try:
            fits[assertion.id] = tuple(
                way
                for way in named
                if _counts(knot, assertion, way, quick, budget) or _fits(knot, place, way, conflicts, budget)
            )
        except OutOfSteps:
            fits[assertion.id], sure = named, False
    return fits, sure


def _known(knot: Knot, conflicts: set[int], budget: Budget) -> _Known:
    """Return two largest collections that hold; without a member in no conflict they are largest as well."""
    free = _outside(knot, conflicts)
    worlds = [
        next(knot.worlds(members, budget), 0)
        for members in _two_largest(knot.everything, free, list(conflicts))
    ]
    return [(world, knot.network.lowest(world, budget)) for world in worlds]


def _fits(knot: Knot, place: int, way: str, conflicts: set[int], budget: Budget) -> bool:
    own = 1 << place
    instead = counted_so(knot.assertions[place], way)
    if not instead:
        return False
    others = [mask for mask in conflicts if not mask & own]
    free = knot.everything & ~own
    for mask in others:
        free &= ~mask
    with knot.counting(place, instead):
        if not knot.holds(free | own, budget):
            return False
        if any(knot.holds(one | own, budget) for one in _two_largest(knot.everything ^ own, free, others)):
            return True
        found, whole = knot.conflicts(budget)
    if not whole:
        raise OutOfSteps
    return _room(sorted(mask ^ own for mask in found if mask & own), others, (0, 0), budget)


def _two_largest(members: int, free: int, conflicts: list[int]) -> Iterator[int]:
    """Yield two largest consistent collections: one prefers early ids, one late ids."""
    contested = list(bits(members & ~free))
    for order in (contested, contested[::-1]):
        kept = free
        for bit in order:
            if not any(mask & (kept | bit) == mask for mask in conflicts):
                kept |= bit
        yield kept


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

    Used when the search for all conflicts ran out of steps: every mask returned is a smallest conflict, and
    as long as the budget lasts every assertion outside of them is free of conflict.
    """
    found: set[int] = set()
    try:
        found.update(_shrunk(knot, mask, budget) for mask in sorted(masks))
        rest = _outside(knot, found)
        while not knot.holds(rest, budget):
            found.add(_shrunk(knot, rest, budget))
            rest = _outside(knot, found)
    except OutOfSteps:
        return found
    return found


def _outside(knot: Knot, conflicts: set[int]) -> int:
    return reduce(lambda left, mask: left & ~mask, conflicts, knot.everything)


def _shrunk(knot: Knot, mask: int, budget: Budget) -> int:
    """Leave members of a conflict out, half of them at a time, then a quarter, and so on to single ones.

    A member stays when it would take too long to find out whether it is needed.
    """
    size = mask.bit_count()
    while size:
        members = list(bits(mask))
        for start in range(0, len(members), size):
            chunk = sum(members[start : start + size])
            if not _may_hold(knot, mask ^ chunk, budget):
                mask ^= chunk
        size = 0 if size == 1 else (size + 1) // 2
    return mask


def _may_hold(knot: Knot, members: int, budget: Budget) -> bool:
    start = max(0, min(_TRIAL, budget.left))
    trial = Budget(start)
    try:
        return knot.holds(members, trial)
    except OutOfSteps:
        return True
    finally:
        budget.spend(start - max(0, trial.left))
