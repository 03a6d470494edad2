"""How much a claim says: a sum, a piece of land, a share or a count, what for, and as what it is told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.claims.models import Claim
from guwah.vault.append_only import AppendOnly


class Amount(AppendOnly):
    """How a person understands the amount of a claim; the newest row counts, the earlier ones stay."""

    settles: ClassVar[frozenset[str]] = frozenset({"superseded_at"})

    class Measure(models.TextChoices):
        """What is measured, as in `instruments.amounts`."""

        MONEY = "money", _("money")
        AREA = "area", _("land or floor")
        SHARE = "share", _("share")
        COUNT = "count", _("number of things")

    class Role(models.TextChoices):
        """As what it is told; what was due and what was paid are never one number."""

        SAID = "said", _("said")
        STANDARD = "standard", _("by the standard")
        PAID = "paid", _("paid")

    class Subject(models.TextChoices):
        """What for."""

        LAND = "land", _("land")
        COMPENSATION = "compensation", _("compensation")
        PRICE = "price", _("price")
        RENT = "rent", _("rent")
        WAGE = "wage", _("wage")
        RANSOM = "ransom", _("ransom")
        FINE = "fine", _("fine or fee")
        AID = "aid", _("aid or pension")
        LOSS = "loss", _("loss")
        OTHER = "other", _("something else")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amounts", db_index=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="amounts")
    # Empty while nobody has said what for.
    subject = models.CharField(max_length=16, blank=True, choices=Subject.choices)
    # Which land, whose wage: only amounts of the same thing are held against each other.
    thing = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.SAID)
    measure = models.CharField(max_length=5, choices=Measure.choices)
    # Decimal numbers as text, so that none is rounded; empty where the words name none.
    value = models.CharField(max_length=24, blank=True)
    most = models.CharField(max_length=24, blank=True)
    # ISO 4217, a unit of `instruments.amounts.UNITS`, `percent`, or a word; empty where none was said.
    unit = models.CharField(max_length=40, blank=True)
    approximate = models.BooleanField(default=False)
    # For what or how often, in the words of the claim ("per mu", "a month").
    per = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["subject", "thing", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["case", "subject", "thing", "id"],
                name="amounts_by_thing",
                condition=models.Q(superseded_at=None),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"], name="one_amount_counts", condition=models.Q(superseded_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"amount of claim {self.claim_id}"
