"""Reads for the page of petitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from guwah.steps.appeals.models import Petition, PetitionEvent
from guwah.steps.appeals.silence import SPOKEN, Silence, silence

if TYPE_CHECKING:
    from datetime import date

    from guwah.accounts.models import Case


@dataclass(frozen=True, slots=True)
class PetitionShown:
    """A petition, what became of it, and how long it has been silent."""

    petition: Petition
    events: tuple[PetitionEvent, ...]
    silence: Silence | None
    claim_url: str

    @property
    def fate(self) -> PetitionEvent | None:
        """Return the last thing that became of it."""
        return self.events[-1] if self.events else None

    @property
    def answered(self) -> bool:
        """Say whether the recipient has spoken or the matter is closed."""
        return self.fate is not None and self.fate.state in SPOKEN


def petitions(case: Case, today: date | None = None) -> list[PetitionShown]:
    """Return the petitions of a case with their events, in the order they were written down."""
    day = today or timezone.now().date()
    rows = Petition.objects.filter(case=case).select_related("claim", "added_by")
    return [_shown(petition, day) for petition in rows.prefetch_related("events__by")]


def _shown(petition: Petition, today: date) -> PetitionShown:
    events = tuple(petition.events.all())
    told = silence([(event.state, event.when) for event in events], today)
    claim_url = reverse("claim", args=[petition.case_id, petition.claim_id]) if petition.claim_id else ""
    return PetitionShown(petition, events, told, claim_url)
