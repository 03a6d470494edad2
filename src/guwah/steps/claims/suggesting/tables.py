"""What was found in a text by rules, and what people said of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.claims.models import Claim
from guwah.steps.people.models import Name
from guwah.steps.testimony.glossary.tables import Term
from guwah.steps.testimony.models import Anchor, Layer, Revision
from guwah.vault.append_only import AppendOnly


class Look(models.Model):
    """That a revision was looked through, by which rules and when; derived, one for each revision."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="look")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"look through revision {self.revision_id}"


class Looking(models.Model):
    """A long text that is being looked through beside the pages: how far, and why it stopped; derived."""

    layer = models.OneToOneField(Layer, on_delete=models.CASCADE, related_name="looking")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    # How many finders have read the whole text; what they saw is kept.
    finders = models.PositiveIntegerField(default=0)
    # Pages done of all, each a share of what every finder has to read.
    done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField()
    # Raised by every turn of the outbox, so that each has a key of its own.
    turn = models.PositiveIntegerField(default=0)
    # Why it stopped; empty while it goes on.
    code = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"looking through layer {self.layer_id}"


class SeenSoFar(models.Model):
    """What one finder saw in a text that is not looked through to its end yet; derived."""

    looking = models.ForeignKey(Looking, on_delete=models.CASCADE, related_name="seen")
    finder = models.PositiveIntegerField()
    found = models.JSONField()

    class Meta:
        ordering: ClassVar = ["finder"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["looking", "finder"], name="each_finder_once")
        ]

    def __str__(self) -> str:
        return f"finder {self.finder} in looking {self.looking_id}"


class Suggested(models.Model):
    """One stretch of words in which a rule saw something; derived, nobody's claim."""

    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="suggested", db_index=False)
    # A kind of instruments.suggestions.
    kind = models.CharField(max_length=16)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=80)
    value = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["start", "-end", "pk"]
        indexes: ClassVar = [models.Index(fields=["look", "start"], name="suggested_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} suggested in look {self.look_id}"


class Answer(AppendOnly):
    """What a person said of a suggestion, tied to its words; the newest one about the same words counts."""

    class Outcome(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", _("accepted")
        CHANGED = "changed", _("accepted with changes")
        REJECTED = "rejected", _("rejected")
        REOPENED = "reopened", _("open again")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=16)
    rule = models.CharField(max_length=80)
    value = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="answers")
    # The name in People, or the term in the glossary, that these words were taken over into.
    name = models.ForeignKey(Name, null=True, on_delete=models.PROTECT, related_name="answers")
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
