"""Sums of money, areas and shares: what `amounts.find` sees in each passage, with what was said before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.instruments import amounts
from guwah.instruments.suggestions.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from guwah.instruments.amounts import Amount
    from guwah.instruments.suggestions.material import Material

# The two keys of each kind that DESIGN section 15 names; a count is no kind of suggestion.
_KEYS = {"money": ("amount", "currency"), "area": ("value", "unit"), "share": ("percent", None)}


def find(material: Material) -> Iterator[Found]:
    """Yield sums, areas and shares; a sum or area whose unit was not said has none."""
    before = ""
    for passage in material.passages:
        for amount in amounts.find(passage.words, passage.language, before=before):
            if amount.kind in _KEYS:
                start, end = passage.start + amount.start, passage.start + amount.end
                yield Found(amount.kind, start, end, amount.rule, _value(amount))
        before = passage.words


def _value(amount: Amount) -> Mapping[str, Any]:
    number, unit = _KEYS[amount.kind]
    value: dict[str, Any] = {number: _plain(amount.value)}
    if unit:
        value[unit] = amount.unit
    if amount.most is not None:
        value["most"] = _plain(amount.most)
    if amount.approximate:
        value["approximate"] = True
    if amount.per:
        value["per"] = amount.per
    if amount.assumptions:
        value["assumptions"] = list(amount.assumptions)
    return value


def _plain(number: Decimal | None) -> int | float | None:
    """Return a number as JSON writes it; sums and areas in words have few digits, so a float holds them."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
