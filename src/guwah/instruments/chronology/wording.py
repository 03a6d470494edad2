"""A conflict as people read it: who is in it, how hard it is, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.chronology.knots import Knot, occurrences_of, points_of
from guwah.instruments.chronology.network import Budget, OutOfSteps
from guwah.instruments.chronology.problem import Aged, At, Before, Lasts, Within
from guwah.instruments.chronology.rules import CONVENTIONS, COUNTINGS
from guwah.instruments.dates.clock import parse_clock
from guwah.instruments.dates.durations import parse_duration
from guwah.instruments.dates.words import clock_in_words, duration_in_words, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.instruments.chronology.problem import Assertion

STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Said:
    """What one assertion says, in parts that can be put into words of any language.

    Attributes:
        id: of the assertion.
        form: `date`, `duration`, `before` or `age`.
        points: label of an occurrence and `start` or `end`: the day of a date; from and to; earlier and
            later; the birth and the day of which the age is said.
        value: EDTF, ISO 8601 duration or whole years; empty for an order.
        marked: of a duration: said as "about"; of an order: not even on the same day.
    """

    id: str
    form: str
    points: tuple[tuple[str, str], ...]
    value: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Because:
    """Why a set cannot be true: what each member says, and which occurrences cannot end before they start."""

    said: tuple[Said, ...]
    granted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of assertions that cannot all be true.

    Attributes:
        members: ids of the assertions, sorted.
        grade: `hard`; `some-readings` when "about" taken twice as wide dissolves it; `question` when one of
        the
            members is itself marked uncertain.
        convention: the ways of counting under all of which it exists, or None where nothing is counted.
        because: why it is one; several where alternatives are taken one at a time.
    """

    members: tuple[str, ...]
    grade: str
    convention: str | None
    because: tuple[Because, ...]

    @property
    def why(self) -> str:
        """One English sentence a member, then what is taken for granted; for commands and files."""
        return " Taken another way: ".join(_in_english(one) for one in self.because)


def describe(members: Sequence[Assertion], labels: Mapping[str, str], *, steps: int = STEPS) -> Conflict:
    """Say who is in a smallest conflict, how hard it is, and why it is one.

    Args:
        members: its assertions, in the order of their ids.
        labels: the label of each occurrence by its id.
        steps: steps each question about it may take; one that takes more counts as answered with no.
    """
    granted = tuple(
        labels[name]
        for name in occurrences_of(members)
        if _holds(Knot(members, unordered=frozenset({name})), steps)
    )
    return Conflict(
        tuple(member.id for member in members),
        _grade(members, steps),
        _convention(members),
        (Because(tuple(_said(member, labels) for member in members), granted),),
    )


def _grade(members: Sequence[Assertion], steps: int) -> str:
    if any(isinstance(one, At) and one.value.uncertain for one in members):
        return "question"
    widened = any(
        one.value.approximate if isinstance(one, At) else isinstance(one, Lasts | Within) and one.approximate
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


def _said(assertion: Assertion, labels: Mapping[str, str]) -> Said:
    points = tuple((labels[point.occurrence], point.end) for point in points_of(assertion))
    if isinstance(assertion, At):
        return Said(assertion.id, "date", points, assertion.value.text)
    if isinstance(assertion, Lasts):
        return Said(assertion.id, "duration", points, str(assertion.duration), assertion.approximate)
    if isinstance(assertion, Within):
        return Said(assertion.id, "duration", points, str(assertion.length), assertion.approximate)
    if isinstance(assertion, Before):
        return Said(assertion.id, "before", points, marked=assertion.strict)
    return Said(assertion.id, "age", points, str(assertion.years))


def _in_english(because: Because) -> str:
    opening = "This cannot be true." if len(because.said) == 1 else "These cannot all be true."
    said = [f"{one.id}: {_statement(one)}." for one in because.said]
    return " ".join(
        [opening, *said, *(f"“{label}” cannot end before it starts." for label in because.granted)]
    )


def _statement(said: Said) -> str:
    first, *others = (f"the {end} of “{label}”" for label, end in said.points)
    if said.form == "date":
        return f"{first} is {in_words(said.value, 'en')}"
    (second,) = others
    if said.form == "duration":
        about = "about " if said.marked else ""
        if said.value.startswith("PT"):
            length = about + clock_in_words(parse_clock(said.value))
            return f"from {first} to {second} it is {length} by the clock"
        length = about + duration_in_words(parse_duration(said.value))
        return f"from {first} to {second} it is {length}, first day counted or not"
    if said.form == "before":
        return f"{first} is {'before' if said.marked else 'before or on the day of'} {second}"
    return f"{said.value} years old at {second}, born at {first}, however counted"
