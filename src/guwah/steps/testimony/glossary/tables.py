"""Terms of a case, and what was said of each, one row for each time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guwah.accounts.models import Case, Member
from guwah.steps.testimony.models import Anchor
from guwah.vault.append_only import AppendOnly


class Term(AppendOnly):
    """A word or expression that a case needs explained."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="terms")
    # The words it was taken from, where it was taken from any.
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="terms")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"term {self.pk}"


class TermVersion(AppendOnly):
    """What a term is, as somebody said at one moment; the newest counts."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # In its own script, as it is said.
    written = models.CharField(max_length=200)
    # BCP 47, may be empty.
    language = models.CharField(max_length=35, blank=True)
    meaning = models.TextField(blank=True)
    # Language tag -> the words to render it with.
    renderings = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    # Shown only to those who work on texts; in no file unless somebody asks for it.
    sensitive = models.BooleanField(default=False)
    # Taken out of the glossary; what it was stays.
    dropped = models.BooleanField(default=False)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["term", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["term", "number"], name="term_version")]

    def __str__(self) -> str:
        return f"version {self.number} of term {self.term_id}"
