"""Lists of a case: its sources, the items we hold, the copies others hold, and what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from guwah.steps.evidence import queries
from guwah.steps.evidence.copies import CopyShown, shown
from guwah.steps.evidence.models import (
    Comparison,
    CopyRequest,
    Holding,
    HoldingState,
    Item,
    Listed,
    Source,
    StatedDigest,
)
from guwah.steps.evidence.stretches import Cursor, Stretch, take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from guwah.accounts.models import Case

SOURCES_ON_A_PAGE = 25
HELD_ON_A_PAGE = 50
ITEMS_OF_A_SOURCE = 3
LATELY = timedelta(days=90)
"""For how long a verification is good before the item counts as not verified lately."""
BROKEN, NEVER, LONG_AGO = "broken", "never", "long-ago"
OPEN, GONE = "open", "gone"
STATES_OF = {OPEN: ("requested", "promised"), GONE: ("lost", "destroyed")}
UNFILED, NOBODY = "unfiled", "nobody"
_A_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the list: its first items, whether there are more, and the states of copies elsewhere."""

    source: Source
    url: str
    items: tuple[queries.ItemShown, ...]
    more: bool
    copies: tuple[HoldingState, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """How much of a case is missing, by why: each number leads to its list."""

    broken: int
    never: int
    long_ago: int
    asked: int
    unasked: int
    refused: int
    gone: int
    nobody: int

    @property
    def nothing(self) -> bool:
        """Say whether nothing is missing."""
        return not any(
            (
                self.broken,
                self.never,
                self.long_ago,
                self.asked,
                self.unasked,
                self.refused,
                self.gone,
                self.nobody,
            )
        )


def sources(
    case: Case, cursor: Cursor, *, kind: str = "", words: str = "", only: str = ""
) -> tuple[list[SourceRow], Stretch[Source]]:
    """Return one page of the sources of a case.

    Args:
        case: the case.
        cursor: where the page begins, by number.
        kind: code of `source_kinds`, or empty.
        words: part of the name or number, or empty.
        only: `unfiled` for sources of which we hold nothing, `nobody` for those of them of which no holder is
            known either, or empty.
    """
    rows = Source.objects.filter(case=case)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(_titled(words))
    if only in {UNFILED, NOBODY}:
        rows = rows.filter(filed=False)
    if only == NOBODY:
        rows = rows.filter(~Exists(Holding.objects.filter(source=OuterRef("pk"))))
    page = take(rows, "number", cursor, SOURCES_ON_A_PAGE)
    return _source_rows(case, page.rows), page


def held(case: Case, cursor: Cursor, *, kind: str = "", state: str = "") -> Stretch[Listed]:
    """Return one page of the items of a case.

    Args:
        case: the case.
        cursor: where the page begins, by number of the item; nothing for `long-ago`.
        kind: a kind of item, or empty.
        state: `broken`, `never` verified, or verified `long-ago`: those longest ago, and no further page,
            because what is verified leaves the list.
    """
    rows = Listed.objects.filter(case=case).select_related("item__source")
    if kind:
        rows = rows.filter(kind=kind)
    if state == LONG_AGO:
        oldest = rows.filter(verified_at__lt=_cutoff()).order_by("verified_at", "item")
        return Stretch(tuple(oldest[:HELD_ON_A_PAGE]), None, None)
    if state == BROKEN:
        rows = rows.exclude(broken="")
    if state == NEVER:
        rows = rows.filter(verified_at=None, broken="")
    return take(rows, "item_id", cursor, HELD_ON_A_PAGE)


def elsewhere(
    case: Case, cursor: Cursor, *, state: str = ""
) -> tuple[list[CopyShown], Stretch[HoldingState]]:
    """Return one page of the copies that others hold or held, each with the newest that is known of it.

    Args:
        case: the case.
        cursor: where the page begins, by number of the newest state: what changed last stands last.
        state: code of `holding_states`, `open` (asked, promised), `gone` (lost, destroyed), or empty.
    """
    rows = _now(case, *STATES_OF.get(state, (state,) if state else ()))
    page = take(rows.select_related("holding__source"), "pk", cursor)
    holdings = Holding.objects.filter(pk__in=[row.holding_id for row in page.rows])
    digests = StatedDigest.objects.prefetch_related(
        Prefetch("comparisons", Comparison.objects.select_related("item"))
    )
    whole = holdings.select_related("source").prefetch_related(
        "states", Prefetch("requests", CopyRequest.objects.all()), Prefetch("digests", digests)
    )
    by_number = {holding.pk: shown(holding) for holding in whole}
    return [by_number[row.holding_id] for row in page.rows], page


def missing(case: Case) -> Missing:
    """Return how much is missing in a case, and why."""
    items = Listed.objects.filter(case=case)
    nobody = Source.objects.filter(case=case, filed=False)
    return Missing(
        broken=items.exclude(broken="").count(),
        never=items.filter(verified_at=None, broken="").count(),
        long_ago=items.filter(verified_at__lt=_cutoff()).count(),
        asked=_now(case, *STATES_OF[OPEN]).count(),
        unasked=_now(case, "said_to_exist").count(),
        refused=_now(case, "refused").count(),
        gone=_now(case, *STATES_OF[GONE]).count(),
        nobody=nobody.filter(~Exists(Holding.objects.filter(source=OuterRef("pk")))).count(),
    )


def _cutoff() -> object:
    return timezone.now() - LATELY


def _now(case: Case, *states: str) -> QuerySet[HoldingState]:
    rows = HoldingState.objects.filter(case=case, ended_at=None)
    return rows.filter(state__in=states) if states else rows


def _titled(words: str) -> Q:
    """Match a part of a name; SQLite folds the case of Latin letters only, so the usual two are tried too."""
    found = Q(title__icontains=words) | Q(title__contains=words.lower()) | Q(title__contains=words.title())
    return found | Q(number=int(words)) if _A_NUMBER.fullmatch(words) else found


def _source_rows(case: Case, found: Iterable[Source]) -> list[SourceRow]:
    page = list(found)
    # Asked source by source: one of them may have a hundred thousand items.
    firsts = {
        source.pk: list(source.items.order_by("pk").values_list("pk", flat=True)[: ITEMS_OF_A_SOURCE + 1])
        for source in page
        if source.filed
    }
    wanted = [number for numbers in firsts.values() for number in numbers[:ITEMS_OF_A_SOURCE]]
    items = {item.pk: item for item in queries.with_outcomes(Item.objects.filter(pk__in=wanted))}
    copies: dict[int, list[HoldingState]] = {source.pk: [] for source in page}
    states = HoldingState.objects.filter(ended_at=None, holding__source__in=copies).select_related("holding")
    for state in states:
        copies[state.holding.source_id].append(state)
    return [
        SourceRow(
            source,
            queries.source_url(source),
            tuple(
                queries.item_shown(case, items[number])
                for number in firsts.get(source.pk, ())[:ITEMS_OF_A_SOURCE]
            ),
            len(firsts.get(source.pk, ())) > ITEMS_OF_A_SOURCE,
            tuple(copies[source.pk]),
        )
        for source in page
    ]
