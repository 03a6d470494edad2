"""A file of claims that somebody has handed in, and what was taken over from one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guwah.accounts.models import Case, Member
from guwah.steps.claims.models import Claim
from guwah.vault.append_only import AppendOnly


class HandedIn(models.Model):
    """A file that waits for somebody's decision; gone when it was taken, put aside or followed by another."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "by"], name="one_file_in_hand")]

    def __str__(self) -> str:
        return f"file {self.pk} handed in for case {self.case_id}"


class Intake(AppendOnly):
    """That somebody took claims over from a file."""

    settles: ClassVar[frozenset[str]] = frozenset({"taken_back_at", "taken_back_by"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # How many rows of the file were left out, because something was wrong with them.
    left = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"intake {self.pk} into case {self.case_id}"


class TakenIn(AppendOnly):
    """A claim that came with an intake; those that were there before are none of it."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="rows")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="taken_in")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"claim {self.claim_id} of intake {self.intake_id}"
