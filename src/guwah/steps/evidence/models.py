"""Sources, the sealed bytes of their items, who holds which copy, and what became of each step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.vault.append_only import AppendOnly


class Source(models.Model):
    """Something that carries words or traces; it may be known only by name or number."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sources")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    # Code of the vocabulary source_kinds, empty while nobody has said.
    kind = models.CharField(max_length=60, blank=True)
    # How it came, from whom: as told, in the documenter's words.
    provenance = models.TextField(blank=True)
    received = models.CharField(max_length=60, blank=True, help_text=_("EDTF date on which it was received"))
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="source_number_in_case")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Item(AppendOnly):
    """The sealed bytes of a source. Never changed; whatever is derived is an item of its own."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    # SHA-256 of the bytes as received, hex; known only inside the vault and inside sealed exports.
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text=_("bytes"))
    # As it was called when it came; shown isolated, never used as a path.
    filename = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, help_text=_("text, document, audio, video, image, other"))
    media_type = models.CharField(max_length=120)
    derived_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="derived")
    tool = models.CharField(max_length=80, blank=True)
    tool_version = models.CharField(max_length=40, blank=True)
    sealed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    log_index = models.PositiveBigIntegerField(unique=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"item {self.pk}"


class Outcome(AppendOnly):
    """What became of one step with an item: done, failed, or not tried, and why (law 8)."""

    class Result(models.TextChoices):
        """A step is never silently missing."""

        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        NOT_TRIED = "not-tried", _("not tried")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="outcomes")
    step = models.CharField(max_length=40)
    result = models.CharField(max_length=12, choices=Result.choices)
    code = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.step}: {self.result}"


class Holding(AppendOnly):
    """Who has a copy of a source, and on whose word we know it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="holdings")
    holder = models.CharField(max_length=200)
    on_whose_word = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"holding {self.pk}"
