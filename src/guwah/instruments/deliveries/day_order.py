"""Which number of `04.03.21` is the day: proven by the whole file, said by a person, or left open.

Never guessed: no habit of a country decides. What decides are days that do not exist, years in which the
program did not exist, and a chat that would run backwards in time (its lines stand in the order of time).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.model import CONTEXT, STATED, DayOrder, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ORDERS = ("dmy", "mdy", "ymd", "ydm")
_FULL_YEAR = 4
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Numbers:
    """The three numbers of a date as they stand, as written, and the line they stand on.

    Attributes:
        parts: the three groups of digits.
        line: from 1.
        named: the writing itself says which is which (年 月 日).
    """

    parts: tuple[str, str, str]
    line: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of the time of a file besides its words.

    Attributes:
        since: the first year in which the program existed.
        until: the day the delivery came; a message cannot be from later. None when not told.
        said: an order a person says the dates are in, empty when nobody did.
    """

    since: int = 1970
    until: date | None = None
    said: str = ""


def decide(
    dates: Sequence[Numbers], bounds: Bounds, file: str = "", named: Mapping[int, date] | None = None
) -> DayOrder:
    """Say in which order the dates of one file are written.

    Args:
        dates: in the order of the file.
        bounds: what else is known.
        file: the file's name, kept in the answer.
        named: days told by names that a phone gives to what it sends that day, by line.
    """
    possible = _candidates(dates)
    if not possible or all(each.named for each in dates):
        return DayOrder("ymd", "written-so", None, (), file)
    if bounds.said in possible:
        return DayOrder(bounds.said, "person", None, (), file)
    refuted = {order: _first_impossible(dates, order, bounds) for order in possible}
    alive = [order for order in possible if refuted[order] is None]
    last = max(filter(None, refuted.values()), default=None)
    if not alive:
        # From this line on no order is left.
        return DayOrder("", "mixed", last, possible, file)
    if len(alive) == 1:
        return DayOrder(alive[0], "impossible-days" if possible[1:] else "written-so", last, (), file)
    by_names = _by_names(dates, alive, named or {})
    if by_names is not None:
        return DayOrder(by_names[0], "file-names", by_names[1], (), file)
    return _by_sequence(dates, alive, file)


def readings(
    numbers: Numbers,
    order: DayOrder,
    bounds: Bounds,
    clocks: tuple[str, ...],
    *,
    of: str = "time",
    zone: str = "",
) -> tuple[Reading, ...]:
    """Return what a date with a clock can mean under what was decided; none when nothing fits."""
    if numbers.named:
        orders: tuple[str, ...] = ("ymd",)
    elif order.order:
        orders = (order.order,)
    else:
        orders = order.open
    days = dict.fromkeys(day for each in orders if (day := _day(numbers, each, bounds)) is not None)
    decided = (
        order.by in {"impossible-days", "file-names", "sequence", "person"} and len(_shapes(numbers)) > 1
    )
    basis = CONTEXT if decided else STATED
    return tuple(
        Reading(_edtf(day, clock, zone), clock, zone, basis, of) for day in days for clock in clocks or ("",)
    )


def _edtf(day: date, clock: str, zone: str) -> str:
    # EDTF has a clock to the second only (level 0); minutes stand in the reading's own clock.
    return f"{day.isoformat()}T{clock}{zone}" if clock.count(":") > 1 else day.isoformat()


def _shapes(numbers: Numbers) -> tuple[str, ...]:
    first, _middle, last = numbers.parts
    if numbers.named:
        return ("ymd",)
    if len(first) == _FULL_YEAR:
        return ("ymd", "ydm")
    return ("dmy", "mdy") if len(last) == _FULL_YEAR else ("dmy", "mdy", "ymd")


def _candidates(dates: Sequence[Numbers]) -> tuple[str, ...]:
    fitting = [set(_shapes(each)) for each in dates if not each.named]
    possible = set.intersection(*fitting) if fitting else set()
    if possible == {"ymd", "ydm"} and all(_valid(each, "ymd") for each in dates):
        # With the year first the month follows everywhere (ISO 8601, 5.2.2.1); else it is an error.
        possible = {"ymd"}
    return tuple(order for order in ORDERS if order in possible) if possible or not fitting else ORDERS[:3]


def _valid(numbers: Numbers, order: str) -> bool:
    return _day(numbers, order, Bounds()) is not None


def _day(numbers: Numbers, order: str, bounds: Bounds) -> date | None:
    if order not in _shapes(numbers):
        return None
    by_letter = {letter: int(numbers.parts[place]) for place, letter in enumerate(order)}
    year_digits = len(numbers.parts[order.index("y")])
    year = by_letter["y"] if year_digits == _FULL_YEAR else _CENTURY + by_letter["y"]
    try:
        day = date(year, by_letter["m"], by_letter["d"])
    except ValueError:
        return None
    if year < bounds.since or (bounds.until is not None and day > bounds.until):
        return None
    return day


def _first_impossible(dates: Sequence[Numbers], order: str, bounds: Bounds) -> int | None:
    return next((each.line for each in dates if not each.named and _day(each, order, bounds) is None), None)


def _by_names(
    dates: Sequence[Numbers], alive: list[str], named: Mapping[int, date]
) -> tuple[str, int] | None:
    """Return the one order in which every date agrees with the file named beside it, and a line."""
    told = [each for each in dates if each.line in named and not each.named]
    agreeing = [
        order for order in alive if all(_day(each, order, Bounds()) == named[each.line] for each in told)
    ]
    if not told or len(agreeing) != 1:
        return None
    others = [order for order in alive if order != agreeing[0]]
    line = next(
        each.line for each in told if any(_day(each, order, Bounds()) != named[each.line] for order in others)
    )
    return agreeing[0], line


def _by_sequence(dates: Sequence[Numbers], alive: list[str], file: str) -> DayOrder:
    backwards = {order: _first_step_back(dates, order) for order in alive}
    forward = [order for order, line in backwards.items() if line is None]
    if len(forward) == 1:
        line = max(line for line in backwards.values() if line is not None)
        return DayOrder(forward[0], "sequence", line, (), file)
    return DayOrder("", "undecided", None, tuple(alive), file)


def _first_step_back(dates: Sequence[Numbers], order: str) -> int | None:
    """Return the line at which time runs back by more than a day (clocks are set, zones are crossed)."""
    before = date.min.toordinal()
    for each in dates:
        day = _day(each, "ymd" if each.named else order, Bounds())
        now = before if day is None else day.toordinal()
        if now < before - 1:
            return each.line
        before = now
    return None
