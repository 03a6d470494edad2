"""From a form of a length, an age or a time of day to its readings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.instruments.dates.durations import Duration
from guwah.instruments.dates.readings import STATED, Reading

if TYPE_CHECKING:
    from guwah.instruments.dates.hits import Hit

_FIELDS = {"y": "years", "r": "years", "n": "months", "k": "weeks", "d": "days", "t": "months"}
_NOON, _DAY = 12, 24
_MORNING, _AFTERNOON, _NIGHT = 1, 2, 3
_EVENING = 6  # "three at night" is after midnight, "eleven at night" before it
_CONVENTIONS: dict[int, tuple[str, ...]] = {
    1: ("Counted in completed years.",),
    2: ("Counted as one at birth and one more at each new year.",),
}


def lengths(hit: Hit) -> list[Duration]:
    """Return the lengths of a form with numbers and units: one, or two for "two or three weeks"."""
    if "u" in hit:
        field, size = _FIELDS[hit.sign("u")], hit.number("u") or 1
        if "half" in hit and "n" not in hit:
            return [_half(hit.sign("u"), size)]
        numbers = [_count(hit, name) for name in ("n", "n2") if name in hit]
        made = [Duration(**{field: number * size}) for number in numbers]
        return [_and_half(one, size) for one in made] if "h" in hit else made
    years, months, weeks, days = (_count(hit, name) for name in ("ny", "nm", "nk", "nd"))
    whole = Duration(years, months, weeks, days)
    return [_and_half(whole, 1) if "h" in hit else whole]


def _count(hit: Hit, name: str) -> int:
    return 1 if hit.sign(name) == "1" else hit.number(name) or 0


def _half(sign: str, size: int) -> Duration:
    days = {"n": 15, "k": 4, "d": 1}
    return Duration(months=6 * size) if sign in ("y", "r") else Duration(days=days[sign] * size)


def _and_half(length: Duration, size: int) -> Duration:
    """Add half of the unit said: six months, fifteen days, four days."""
    if length.years:
        return replace(length, months=length.months + 6 * size)
    return replace(length, days=length.days + (15 if length.months else 4 if length.weeks else 0))


def length_readings(hit: Hit, *, about: bool) -> tuple[Reading, ...]:
    """Read a duration."""
    about = about or "about" in hit
    return tuple(Reading(None, str(one), STATED, hit.form.name, about) for one in lengths(hit))


def hour_readings(hit: Hit, *, about: bool) -> tuple[Reading, ...]:
    """Read a length within a day, in hours or minutes; the value is in minutes where half an hour is said."""
    name, minutes = hit.form.name, hit.number("u") or 60
    if "half" in hit and "n" not in hit:
        return (Reading(None, f"PT{minutes // 2}M", STATED, name, about),)
    made = []
    for group in ("n", "n2"):
        if group in hit:
            whole = _count(hit, group) * minutes + (minutes // 2 if "h" in hit else 0)
            hours, rest = divmod(whole, 60) if minutes == 60 else (0, whole)  # noqa: PLR2004 - of an hour
            said = (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
            made.append(Reading(None, f"PT{said or '0M'}", STATED, name, about))
    return tuple(made)


def age_readings(hit: Hit, *, about: bool) -> tuple[Reading, ...]:
    """Read an age."""
    if "tens" in hit:
        tens = (hit.number("tens") or 0) * 10
        told = ("Only the tens are said.",)
        return (Reading(None, f"P{tens}Y", STATED, hit.form.name, approximate=True, assumptions=told),)
    made = []
    for group in ("age", "age2"):
        if group in hit:
            years = hit.number(group) or 0
            said = f"P{years}Y" if years else "P0D"
            said_as = _CONVENTIONS.get(hit.number("c") or 0, ())
            made.append(Reading(None, said, STATED, hit.form.name, about, said_as))
    return tuple(made)


def clock_readings(hit: Hit, *, about: bool) -> tuple[Reading, ...]:
    """Read a time of day; twice where the half of the day was not said and it is not written in 24 hours."""
    part = _AFTERNOON if "noon" in hit else _NIGHT if "night" in hit else hit.number("ap") or 0
    minutes = _minutes(hit)
    hour, minute = divmod(minutes, 60)
    if not 0 <= hour <= _DAY:
        return ()
    if part == _MORNING or (part == _NIGHT and hour < _EVENING):
        hours = [hour % _NOON]
    elif part in (_AFTERNOON, _NIGHT):
        hours = [hour % _NOON + _NOON if hour <= _NOON else hour]
    elif "exact" in hit or hour > _NOON or hour == 0:
        hours = [hour % _DAY]
    else:
        hours = sorted({hour % _NOON, hour % _NOON + _NOON})
    told = ("The half of the day is not said.",) if len(hours) > 1 else ()
    return tuple(
        Reading(f"XXXX-XX-XXT{one % _DAY:02}:{minute:02}:00", None, STATED, hit.form.name, about, told)
        for one in hours
    )


def _minutes(hit: Hit) -> int:
    if "t" in hit:
        return hit.number("t") or 0
    hour = hit.number("c") or 0
    if "halfto" in hit:
        return (hour * 60 - 30) % (_DAY * 60) if hour > 1 else _NOON * 60 + 30
    minute = 30 if "half" in hit else hit.number("min") or 0
    return hour * 60 + (-minute if "to" in hit else minute)
