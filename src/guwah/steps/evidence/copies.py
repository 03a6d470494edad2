"""Copies elsewhere as pages and commands show them: who has which, what was asked, whether bytes agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse

from guwah.failures import NotUnderstood
from guwah.steps.evidence.flows.digests import WEAK
from guwah.steps.evidence.models import Comparison, CopyRequest, Holding, HoldingState, StatedDigest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Source

AGREES, DIFFERS, FAILED = (str(each) for each in Comparison.Result.values)
NOT_COMPARED, NOT_STATED = "not-compared", "not-stated"


@dataclass(frozen=True, slots=True)
class DigestShown:
    """A stated digest and what became of holding it against our files.

    Attributes:
        stated: as it was stated.
        weak: its algorithm tells of damage, not of somebody who changed the file on purpose.
        newest: the newest comparison with each of our items.
        agreement: `agrees` when one of our files has these bytes, `differs` when none has, `failed` when a
            file of ours could not be read, `not-compared` while we hold none.
    """

    stated: StatedDigest
    weak: bool
    newest: tuple[Comparison, ...]
    agreement: str


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request and what followed it, oldest first."""

    request: CopyRequest
    answers: tuple[HoldingState, ...]


@dataclass(frozen=True, slots=True)
class CopyShown:
    """A copy, the newest that is known of it, and everything that was said before."""

    holding: Holding
    url: str
    state: HoldingState
    history: tuple[HoldingState, ...]
    requests: tuple[RequestShown, ...]
    digests: tuple[DigestShown, ...]

    @property
    def agreement(self) -> str:
        """Return what the digest stated last says of the bytes; `not-stated` when there is none."""
        return self.digests[-1].agreement if self.digests else NOT_STATED


def copies(source: Source) -> list[CopyShown]:
    """Return every copy of a source that is known of, in the order they were written down."""
    return [shown(holding) for holding in _whole(source.holdings.all())]


def find_copy(case: Case, holding_id: int) -> Holding:
    """Return a copy of a source of the case, with all that is known of it.

    Raises:
        NotUnderstood: `no-such-copy`.
    """
    found = _whole(Holding.objects.filter(pk=holding_id, source__case=case)).first()
    if found is None:
        raise NotUnderstood("no-such-copy", "There is no copy with this number in the case.")
    return found


def shown(holding: Holding) -> CopyShown:
    """Return a copy as its page shows it."""
    history = tuple(holding.states.all())
    requests = tuple(
        RequestShown(
            request,
            tuple(row for row in history if row.request_id == request.pk and row.state != "requested"),
        )
        for request in holding.requests.all()
    )
    url = reverse("evidence-copy", args=[holding.source.case_id, holding.pk])
    digests = tuple(_digest(stated) for stated in holding.digests.all())
    return CopyShown(holding, url, history[-1], history, requests, digests)


def copy_json(one: CopyShown) -> dict[str, Any]:
    """Return a copy in the shape of the command line."""
    holding = one.holding
    return {
        "id": holding.pk,
        "holder": holding.holder,
        "copy": holding.copy,
        "since": holding.since,
        "on_whose_word": holding.on_whose_word,
        "note": holding.note,
        "state": one.state.state,
        "states": [_state_json(row) for row in one.history],
        "requests": [
            {
                "id": each.request.pk,
                "asked_on": each.request.asked_on,
                "channel": each.request.channel,
                "asked_by": each.request.asked_by or str(each.request.noted_by),
                "words": each.request.words,
                "answers": [_state_json(row) for row in each.answers],
            }
            for each in one.requests
        ],
        "digests": [
            {
                "algorithm": each.stated.algorithm,
                "digest": each.stated.digest,
                "stated_on": each.stated.stated_on,
                "agreement": each.agreement,
                "items": [
                    {"item": row.item_id, "result": row.result, "ours": row.ours, "code": row.code}
                    for row in each.newest
                ],
            }
            for each in one.digests
        ],
        "agreement": one.agreement,
    }


def _state_json(row: HoldingState) -> dict[str, Any]:
    return {
        "state": row.state,
        "as_of": row.as_of,
        "on_whose_word": row.on_whose_word,
        "channel": row.channel,
        "note": row.note,
        "item": row.item_id,
        "noted_by": str(row.noted_by),
        "noted_at": row.noted_at.isoformat(),
    }


def _whole(rows: QuerySet[Holding]) -> QuerySet[Holding]:
    digests = StatedDigest.objects.prefetch_related(
        Prefetch("comparisons", Comparison.objects.select_related("item"))
    )
    return rows.select_related("source__case", "noted_by").prefetch_related(
        Prefetch("states", HoldingState.objects.select_related("noted_by", "item")),
        Prefetch("requests", CopyRequest.objects.select_related("noted_by")),
        Prefetch("digests", digests),
    )


def _digest(stated: StatedDigest) -> DigestShown:
    newest = {row.item_id: row for row in stated.comparisons.all()}
    return DigestShown(stated, stated.algorithm in WEAK, tuple(newest.values()), _agreement(newest.values()))


def _agreement(rows: Iterable[Comparison]) -> str:
    results = {row.result for row in rows}
    for result in (AGREES, FAILED, DIFFERS):
        if result in results:
            return result
    return NOT_COMPARED
