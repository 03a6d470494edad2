"""Calls that were held, and the group's own habits of marking transcripts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guwah.accounts.models import Case, Member
from guwah.steps.evidence.models import Source
from guwah.vault.append_only import AppendOnly


class Call(AppendOnly):
    """One call as its sheet tells it: what was said to the person, and what she told beside the account."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calls")
    # The conversation, perhaps without any bytes yet.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="calls")
    # Drawn with the sheet: sent twice, it is one call.
    key = models.CharField(max_length=40)
    # What the one who was called goes by here.
    person = models.CharField(max_length=200)
    held = models.CharField(max_length=60, blank=True, help_text="EDTF")
    # Language in which the sheet was read to her; whether two speakers had confirmed those words (law 11).
    language = models.CharField(max_length=35)
    checked = models.BooleanField()
    # Who spoke both languages and made sure that she understood; empty where nobody did.
    spoken_by = models.CharField(max_length=200, blank=True)
    # Codes of the points that were said to her, in the order of the sheet.
    said = models.JSONField(default=list)
    # Code of a point -> words noted beside it.
    notes = models.JSONField(default=dict)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "key"], name="call_once")]

    def __str__(self) -> str:
        return f"call {self.pk}"


class HabitSet(AppendOnly):
    """The group's habits of marking transcripts, whole; the newest row is the one in force."""

    # The shape of `instruments/transcripts/data/conventions.json`; empty: as Guwah comes.
    habits = models.JSONField(default=dict)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"habits {self.pk}"
