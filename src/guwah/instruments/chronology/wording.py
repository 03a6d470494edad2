"""A conflict as people read it: who is in it, how hard it is, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.knots import Knot, occurrences_of
from guwah.instruments.chronology.network import Budget
from guwah.instruments.chronology.problem import Aged, At, Before, Lasts
from guwah.instruments.chronology.rules import CONVENTIONS, COUNTINGS
from guwah.instruments.dates.words import duration_in_words, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.instruments.chronology.problem import Assertion, Point

_STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of assertions that cannot all be true.

    Attributes:
        members: ids of the assertions, sorted.
        grade: `hard`; `some-readings` when "about" taken twice as wide dissolves it; `question` when one of the
            members is itself marked uncertain.
        convention: the ways of counting under all of which it exists, or None where nothing is counted.
        why: one English sentence a member, then what is taken for granted.
    """

    members: tuple[str, ...]
    grade: str
    convention: str | None
    why: str


def describe(members: Sequence[Assertion], labels: Mapping[str, str]) -> Conflict:
    """Put a smallest conflict into words.

    Args:
        members: its assertions, in the order of their ids.
        labels: the label of each occurrence by its id.
    """
    said = [f"{member.id}: {_statement(member, labels)}." for member in members]
    taken = [
        f"“{labels[name]}” cannot end before it starts."
        for name in occurrences_of(members)
        if _holds(members, unordered=frozenset({name}))
    ]
    opening = "This cannot be true." if len(members) == 1 else "These cannot all be true."
    return Conflict(
        tuple(member.id for member in members),
        _grade(members),
        _convention(members),
        " ".join([opening, *said, *taken]),
    )


def _grade(members: Sequence[Assertion]) -> str:
    if any(isinstance(one, At) and one.value.uncertain for one in members):
        return "question"
    widened = any(
        one.value.approximate if isinstance(one, At) else isinstance(one, Lasts) and one.approximate
        for one in members
    )
    return "some-readings" if widened and _holds(members, stretch=2) else "hard"


def _holds(
    members: Sequence[Assertion], *, stretch: int = 1, unordered: frozenset[str] = frozenset()
) -> bool:
    knot = Knot(members, stretch=stretch, unordered=unordered)
    return knot.holds(knot.everything, Budget(_STEPS))


def _convention(members: Sequence[Assertion]) -> str | None:
    named: list[str] = []
    if any(isinstance(one, Lasts) for one in members):
        named.extend(COUNTINGS)
    if any(isinstance(one, Aged) for one in members):
        named.extend(CONVENTIONS)
    return ", ".join(named) or None


def _statement(assertion: Assertion, labels: Mapping[str, str]) -> str:
    match assertion:
        case At(point=point, value=value):
            return f"{_named(point, labels)} is {in_words(value.text, 'en')}"
        case Lasts(start=start, end=end, duration=duration, approximate=approximate):
            length = ("about " if approximate else "") + duration_in_words(duration, "en")
            return f"from {_named(start, labels)} to {_named(end, labels)} it is {length}, first day counted or not"
        case Before(earlier=earlier, later=later, strict=strict):
            how = "before" if strict else "before or on the day of"
            return f"{_named(earlier, labels)} is {how} {_named(later, labels)}"
        case Aged(years=years, birth=birth, said=said):
            return f"{years} years old at {_named(said, labels)}, born at {_named(birth, labels)}, however counted"


def _named(point: Point, labels: Mapping[str, str]) -> str:
    return f"the {point.end} of “{labels[point.occurrence]}”"
