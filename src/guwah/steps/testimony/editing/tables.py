"""What was edited, and where the words that are held fast stand since.

All offsets count code points from 0, half-open.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Member
from guwah.vault.append_only import AppendOnly


class Edit(AppendOnly):
    """One change that made a revision from its parent; who and when are the revision's own.

    Those with a place change the text one after another, each place counting in the text that the one
    before left. The others change what is known of a block: who speaks, when.
    """

    class Kind(models.TextChoices):
        """What was done."""

        FIX = "fix", _("words corrected")
        SPLIT = "split", _("split")
        MERGE = "merge", _("joined with the one before")
        SPEAKER = "speaker", _("given to another speaker")
        TIME = "time", _("time changed")
        CUT_OFF = "cut-off", _("taken out of the text")
        RESTORE = "restore", _("brought back")
        REREAD = "reread", _("read again from a file")

    revision = models.ForeignKey("testimony.Revision", on_delete=models.PROTECT, related_name="edits")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Which block, by its name in all revisions; empty where a whole text was brought back.
    uid = models.PositiveIntegerField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["revision", "n"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["revision", "n"], name="edit_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.n} of revision {self.revision_id}"


class WordTimes(AppendOnly):
    """When the single words of a block are heard, from one revision of its text until a later row of it.

    Kept apart from blocks, which every page reads and every edit writes anew: an edit writes a row for the
    blocks that it touched, and none for all others.
    """

    layer = models.ForeignKey("testimony.Layer", on_delete=models.PROTECT, related_name="word_times")
    # Which block, by its name in all revisions.
    uid = models.PositiveIntegerField()
    # Number of the first revision it is true of.
    since = models.PositiveIntegerField()
    # As `instruments.transcripts.word_times.packed` says; empty where no word has a time any more.
    times = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["layer", "uid", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["layer", "uid", "since"], name="word_times_since")
        ]

    def __str__(self) -> str:
        return f"times of words in block {self.uid} of layer {self.layer_id}"


class Standing(models.Model):
    """Where the words of an anchor stand in the newest revision of their text.

    It follows from the anchor, the edits since and what people said of it (`Seen`): it can be worked out
    again at any time, and is kept because every page asks for it.
    """

    class State(models.TextChoices):
        """What became of the words."""

        EXACT = "exact", _("the same words")
        SEEN = "seen", _("changed, and looked at by a person")
        CHANGED = "changed", _("the words changed")
        LOST = "lost", _("the words are gone")
        GONE = "gone", _("gone, as a person confirmed")

    # The words are there, as they were or as a person found them.
    STANDS: ClassVar = (State.EXACT, State.SEEN)

    anchor = models.OneToOneField(
        "testimony.Anchor", primary_key=True, on_delete=models.PROTECT, related_name="now"
    )
    revision = models.ForeignKey("testimony.Revision", on_delete=models.PROTECT, related_name="standings")
    # The block around the words; none where they stand outside blocks or reach over several.
    block = models.ForeignKey("testimony.Block", null=True, on_delete=models.PROTECT, related_name="+")
    # What stands where the words stood: where they changed this covers everything put in their place.
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.EXACT)
    # Whose words they were when they were held fast or last looked at, and whether that changed since.
    said_by = models.ForeignKey(
        "testimony.Participant", null=True, on_delete=models.PROTECT, related_name="+"
    )
    respoken = models.BooleanField(default=False)
    # The revision in which they changed, or another speaker got them.
    since = models.ForeignKey("testimony.Revision", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["revision", "start"]
        indexes: ClassVar = [models.Index(fields=["revision", "start"])]

    def __str__(self) -> str:
        return f"anchor {self.anchor_id}: {self.state}"

    @property
    def flagged(self) -> bool:
        """Whether a person has to look: the words changed or went, or somebody else says them now."""
        return self.respoken or self.state in {self.State.CHANGED, self.State.LOST}


class Seen(AppendOnly):
    """What a person said of words that had changed: they stand here, stand elsewhere, or are gone."""

    class Answer(models.TextChoices):
        """What the person found."""

        HERE = "here", _("it still says this")
        ELSEWHERE = "elsewhere", _("these words say it now")
        GONE = "gone", _("nothing says it any more")

    anchor = models.ForeignKey("testimony.Anchor", on_delete=models.PROTECT, related_name="seen")
    revision = models.ForeignKey("testimony.Revision", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    said_by = models.ForeignKey(
        "testimony.Participant", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.answer}: anchor {self.anchor_id}"
