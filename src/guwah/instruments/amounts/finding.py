"""Where a text names sums, areas, shares and counts.

Each number is taken by what stands right beside it; a number that nothing beside it explains is left alone.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from guwah.instruments import numbers
from guwah.instruments.amounts.around import Around, Patterns, patterns
from guwah.instruments.amounts.joining import joined
from guwah.instruments.amounts.kinds import carried, part, recognise
from guwah.instruments.amounts.shares import shares
from guwah.instruments.amounts.tongues import TONGUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.amounts.model import Amount

LANGUAGES = tuple(TONGUES)
_LEAD = 400  # characters of what was said before that can still tell of money
_HALF = Decimal("0.5")
_PARTED = "\n\n"  # nothing goes on over an empty line
_EACH_WITHIN = 48  # characters between "one mu" and what is paid for it


def find(text: str, language: str, *, before: str = "") -> list[Amount]:
    """Find amounts.

    Args:
        text: the words; offsets of the amounts count its code points.
        language: a tag whose first part is one of `LANGUAGES` (en, ru, zh, kk, ug); others find nothing.
        before: what was said right before, like the question; it tells whether a bare number is a sum.

    Returns:
        The amounts in order, not overlapping.
    """
    short = language.partition("-")[0].lower()
    if short not in TONGUES:
        return []
    beside = patterns(short)
    lead = before[-_LEAD:] + _PARTED if before else ""
    whole = lead + text
    amounts = joined(_found(whole, short, beside, len(lead)), whole, beside)
    return [replace(one, start=one.start - len(lead), end=one.end - len(lead)) for one in amounts]


def _found(text: str, language: str, beside: Patterns, first: int) -> list[Amount]:
    found: list[Amount] = []
    for number, is_share in _numbers(text, language, beside):
        left = found[-1].end if found else first
        if number.start < left:
            continue
        each = _each(found, text, number.start, beside)
        around = Around(text, number, left, beside, each)
        amount = part(around) if is_share else recognise(around)
        if amount is None and not is_share:
            amount = carried(around, found[-1] if found else None)
        if amount is None:
            continue
        if each and amount.kind == "money":
            found.pop()
        found.append(amount)
    return found


def _numbers(text: str, language: str, beside: Patterns) -> Iterator[tuple[numbers.Numeral, bool]]:
    """Yield numbers and shares in order, each with whether it is a share; shares go before their numbers."""
    halves = [
        numbers.Numeral(one.start(), one.end(), _HALF, in_words=True) for one in beside.glued.finditer(text)
    ]
    parts = sorted(shares(text, language, beside.not_part), key=lambda one: (one.start, -one.end))
    place = 0
    for number in sorted((*numbers.find(text, language), *halves), key=lambda one: one.start):
        while place < len(parts) and parts[place].start <= number.start:
            yield parts[place], True
            place += 1
        crossed = place < len(parts) and parts[place].start < number.end
        covered = place > 0 and number.start < parts[place - 1].end
        if not crossed and not covered:
            yield number, False
    for one in parts[place:]:
        yield one, True


def _each(found: list[Amount], text: str, place: int, beside: Patterns) -> str:
    """Return the words of "one mu" when they stand right before a place, with "is" or the like between."""
    if not found or place - found[-1].end > _EACH_WITHIN:
        return ""
    last = found[-1]
    if last.kind != "area" or last.value != 1 or last.most is not None:
        return ""
    return text[last.start : last.end] if beside.each.fullmatch(text, last.end, place) else ""
