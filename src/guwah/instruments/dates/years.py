"""Which year a date without one may have, always with the words it is taken from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from guwah.instruments.dates.days import Day, Value, exists
from guwah.instruments.dates.durations import parse_duration
from guwah.instruments.dates.readings import RELATIVE_OCCURRENCE, STATED, YEAR_INFERRED, Place, Reading
from guwah.instruments.dates.relative import counted_from
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.dates.drafts import Draft

_AFTER_WITHIN = 60
"""Characters after which a year said later is no longer the year of a date without one."""
_BEFORE_WITHIN = 20_000
"""Characters over which a year once said holds for the dates that follow."""
_MONTH_WITHIN = 600
"""The same for a month, and for the date from which "the next day" is counted."""
_BESIDE = 1
"""Characters between a date and "the next day" that say what that day was, not from where it is counted."""
_MARKED = {"": "?", "~": "%", "?": "?", "%": "%"}
_NEAR_YEAR = late(r"(?:.*/)?(\d{4})(?:-(\d\d))?[~?%]?")
_MONTHS, _SEASONS = 12, range(21, 25)
_WHOLE = "Which part of it is meant is left open."
_SINCE = "Going on from then."
_UNTIL = "Any time up to then."


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft in its turn; `offset` is where the turn begins when all turns are one text."""

    draft: Draft
    turn: int
    offset: int

    @property
    def place(self) -> Place:
        """The words of it."""
        return Place(self.turn, self.draft.start, self.draft.end)


@dataclass(frozen=True, slots=True)
class _Source:
    """A date said with its year, and where."""

    day: Day
    place: Place
    at: int
    ends: int


@dataclass(frozen=True, slots=True)
class _Guess:
    """One date a year can be taken from, and the sentence that says so."""

    day: Day
    told: str
    place: Place | None


def read(drafts: Sequence[Placed], session: date | None) -> list[tuple[Reading, ...]]:
    """Return the readings of every draft; dates without a year also get those with an inferred one."""
    made: list[tuple[Reading, ...]] = []
    known: _Source | None = None
    earlier: _Source | None = None
    for index, one in enumerate(drafts):
        draft, at = _with_whole(one.draft), one.offset + one.draft.start
        if not draft.values:
            beside = known is not None and at - known.ends <= _BESIDE
            made.append(_ordered(draft, earlier if beside else known, at))
            near = _year_from_session(draft)
            if near is not None:
                earlier, known = known, _Source(near, one.place, at, one.offset + draft.end)
            continue
        readings = _stated(draft)
        if any(value.dated for value in draft.values):
            last = _last(draft.values)
            if last is not None:
                earlier, known = known, _Source(last, one.place, at, one.offset + draft.end)
        else:
            after = _said_after(drafts[index + 1 : index + 4], one.offset + draft.end)
            guesses = _guesses(draft, (known, after), at, session)
            inferred, source = _inferred(draft, _by_weekday(draft, guesses))
            readings += inferred
            if source is not None and inferred:
                place = (known or after or _Source(source, one.place, at, at)).place
                earlier, known = known, _Source(source, place, at, one.offset + draft.end)
        made.append(readings)
    return made


def _with_whole(draft: Draft) -> Draft:
    """Add the whole month or year where thirds of it are only a convention ("early in 2016")."""
    (value, *others) = draft.values or (None,)
    if value is None or value.joined or value.days[0].part not in (0, 1, 2):
        return draft
    whole = Value((replace(value.days[0], part=None),), assumptions=(_WHOLE,))
    return replace(draft, values=(value, *others, whole))


def _last(values: Sequence[Value]) -> Day | None:
    """Return the last date said that exists and has a year; one by the moon as the day it fell on."""
    there = [value.days[-1] for value in values if exists(value.edtf()) and value.days[-1].year is not None]
    return _by_the_sun(there[-1]) if there else None


def _by_the_sun(day: Day) -> Day:
    if not day.lunar:
        return day
    year, month, number = day.ends()[0].split("-")
    return Day(day.year) if year == "XXXX" else Day(int(year), int(month), int(number))


def _stated(draft: Draft) -> tuple[Reading, ...]:
    made = []
    for value in draft.values:
        edtf = value.edtf(draft.mark)
        if exists(edtf):
            about = draft.mark in ("~", "%")
            made.append(Reading(edtf, None, STATED, draft.rule, about, value.assumptions))
            made += _open(made[-1], draft.bound)
    return tuple(made)


def _open(reading: Reading, bound: str) -> list[Reading]:
    """Return what "since" and "until" say beyond the date itself."""
    edtf = reading.edtf or ""
    if bound not in ("s", "l", "u", "b") or edtf[0] in "[{" or "/" in edtf or "XXXX" in edtf:
        return []
    onward = bound in ("s", "l")
    told = (*reading.assumptions, _SINCE if onward else _UNTIL)
    return [replace(reading, edtf=f"{edtf}/.." if onward else f"../{edtf}", assumptions=told)]


def _said_after(following: Sequence[Placed], end: int) -> _Source | None:
    for one in following:
        at = one.offset + one.draft.start
        if at - end > _AFTER_WITHIN:
            return None
        if one.draft.values and one.draft.values[0].dated and one.draft.values[0].days[0].year is not None:
            return _Source(_by_the_sun(one.draft.values[0].days[0]), one.place, at, at)
    return None


def _guesses(
    draft: Draft, sources: tuple[_Source | None, _Source | None], at: int, session: date | None
) -> list[_Guess]:
    """Return where the year may come from, the likeliest first."""
    before, after = sources
    first = draft.values[0].days[0]
    made = []
    if before is not None and at - before.at <= (_MONTH_WITHIN if first.month is None else _BEFORE_WITHIN):
        made.append(_Guess(before.day, "said before it", before.place))
        reached = before.day.month or (before.day.season - 20) * 3
        if first.month is not None and first.month < reached:
            later = replace(before.day, year=(before.day.year or 0) + 1)
            made.append(_Guess(later, "said before it, the one after because the months go on", before.place))
    if after is not None:
        same = (after.day.month, after.day.day) == (first.month, first.day)
        made.insert(0 if same else len(made), _Guess(after.day, "said after it", after.place))
    if session is not None:
        made.append(_Guess(_latest(first, session), "", None))
    return made


def _by_weekday(draft: Draft, guesses: list[_Guess]) -> list[_Guess]:
    """Put the years first in which the date falls on the weekday said with it."""

    def misses(guess: _Guess) -> bool:
        whole = draft.values[0].filled(guess.day)
        edtf = whole.edtf()
        complete = len(edtf) == len("YYYY-MM-DD") and edtf.replace("-", "").isdecimal() and exists(edtf)
        return not complete or date.fromisoformat(edtf).isoweekday() != draft.weekday

    return sorted(guesses, key=misses) if draft.weekday else guesses


def _year_from_session(draft: Draft) -> Day | None:
    """Return the year or month that "last year" or "this March" comes to: what follows goes on from it."""
    said = [reading.edtf or "" for reading in draft.readings] if draft.kind == "relative" else []
    found = next(filter(None, map(_NEAR_YEAR.fullmatch, said)), None)
    if found is None:
        return None
    month = int(found[2] or 0)
    season = month if month in _SEASONS else 0
    return Day(int(found[1]), month if 1 <= month <= _MONTHS else None, season=season)


def _latest(day: Day, session: date) -> Day:
    """Return the day of the talk, or what stands for it, so that the date comes out last before it."""
    month = day.month
    if month is None and day.day is not None:
        back = day.day > session.day
        year, index = divmod(session.year * 12 + session.month - 1 - back, 12)
        return Day(year, index + 1)
    if month is None:
        month = day.season * 3 - 60 if day.season else 1
    later = (month, day.day or 1) > (session.month, session.day)
    return Day(session.year - later, session.month)


def _inferred(draft: Draft, guesses: Sequence[_Guess]) -> tuple[tuple[Reading, ...], Day | None]:
    """Return a reading for each year that can be taken, and the date of the first."""
    made: list[Reading] = []
    first: Day | None = None
    for value in draft.values:
        for guess in guesses:
            whole = value.filled(guess.day)
            edtf = whole.edtf(_MARKED[draft.mark])
            known = {reading.edtf for reading in made}
            if not whole.dated or "XXXX" in edtf or edtf in known or not exists(edtf):
                continue
            first = first or _by_the_sun(whole.days[-1])
            about = draft.mark in ("~", "%")
            told = (*value.assumptions, _told(value, guess))
            made.append(Reading(edtf, None, YEAR_INFERRED, draft.rule, about, told, guess.place))
    return tuple(made), first


def _told(value: Value, guess: _Guess) -> str:
    with_month = value.days[0].month is None and value.days[0].day is not None
    what = "The year and month are" if with_month else "The year is"
    if guess.place is None:
        return f"{what} taken so that it is the last before the day of the session."
    return f"{what} taken from the date {guess.told}."


def _ordered(draft: Draft, known: _Source | None, at: int) -> tuple[Reading, ...]:
    """Give "the next day" the date it comes to, counted from the date said before it."""
    if draft.kind != "order" or known is None or at - known.at > _MONTH_WITHIN:
        return draft.readings
    made = list(draft.readings)
    for reading in draft.readings:
        length = parse_duration(reading.duration or "P0D")
        edtf = counted_from(reading, length, known.day)
        if edtf is not None and exists(edtf):
            told = (*reading.assumptions, "Counted from the date said before it.")
            basis = RELATIVE_OCCURRENCE
            made.append(Reading(edtf, None, basis, reading.rule, reading.approximate, told, known.place))
    return tuple(made)
