"""Consent acts in the words in which they were given, their conditions, and decisions about spans."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.people.models import Entity
from guwah.steps.testimony.models import Anchor
from guwah.vault.append_only import AppendOnly


class ConsentRecord(AppendOnly):
    """A grant, prohibition or withdrawal, with its scope (reference: advocacy §3.2)."""

    class Kind(models.TextChoices):
        """What the act does."""

        GRANT = "grant", _("Grant")
        PROHIBITION = "prohibition", _("Prohibition")
        WITHDRAWAL = "withdrawal", _("Withdrawal")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consent_records")
    # The id under which it came in a file, so that the same record is not taken twice.
    external_id = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.CharField(max_length=200)
    person = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="consents")
    # The very words; none only where the record says how else it was given.
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="consents")
    # The rest exactly as the permission engine takes it: material, except, actions, audiences, identity,
    # media, languages, valid_from, valid_to, state, quality.
    scope = models.JSONField(default=dict)
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Condition(AppendOnly):
    """A condition of a record: it blocks until it is met, or waived by the one who set it."""

    settles: ClassVar[frozenset[str]] = frozenset({"waived_at", "waived_by", "waiver_anchor"})

    record = models.ForeignKey(ConsentRecord, on_delete=models.PROTECT, related_name="conditions")
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    # The words of the condition; they are withheld from the public like what they ask to cut.
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="conditions")
    # What a person said of it when it was recorded; "cut first" is never met by a word alone.
    said_met = models.BooleanField(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    waiver_anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"condition {self.code} of {self.record_id}"


class MeantPassage(AppendOnly):
    """A passage a person marked as meant by a condition ("cut the part about …"); no machine chooses it."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="meant")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="meant_by")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"meant passage {self.pk}"


class SpanDecision(AppendOnly):
    """A person's decision to show or mask a stretch; what nobody has shown stays masked (law 4)."""

    settles: ClassVar[frozenset[str]] = frozenset({"replaced_at"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="span_decisions")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="decisions")
    show = models.BooleanField()
    # Code of sensitivity_categories, empty for ordinary words.
    category = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"span decision {self.pk}"


class Clearance(AppendOnly):
    """Words that a person has read and lets go out; what nobody has read stays masked (law 4).

    It shows ordinary words only: names, numbers, addresses and birth dates in them wait for a `SpanDecision`.
    """

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at", "withdrawn_by"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clearances")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="clearances")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"clearance {self.pk}"
