"""A conflict as people read it: who is in it, how hard it is, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.knots import Knot, occurrences_of
from guwah.instruments.chronology.network import Budget, OutOfSteps
from guwah.instruments.chronology.problem import Aged, At, Before, Lasts
from guwah.instruments.chronology.rules import CONVENTIONS, COUNTINGS
from guwah.instruments.dates.words import duration_in_words, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.instruments.chronology.problem import Assertion, Point

STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of assertions that cannot all be true.

    Attributes:
        members: ids of the assertions, sorted.
        grade: `hard`; `some-readings` when "about" taken twice as wide dissolves it; `question` when one of
        the
            members is itself marked uncertain.
        convention: the ways of counting under all of which it exists, or None where nothing is counted.
        why: one English sentence a member, then what is taken for granted.
    """

    members: tuple[str, ...]
    grade: str
    convention: str | None
    why: str


def describe(members: Sequence[Assertion], labels: Mapping[str, str], *, steps: int = STEPS) -> Conflict:
    """Put a smallest conflict into words.

    Args:
        members: its assertions, in the order of their ids.
        labels: the label of each occurrence by its id.
        steps: steps each question about it may take; one that takes more counts as answered with no.
    """
    said = [f"{member.id}: {_statement(member, labels)}." for member in members]
    taken = [
        f"“{labels[name]}” cannot end before it starts."
        for name in occurrences_of(members)
        if _holds(Knot(members, unordered=frozenset({name})), steps)
    ]
    opening = "This cannot be true." if len(members) == 1 else "These cannot all be true."
    return Conflict(
        tuple(member.id for member in members),
        _grade(members, steps),
        _convention(members),
        " ".join([opening, *said, *taken]),
    )


def _grade(members: Sequence[Assertion], steps: int) -> str:
    if any(isinstance(one, At) and one.value.uncertain for one in members):
        return "question"
    widened = any(
        one.value.approximate if isinstance(one, At) else isinstance(one, Lasts) and one.approximate
        for one in members
    )
    return "some-readings" if widened and _holds(Knot(members, stretch=2), steps) else "hard"


def _holds(knot: Knot, steps: int) -> bool:
    try:
        return knot.holds(knot.everything, Budget(steps))
    except OutOfSteps:
        return False


def _convention(members: Sequence[Assertion]) -> str | None:
    named: list[str] = []
    if any(isinstance(one, Lasts) for one in members):
        named.extend(COUNTINGS)
    if any(isinstance(one, Aged) for one in members):
        named.extend(CONVENTIONS)
    return ", ".join(named) or None


def _statement(assertion: Assertion, labels: Mapping[str, str]) -> str:
    if isinstance(assertion, At):
        return f"{_named(assertion.point, labels)} is {in_words(assertion.value.text, 'en')}"
    if isinstance(assertion, Lasts):
        length = ("about " if assertion.approximate else "") + duration_in_words(assertion.duration)
        ends = f"from {_named(assertion.start, labels)} to {_named(assertion.end, labels)}"
        return f"{ends} it is {length}, first day counted or not"
    if isinstance(assertion, Before):
        how = "before" if assertion.strict else "before or on the day of"
        return f"{_named(assertion.earlier, labels)} is {how} {_named(assertion.later, labels)}"
    born = f"born at {_named(assertion.birth, labels)}"
    return f"{assertion.years} years old at {_named(assertion.said, labels)}, {born}, however counted"


def _named(point: Point, labels: Mapping[str, str]) -> str:
    return f"the {point.end} of “{labels[point.occurrence]}”"
