"""Petitions of the witness or the family, and their fate; silence is data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.claims.models import Claim
from guwah.vault.append_only import AppendOnly


class Petition(models.Model):
    """A letter somebody wrote to an authority."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="petitions")
    title = models.CharField(max_length=300)
    to = models.CharField(max_length=300)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="petitions")
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"petition {self.pk}"


class PetitionEvent(AppendOnly):
    """One thing that became of a petition, with the date as said."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="events")
    # Code of the vocabulary correspondence_states.
    state = models.CharField(max_length=40)
    when = models.CharField(max_length=60, help_text=_("EDTF"))
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.state} of petition {self.petition_id}"
