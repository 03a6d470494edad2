"""Numbers of entries: by layer, session and order of the text, with room for what comes between.

The number alone so tells of which layer and session an entry is: a search is narrowed without a look at any
table, and an edit of one turn leaves the numbers of the others as they are.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLACES: Final = 22
"""Bits for the place in a session."""
SLOTS: Final = 14
"""Bits for the session."""
LAYER: Final = PLACES + SLOTS
# Left free behind every entry at first.
_GAP: Final = 64


def slot(session: int, *, behind: bool = False) -> int:
    """Return the slot of a session; sessions beyond the last slot share it.

    Args:
        session: its number in the text, from 1; 0 for what stands before the first.
        behind: what stands between this session and the next, and is of neither.
    """
    return min(2 * session + behind, (1 << SLOTS) - 1)


def first(layer: int, of_slot: int = 0) -> int:
    """Return the number before the first entry of a slot."""
    return (layer << LAYER) + (of_slot << PLACES)


def numbered(layer: int, wanted: Sequence[tuple[int, int | None]]) -> list[int]:
    """Return the numbers of the entries of a layer.

    Args:
        layer: number of the layer.
        wanted: for each entry in the order of the text its slot, and the number it has, if any. Slots rise.

    Returns:
        Rising numbers; an entry keeps the one it has where that stands in the right order.
    """
    found: list[int] = []
    for of_slot, entries in groupby(wanted, key=lambda each: each[0]):
        base = first(layer, of_slot)
        found += _in_slot([number for _, number in entries], base, base + (1 << PLACES))
    return found


def _in_slot(had: Sequence[int | None], low: int, high: int) -> list[int]:
    """Number one slot; both ends are free. Everything is numbered anew where there is no room."""
    kept, last = list[int | None](), low
    for number in had:
        fits = number is not None and last < number < high
        kept.append(number if fits else None)
        last = number if number is not None and fits else last
    found, at = list[int](), low
    for is_new, run in groupby(kept, key=lambda number: number is None):
        many = list(run)
        if is_new:
            after = next((number for number in kept[len(found) + len(many) :] if number is not None), high)
            if after - at <= len(many):
                return list(_spread(len(had), low, high))
            found += _spread(len(many), at, after)
        else:
            found += [number for number in many if number is not None]
        at = found[-1]
    return found


def _spread(many: int, low: int, high: int) -> Iterator[int]:
    """Yield so many numbers between two, as far apart as there is room, at most by the usual gap."""
    step = min(_GAP, (high - low) // (many + 1)) or 1
    return (low + step * place for place in range(1, many + 1))
