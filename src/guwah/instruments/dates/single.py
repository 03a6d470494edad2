"""One EDTF date: masks, qualifiers, seasons, long years, and the days it leaves open.

ISO 8601-2:2019: 4.3 (unspecified digits), 4.4 (significant digits), 4.7 (large years), 4.8 (seasons and other
groupings), 8 (qualification).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from guwah.instruments.dates.civil import month_length, number_of
from guwah.instruments.dates.dayset import DaySet, Run, union
from guwah.instruments.dates.errors import NotADate

_MARK = "[?~%]?"
_DATE = re.compile(
    rf"(?P<before_year>{_MARK})(?P<year>-?[0-9X]{{4}})(?P<after_year>{_MARK})"
    rf"(?:-(?P<before_month>{_MARK})(?P<month>[0-9X]{{2}})(?P<after_month>{_MARK})"
    rf"(?:-(?P<before_day>{_MARK})(?P<day>[0-9X]{{2}})(?P<after_day>{_MARK})"
    r"(?P<clock>T[0-2]\d:[0-5]\d:[0-6]\d(?:Z|[+-][0-2]\d(?::[0-5]\d)?)?)?)?)?"
)
_YEAR = re.compile(
    rf"(?P<sign>Y?-?)(?P<digits>\d{{1,10}})(?:E(?P<zeros>\d))?(?:S(?P<kept>\d{{1,2}}))?(?P<mark>{_MARK})"
)
_PRECISIONS = ("year", "month", "day")
MARGIN = {"day": 3, "month": 15, "season": 45, "year": 183}
"""Days by which `~` widens either end: about half of the unit said, three days at least."""
_GROUPS: dict[int, tuple[tuple[int, int], ...]] = {
    **dict.fromkeys((21, 25), ((3, 3),)),
    **dict.fromkeys((22, 26), ((6, 3),)),
    **dict.fromkeys((23, 27), ((9, 3),)),
    **dict.fromkeys((24, 28), ((1, 2), (12, 3))),
    29: ((9, 3),),
    30: ((1, 2), (12, 3)),
    31: ((3, 3),),
    32: ((6, 3),),
    **{33 + index: ((1 + 3 * index, 3),) for index in range(4)},
    **{37 + index: ((1 + 4 * index, 4),) for index in range(3)},
    **{40 + index: ((1 + 6 * index, 6),) for index in range(2)},
}
"""Code of a season or other part of a year: (first month, number of months), once or twice.

Seasons 21 to 24 are the northern ones, whole months. "Winter of a year" may be the one it begins or the
one it ends with, so both are kept.
"""


@dataclass(frozen=True, slots=True)
class Single:
    """One date: its days as written, the margin of `~` in days (0 without), whether it carries `?`."""

    days: DaySet
    margin: int
    uncertain: bool


def parse_single(text: str, place: int = 0) -> Single:
    """Read one date; `place` is its 0-based offset in the whole value, for errors.

    Raises:
        NotADate: `not-edtf`, `no-such-day`.
    """
    found = _DATE.fullmatch(text)
    if found is not None:
        return _date(found, place)
    found = _YEAR.fullmatch(text)
    if found is not None and _is_long_year(found):
        return _long_year(found)
    raise NotADate("not-edtf", "This is not a date as EDTF writes it.", place)


def _date(found: re.Match[str], place: int) -> Single:
    month = found["month"]
    if month is not None and month.isdecimal() and int(month) in _GROUPS:
        if found["day"] is not None:
            raise NotADate("no-such-day", "A season or quarter has no day of its own.", place)
        runs, precision = _season(found["year"], int(month)), "season"
    else:
        runs = _runs(found["year"], month or "XX", found["day"] or "XX")
        precision = "day" if found["day"] else "month" if month else "year"
    if not runs:
        raise NotADate("no-such-day", "The calendar has no such day.", place)
    marks, widest = _marks(found)
    margin = 0 if widest is None else _margin(found["year"], precision, widest)
    return Single(union(runs), margin, bool(marks & {"?", "%"}))


def _margin(year: str, precision: str, widest: str) -> int:
    """Return how many days `~` reaches out on both sides."""
    margin = MARGIN["season"] if precision == "season" and widest == "month" else MARGIN[widest]
    return max(margin, _mask_margin(year))


def _marks(found: re.Match[str]) -> tuple[set[str], str | None]:
    """Return the qualifiers met and the widest unit that `~` or `%` makes approximate.

    A mark before a part holds for that part, a mark after it for it and everything to its left; the last mark
    of a date stands for the date as a whole, so its width is that of the smallest unit given.
    """
    given = [unit for unit in _PRECISIONS if found[unit] is not None]
    marks: set[str] = set()
    widest: str | None = None
    for unit in reversed(given):
        here = found[f"before_{unit}"] + found[f"after_{unit}"]
        marks.update(here)
        if "~" in here or "%" in here:
            widest = unit
    return marks, widest


def _mask_margin(year: str) -> int:
    """Return half of what the masked digits of a year leave open, in days: `201X~` reaches five years out."""
    return 10 ** year.count("X") * MARGIN["year"] if year.endswith("X") else 0


def _fitting(mask: str, numbers: range) -> list[int]:
    width = len(mask)
    return [
        number
        for number in numbers
        if all(wanted in ("X", digit) for wanted, digit in zip(mask, f"{number:0{width}}", strict=True))
    ]


def _years(mask: str) -> list[int]:
    if mask.lstrip("-").isdecimal():
        return [int(mask)]
    sign = -1 if mask[0] == "-" else 1
    return sorted(sign * year for year in _fitting(mask.lstrip("-"), range(10_000)))


def _runs(year_mask: str, month_mask: str, day_mask: str) -> list[Run]:
    years, months = _years(year_mask), _fitting(month_mask, range(1, 13))
    if day_mask == "XX" and month_mask == "XX":
        return [(number_of(first, 1, 1), number_of(last, 12, 31)) for first, last in _stretches(years)]
    days = _stretches(_fitting(day_mask, range(1, 32)))
    runs: list[Run] = []
    for year in years:
        for month in months:
            length = month_length(year, month)
            runs.extend(
                (number_of(year, month, first), number_of(year, month, min(last, length)))
                for first, last in days
                if first <= length
            )
    return runs


def _stretches(numbers: list[int]) -> list[tuple[int, int]]:
    """Join whole numbers in order into (first, last) stretches without gaps."""
    joined = []
    for _, members in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        stretch = [number for _, number in members]
        joined.append((stretch[0], stretch[-1]))
    return joined


def _season(year_mask: str, code: int) -> list[Run]:
    return [_months(year, first, count) for year in _years(year_mask) for first, count in _GROUPS[code]]


def _months(year: int, first: int, count: int) -> Run:
    years, index = divmod(first - 1 + count, 12)
    return number_of(year, first, 1), number_of(year + years, index + 1, 1) - 1


def _is_long_year(found: re.Match[str]) -> bool:
    """Tell `Y-17E7`, `Y171010000S3` and `1950S2` from digits that only look like a year."""
    if found["sign"].startswith("Y"):
        return len(found["digits"]) > 4 or found["zeros"] is not None  # noqa: PLR2004 - Y is for longer years
    return len(found["digits"]) == 4 and found["kept"] is not None and found["zeros"] is None  # noqa: PLR2004


def _long_year(found: re.Match[str]) -> Single:
    size = int(found["digits"]) * 10 ** int(found["zeros"] or 0)
    step = 1
    if found["kept"] is not None:
        step = 10 ** max(0, len(str(size)) - int(found["kept"]))
    low = size // step * step
    first, last = (low, low + step - 1) if "-" not in found["sign"] else (-low - step + 1, -low)
    margin = step * MARGIN["year"] if found["mark"] in ("~", "%") and found["mark"] else 0
    return Single(
        DaySet(((number_of(first, 1, 1), number_of(last, 12, 31)),)), margin, found["mark"] in ("?", "%")
    )
