"""Which sessions were held in some days; where nobody has said, the day their source was received counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood
from guwah.instruments.dates import NotADate, parse
from guwah.steps.testimony.models import Session
from guwah.steps.testimony.search.tables import Indexed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.dates import EdtfValue
    from guwah.instruments.dates.dayset import DaySet


@dataclass(frozen=True, slots=True)
class Days:
    """Sessions that may have been held in the days, by layer and number, and how many have no date."""

    sessions: tuple[tuple[int, int], ...]
    undated: int


def sessions_of(cases: Iterable[int], since: str, until: str) -> Days | None:
    """Return the sessions of some cases that may lie between two dates; None where no date is asked for.

    Args:
        cases: numbers of the cases.
        since: EDTF or empty; its first day counts.
        until: EDTF or empty; its last day counts.

    Raises:
        NotUnderstood: `bad-date`.
    """
    if not since and not until:
        return None
    first = _read(since).days.first if since else None
    last = _read(until).days.last if until else None
    indexed = Indexed.objects.filter(layer__case__in=list(cases)).values("revision")
    rows = Session.objects.filter(revision__in=indexed).order_by()
    found, undated = [], 0
    for layer, n, held, received in rows.values_list(
        "revision__layer", "n", "held", "revision__layer__source__received"
    ):
        reach = _reach(held) or _reach(received)
        if reach is None:
            undated += 1
        elif _meet(reach, first, last):
            found.append((layer, n))
    return Days(tuple(found), undated)


def _meet(days: DaySet, first: int | None, last: int | None) -> bool:
    begins = days.first is None or last is None or days.first <= last
    return begins and (days.last is None or first is None or days.last >= first)


def _read(text: str) -> EdtfValue:
    try:
        return parse(text.strip())
    except NotADate as wrong:
        raise NotUnderstood("bad-date", "This is no date. Write 2019, 2019-05 or 2019-05-12.") from wrong


@lru_cache(maxsize=4096)
def _reach(text: str) -> DaySet | None:
    """Return the days a note of a date may mean, None where it says none."""
    try:
        return parse(text).reach() if text else None
    except NotADate:
        return None
