"""What one number is: a sum, a share, an area, a count; the first that fits, in this order."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from guwah.instruments.amounts.around import SENTENCE_ENDS
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
_MANY = 1000  # from here on what was given or taken is a sum unless something else is named
_CARRIED = "The unit is that of the area said before."
_FAR = 400  # characters before a bare number in which money may have been spoken of


def recognise(around: Around) -> Amount | None:
    """Say what a number is; None where nothing beside it tells."""
    return (
        _with_unit(around)
        or _share(around)
        or _area(around)
        or _area_before(around)
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
    if number.in_words and number.value == 1 and _says_nothing(around, end, size):
        return None
    named = _surest([one[1] for one in (unit, sign) if one])
    return made(around, Seen("money", rule, start, end, named.named, None, size, named.assumption))


def _says_nothing(around: Around, end: int, size: Decimal) -> bool:
    """Say whether "one cent" only says that nothing was paid."""
    patterns = around.patterns
    before = around.ahead(patterns.nothing_before, around.number.start)
    return size < 1 or before is not None or patterns.nothing_after.match(around.text, end) is not None


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


def _area_before(around: Around) -> Amount | None:
    """Read "hectares twenty": the unit stands first, the number is approximate."""
    if around.area_sign is None or around.number.value is None:
        return None
    start, named = around.area_sign
    return made(around, Seen("area", "area-before", start, around.number.end, named.code))


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
    start = around.start_with_about
    per = patterns.per.match(text, place)
    per_before = around.ahead(patterns.per_before, start)
    ends = (patterns.bare_end, patterns.paid_after, patterns.given_after)
    ended = any(end.match(text, place) for end in ends)
    if per is None and not ended and not _goes_on_after_giving(around, start, place):
        return None
    by_area = any(one is not None and patterns.by_area.search(one[0]) for one in (per, per_before))
    if around.each or (by_area and number.value >= _FEW):
        rule = "per-area"
    elif around.ahead(patterns.paid, start) or patterns.paid_after.match(text, place):
        rule = "paid"
    elif around.looks_like_a_year:
        return None
    elif _handed(around, start, place, loosely=per is not None or per_before is not None):
        rule = "given"
    elif number.value >= _FEW and around.goes_on_about_money:
        rule = "spoken-of"
    else:
        return None
    return made(around, Seen("money", rule, number.start, place))


def _goes_on_after_giving(around: Around, start: int, end: int) -> bool:
    """Say whether a verb of giving stands before a bare number and the sentence goes on behind it."""
    patterns = around.patterns
    if patterns.given_end.match(around.text, end) is None:
        return False
    return any(around.ahead(verb, start) is not None for verb in (patterns.paid, patterns.given))


def carried(around: Around, last: Amount | None) -> Amount | None:
    """Read "nine mu, and they took four": a bare number that was given or taken has the unit said before."""
    text, number, patterns = around.text, around.number, around.patterns
    if last is None or last.kind != "area" or last.unit is None or not number.value or number.most:
        return None
    if any(sign in text[last.end : number.start] for sign in SENTENCE_ENDS) or number.value >= _FEW:
        return None
    start = around.start_with_about
    if not _given(around, start, number.end) or not patterns.bare_end.match(text, number.end):
        return None
    seen = Seen("area", "area-carried", number.start, number.end, last.unit, assumption=_CARRIED)
    return made(around, seen)


def _handed(around: Around, start: int, end: int, *, loosely: bool) -> bool:
    """Say whether it was given or taken: so many are a sum, fewer where the talk is of money."""
    given = _given(around, start, end)
    if given and (around.number.value or 0) >= _MANY:
        return True
    return (given or loosely) and around.speaks_of_money(_FAR)


def _given(around: Around, start: int, end: int) -> bool:
    patterns = around.patterns
    before = around.ahead(patterns.given, start)
    return before is not None or patterns.given_after.match(around.text, end) is not None


def part(around: Around) -> Amount:
    """Make a share of one that was said in words."""
    number = around.number
    unit = around.patterns.part_area.after(around.text, number.end)
    if unit and number.value is not None:
        whole = Decimal(number.value) / 100
        halved = replace(around, number=replace(number, value=whole))
        return made(halved, Seen("area", "part", number.start, unit[0], unit[1].code))
    of = _of_share(around, number.start, number.end)
    return made(around, Seen("share", "part", number.start, number.end, "percent", of))
