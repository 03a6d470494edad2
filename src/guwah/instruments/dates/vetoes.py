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
    return fits and (hit.form.name != "ru-in-years" or hit.before().lower() in ("в", "во"))


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


_SAID: dict[str, Callable[[Hit], bool]] = {
    "en-year": _no_count,
    "en-the-day": _in_figures,
    "en-past": _minutes,
    "ru-bare-day": _until_the_fifteenth,
    "ru-short-year": _of_a_year,
}
