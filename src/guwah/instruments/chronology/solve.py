"""The answer to a problem: consistent or not, every smallest conflict, countings, bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guwah.instruments.chronology.fitting import fitting_amid, fitting_together, smallest, ways
from guwah.instruments.chronology.knots import ENDS, Knot, knots
from guwah.instruments.chronology.network import Budget, OutOfSteps
from guwah.instruments.chronology.problem import Aged, Lasts, Point
from guwah.instruments.chronology.wording import Conflict, describe
from guwah.instruments.dates.civil import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.instruments.chronology.problem import Assertion, Problem

BUDGET = 120_000
"""Steps a knot may take for each of the main questions, on top of what every knot of its size takes."""

Bounds = dict[Point, tuple[int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Result:
    """What `check` found.

    Attributes:
        consistent: some readings satisfy every assertion (as far as found, when not `complete`).
        complete: every smallest conflict is listed and every bound is as narrow as it can be.
        countings: for each duration the ways of counting that fit.
        conventions: for each age the conventions that fit.
        conflicts: the smallest sets of assertions that cannot all be true, fewest members first.
        bounds: first and last day number of each point; None is open.
    """

    consistent: bool
    complete: bool
    countings: Mapping[str, tuple[str, ...]]
    conventions: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]
    bounds: Mapping[Point, tuple[int | None, int | None]]


@dataclass(slots=True)
class _Part:
    """The answer for one knot."""

    consistent: bool = True
    complete: bool = True
    fits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: list[list[Assertion]] = field(default_factory=list)
    bounds: Bounds = field(default_factory=dict)


def check(problem: Problem, *, budget: int = BUDGET) -> Result:
    """Find out what of a problem can be true together.

    Args:
        problem: from `load`.
        budget: steps each question of each knot may take; the same input always takes the same steps.

    Returns:
        The result. It depends neither on the order of the assertions nor on a clock.
    """
    parts = [_solve(part, budget) for part in knots(problem.assertions)]
    return Result(
        consistent=all(part.consistent for part in parts),
        complete=all(part.complete for part in parts),
        countings=_fits(problem, parts, Lasts),
        conventions=_fits(problem, parts, Aged),
        conflicts=tuple(describe(members, problem.occurrences) for members in _smallest_first(parts)),
        bounds=_bounds(problem, parts),
    )


def _fits(problem: Problem, parts: list[_Part], kind: type[Assertion]) -> dict[str, tuple[str, ...]]:
    """Return the ways that fit each assertion of a kind, in the order of the problem."""
    fits = {name: ways for part in parts for name, ways in part.fits.items()}
    return {one.id: fits[one.id] for one in problem.assertions if isinstance(one, kind)}


def _smallest_first(parts: list[_Part]) -> list[list[Assertion]]:
    """Return the conflicts of all parts, fewest members first, then by their ids."""
    found = [conflict for part in parts for conflict in part.conflicts]
    return sorted(found, key=lambda members: (len(members), [member.id for member in members]))


def _bounds(problem: Problem, parts: list[_Part]) -> Bounds:
    """Return the bounds of every point; open where nothing is said."""
    bounds: Bounds = {Point(name, end): (None, None) for name in problem.occurrences for end in ENDS}
    for part in parts:
        bounds.update(part.bounds)
    return bounds


def to_json(result: Result) -> dict[str, Any]:
    """Return the answer as DESIGN §15 writes it, with `conventions` for ages besides."""
    bounds: dict[str, dict[str, list[str | None]]] = {}
    for point, days in result.bounds.items():
        bounds.setdefault(point.occurrence, {})[point.end] = [
            None if day is None else iso(day) for day in days
        ]
    return {
        "consistent": result.consistent,
        "complete": result.complete,
        "countings": {name: list(ways) for name, ways in result.countings.items()},
        "conventions": {name: list(ways) for name, ways in result.conventions.items()},
        "conflicts": [
            {
                "members": list(conflict.members),
                "grade": conflict.grade,
                "convention": conflict.convention,
                "why": conflict.why,
            }
            for conflict in result.conflicts
        ],
        "bounds": bounds,
    }


def _solve(assertions: list[Assertion], steps: int) -> _Part:
    knot = Knot(assertions)
    part = _Part()
    try:
        part.consistent = knot.holds(knot.everything, Budget(steps))
    except OutOfSteps:
        part.complete = False
        part.fits = {one.id: ways(one) for one in assertions}
        return part
    if part.consistent:
        _agreeing(knot, part, steps)
    else:
        _disagreeing(knot, part, steps)
    return part


def _agreeing(knot: Knot, part: _Part, steps: int) -> None:
    try:
        worlds = list(knot.worlds(knot.everything, Budget(steps)))
        part.fits = fitting_together(knot, worlds, Budget(steps + knot.cost))
    except OutOfSteps:
        part.complete = False
        part.fits = {one.id: ways(one) for one in knot.assertions}
    _add_bounds(knot, knot.everything, part, steps)


def _disagreeing(knot: Knot, part: _Part, steps: int) -> None:
    masks, part.complete = knot.conflicts(Budget(steps))
    if part.complete:
        part.fits, part.complete = fitting_amid(knot, masks, Budget(steps + knot.cost))
    else:
        masks = smallest(knot, masks, Budget(4 * steps))
        part.fits = {one.id: ways(one) for one in knot.assertions}
    free = knot.everything
    for mask in masks:
        part.conflicts.append([one for place, one in enumerate(knot.assertions) if mask >> place & 1])
        free &= ~mask
    _add_bounds(knot, free, part, steps)


def _add_bounds(knot: Knot, members: int, part: _Part, steps: int) -> None:
    """Add the first and last day of each point over all readings of the members that hold."""
    span = knot.network.span
    budget = Budget(steps + knot.cost)
    try:
        worlds = list(knot.worlds(members, budget))
        lows = [knot.network.lowest(world, budget) for world in worlds]
        highs = [knot.network.highest(world, budget) for world in worlds]
    except OutOfSteps:
        part.complete = False
        return
    for index, point in enumerate(knot.network.points if worlds else ()):
        low = min(days[index] for days in lows if days is not None)
        high = max(days[index] for days in highs if days is not None)
        part.bounds[point] = (low if low >= span.first else None, high if high <= span.last else None)
