"""A transcription on its way: its turns as they stand, and words that others typed for the same turn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.evidence.models import Item
from guwah.steps.testimony.models import Layer


class Transcription(models.Model):
    """What is being typed of one recording; it becomes a layer when somebody keeps it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transcriptions")
    recording = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="transcriptions")
    # BCP 47, as in `Layer.language`; empty while undecided.
    language = models.CharField(max_length=35, blank=True)
    # Up to nine, in the order of their keys: [{"name": …, "role": code of person_roles or ""}].
    people = models.JSONField(default=list)
    # Grows with every turn that is kept; a page asks for what came after the number it knows.
    sequence = models.PositiveBigIntegerField(default=0)
    begun_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    # Once one of these is set, nothing is typed any more.
    kept_as = models.ForeignKey(
        Layer, null=True, on_delete=models.PROTECT, related_name="typed_in_transcriptions"
    )
    laid_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"transcription {self.pk}"

    @property
    def over(self) -> bool:
        """Say whether it was kept or laid aside."""
        return self.kept_as_id is not None or self.laid_aside_at is not None


class TypedTurn(models.Model):
    """One turn as it stands; like a draft it is no record until it is kept, and no log tells of it."""

    transcription = models.ForeignKey(Transcription, on_delete=models.PROTECT, related_name="turns")
    # Given by the page that began the turn, 32 hex digits: told twice, it is the same turn.
    uid = models.CharField(max_length=32)
    # Order in the transcription; two turns may share a rank, the earlier row then comes first.
    rank = models.BigIntegerField()
    # Grows with every change; whoever tells a turn says which version they had before them.
    version = models.PositiveIntegerField(default=1)
    # 1 to 9: place in `Transcription.people`; 0: nobody has said.
    speaker = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True)
    # Seconds into the recording.
    time_start = models.FloatField(null=True)
    # Taken out by whoever typed it; it stays, and takes no place.
    gone = models.BooleanField(default=False)
    sequence = models.PositiveBigIntegerField()
    # The open page that told it last, 32 hex digits.
    page = models.CharField(max_length=32)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["transcription", "rank", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transcription", "uid"], name="typed_turn_once")
        ]
        indexes: ClassVar = [models.Index(fields=["transcription", "sequence"], name="typed_turn_news")]

    def __str__(self) -> str:
        return f"typed turn {self.pk}"


class OtherWords(models.Model):
    """Words for a turn that do not stand in it: typed at the same time, or replaced from another page."""

    class Kind(models.TextChoices):
        """How they came to be here."""

        BESIDE = "beside", _("typed at the same time")
        BEFORE = "before", _("stood there before")

    turn = models.ForeignKey(TypedTurn, on_delete=models.PROTECT, related_name="others")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    speaker = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True)
    time_start = models.FloatField(null=True)
    page = models.CharField(max_length=32)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # A person has looked at both; of those that stood before there is nothing to settle.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"other words {self.pk}"


class Recording(models.Model):
    """A recording from a microphone on its way; its pieces become an item when it ends."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recordings_on_their_way")
    title = models.CharField(max_length=200)
    # Media type as the browser says, parameters left off.
    media_type = models.CharField(max_length=60)
    begun_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)
    # The item it became, or that nothing was to be kept of it.
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    thrown_away_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"recording {self.pk}"


class RecordingPiece(models.Model):
    """A few seconds of a recording, in the encrypted database until the whole is sealed."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="pieces")
    n = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["recording", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recording", "n"], name="recording_piece_once")
        ]

    def __str__(self) -> str:
        return f"piece {self.n}"
