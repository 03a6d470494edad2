"""Where a text names sums, areas, shares and counts.

Each number is taken by what stands right beside it; a number that nothing beside it explains is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments import numbers
from guwah.instruments.amounts.around import Around, Patterns, patterns
from guwah.instruments.amounts.joining import joined
from guwah.instruments.amounts.kinds import part, recognise
from guwah.instruments.amounts.shares import shares
from guwah.instruments.amounts.tongues import TONGUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.amounts.model import Amount

LANGUAGES = tuple(TONGUES)
_EACH_WITHIN = 24  # characters between "one mu" and what is paid for it


def find(text: str, language: str) -> list[Amount]:
    """Find amounts.

    Args:
        text: the words; offsets of the amounts count its code points.
        language: a tag whose first part is one of `LANGUAGES` (en, ru, zh, kk, ug); others find nothing.

    Returns:
        The amounts in order, not overlapping.
    """
    short = language.partition("-")[0].lower()
    if short not in TONGUES:
        return []
    beside = patterns(short)
    return joined(_found(text, short, beside), text, beside)


def _found(text: str, language: str, beside: Patterns) -> list[Amount]:
    found: list[Amount] = []
    for number, is_share in _numbers(text, language, beside):
        left = found[-1].end if found else 0
        if number.start < left:
            continue
        each = _each(found, text, number.start, beside)
        around = Around(text, number, left, beside, each)
        amount = part(around) if is_share else recognise(around)
        if amount is None:
            continue
        if each and amount.kind == "money":
            found.pop()
        found.append(amount)
    return found


def _numbers(text: str, language: str, beside: Patterns) -> Iterator[tuple[numbers.Numeral, bool]]:
    """Yield numbers and shares in order, each with whether it is a share; shares go before their numbers."""
    parts = sorted(shares(text, language, beside.not_part), key=lambda one: (one.start, -one.end))
    place = 0
    for number in numbers.find(text, language):
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
