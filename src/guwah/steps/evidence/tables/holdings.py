"""Who holds which copy, what was asked and answered, how it came, and how people made sure of each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.evidence.tables.items import Item, Source
from guwah.vault.append_only import AppendOnly


class Handover(AppendOnly):
    """One time a source passed from hand to hand on its way to us, as told."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="handovers")
    # One file of the source; none when all of it passed from hand to hand, or nobody says.
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="handovers")
    from_whom = models.CharField(max_length=200, blank=True)
    # Empty when it came to us.
    to_whom = models.CharField(max_length=200, blank=True)
    on = models.CharField(max_length=60, blank=True, help_text=_("EDTF"))
    # Code of the vocabulary arrival_channels, empty while nobody has said.
    channel = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    on_whose_word = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class Holding(AppendOnly):
    """One copy of a source, who has it, on whose word we know it; how it fares are `HoldingState` rows."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="holdings")
    holder = models.CharField(max_length=200)
    # Which copy, in words: the first recording, a print, the file on a telephone.
    copy = models.CharField(max_length=200, blank=True)
    since = models.CharField(max_length=60, blank=True, help_text=_("EDTF date since which it is there"))
    on_whose_word = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"holding {self.pk}"


class CopyRequest(AppendOnly):
    """That somebody asked for a copy: when, how, in which words; the answer is the state that names it."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="requests")
    asked_on = models.CharField(max_length=60, blank=True, help_text=_("EDTF"))
    channel = models.CharField(max_length=60, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"request {self.pk}"


class HoldingState(AppendOnly):
    """What became of a copy, one row after the other; the newest is the one that has not ended."""

    settles: ClassVar[frozenset[str]] = frozenset({"ended_at"})

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="states")
    # The case of its source, so that a page of a case finds it at once.
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    # Code of the vocabulary holding_states.
    state = models.CharField(max_length=40)
    as_of = models.CharField(max_length=60, blank=True, help_text=_("EDTF"))
    channel = models.CharField(max_length=60, blank=True)
    on_whose_word = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    # The request it belongs to: made by it, or answering it.
    request = models.ForeignKey(CopyRequest, null=True, on_delete=models.PROTECT, related_name="states")
    # The item that came, when it did.
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    # When a later row was written down.
    ended_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["case", "state", "id"], condition=models.Q(ended_at=None), name="holding_state_now"
            ),
            models.Index(fields=["case", "id"], condition=models.Q(ended_at=None), name="holding_now"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holding"], condition=models.Q(ended_at=None), name="one_newest_state"
            )
        ]

    def __str__(self) -> str:
        return f"holding {self.holding_id}: {self.state}"


class StatedDigest(AppendOnly):
    """A digest that a holder states for a copy: also of an algorithm we would not use ourselves."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="digests")
    algorithm = models.CharField(max_length=12)
    # Lower-case hex.
    digest = models.CharField(max_length=128)
    stated_on = models.CharField(max_length=60, blank=True, help_text=_("EDTF"))
    on_whose_word = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"digest {self.pk}"


class Comparison(AppendOnly):
    """A stated digest held against the bytes of one of our items."""

    class Result(models.TextChoices):
        """A comparison that could not be made is one of its own (law 8)."""

        AGREES = "agrees", _("agrees")
        DIFFERS = "differs", _("differs")
        FAILED = "failed", _("failed")

    stated = models.ForeignKey(StatedDigest, on_delete=models.PROTECT, related_name="comparisons")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="comparisons")
    result = models.CharField(max_length=12, choices=Result.choices)
    # Digest of our bytes, hex; empty when they could not be read, `code` says why.
    ours = models.CharField(max_length=128, blank=True)
    code = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"comparison {self.pk}: {self.result}"


class Assurance(AppendOnly):
    """How two who could not see each other made sure of each other; stays inside, whatever anybody allows.

    It tells by which question a caller is known: whoever learns it could pass for one of the two.
    """

    class Side(models.TextChoices):
        """Whose words or doubt it was."""

        CALLER = "caller", _("the caller")
        WITNESS = "witness", _("the witness")
        OTHER = "other", _("somebody else")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assurances")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="assurances")
    # Code of the vocabulary assurance_kinds.
    kind = models.CharField(max_length=40)
    side = models.CharField(max_length=12, choices=Side.choices)
    words = models.TextField()
    said_on = models.CharField(max_length=60, blank=True, help_text=_("EDTF"))
    # The question it answers, the doubt it speaks to.
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed")
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"assurance {self.pk}"
