"""Watches: promises to check on a person, and each attempt to keep one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.testimony.models import Anchor
from guwah.vault.append_only import AppendOnly


class Watch(models.Model):
    """A promise to check on a person: by when, and what then."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="watches")
    # The words of the promise, when it was made in a session.
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="watches")
    purpose = models.CharField(max_length=300)
    # First step when there is no answer, in words; the ladder proper comes with vigil whole.
    if_no_answer = models.CharField(max_length=500, blank=True)
    keeper = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="watches")
    due_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["due_at"]

    def __str__(self) -> str:
        return f"watch {self.pk}"


class CheckIn(AppendOnly):
    """One attempt, and what came of it."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="checkins")
    # Code of the vocabulary checkin_outcomes.
    outcome = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, help_text=_("when it was noted"))

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"check-in {self.pk}"
