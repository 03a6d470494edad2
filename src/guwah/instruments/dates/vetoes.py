"""Forms whose signs fit while the words say something else; another form may then have the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.instruments.dates.hits import Hit

_CENTURY = 100
_FEW = 9  # ordinals up to here count things more often than days
_YOUNGEST, _OLDEST, _OLD = 11, 120, 99
_SAID_MINUTES = (5, 10, 15, 20, 25)
_GROWN = 13  # below it, a number after "at" is a time of day more often than an age
_PERSONS = ("i", "he", "she", "я", "он", "она")
_OF_A_YEAR = re.compile("(?:го|[оеё]?м)$")


def stands(hit: Hit) -> bool:
    """Say whether the words mean what their signs look like."""
    if hit.form.kind == "age":
        return _an_age(hit)
    if hit.form.kind == "duration":
        return not _rate(hit)
    said = _SAID.get(hit.form.name)
    return said is None or said(hit)


def _an_age(hit: Hit) -> bool:
    bare = "bare" in hit.form.name
    youngest, oldest = (_YOUNGEST, _OLD) if bare else (0, _OLDEST)
    ages = [hit.number(group) or 0 for group in ("age", "age2") if group in hit]
    fits = all(youngest <= years <= oldest for years in ages)
    told = _AGES.get(hit.form.name)
    return fits and (told is None or told(hit, ages[0]))


def _in_years(hit: Hit, _years: int) -> bool:
    """Tell "at twenty" in Russian from "for twenty years", which has another word before it."""
    return hit.before().lower() in ("в", "во")


def _at(hit: Hit, years: int) -> bool:
    """Tell "at nineteen I" from a time of day and from "in 19 we"."""
    following = hit.pieces[hit.last]
    words = hit.text[following.start : following.end].lower()
    return hit.before().lower() in ("at", "в", "во") and years >= _GROWN and words in _PERSONS


def _beside_name(_hit: Hit, years: int) -> bool:
    return years >= _GROWN


def _tens(_hit: Hit, years: int) -> bool:
    return years % 10 == 0


_AGES: dict[str, Callable[[Hit, int], bool]] = {
    "ru-in-years": _in_years,
    "en-at": _at,
    "ru-at": _at,
    "en-beside-name": _beside_name,
    "ru-beside-name": _beside_name,
    "ru-past-tens": _tens,
}


def _rate(hit: Hit) -> bool:
    """Tell "twice a month" from "for a month"."""
    numbers = hit.groups.keys() & {"n", "ny", "nm", "nk", "nd", "n2", "h", "half"}
    only = min(numbers, default="")
    article = len(numbers) == 1 and hit.sign(only) == "1" and not hit.number(only)
    before = hit.pieces[hit.first - 1].sign if hit.first else ""
    return article and before not in tuple("4ilabz&osu")


def _no_count(hit: Hit) -> bool:
    """Tell "in 2016" from "in 2000 villages"."""
    return (hit.number("y") or 0) % _CENTURY > 0 or hit.following() not in ("w", "C")


def _in_figures(hit: Hit) -> bool:
    """Tell "on the 1st" from "the first is my sister"."""
    return hit.words("d")[0].isdecimal()


def _until_the_fifteenth(hit: Hit) -> bool:
    words = hit.words("d")
    return words[0].isdecimal() or (words.endswith("го") and (hit.number("d") or 0) > _FEW)


def _of_a_year(hit: Hit) -> bool:
    """Tell the year 17 from a seventeenth year."""
    return _OF_A_YEAR.search(hit.words("y")) is not None


def _minutes(hit: Hit) -> bool:
    """Tell "ten to five" from "5 to 10 of them"."""
    return not hit.words("min")[0].isdecimal() and hit.number("min") in _SAID_MINUTES


def _decade(hit: Hit) -> bool:
    return (hit.number("g") or 0) % 10 == 0


def _day_of_a_month(hit: Hit) -> bool:
    """Tell "on the third day" from the 3rd of a month."""
    return hit.words("d")[0].isdecimal() or (hit.number("d") or 0) > _FEW


def _school_year(hit: Hit) -> bool:
    """Tell 2016-17 and 1998-99 from other numbers behind a year."""
    first, second = hit.number("y") or 0, hit.number("y2") or 0
    if hit.sign("y2") not in ("D", "N"):
        return True
    return second == (first + 1) % _CENTURY or (
        hit.sign("y2") == "N" and first % _CENTURY < second < _CENTURY
    )


_SAID: dict[str, Callable[[Hit], bool]] = {
    "en-year": _no_count,
    "en-the-day": _in_figures,
    "en-past": _minutes,
    "en-years": _school_year,
    "kk-decade": _decade,
    "ug-decade": _decade,
    "kk-the-day": _day_of_a_month,
    "ug-the-day": _day_of_a_month,
    "ru-bare-day": _until_the_fifteenth,
    "ru-short-year": _of_a_year,
}
