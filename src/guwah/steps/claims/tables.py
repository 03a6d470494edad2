"""Whom a case is about, groups that claim, papers known only by a number, and which source repeats which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.claims.models import Claim, new_id
from guwah.steps.evidence.models import Item, Source
from guwah.steps.people.models import Entity
from guwah.steps.testimony.models import Anchor
from guwah.vault.append_only import AppendOnly


class Party(AppendOnly):
    """A person's decision that a case is about somebody; whoever speaks in it needs none."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="party_to")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"party {self.person_id} of case {self.case_id}"


class ClaimantGroup(models.Model):
    """Many who claim with one voice ("32 households"); what is known of it are rows of `GroupTold`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claimant_groups")
    external_id = models.CharField(max_length=120, default=new_id)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "external_id"], name="group_id_in_case")
        ]

    def __str__(self) -> str:
        return f"group {self.pk}"


class GroupTold(AppendOnly):
    """What is said of a group; the newest row counts, the earlier ones stay."""

    group = models.ForeignKey(ClaimantGroup, on_delete=models.PROTECT, related_name="told")
    name = models.CharField(max_length=200)
    # How many, in the words they were said in; a number only where the words are one.
    how_many = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField(null=True)
    # Where the number was said.
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    # Who speaks for it, as printed.
    speaker = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"told of group {self.group_id}"


class GroupMember(AppendOnly):
    """Somebody on record who belongs to a group; most of a group never is."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    group = models.ForeignKey(ClaimantGroup, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="in_groups")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} in group {self.group_id}"


class Paper(models.Model):
    """A decree, verdict or notice that somebody mentions; whether it is held here is worked out."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    external_id = models.CharField(max_length=120, default=new_id)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "external_id"], name="paper_id_in_case")
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"


class PaperTold(AppendOnly):
    """What is said of a paper; the newest row counts, the earlier ones stay."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="told")
    # Exactly as it was said: never read as a date, however much it looks like one.
    number = models.CharField(max_length=120)
    # Code of source_kinds, empty while nobody has said.
    kind = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    date_said = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"told of paper {self.paper_id}"


class PaperMention(AppendOnly):
    """Words in which somebody speaks of a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="mentions")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="papers")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"paper {self.paper_id} in claim {self.claim_id}"


class PaperCame(AppendOnly):
    """A person's judgement that a sealed item is this paper; what was said of it before stays."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="came")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="papers")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"paper {self.paper_id} is item {self.item_id}"


class Repeats(AppendOnly):
    """A person's judgement that one source says again what another says: no second voice."""

    class How(models.TextChoices):
        """In which way it repeats."""

        REPRINT = "reprint", _("prints it again")
        RECORDING = "recording", _("is the same recording")
        RETOLD = "retold", _("has it from there")

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="repeats")
    of = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="repeated_in")
    how = models.CharField(max_length=9, choices=How.choices)
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"source {self.source_id} repeats {self.of_id}"
