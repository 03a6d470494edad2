"""Two dates said together: one or the other, from one to the other, or one taken back for the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from guwah.instruments.dates.days import UNKNOWN, Day, Value, exists
from guwah.instruments.dates.relative import said_in
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.dates.drafts import Draft
    from guwah.instruments.dates.grammars.shape import Grammar

ASSERTED, ABANDONED, CORRECTED = "asserted", "abandoned", "self-corrected"
_EITHER = late(r",?o[itaq]*,?")
_TO = late(r",?&?[ue][itaq]*")
_DASH = late(r"[-~]")
_AND = late(r",?&[itaq]*")
_BESIDE = late(r"[,<]?[1ti]?")
_BEHIND = late(r"[s,]*[itaq]*")
_THEN = late(r",?[iat]*")  # "last year, at the end of" August
_OF = late(r"[fi]?t?")  # "August of" last year
_A_YEAR = late(r"(\d{4}|X{4})[~?%]?")
_NEAR = 80  # characters of "no, sorry, I mean it was": longer than anybody takes to take back a date
_BROKEN = late(r"(?i)[\W_]*(?:on|in)?[\W_]*")


def corrected(drafts: Sequence[Draft], text: str, grammar: Grammar) -> list[Draft]:
    """Take the readings from a mention that the speaker breaks off and replaces by the next one."""
    made = list(drafts)
    for place, (one, other) in enumerate(pairwise(drafts)):
        near = other.start - one.end <= _NEAR
        if one.kind != other.kind or not near or not grammar.correction.fullmatch(text, one.end, other.start):
            continue
        made[place] = replace(made[place], values=(), readings=(), status=ABANDONED)
        if one.kind == "date":
            made[place + 1] = _instead(one, made[place + 1])
        if _BROKEN.fullmatch(text, one.end, other.start) is None:
            made[place + 1] = replace(made[place + 1], status=CORRECTED)
    return made


def _instead(one: Draft, other: Draft) -> Draft:
    """Give a day said alone the month of the day it takes back."""
    taken, said = one.values[0].days[0], other.values[0].days[0]
    if said.day is None or said.month is not None or taken.month is None or taken.lunar:
        return other
    return replace(other, values=tuple(value.filled(taken) for value in other.values))


def together(drafts: Sequence[Draft], signs: str) -> list[Draft]:
    """Make one mention of two that are said as one stretch or as alternatives."""
    made: list[Draft] = []
    for one in drafts:
        joined = (
            _with_weekday(made[-1], one, signs)
            or _joined(made[-1], one, signs)
            or _both_from_session(made[-1], one, signs)
            or _in_year_said_beside(made[-1], one, signs)
            if made
            else None
        )
        if joined is None:
            made.append(one)
        else:
            made[-1] = joined
    return made


def _with_weekday(one: Draft, other: Draft, signs: str) -> Draft | None:
    """Take a weekday right behind a date as what day that was."""
    beside = _BESIDE.fullmatch(signs[one.last : other.first])
    if one.kind != "date" or other.kind != "relative" or not other.weekday or beside is None:
        return None
    return replace(one, weekday=other.weekday)


def _both_from_session(one: Draft, other: Draft, signs: str) -> Draft | None:
    """Join "last November" and "this March" where one goes up to the other."""
    if one.kind != "relative" or other.kind != "relative" or len(one.readings) * len(other.readings) != 1:
        return None
    first, last = one.readings[0], other.readings[0]
    if _how(one, other, signs[one.last : other.first]) != "/":
        return None
    said = {reading.edtf or "" for reading in (first, last)}
    if UNKNOWN not in said and any("XXXX" in edtf for edtf in said):
        return None  # two months whose years wait for the day of the session: each is kept as it was said
    whole = f"{(first.edtf or '').split('/')[0]}/{(last.edtf or '').split('/')[-1]}"
    edtf = whole if UNKNOWN not in whole and exists(whole) else UNKNOWN
    return replace(one, end=other.end, last=other.last, readings=(replace(first, edtf=edtf),), bound="")


def _in_year_said_beside(one: Draft, other: Draft, signs: str) -> Draft | None:
    """Make one date of "last year" and the month, season or day said right before or behind it."""
    between = signs[one.last : other.first]
    if one.kind == "relative" and other.kind == "date" and _THEN.fullmatch(between):
        year, dated = one, other
    elif one.kind == "date" and other.kind == "relative" and _OF.fullmatch(between):
        year, dated = other, one
    else:
        return None
    told = [_A_YEAR.fullmatch(reading.edtf or "") for reading in year.readings]
    if len(told) != 1 or told[0] is None or not _lacks_year(dated):
        return None
    number = int(told[0][1]) if told[0][1].isdecimal() else None
    mark = year.mark or dated.mark
    readings = tuple(
        replace(year.readings[0], edtf=edtf, rule=dated.rule, approximate=mark in ("~", "%"))
        for edtf in said_in(dated.values[0], number, mark)
        if exists(edtf)
    )
    return replace(one, end=other.end, last=other.last, kind="relative", values=(), readings=readings)


def _lacks_year(one: Draft) -> bool:
    return _plain(one) and not one.bound and not one.values[0].dated and _has_month(one.values[0].days[0])


def _has_month(day: Day) -> bool:
    return day.month is not None or day.season > 0


def _joined(one: Draft, other: Draft, signs: str) -> Draft | None:
    if one.kind != "date" or other.kind != "date" or not (_plain(one) and _plain(other)):
        return None
    how = _how(one, other, signs[one.last : other.first])
    if not how:
        return None
    first, second = one.values[0].days[0], other.values[0].days[0]
    if how == "[" and any(day.ends()[0] != day.ends()[1] for day in (first, second)):
        return None
    values = _filled(first, second, how, (*one.values[0].assumptions, *other.values[0].assumptions))
    if not exists(values.edtf()):
        return None
    return replace(
        one, end=other.end, last=other.last, values=(values,), mark=one.mark or other.mark, bound=""
    )


def _plain(one: Draft) -> bool:
    return len(one.values) == 1 and not one.values[0].joined and not one.values[0].days[0].lunar


def _how(one: Draft, other: Draft, between: str) -> str:
    """Return how two dates are joined by the signs between them, '' when they are not."""
    if _EITHER.fullmatch(between):
        return "["
    if "B" in (one.bound, other.bound):
        return "/" if _AND.fullmatch(between) else ""
    if one.bound not in ("", "s"):
        return ""
    if _TO.fullmatch(between) or _DASH.fullmatch(between):
        return "/"
    return "/" if other.bound == "u" and _BEHIND.fullmatch(between) else ""


def _filled(one: Day, other: Day, how: str, assumptions: tuple[str, ...]) -> Value:
    first, second = one, other
    if not first.dated and second.year is not None:
        wraps = how == "/" and (first.month or 0) > (second.month or first.month or 0)
        first = first.filled(replace(second, year=second.year - wraps))
    elif first.dated and not second.dated:
        second = second.filled(first)
    elif first.month is None and first.day is not None:
        first = first.filled(second)
    elif second.month is None and second.day is not None:
        second = second.filled(first)
    return Value((first, second), how, assumptions).filled(first)
