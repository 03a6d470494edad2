"""Tables of texts beside one another: which turns answer to which, and who checked a text against another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Member
from guwah.steps.testimony.models import Revision
from guwah.vault.append_only import AppendOnly


class Alignment(AppendOnly):
    """Two revisions that were set side by side, `one` the layer with the smaller number."""

    one = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="aligned_once")]

    def __str__(self) -> str:
        return f"alignment {self.pk}"


class TextReview(AppendOnly):
    """A named person held a whole text against its original and answers for its words."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_by", "withdrawn_at"})

    class Against(models.TextChoices):
        """What the text was held against."""

        RECORDING = "recording", _("the recording")
        TEXT = "text", _("the text it was made from")
        FILE = "file", _("the sealed file or the paper")

    # The text that was read; a later one is not vouched for.
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="reviews")
    against = models.CharField(max_length=10, choices=Against.choices)
    # The other text as it stood then, where it was held against one.
    compared = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"review {self.pk}"


class AlignedSentences(AppendOnly):
    """Sentences of both revisions of which a person has said whether they answer to one another."""

    settles: ClassVar[frozenset[str]] = frozenset({"dropped_by", "dropped_at"})

    class Verdict(models.TextChoices):
        """What was said, or what became of it."""

        TOGETHER = "together", _("these sentences answer to one another")
        APART = "apart", _("these sentences do not belong together")
        # Words of it were edited since: it holds no more, and somebody should look.
        CHANGED = "changed", _("words changed since these sentences were confirmed")

    alignment = models.ForeignKey(Alignment, on_delete=models.PROTECT, related_name="sentences")
    # `[start, end]` of every sentence, in code points of each revision and in order.
    one = models.JSONField()
    other = models.JSONField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # The same in the revisions before, where it was carried over an edit.
    carried = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    dropped_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"aligned sentences {self.pk}"


class AlignedGroup(AppendOnly):
    """Turns of both revisions that answer to one another.

    The live groups of an alignment hold every block of both revisions once, in order. A correction drops
    groups and writes others; a row once written stays. Proposed by Guwah where `made_by` is empty.
    """

    settles: ClassVar[frozenset[str]] = frozenset(
        {"confirmed_by", "confirmed_at", "dropped_by", "dropped_at"}
    )

    alignment = models.ForeignKey(Alignment, on_delete=models.PROTECT, related_name="groups")
    # Code points of each revision, from the first word of a side to where the turn after it begins. A side
    # without a turn is empty and stands where its turn would begin.
    one_start = models.PositiveIntegerField()
    one_end = models.PositiveIntegerField()
    other_start = models.PositiveIntegerField()
    other_end = models.PositiveIntegerField()
    # Codes of `instruments.alignment.Group.doubts`.
    doubts = models.JSONField(default=list)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["alignment", "one_start", "other_start"]
        indexes: ClassVar = [models.Index(fields=["alignment", "one_start", "other_start"])]

    def __str__(self) -> str:
        return f"aligned group {self.pk}"
