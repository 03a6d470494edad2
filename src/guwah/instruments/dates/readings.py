"""From the words of one form to its readings: EDTF values and durations, with what was taken for granted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import add_months, iso, month_length
from guwah.instruments.dates.durations import Duration
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import parse

if TYPE_CHECKING:
    import re
    from datetime import date

    from guwah.instruments.dates.grammars.shape import Grammar

STATED, YEAR_INFERRED = "stated", "year-inferred"
RELATIVE_SESSION, RELATIVE_OCCURRENCE = "relative-session", "relative-occurrence"
_UNKNOWN = "XXXX-XX-XX"
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a mention.

    Attributes:
        edtf: an EDTF value, or None for a length or an order.
        duration: an ISO 8601 duration, or None for a date.
        basis: a reading basis of DESIGN §3.
        rule: the name of the form that matched.
        approximate: the words say "about", "nearly", "more than".
        assumptions: what was taken for granted, one sentence each.
    """

    edtf: str | None
    duration: str | None
    basis: str
    rule: str
    approximate: bool = False
    assumptions: tuple[str, ...] = ()


class Groups:
    """The named groups of a match, read as numbers by the rules of one grammar."""

    def __init__(self, found: re.Match[str], grammar: Grammar) -> None:
        self._texts = {name: text for name, text in found.groupdict().items() if text is not None}
        self._grammar = grammar

    def __contains__(self, name: str) -> bool:
        return name in self._texts or (name == "about" and "roughly" in self._texts)

    def text(self, name: str) -> str:
        """Return the words of a group in lower case, '' when it did not match."""
        return self._texts.get(name, "").lower()

    def number(self, name: str) -> int | None:
        """Return a group as a number; ordinal endings are dropped."""
        text = self._texts.get(name)
        if text is None:
            return None
        if name in ("m", "m2"):
            return self._grammar.month(text)
        return self._grammar.number(text.rstrip("sthndrго-") if text[0].isdecimal() else text)

    def word(self, name: str) -> int:
        """Return what a word of the grammar's list for this group stands for."""
        return self._grammar.words[name][self.text(name)]


def date_readings(groups: Groups, rule: str) -> tuple[Reading, ...]:
    """Read a date; no reading when the calendar has no such day."""
    return tuple(
        Reading(edtf, None, STATED, rule, "about" in groups, assumptions)
        for edtf, assumptions in _dates(groups)
        if exists(edtf)
    )


def _dates(groups: Groups) -> list[tuple[str, tuple[str, ...]]]:
    if "a" in groups:
        return _either_way(groups)
    if "decade" in groups:
        return [(f"{groups.number('decade')}X", ())]
    year, month, day = (groups.number(name) for name in ("y", "m", "d"))
    if "season" in groups:
        return [(_marked(f"{year:04}-{groups.word('season')}", groups), ())]
    if "part" in groups and year is not None:
        assumption = ("Early, middle and late are taken as thirds.",)
        return [(_part(year, month, groups.word("part")), assumption)]
    return [(_one_or_other(year, month, day, groups), ())]


def _one_or_other(year: int | None, month: int | None, day: int | None, groups: Groups) -> str:
    """Return a date, or both where a second one is said beside it ("the 3rd or 4th of May")."""
    first = _written(year, month, day)
    if not any(name in groups for name in ("y2", "m2", "d2")):
        return _marked(first, groups)
    second = _written(groups.number("y2") or year, groups.number("m2") or month, groups.number("d2") or day)
    both = sorted(_marked(one, groups) for one in (first, second))
    return f"[{both[0]},{both[1]}]"


def _either_way(groups: Groups) -> list[tuple[str, tuple[str, ...]]]:
    year, first, second = (groups.number(name) for name in ("y", "a", "b"))
    day_first = (_written(year, second, first), ("The day is written before the month.",))
    month_first = (_written(year, first, second), ("The month is written before the day.",))
    return [day_first] if first == second else [day_first, month_first]


def _written(year: int | None, month: int | None, day: int | None) -> str:
    text = "XXXX" if year is None else f"{year:04}"
    if month is None and day is None:
        return text
    text += "-XX" if month is None else f"-{month:02}"
    return text if day is None else f"{text}-{day:02}"


def _marked(edtf: str, groups: Groups) -> str:
    about, maybe = "about" in groups, "maybe" in groups
    return edtf + ("%" if about and maybe else "~" if about else "?" if maybe else "")


def _part(year: int, month: int | None, third: int) -> str:
    if month is None:
        return f"{year:04}-{1 + 4 * third:02}/{year:04}-{4 + 4 * third:02}"
    last = (10, 20, month_length(year, month))[third] if 1 <= month <= _DECEMBER else 0
    return f"{year:04}-{month:02}-{1 + 10 * third:02}/{year:04}-{month:02}-{last:02}"


def exists(edtf: str) -> bool:
    """Say whether this is an EDTF value of days that exist, in a leap year when the year is unknown."""
    try:
        parse(edtf.replace("XXXX", "2000"))
    except NotADate:
        return False
    return True


def length_readings(groups: Groups, rule: str) -> tuple[Reading, ...]:
    """Read a duration, an age or the length inside "later"; no reading when no number was said."""
    return tuple(Reading(None, str(length), STATED, rule, "about" in groups) for length in _lengths(groups))


def _lengths(groups: Groups) -> list[Duration]:
    if "age" in groups:
        return [Duration(years=groups.number("age") or 0)]
    if "halfof" in groups:
        return [Duration(months=6)]
    if "unit" in groups:
        numbers = [number for number in (groups.number("n"), groups.number("alt")) if number is not None]
        lengths = [Duration(**{groups.text("unit") + "s": number}) for number in numbers]
        return [_and_half(lengths[0])] if "half" in groups else lengths
    years, months, weeks, days = (groups.number(name) or 0 for name in ("ny", "nm", "nw", "nd"))
    length = Duration(years, months, weeks, days)
    return [_and_half(length) if "half" in groups else length]


def _and_half(length: Duration) -> Duration:
    """Add half of the unit said: six months, fifteen days, four days."""
    if length.years:
        return replace(length, months=length.months + 6)
    return replace(length, days=15 if length.months else 4)


def order_readings(groups: Groups, rule: str) -> tuple[Reading, ...]:
    """Read "two months later" or "the next day": a length from what was told before."""
    lengths = (
        [Duration(days=0 if groups.text("next") == "same" else 1)] if "n" not in groups else _lengths(groups)
    )
    back = (
        "eve" in groups or groups.text("next") == "previous" or groups.text("later") in ("earlier", "before")
    )
    assumption = (
        "Counted back from what was told before." if back else "Counted on from what was told before."
    )
    return tuple(
        Reading(None, str(length), RELATIVE_OCCURRENCE, rule, "about" in groups, (assumption,))
        for length in lengths
    )


def relative_readings(groups: Groups, rule: str, session: date | None) -> tuple[Reading, ...]:
    """Read a date told from the day of the session; without that day the value stays open."""
    assumption = ("Counted from the day of the session.",)
    reading = Reading(_UNKNOWN, None, RELATIVE_SESSION, rule, "about" in groups, assumption)
    if session is None:
        return (reading,)
    return (replace(reading, edtf=_from_session(groups, session)),)


def _from_session(groups: Groups, session: date) -> str:
    today = session.toordinal()
    if "yesterday" in groups:
        return iso(today - (2 if groups.text("yesterday").startswith("the day") else 1))
    if "weekday" in groups:
        back = (session.isoweekday() - groups.word("weekday") - 1) % 7 + 1
        return iso(today - back)
    if "which" in groups:
        return _last_unit(groups.text("unit"), session)
    length = _lengths(groups)[0]
    day = iso(add_months(today - length.whole_days, -length.whole_months))
    if length.whole_days:
        return _marked(day, groups)
    return _marked(day[:7] if length.months else day[:4], groups)


def _last_unit(unit: str, session: date) -> str:
    today = session.toordinal()
    if unit == "year":
        return f"{session.year - 1:04}"
    if unit == "month":
        return iso(add_months(today, -1))[:7]
    monday = today - session.isoweekday() - 6
    return f"{iso(monday)}/{iso(monday + 6)}"
