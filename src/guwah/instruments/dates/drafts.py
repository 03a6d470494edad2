"""What a mention is while it is put together: its pieces, what was said, and how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.dates.lengths import age_readings, clock_readings, hour_readings, length_readings
from guwah.instruments.dates.relative import order_readings, relative_readings
from guwah.instruments.dates.stated import dates

if TYPE_CHECKING:
    from datetime import date

    from guwah.instruments.dates.days import Value
    from guwah.instruments.dates.grammars.shape import Grammar
    from guwah.instruments.dates.hits import Hit
    from guwah.instruments.dates.readings import Reading

_BOUNDS = {"s": "s", "u": "u", "l": "l", "b": "b", "B": "B", "z": "s", "e": "u", "r": "u"}
_AT_A_TIME = ("date", "relative", "clock")
_FAR = 6  # pieces before a mention that may belong to it


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention whose year may still be missing.

    Attributes:
        start, end: code points of the words.
        first, last: pieces of the form itself.
        reach: the piece behind the last that belongs to it.
        kind: the kind of the form.
        rule: the name of the form.
        values: dates as said; none for other kinds.
        readings: readings that need no year.
        mark: `~`, `?`, `%` or nothing.
        bound: sign of "since", "until", "after", "before", "between", or nothing.
        status: as in `mentions.Mention`.
        weekday: 1 to 7 where a weekday is said, 0 without; "last Monday" is a date of its own and has 0.
    """

    start: int
    end: int
    first: int
    last: int
    reach: int
    kind: str
    rule: str
    values: tuple[Value, ...]
    readings: tuple[Reading, ...]
    mark: str
    bound: str
    status: str
    weekday: int = 0

    @property
    def said(self) -> bool:
        """Whether the words can be read at all."""
        return bool(self.values or self.readings)


def draft(hit: Hit, free: tuple[int, int], grammar: Grammar, session: date | None) -> Draft:
    """Read a form, with the words around it that say about, maybe, since and until.

    Args:
        hit: where the form stands.
        free: the first piece around it that no other mention has, and the one behind the last.
        grammar: of the language.
        session: the day of the talk.
    """
    before = _before(hit, free[0], grammar)
    behind = _behind(hit, free[1], grammar)
    around = before + behind
    about, maybe = "a" in around or "about" in hit, "q" in around
    mark = "%" if about and maybe else "~" if about else "?" if maybe else ""
    bound = next((_BOUNDS[sign] for sign in [*behind, *reversed(before)] if sign in _BOUNDS), "")
    shown = grammar.shown if hit.form.kind in _AT_A_TIME else "aq"
    opening = next((place for place, sign in enumerate(before) if sign in shown), len(before))
    closing = max((place + 1 for place, sign in enumerate(behind) if sign in "aq"), default=0)
    return Draft(
        start=hit.pieces[hit.first - len(before) + opening].start,
        end=hit.pieces[hit.last + closing - 1].end,
        first=hit.first,
        last=hit.last,
        reach=hit.last + len(behind),
        kind=hit.form.kind,
        rule=hit.form.name,
        values=tuple(dates(hit)) if hit.form.kind == "date" else (),
        readings=_readings(hit, session, mark, about=about),
        mark=mark,
        bound=bound,
        status="asserted",
        weekday=0 if "which" in hit else hit.number("w") or 0,
    )


def _before(hit: Hit, earliest: int, grammar: Grammar) -> str:
    signs = ""
    for place in range(hit.first - 1, max(earliest, hit.first - _FAR) - 1, -1):
        doubted = hit.pieces[place].sign == "," and place > earliest and hit.pieces[place - 1].sign == "q"
        if hit.pieces[place].sign not in grammar.leads and not doubted:
            break
        signs = hit.pieces[place].sign + signs
    return signs


def _behind(hit: Hit, latest: int, grammar: Grammar) -> str:
    signs = ""
    for piece in hit.pieces[hit.last : min(latest, hit.last + _FAR)]:
        if piece.sign not in grammar.trails:
            break
        signs += piece.sign
    return signs


def _readings(hit: Hit, session: date | None, mark: str, *, about: bool) -> tuple[Reading, ...]:
    match hit.form.kind:
        case "date":
            return ()
        case "relative":
            return relative_readings(hit, session, mark)
        case "order":
            return order_readings(hit, about=about)
        case "age":
            return age_readings(hit, about=about)
        case "clock":
            return clock_readings(hit, about=about)
        case "hours":
            return hour_readings(hit, about=about)
        case _:
            return length_readings(hit, about=about)
