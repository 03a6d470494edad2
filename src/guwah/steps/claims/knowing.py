"""What a case knows, what is only said, and what is not known: what happened, by whether its time holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from guwah.steps.claims.models import FoundBound, FoundMember

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from guwah.accounts.models import Case

SHOWN = 6
_UNDATED = Q(start_low="", start_high="", end_low="", end_high="")


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
    """

    fits: Part
    torn: Part
    open: Part

    def __bool__(self) -> bool:
        """Say whether anything at all is said to have happened."""
        return bool(self.fits.rows or self.torn.rows or self.open.rows)


def known(case: Case) -> Known:
    """Sort what is said to have happened, by the last reckoning; nothing is reckoned for it."""
    of = FoundMember.objects.filter(
        Q(reading__of=OuterRef("occurrence")) | Q(reading__to=OuterRef("occurrence"))
    )
    bounds = FoundBound.objects.filter(case=case).select_related("occurrence")
    torn = bounds.filter(Exists(of))
    whole = bounds.filter(~Exists(of))
    return Known(_part(whole.exclude(_UNDATED)), _part(torn), _part(whole.filter(_UNDATED)))


def _part(rows: QuerySet[FoundBound]) -> Part:
    first = tuple(rows[: SHOWN + 1])
    return Part(first[:SHOWN], len(first) > SHOWN)
