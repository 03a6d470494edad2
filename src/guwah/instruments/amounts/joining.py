"""Two amounts that mean one: ranges with a unit at both ends, sums with their small change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guwah.instruments.amounts.around import Patterns
    from guwah.instruments.amounts.model import Amount

_CHANGE = re.compile(r"\s{0,2}(?:(?:and|и|және|ۋە)\s)?|,\s?", re.IGNORECASE)


def joined(amounts: list[Amount], text: str, patterns: Patterns) -> list[Amount]:
    """Return the amounts with such pairs made one."""
    whole: list[Amount] = []
    for amount in amounts:
        one = _one(whole[-1], amount, text, patterns) if whole else None
        if one is None:
            whole.append(amount)
        else:
            whole[-1] = one
    return whole


def _one(first: Amount, second: Amount, text: str, patterns: Patterns) -> Amount | None:
    """Return two amounts as one, or None when they are two."""
    alike = (first.kind, first.unit, first.most, second.most) == (second.kind, second.unit, None, None)
    if not alike or first.value is None or second.value is None:
        return None
    both = replace(
        second,
        start=first.start,
        value=first.value,
        approximate=first.approximate or second.approximate,
        assumptions=tuple(dict.fromkeys((*first.assumptions, *second.assumptions))),
    )
    gap = (first.end, second.start)
    if second.rule.endswith("money-small") and _CHANGE.fullmatch(text, *gap) and first.value > second.value:
        return replace(both, value=first.value + second.value, rule=first.rule)
    if first.value < second.value and patterns.joint.fullmatch(text, *gap):
        return replace(both, most=second.value)
    return None
