"""Assertions turned into rules of one shape: a point is not earlier than a function of another point.

Every function here never runs backwards when its argument runs forwards. That is what makes the engine exact:
rules of this shape have a least and a greatest solution, found by pushing bounds until nothing moves, and no
calendar length ever has to be replaced by a number of days. `down` is the other side of the same rule:
`target >= up(source)` says no more and no less than `source <= down(target)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from guwah.instruments.chronology import lunar
from guwah.instruments.chronology.problem import Aged, Assertion, At, Before, Lasts, Point, Within
from guwah.instruments.dates import Duration
from guwah.instruments.dates.civil import date_of, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.instruments.dates.dayset import DaySet

COUNTINGS = ("inclusive", "exclusive")
CONVENTIONS = ("completed", "nominal", "lunar")
_SHIFT = 30  # days by which a birthday of the lunar calendar moves at most in the Gregorian one
_NEVER_AHEAD = -800  # a gain no age rule falls below, besides its years: two new years and a lunar shift


@dataclass(frozen=True, slots=True)
class Rule:
    """`target >= up(source)` for day numbers.

    `gain` is at most `up(day) - day` for every day; `repeats` says whether that difference comes back every
    400 years, as the calendar does, from year 1 on.
    """

    source: Point
    target: Point
    up: Callable[[int], int]
    down: Callable[[int], int]
    gain: int
    repeats: bool = True


@dataclass(frozen=True, slots=True)
class Domain:
    """The point lies on one of these days."""

    point: Point
    days: DaySet


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an assertion: all its rules hold together."""

    assertion: str
    convention: str
    rules: tuple[Rule, ...] = ()
    domains: tuple[Domain, ...] = ()


def readings(assertion: Assertion, stretch: int = 1) -> tuple[Reading, ...]:
    """Return the ways to understand an assertion; only an age has more than one.

    Both ways of counting a duration lie next to each other, so together they are one reading.

    Args:
        assertion: the assertion.
        stretch: how many times over `~` and `approximate` widen.
    """
    name = assertion.id
    if isinstance(assertion, At):
        return (Reading(name, "", domains=(Domain(assertion.point, assertion.value.reach(stretch)),)),)
    if isinstance(assertion, Before):
        order = shift(assertion.earlier, assertion.later, int(assertion.strict))
        return (Reading(name, "", (order,)),)
    if isinstance(assertion, Lasts):
        return (Reading(name, "", tuple(_lasting(assertion, COUNTINGS, stretch))),)
    if isinstance(assertion, Within):
        low, high = assertion.length.days(stretch if assertion.approximate else 0)
        rules = shift(assertion.start, assertion.end, low), shift(assertion.end, assertion.start, -high)
        return (Reading(name, "", rules),)
    return tuple(_ages(assertion))


def counted(assertion: Lasts, counting: str) -> tuple[Rule, ...]:
    """Return the rules of a duration counted one way only; impossible ones for no day counted inclusively."""
    return tuple(_lasting(assertion, (counting,), 1))


def shift(earlier: Point, later: Point, days: int) -> Rule:
    """Say that a point lies so many days after another at least (before it, when negative)."""
    return Rule(earlier, later, partial(_plus, days), partial(_plus, -days), days)


def _lasting(assertion: Lasts, countings: tuple[str, ...], stretch: int) -> Iterator[Rule]:
    start, end = assertion.start, assertion.end
    least = -1 if "inclusive" in countings else 0
    most = 0 if "exclusive" in countings else -1
    if assertion.approximate:
        low, high = assertion.duration.about(stretch)
        yield shift(start, end, max(0, low + least))
        yield shift(end, start, -(high + most))
        return
    length = assertion.duration
    if length.whole_months == 0:
        yield shift(start, end, max(0, length.whole_days + least))
        yield shift(end, start, -(length.whole_days + most))
        return
    yield _at_least(start, end, length, least)
    yield _at_most(start, end, length, most)


def _at_least(start: Point, end: Point, length: Duration, less: int) -> Rule:
    """`end >= start + length + less`."""
    return Rule(
        start,
        end,
        lambda day: length.after(day) + less,
        lambda day: length.last_start(day - less),
        length.shortest + less,
    )


def _at_most(start: Point, end: Point, length: Duration, more: int) -> Rule:
    """`end <= start + length + more`, turned round: the start lies no further back than that."""
    return Rule(
        end,
        start,
        lambda day: length.first_start(day - more),
        lambda day: length.after(day) + more,
        -length.longest - more,
    )


def _ages(assertion: Aged) -> Iterator[Reading]:
    """Yield an age as completed years, as counted by the calendar year, and as counted by the lunar calendar.

    By the lunar calendar means either a year more at each lunar new year, or completed years whose birthday
    is kept by that calendar; the second moves by up to thirty days in the Gregorian one.
    """
    birth, said, years = assertion.birth, assertion.said, assertion.years
    since = shift(birth, said, 0)
    yield Reading(assertion.id, "completed", (since, *_birthdays(birth, said, years, 0)))
    yield Reading(assertion.id, "lunar", (since, *_birthdays(birth, said, years, _SHIFT)))
    if years > 0:
        yield Reading(assertion.id, "nominal", (since, *_new_years(birth, said, years, _GREGORIAN)))
        yield Reading(assertion.id, "lunar", (since, *_new_years(birth, said, years, _LUNAR)))


def _birthdays(birth: Point, said: Point, years: int, give: int) -> tuple[Rule, Rule]:
    this, following = Duration(years=years), Duration(years=years + 1)
    return _at_least(birth, said, this, -give), _at_most(birth, said, following, give - 1)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """New year's days of a calendar, as early and as late as they can be, and the year a day lies in."""

    early: Callable[[int], int]
    late: Callable[[int], int]
    year_if_early: Callable[[int], int]
    year_if_late: Callable[[int], int]


def _new_years(birth: Point, said: Point, years: int, calendar: _Calendar) -> tuple[Rule, Rule]:
    """Count one year at birth and one more at each new year."""
    more = years - 1
    reaches = Rule(
        birth,
        said,
        lambda day: calendar.early(calendar.year_if_late(day) + more),
        lambda day: calendar.late(calendar.year_if_early(day) - more + 1) - 1,
        365 * more + _NEVER_AHEAD,
        repeats=calendar is _GREGORIAN,
    )
    not_passed = Rule(
        said,
        birth,
        lambda day: calendar.early(calendar.year_if_late(day) - more),
        lambda day: calendar.late(calendar.year_if_early(day) + years) - 1,
        -366 * years + _NEVER_AHEAD,
        repeats=calendar is _GREGORIAN,
    )
    return reaches, not_passed


def _january(year: int) -> int:
    return number_of(year, 1, 1)


def _year(day: int) -> int:
    return date_of(day)[0]


_GREGORIAN = _Calendar(_january, _january, _year, _year)
_LUNAR = _Calendar(
    partial(lunar.new_year, outside=lunar.EARLIEST),
    partial(lunar.new_year, outside=lunar.LATEST),
    partial(lunar.lunar_year, outside=lunar.EARLIEST),
    partial(lunar.lunar_year, outside=lunar.LATEST),
)


def _plus(days: int, day: int) -> int:
    return day + days
