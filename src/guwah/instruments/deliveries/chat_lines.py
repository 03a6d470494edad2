"""Chat texts in which a line with a date opens a message: finding the openings, reading their times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.clocks import CLOCK, CLOCK_THEN_NAME, MARKS, is_half, read_clock
from guwah.instruments.deliveries.day_order import Bounds, Numbers, decide, readings
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from guwah.instruments.deliveries.model import DayOrder, Notes, Reading

_SEP = rf"[{MARKS}]*(?:\s?[./\-])[{MARKS}]*\s?"
DATE = (
    rf"(?P<a>\d{{1,4}})(?P<sep>{_SEP})(?P<b>\d{{1,2}}){_SEP}(?P<c>\d{{1,4}})(?:[{MARKS}]*\.|\s?[гжр]\.)?"
    r"|(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"
)
"""A date of three numbers; groups `a`, `sep`, `b`, `c`, or `y`, `m`, `d` where the writing names them."""

STAMP = rf"(?:{DATE})[{MARKS}]*[,،]?[{MARKS}\s]+(?:(?:kl|um|at|à|в|om|alle|a las)\.?\s)?(?:{CLOCK})"
_LIKE_OPENING = late(
    rf"[{MARKS}\s]*[\[(]?(?=[^\n]{{0,60}}\d[^\n]{{1,3}}\d\d)(?:[^\n\d]{{0,12}}\d{{1,4}}){{4,6}}[^\n:]{{0,12}}?"
    r"(?:[\])]|\s[-–—]\s|:\s)[^\n:：]{1,80}[:：]"
)
_LONGEST = 400  # characters of a line in which an opening must stand
_SHORT = 3  # lines of a text of which one is enough
_LOOKED_AT = 50  # lines at the beginning in which it must stand

STAMP_THEN_NAME = STAMP.replace(CLOCK, CLOCK_THEN_NAME)
"""A date and a clock; between them a comma, perhaps a short word ("kl.", "um")."""


def unread_opening(text: str) -> int | None:
    """Return the first of two lines, from 1, that open like messages of a chat in whatever form.

    Only a reason to doubt: numbers enough for a date and a clock, a sign behind them, a name, a colon.
    """
    lines = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    like = [n for n, line in enumerate(lines, start=1) if _LIKE_OPENING.match(line[:_LONGEST])]
    return like[0] if len(like) > 1 or (like and len(lines) <= _SHORT) else None


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that opens a message.

    Attributes:
        line: from 1.
        start: offset of the line.
        rest: offset behind the date, where sender or words begin.
        time: date and clock as written.
        numbers: the numbers of the date.
        hms: the clock's digits as written.
        half: the word for the half of the day as written, or empty.
        bare: the line before ended with LF alone.
    """

    line: int
    start: int
    rest: int
    time: str
    numbers: Numbers
    hms: str
    half: str
    bare: bool = False


def opening(found: re.Match[str], at: tuple[int, int], *, bare: bool = False) -> Opening:
    """Build an opening from a match that holds the groups of `STAMP` and one called `time`.

    Args:
        found: the match on the line.
        at: number and offset of the line.
        bare: the line before ended with LF alone.
    """
    line, start = at
    half = found["before"] or found["after"] or ""
    return Opening(
        line, start, start + found.end(), found["time"], numbers_of(found, line), found["hms"], half, bare
    )


def numbers_of(found: re.Match[str], line: int) -> Numbers:
    """Return the numbers of a date matched by `DATE`."""
    if found["y"] is not None:
        return Numbers((found["y"], found["m"], found["d"]), line, named=True)
    return Numbers((found["a"], found["b"], found["c"]), line)


def shape(found: re.Match[str]) -> str:
    """Return what must be the same in every opening of one export: the sign between the numbers."""
    return "" if found["sep"] is None else re.sub(rf"[{MARKS}\s]", "", found["sep"])


def when(
    openings: Sequence[Opening], bounds: Bounds, notes: Notes, named: Mapping[int, date] | None = None
) -> tuple[DayOrder, list[tuple[Reading, ...]]]:
    """Decide the order of the dates of one file and read each time under it.

    Args:
        openings: in the order of the file.
        bounds: what is known of its time.
        notes: takes the doubts.
        named: days that names of files tell which a phone made when the message was sent, by line.
    """
    order = decide([each.numbers for each in openings], bounds, notes.file, named or {})
    _doubt_order(order, notes)
    return order, [_readings(each, order, bounds, notes) for each in openings]


def _readings(each: Opening, order: DayOrder, bounds: Bounds, notes: Notes) -> tuple[Reading, ...]:
    clocks = read_clock(each.hms, each.half)
    if not clocks:
        notes.doubt(
            "no-such-clock", "A clock time that no day has is kept as written, without reading.", each.line
        )
    if each.half and not is_half(each.half):
        told = "A word for the half of the day is not known here; both halves are kept where it matters."
        notes.doubt("half-of-day-unknown", told, each.line)
    found = readings(each.numbers, order, bounds, clocks)
    if not found:
        notes.doubt(
            "no-such-day", "A date that no calendar has is kept as written, without reading.", each.line
        )
    return found


def _doubt_order(order: DayOrder, notes: Notes) -> None:
    if order.by == "undecided":
        told = (
            "Whether day, month or year comes first is not proven by this file; every possible "
            "reading is kept. Say it with --dates if you know it."
        )
        notes.doubt("day-order-open", told)
    elif order.by == "mixed":
        told = (
            "No one order of day, month and year fits all dates of this file; every possible reading is kept."
        )
        notes.doubt("day-orders-mixed", told, order.line)
