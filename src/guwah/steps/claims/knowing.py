"""What a case knows, what is only said, and what is not known: what happened, by whether its time holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.steps.claims import hearsay
from guwah.steps.claims.models import (
    AFTER_EVERY_DAY,
    Claim,
    FoundBound,
    FoundConflict,
    FoundMember,
    Reading,
)
from guwah.steps.claims.queries import papers_held
from guwah.steps.claims.tables import Paper

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.claims.tables import PaperTold

SHOWN = 6
# Conflicts of which the occurrences are taken; occurrences looked at, so many at a time.
_CONFLICTS, _LOOKED_AT, _AT_ONCE = 100, 200, 40


@dataclass(frozen=True, slots=True)
class Part:
    """Occurrences of one sort, the first in time first.

    Attributes:
        rows: as many as a page shows, each with its occurrence and bounds.
        more: whether there are others.
    """

    rows: tuple[FoundBound, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case as it is said now.

    Attributes:
        fits: dated, and nothing that is said excludes it; it is still somebody's word.
        torn: dated by statements that cannot all be true.
        open: nobody has said when.
        papers: what is said of papers that somebody mentions and nobody here holds.
    """

    fits: Part
    torn: Part
    open: Part
    papers: tuple[PaperTold, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything at all is said to have happened, or to be written somewhere."""
        return bool(self.fits.rows or self.torn.rows or self.open.rows or self.papers)


def known(case: Case) -> Known:
    """Sort what is said to have happened, by the last reckoning; nothing is reckoned for it.

    However large a case is, only its beginning is looked at: a page shows no more.
    """
    bounds = FoundBound.objects.filter(case=case).select_related("occurrence")
    undated = bounds.filter(first=AFTER_EVERY_DAY, end_low="", end_high="")
    dated = bounds.exclude(first=AFTER_EVERY_DAY, end_low="", end_high="")
    first = FoundConflict.objects.filter(case=case).values_list("pk", flat=True)[:_CONFLICTS]
    torn = _said_of(FoundMember.objects.filter(conflict__in=list(first)))
    contradicted = _part(list(bounds.filter(occurrence__in=torn)[: SHOWN + 1]))
    parts = Known(_whole(dated), contradicted, _whole(undated), _missing(case))
    shown = [one for part in (parts.fits, parts.torn, parts.open) for one in part.rows]
    veil = hearsay.draw(case, (), [one.occurrence for one in shown])
    for one in shown:
        if one.occurrence_id in veil.occurrences:
            hearsay.undate(one)
    return parts


def _missing(case: Case) -> tuple[PaperTold, ...]:
    """Return the newest words about each paper nobody here holds, the first that were mentioned first."""
    papers = Paper.objects.filter(case=case).exclude(pk__in=papers_held(case))
    return tuple(list(paper.told.all())[-1] for paper in papers.prefetch_related("told")[:SHOWN])


def _whole(bounds: QuerySet[FoundBound]) -> Part:
    """Return the first that are in no conflict."""
    found: list[FoundBound] = []
    for start in range(0, _LOOKED_AT, _AT_ONCE):
        some = list(bounds[start : start + _AT_ONCE])
        said = Reading.objects.filter(of__in=[one.occurrence_id for one in some]).values("pk")
        also = Reading.objects.filter(to__in=[one.occurrence_id for one in some]).values("pk")
        torn = {each for of in (said, also) for each in _said_of(FoundMember.objects.filter(reading__in=of))}
        feared = _feared_only([one.occurrence_id for one in some])
        found += [one for one in some if one.occurrence_id not in torn | feared]
        if len(found) > SHOWN or len(some) < _AT_ONCE:
            break
    return _part(found)


def _feared_only(occurrences: list[int]) -> set[int]:
    """Return those that nobody tells as a fact: feared, supposed, asked or taken back."""
    told = Claim.objects.filter(occurrence__in=occurrences, replaced_by=None, withdrawn_at=None)
    ways = set(told.values_list("occurrence", "mode"))
    asserted = {number for number, mode in ways if mode == Claim.Mode.ASSERTED}
    return {int(number) for number, _ in ways if number} - asserted


def _said_of(members: QuerySet[FoundMember]) -> set[int]:
    """Return the occurrences that members of conflicts speak of."""
    pairs = members.values_list("reading__of", "reading__to")
    return {number for pair in pairs for number in pair if number}


def _part(found: list[FoundBound]) -> Part:
    return Part(tuple(found[:SHOWN]), len(found) > SHOWN)
