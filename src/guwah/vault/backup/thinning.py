"""Which older snapshots may go: many of the last days, fewer of the weeks, months and years before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

# The newest stay in any case, whatever their days.
NEWEST: Final = 5
_KEPT: Final[tuple[tuple[int, Callable[[dt.datetime], tuple[int, ...]]], ...]] = (
    (7, lambda made: (made.year, made.month, made.day)),
    (5, lambda made: tuple(made.isocalendar()[:2])),
    (12, lambda made: (made.year, made.month)),
    (100, lambda made: (made.year,)),
)


def thinned(made: Mapping[int, dt.datetime]) -> set[int]:
    """Return the numbers of the snapshots that may go.

    Kept are the five newest, and the newest of each of the last 7 days, 5 weeks, 12 months and 100 years in
    which there is one. So there are never fewer than five as soon as five were made.

    Args:
        made: when each whole snapshot was made, UTC, by its number; a higher number is newer.
    """
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:NEWEST])
    for most, period in _KEPT:
        first_of: dict[tuple[int, ...], int] = {}
        for number in newest_first:
            first_of.setdefault(period(made[number]), number)
        kept |= set(list(first_of.values())[:most])
    return set(made) - kept
