"""From a form of a date to what was said."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from guwah.instruments.dates.days import Day, Value

if TYPE_CHECKING:
    from guwah.instruments.dates.hits import Hit

_CENTURY, _THOUSAND = 100, 1000
_TENTHS = 20
_TURN = 30  # '30 and later is the last century: nobody here speaks of what is to come
_LUNAR = 10_000
_DAY_FIRST = "The day is written before the month."
_MONTH_FIRST = "The month is written before the day."
_THIRDS = "Early, middle and late are taken as thirds."
_SHORT = "The century of the short year is taken as the one nearest to us."
_TENS = "The decade is taken as one of the twentieth century."
_MOON = "Counted by the Chinese calendar."
_NAURYZ = 321


def dates(hit: Hit) -> list[Value]:
    """Return the values of a date form; several when the words leave open which number is the month."""
    if "z" in hit:
        return _written(hit.words("z"), either=hit.form.name == "en-written")
    if "f" in hit:
        return [_feast(hit.number("f") or 0, hit.number("y"))]
    if "g" in hit:
        return [_decade(hit)]
    if "m" in hit and "lunar" in hit:
        day = Day(hit.number("y"), hit.number("m"), hit.number("d"), lunar=True)
        return [Value((day,), assumptions=(f"{_MOON} Month {day.month}, day {day.day}.",))]
    return [_said(hit)]


def _said(hit: Hit) -> Value:
    part = hit.number("p")
    year, short = _year(hit, "y")
    first = Day(year, hit.number("m"), hit.number("d"), hit.number("s") or 0, part)
    assumptions = (*((_THIRDS,) if part in (0, 1, 2) else ()), *((_SHORT,) if short else ()))
    if not {"y2", "m2", "d2"} & hit.groups.keys():
        return Value((first,), assumptions=assumptions)
    return _two(hit, first, assumptions)


def _two(hit: Hit, first: Day, assumptions: tuple[str, ...]) -> Value:
    """Return two dates said in one breath: "the 3rd or 4th of May", "from May to July"."""
    year = _year(hit, "y2")[0]
    second = Day(
        first.year if year is None else year,
        hit.number("m2") or first.month,
        hit.number("d2") or first.day,
    )
    joined = {"o": "[", "&": "{", ",": "{"}.get(hit.sign("j"), "/")
    if joined == "{" and hit.first and hit.pieces[hit.first - 1].sign == "B":
        joined = "/"  # between the one and the other
    value = Value((first, second), joined, assumptions)
    return value.filled(first) if joined == "/" and first.dated else value


def _year(hit: Hit, name: str) -> tuple[int | None, bool]:
    """Return a year, and whether its century was not said."""
    year = hit.number(name)
    if year is None or hit.sign(name) == "Y" or year >= _CENTURY:
        return year, False
    return year + (2000 if year < _TURN else 1900), True


def _written(words: str, *, either: bool) -> list[Value]:
    parts = re.split(r"[-./]", words)
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == len("YYYY"):
        return [Value((Day(first, second, third),))]
    if third < _CENTURY:
        third += 2000 if third < _TURN else 1900
        return [Value((Day(third, second, first),), assumptions=(_SHORT,))]
    if not either and "/" not in words:
        return [Value((Day(third, second, first),))]
    orders = zip((_DAY_FIRST, _MONTH_FIRST), permutations((first, second)), strict=True)
    made = [Value((Day(third, month, day),), assumptions=(told,)) for told, (day, month) in orders]
    return made[:1] if first == second else made


def _feast(code: int, year: int | None) -> Value:
    if code > _LUNAR:
        month, day = divmod(code - _LUNAR, _CENTURY)
        said = Day(year, month, day, lunar=True)
        return Value((said,), assumptions=(f"{_MOON} Month {month}, day {day}.",))
    month, day = divmod(code, _CENTURY)
    told = f"The feast is kept on {month:02}-{day:02}."
    if code == _NAURYZ:
        told = f"The feast is kept from {month:02}-{day:02} for three days."
        return Value((Day(year, month, day), Day(year, month, day + 2)), "/", (told,))
    return Value((Day(year, month, day),), assumptions=(told,))


def _decade(hit: Hit) -> Value:
    tens, part = hit.number("g") or 0, hit.number("p")
    if tens >= _THOUSAND or _TENTHS <= tens < _CENTURY:
        tens //= 10  # the whole year is said: 1980s, 八十年代
    assumptions = () if tens > _CENTURY else (_TENS,)
    return Value((Day(decade=tens if assumptions == () else 190 + tens, part=part),), assumptions=assumptions)
