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
_NAMING = frozenset(
    [
        "named",
        "called",
        "nicknamed",
        "name",
        "зовут",
        "звали",
        "назвали",
        "кличка",
        "кличке",
        "аты",
        "атты",
        "есімі",
        "ئىسمى",
        "ئاتلىق",
    ]
)
_FIRST_FEW, _NINETIES, _WITHIN_MEMORY = 3, 90, 40
_I_AM = re.compile("(?:м[ыі]н|с[ыі]ң|с[ыі]з|м[ыі]з|م[ەا]ن)$")
_ACT = re.compile("(?:л|ло|ли|лся|лась|лось|лись|шла|ила|была)$")
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


def _no_short_year(hit: Hit, years: int) -> bool:
    return years < _NINETIES or _I_AM.search(hit.words("age")) is not None


_AGES: dict[str, Callable[[Hit, int], bool]] = {
    "ru-in-years": _in_years,
    "en-at": _at,
    "ru-at": _at,
    "en-beside-name": _beside_name,
    "ru-beside-name": _beside_name,
    "ru-past-tens": _tens,
    "kk-age-bare": _no_short_year,
    "ug-age-bare": _no_short_year,
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
    return hit.words("d")[0].isdecimal() or _on(hit)


def _on(hit: Hit) -> bool:
    """Tell "on the ninth, they" and "no, the ninth" from "the ninth of us"."""
    words = [hit.text[one.start : one.end].lower() for one in hit.pieces[max(0, hit.first - 2) : hit.first]]
    told = words[-1:] in (["on"], ["by"], ["until"], ["till"], ["since"])
    instead = words[-1:] == [","] and words[0] in ("no", "sorry", "wait", "rather")
    return (told or instead) and hit.following() != "o"


def _genitive(hit: Hit) -> bool:
    return hit.words("d").endswith("го")


def _of_an_act(hit: Hit) -> bool:
    """Tell "on the seventh they let" from "the seventh floor's" and "they took the first one"."""
    following = hit.pieces[hit.last]
    act = following.sign in "vA" or _ACT.search(hit.text[following.start : following.end].lower()) is not None
    return _genitive(hit) and (hit.number("d") or 0) > _FIRST_FEW and act


def _short_year(hit: Hit) -> bool:
    """Tell the year 98 from an age: few tell of being ninety, and "I am" has its own ending."""
    return _NINETIES <= (hit.number("y") or 0) < _CENTURY and _I_AM.search(hit.words("y")) is None


def _short_season(hit: Hit) -> bool:
    return _WITHIN_MEMORY <= (hit.number("y") or 0) < _CENTURY


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


def _unnamed(hit: Hit) -> bool:
    """Tell a weekday from somebody called so."""
    near = hit.pieces[max(0, hit.first - 3) : hit.first]
    return not any(hit.text[one.start : one.end].lower() in _NAMING for one in near)


_SAID: dict[str, Callable[[Hit], bool]] = {
    "en-year": _no_count,
    "en-the-day": _in_figures,
    "en-past": _minutes,
    "en-years": _school_year,
    "ru-day-instead": _genitive,
    "ru-day-of-act": _of_an_act,
    "kk-short-year": _short_year,
    "ug-short-year": _short_year,
    "kk-short-season": _short_season,
    "ug-short-season": _short_season,
    **dict.fromkeys(("en-weekday", "ru-weekday", "kk-weekday", "ug-weekday"), _unnamed),
    "kk-decade": _decade,
    "ug-decade": _decade,
    "kk-the-day": _day_of_a_month,
    "ug-the-day": _day_of_a_month,
    "ru-bare-day": _until_the_fifteenth,
    "ru-short-year": _of_a_year,
}
