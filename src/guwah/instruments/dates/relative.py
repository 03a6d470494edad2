"""Dates told from the day of the talk ("two days ago") or from what was told before ("the next day")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.instruments.dates.civil import add_months, date_of, iso, number_of
from guwah.instruments.dates.days import UNKNOWN, Day, Value, exists
from guwah.instruments.dates.durations import Duration
from guwah.instruments.dates.lengths import lengths
from guwah.instruments.dates.readings import RELATIVE_OCCURRENCE, RELATIVE_SESSION, Reading
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from guwah.instruments.dates.hits import Hit

_FROM_SESSION = "Counted from the day of the session."
_LAST_WEEKDAY = "The last such weekday before the day of the session is meant."
_NEXT_WEEKDAY = "The next such weekday after the day of the session is meant, as something is promised."
_STOPS = ".!?…。！？؟\n"
_PROMISED = late(
    r"(?i)\b(?:(?:I|we|you|he|she|they)(?:['’]ll|\s+will|\s+shall)|can come|am coming)\b"
    r"|\b(?:приду|приеду|прид[её]м|приедем|позвоню|позвоним|зайду|заеду|вернусь|верн[её]мся|привезу|принесу"
    r"|напишу|пришлю|жди|ждите|буду|будем)\b"
    r"|\b(?:кел|соғ|бар|жаз|хабарлас|жолық|жібер|әкел|қайт)[аеый]+(?:м[ыі]н|м[ыі]з)\b|\bберем(?:ін|із)\b"
    r"|会来|再来|过来找|来找您|来找你|给您打|给你打|会打|寄给|送来给"
    r"|(?:كېل|بار|قىل|ياز|بېر|ئەۋەت)[ىە]+م(?:ەن|ىز)"
)
_WEEK, _MONTHS = 7, 12
_YEARS_ON = {"L": -1, "R": 0, "X": 1}
_LAST, _THIS = "L", "R"
_WHOLE_YEARS, _THIRDS = ("y", "r"), (0, 1, 2)


def relative_readings(hit: Hit, session: date | None, mark: str) -> tuple[Reading, ...]:
    """Read a date told from the day of the session; without that day the value stays open."""
    told = (_LAST_WEEKDAY if "w" in hit and "which" not in hit else _FROM_SESSION,)
    if _comes(hit):
        told = (_NEXT_WEEKDAY,)
    about, name = mark in ("~", "%"), hit.form.name
    if session is None:
        said = _without_session(hit, mark)
    else:
        said = [_from_session(hit, session, mark, count) for count in range(2 if "n2" in hit else 1)]
    return tuple(
        Reading(edtf, None, RELATIVE_SESSION, name, about, told)
        for edtf in dict.fromkeys(said)
        if exists(edtf)
    )


def _without_session(hit: Hit, mark: str) -> list[str]:
    """Return what was said of a date whose year waits for the day of the session: its month stays."""
    month, season, number = hit.number("m"), hit.number("s") or 0, hit.number("d")
    in_year = "year" in hit or ("which" in hit and hit.sign("u") in _WHOLE_YEARS)
    if not (in_year or month or season or ("nmonth" in hit and number)):
        return [UNKNOWN] * (2 if "n2" in hit else 1)
    return said_in(Value((Day(None, month, number, season, hit.number("p")),)), None, mark)


def said_in(value: Value, year: int | None, mark: str) -> list[str]:
    """Write a date without a year as one of a year, or of one that is not known.

    A third of a month is only a convention ("late in August"), so the whole month is written too.
    """
    first = value.days[0]
    values = [value]
    if first.month is not None and first.part in _THIRDS and not value.joined:
        values.append(replace(value, days=(replace(first, part=None),)))
    return [(one if year is None else one.filled(Day(year))).edtf(mark) for one in values]


def _from_session(hit: Hit, session: date, mark: str, count: int) -> str:
    found = next((told for name, told in _TOLD.items() if name in hit), None)
    return _counted(hit, session, mark, count) if found is None else found(hit, session, mark)


def _counted(hit: Hit, session: date, mark: str, count: int) -> str:
    length = lengths(hit)[count]
    day = iso(add_months(session.toordinal() - length.whole_days, -length.whole_months))
    return (day if length.whole_days else day[:7] if length.months else day[:4]) + mark


def _near(hit: Hit, session: date, mark: str) -> str:
    return iso(session.toordinal() + (hit.number("k") or 0)) + mark


def _hours(_hit: Hit, session: date, _mark: str) -> str:
    return f"{iso(session.toordinal() - 1)}/{session.isoformat()}"


def _weekday(hit: Hit, session: date, _mark: str) -> str:
    """Return the weekday before the session; the coming one when it is called the next."""
    today, wanted = session.toordinal(), hit.number("w") or 0
    monday = today - session.isoweekday() + 1
    if hit.sign("which") == "X":
        coming = monday + wanted - 1
        return iso(coming if coming > today else coming + _WEEK)
    if hit.sign("which") == _THIS:
        return iso(monday + wanted - 1)
    if _comes(hit):
        return iso(today + (wanted - session.isoweekday() - 1) % _WEEK + 1)
    return iso(today - (session.isoweekday() - wanted - 1) % _WEEK - 1)


def _comes(hit: Hit) -> bool:
    """Say whether a weekday stands in a sentence that promises something."""
    if "w" not in hit or "which" in hit:
        return False
    at = hit.pieces[hit.first].start
    begins = max(hit.text.rfind(sign, 0, at) for sign in _STOPS) + 1
    behind = [place for sign in _STOPS if (place := hit.text.find(sign, at)) >= 0]
    return _PROMISED.search(hit.text, begins, min(behind, default=len(hit.text))) is not None


def _month_word(hit: Hit, session: date, mark: str) -> str:
    year, month, _ = date_of(add_months(session.toordinal(), hit.number("nmonth") or 0))
    return Value((Day(year, month, hit.number("d"), part=hit.number("p")),)).edtf(mark)


def _week_word(hit: Hit, session: date, _mark: str) -> str:
    return _week(session.toordinal(), hit.number("nweek") or 0)


def _weekday_word(hit: Hit, session: date, _mark: str) -> str:
    step, weekday = divmod(hit.number("cw") or 0, 10)
    return iso(session.toordinal() - session.isoweekday() + _WEEK * (step - 2) + weekday)


def _week(number: int, step: int) -> str:
    monday = number - (number - 1) % _WEEK + _WEEK * step  # day 1 was a Monday
    return f"{iso(monday)}/{iso(monday + _WEEK - 1)}"


def _in_year(hit: Hit, session: date, mark: str) -> str:
    """Return a month, part or season of last year, this year or the next."""
    step = _YEARS_ON.get(hit.sign("year"), hit.number("year") or 0)
    day = Day(session.year + step, hit.number("m"), hit.number("d"), hit.number("s") or 0, hit.number("p"))
    return Value((day,)).edtf(mark)


def _named(hit: Hit, session: date, mark: str) -> str:
    """Return the month or season next to the session: the one that is over, goes on or comes."""
    month, season = hit.number("m"), hit.number("s") or 0
    begins = month or season * 3 - 60  # 21 is spring, from March
    which, year = hit.sign("which"), session.year
    if which == "X":
        year += begins <= session.month
    elif which == _LAST:
        year -= begins >= session.month if month else begins + 2 >= session.month
    return Value((Day(year, month, season=season),)).edtf(mark)


def _unit(hit: Hit, session: date, mark: str) -> str:
    unit = {"c": "n", "t": "n", "r": "y"}.get(hit.sign("u"), hit.sign("u"))
    step, part = {"L": -1, "X": 1}.get(hit.sign("which"), 0), hit.number("p")
    if unit == "y":
        return Value((Day(session.year + step, part=part),)).edtf(mark)
    if unit == "n":
        year, month, _ = date_of(add_months(session.toordinal(), step))
        return Value((Day(year, month, part=part),)).edtf(mark)
    return _week(session.toordinal(), step)


_STEPS = {
    "y": "years",
    "r": "years",
    "E": "years",
    "n": "months",
    "c": "months",
    "t": "months",
    "k": "weeks",
}
_SAME = {
    "years": "In the same year as what was told before.",
    "months": "In the same month as what was told before.",
}
_WHOLE_WEEKS = (
    "Counted on in whole weeks from what was told before.",
    "Counted back in whole weeks from what was told before.",
)
_TOLD: dict[str, Callable[[Hit, date, str], str]] = {
    "k": _near,
    "nmonth": _month_word,
    "nweek": _week_word,
    "cw": _weekday_word,
    "w": _weekday,
    "year": _in_year,
    "m": _named,
    "s": _named,
    "which": _unit,
    "hours": _hours,
}
"""How a date is told, by the first of these groups a form has; without any it is counted by a length."""


def order_readings(hit: Hit, *, about: bool) -> tuple[Reading, ...]:
    """Read "two months later" or "the next day": a length from what was told before."""
    back = (hit.number("l") or 0) < 0
    if {"n", "nm", "half"} & hit.groups.keys():
        made = lengths(hit)
    else:
        step = hit.number("e") or 0
        back = step < 0
        size, sign = hit.number("u") or 1, hit.sign("u")
        made = [Duration(**{_STEPS.get(sign, "days"): abs(step) * size})]
    told = (f"Counted {'back' if back else 'on'} from what was told before.",)
    if "e" in hit and _STEPS.get(hit.sign("u")) == "weeks":
        told = (_WHOLE_WEEKS[back],)
    if hit.number("e") == 0 and _STEPS.get(hit.sign("u")) in _SAME:
        told = (_SAME[_STEPS[hit.sign("u")]],)
    return tuple(Reading(None, str(one), RELATIVE_OCCURRENCE, hit.form.name, about, told) for one in made)


def counted_from(reading: Reading, length: Duration, day: Day) -> str | None:
    """Return the date that lies a length from a date told before, as exact as both allow."""
    first = Value((day,)).edtf()
    if reading.assumptions[0] == _SAME["years"]:
        return first[:4]
    if reading.assumptions[0] == _SAME["months"]:
        return first[:7] if day.month is not None else None
    if len(first) != len(UNKNOWN) or (length.whole_days == 0 and length.whole_months):
        return _coarse(first, length, reading)
    number = number_of(*(int(part) for part in first.split("-")))
    back = any("back" in told for told in reading.assumptions)
    if reading.assumptions[0] in _WHOLE_WEEKS:
        return _week(number, -length.weeks if back else length.weeks)
    return iso(length.last_start(number) if back else length.after(number)) + ("~" if length.weeks else "")


def _coarse(first: str, length: Duration, reading: Reading) -> str | None:
    """Count months from a month or a day, years from a year; days from neither."""
    if "/" in first or length.whole_days:
        return None
    way = -1 if any("back" in told for told in reading.assumptions) else 1
    if len(first) >= 7 and first[5:7].isdecimal() and int(first[5:7]) <= _MONTHS:  # noqa: PLR2004 - YYYY-MM
        day = number_of(int(first[:4]), int(first[5:7]), 1)
        whole = iso(add_months(day, way * length.whole_months))
        return whole[:7] if length.months else whole[:4]
    if len(first) == 4 and not length.months:  # noqa: PLR2004 - YYYY
        return f"{int(first) + way * length.years:04}"
    return None
