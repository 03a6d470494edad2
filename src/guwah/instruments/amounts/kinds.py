"""What one number is: a sum, a share, an area, a count; the first that fits, in this order."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from guwah.instruments.amounts.making import Seen, made
from guwah.instruments.amounts.tongues.shape import size_of

if TYPE_CHECKING:
    from guwah.instruments.amounts.around import Around
    from guwah.instruments.amounts.model import Amount
    from guwah.instruments.amounts.tongues.shape import Unit

_LETTER = re.compile(r"(?:(?P<million>m)|(?P<billion>b))(?![^\W_])", re.IGNORECASE)
_NAME = re.compile(r"(?:\s+[A-Z]\w+)?\s+(?:Club|Party|Movement|Project|Campaign|Bar)\b|[-‑]\w")
_FEWEST = 10  # bare numbers below are left alone: "they gave two"
_FEW = 100
_FAR = 400  # characters before a bare number in which money may have been spoken of


def recognise(around: Around) -> Amount | None:
    """Say what a number is; None where nothing beside it tells."""
    return (
        _with_unit(around)
        or _share(around)
        or _area(around)
        or (None if around.is_a_name else _land(around) or _count(around) or _bare(around))
    )


def _with_unit(around: Around) -> Amount | None:
    patterns, text, number = around.patterns, around.text, around.number
    place, _ = around.behind
    sign, unit = around.sign, patterns.currency.after(text, place)
    if unit is None and (sign is None or patterns.area.after(text, place)):
        return None
    start = sign[0] if sign else number.start
    if unit is None:
        end, size, rule = number.end, Decimal(1), "money-sign"
        if letter := _LETTER.match(text, end):
            end, size = letter.end(), Decimal(10**6 if letter["million"] else 10**9)
    else:
        end, size = unit[0], size_of(unit[1])
        rule = "money-small" if size < 1 else "money"
    named = _surest([one[1] for one in (unit, sign) if one])
    return made(around, Seen("money", rule, start, end, named.code, None, size, named.assumption))


def _surest(units: list[Unit]) -> Unit:
    """Return the unit that takes nothing for granted where a number has two (`US$ 300 dollars`)."""
    return next((unit for unit in units if not unit.assumption), units[0])


def _share(around: Around) -> Amount | None:
    patterns, text, number = around.patterns, around.text, around.number
    place, _ = around.behind
    of_hundred = around.ahead(patterns.hundredths, number.start)
    percent, tenths = patterns.percent.match(text, place), patterns.tenths.match(text, place)
    if of_hundred and not patterns.area.after(text, place):
        start, end, size = of_hundred.start(), number.end, 1
    elif percent and not _NAME.match(text, percent.end()):
        start, end, size = number.start, percent.end(), 1
    elif tenths:
        start, end, size = number.start, tenths.end(), 10
    else:
        return None
    rule = "percent" if size == 1 else "tenths"
    return made(
        around, Seen("share", rule, start, end, "percent", _of_share(around, start, end), Decimal(size))
    )


def _of_share(around: Around, start: int, end: int) -> str | None:
    patterns = around.patterns
    found = patterns.shared.match(around.text, end) or around.ahead(patterns.shared_before, start)
    return found["of"] if found else None


def _area(around: Around) -> Amount | None:
    place, _ = around.behind
    unit = around.patterns.area.after(around.text, place)
    if unit is None:
        return None
    end, named = unit
    land = around.patterns.land.match(around.text, end)
    of = land["of"] if land else None
    seen = Seen("area", "area", around.number.start, end, named.code, of, size_of(named), named.assumption)
    return made(around, seen)


def _land(around: Around) -> Amount | None:
    place, _ = around.behind
    land = around.patterns.land.match(around.text, place)
    if land is None or around.number.value is None or around.number.value < _FEWEST:
        return None
    return made(around, Seen("area", "land", around.number.start, land.end(), None, land["of"]))


def _count(around: Around) -> Amount | None:
    number, (place, _) = around.number, around.behind
    found = around.patterns.counted.match(around.text, place)
    if found is None or _is_one(around):
        return _inverted(around)
    return made(around, Seen("count", "count", number.start, found.end(), None, found["of"]))


def _is_one(around: Around) -> bool:
    """Say whether it is the word "one" alone, which is an article more often than a count."""
    number = around.number
    return number.in_words and number.most is None and number.value in (1, Decimal("0.5"))


def _inverted(around: Around) -> Amount | None:
    """Read "human beings twenty": what is counted stands first, the number is approximate."""
    found = around.ahead(around.patterns.inverted, around.number.start)
    if found is None or not around.patterns.bare_end.match(around.text, around.number.end):
        return None
    seen = Seen("count", "inverted", found.start(), around.number.end, None, found["of"])
    return replace(made(around, seen), approximate=True)


def _bare(around: Around) -> Amount | None:
    """Read a number without a unit as a sum where a verb, "per mu" or the talk before makes it one."""
    patterns, text, number = around.patterns, around.text, around.number
    place, _ = around.behind
    if number.value is None or number.value < _FEWEST or around.is_a_code:
        return None
    per = patterns.per.match(text, place)
    start = around.start_with_about
    ends = (patterns.bare_end, patterns.paid_after, patterns.given_after)
    if per is None and not any(end.match(text, place) for end in ends):
        return None
    by_area = per is not None and patterns.by_area.search(per[0]) is not None
    if around.each or (by_area and number.value >= _FEW):
        rule = "per-area"
    elif around.ahead(patterns.paid, start) or patterns.paid_after.match(text, place):
        rule = "paid"
    elif around.looks_like_a_year:
        return None
    elif (per or _given(around, start, place)) and around.speaks_of_money(_FAR):
        rule = "given"
    elif number.value >= _FEW and around.goes_on_about_money:
        rule = "spoken-of"
    else:
        return None
    return made(around, Seen("money", rule, number.start, place))


def _given(around: Around, start: int, end: int) -> bool:
    patterns = around.patterns
    before = around.ahead(patterns.given, start)
    return before is not None or patterns.given_after.match(around.text, end) is not None


def part(around: Around) -> Amount:
    """Make a share of one that was said in words."""
    number = around.number
    of = _of_share(around, number.start, number.end)
    return made(around, Seen("share", "part", number.start, number.end, "percent", of))
