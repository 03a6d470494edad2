"""From a number and its unit to an amount: which value, "about", "per mu"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from guwah.instruments import numbers
from guwah.instruments.amounts.model import Amount
from guwah.instruments.numbers.numeral import plain

if TYPE_CHECKING:
    from guwah.instruments.amounts.around import Around
    from guwah.instruments.amounts.model import Kind

_ONE = Decimal(1)
_HALF = Decimal("0.5")
THOUSANDS = "The sign before three digits is read as one of thousands."
DECIMALS = "The sign before three digits is read as one of decimals."


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen beside a number.

    Attributes:
        kind: the kind of amount.
        rule: what recognised it.
        start: where its words begin.
        end: where they end.
        unit: the unit's code, or None where none was said.
        of: what is counted, or None.
        size: what the number is multiplied with.
        assumption: what the unit takes for granted, or ''.
    """

    kind: Kind
    rule: str
    start: int
    end: int
    unit: str | None = None
    of: str | None = None
    size: Decimal = _ONE
    assumption: str = ""


def made(around: Around, seen: Seen) -> Amount:
    """Make the amount: its value, whether it is approximate, what it is per."""
    patterns, text, number = around.patterns, around.text, around.number
    value, assumption = _value(around, seen)
    more, end = _more(around, seen)
    about = around.ahead(patterns.about, seen.start)
    start = about.start() if about else seen.start
    or_so = patterns.or_so.match(text, end)
    per = patterns.per.match(text, or_so.end() if or_so else end)
    per_before = around.ahead(patterns.per_before, start) if seen.kind != "share" else None
    each = around.each if seen.kind == "money" else ""
    return Amount(
        start=start,
        end=per.end() if per else or_so.end() if or_so else end,
        kind=seen.kind,
        value=None if value is None else plain((value + more) * seen.size),
        most=None if number.most is None else plain((number.most + more) * seen.size),
        unit=seen.unit,
        approximate=_approximate(around, seen) or about is not None or or_so is not None,
        of=seen.of,
        per=per[0].strip(" ,，/") if per else per_before["per"] if per_before else each or None,
        rule=f"{patterns.tongue.code}-{seen.rule}",
        assumptions=tuple(one for one in (*number.assumptions, assumption, seen.assumption) if one),
    )


def _more(around: Around, seen: Seen) -> tuple[Decimal, int]:
    """Return what is said after the unit and added (`三亩半`, `三块五`), and where that ends."""
    patterns, text = around.patterns, around.text
    if seen.kind in ("money", "area") and (half := patterns.half.match(text, seen.end)):
        return _HALF, half.end()
    if seen.kind in ("money", "share") and (tail := patterns.tail.match(text, seen.end)):
        said = tail[0].strip()
        parts = numbers.read(said, patterns.tongue.code) or Decimal(0)
        return parts / (100 if said.isdecimal() else 10), tail.end()
    return Decimal(0), seen.end


def _approximate(around: Around, seen: Seen) -> bool:
    number, patterns = around.number, around.patterns
    turned = patterns.tongue.turned and seen.start < number.start and around.text[seen.start].isalpha()
    endings = (around.words, around.text[number.start : seen.end])
    ending = next((found for each in endings if (found := patterns.ending_about.search(each))), None)
    return number.approximate or around.behind[1] or turned or ending is not None


def _value(around: Around, seen: Seen) -> tuple[Decimal | None, str]:
    """Return the number, read by the habit of the language where one sign leaves two ways open."""
    number = around.number
    if number.other is None:
        return number.value, ""
    by_habit = around.patterns.tongue.grouping in around.words
    if by_habit:
        return number.value, ""
    if seen.kind in ("area", "share"):
        return number.other, DECIMALS
    return number.value, THOUSANDS
