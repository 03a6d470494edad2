"""Sources, the sealed bytes of their items, and what became of each step with them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.vault.append_only import AppendOnly
from guwah.vault.rows import insert, written

if TYPE_CHECKING:
    from collections.abc import Iterable

# Steps that hold an item's bytes against what was sealed; the newest says whether the item is broken.
LOOKS = ("verify", "scrub")
_MOST_NAMED = 500  # SQLite takes 999 values in one statement


class Source(models.Model):
    """Something that carries words or traces; it may be known only by name or number."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sources")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    # Code of the vocabulary source_kinds, empty while nobody has said.
    kind = models.CharField(max_length=60, blank=True)
    # How it came, and when, as told when the source was named; what is learnt later are `Handover` rows.
    provenance = models.TextField(blank=True)
    received = models.CharField(max_length=60, blank=True, help_text=_("EDTF date on which it was received"))
    # Whether an item of it is in the vault; kept by `Item.save`, so that pages find those without.
    filed = models.BooleanField(default=False)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="source_number_in_case")
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "number"], condition=models.Q(filed=False), name="source_unfiled"),
            models.Index(fields=["case", "kind", "number"], name="source_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Items(models.QuerySet["Item"]):
    """Items that are listed as they are written."""

    def bulk_create(self, objs: Iterable[Item], *args: Any, **kwargs: Any) -> list[Item]:  # noqa: ANN401 - Django's own signature
        """Write many items at once and list each."""
        made = written(objs, *args, **kwargs)
        _list(made)
        return made


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

    objects = Items.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"item {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Write the item and list it."""
        super().save(*args, **kwargs)
        _list([self])


class Listed(models.Model):
    """By what pages find an item among many; made from the item and its outcomes, never the truth itself."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="listed")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    # Code of what the newest look found wrong; empty when it was intact or nobody has looked.
    broken = models.CharField(max_length=60, blank=True)
    # When its bytes were last found to be those that were sealed.
    verified_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "item"], name="listed_in_order"),
            models.Index(fields=["case", "kind", "item"], name="listed_by_kind"),
            models.Index(fields=["case", "verified_at", "item"], name="listed_by_look"),
            models.Index(fields=["case", "item"], condition=~models.Q(broken=""), name="listed_broken"),
        ]

    def __str__(self) -> str:
        return f"listed {self.pk}"


class Outcomes(models.QuerySet["Outcome"]):
    """Outcomes that are written into the list of items as they come."""

    def bulk_create(self, objs: Iterable[Outcome], *args: Any, **kwargs: Any) -> list[Outcome]:  # noqa: ANN401 - Django's own signature
        """Write many outcomes at once and tell the list of each look."""
        made = written(objs, *args, **kwargs)
        _tell(made)
        return made


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

    objects = Outcomes.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["item", "step"], condition=models.Q(result="failed"), name="outcome_failed")
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.result}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Write the outcome and tell the list of it."""
        super().save(*args, **kwargs)
        _tell([self])


class VerifyRound(models.Model):
    """One run over every item of a case, taken in turns; how far it came, so that it goes on after a lock."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    total = models.PositiveBigIntegerField()
    checked = models.PositiveBigIntegerField(default=0)
    broken = models.PositiveBigIntegerField(default=0)
    # The last item that was looked at; 0 before the first.
    last_item = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    # Why it ended before the last item; empty when it went through.
    code = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"round {self.pk}: {self.checked} of {self.total}"


def _list(items: Iterable[Item]) -> None:
    made = list(items)
    rows = [(item.pk, item.source.case_id, item.kind) for item in made]
    insert(Listed, ("item_id", "case_id", "kind"), rows)
    sources = sorted({item.source_id for item in made})
    for start in range(0, len(sources), _MOST_NAMED):
        named = sources[start : start + _MOST_NAMED]
        Source.objects.filter(pk__in=named, filed=False).update(filed=True)
    for item in made:
        item.source.filed = True


def _tell(outcomes: Iterable[Outcome]) -> None:
    looks = [each for each in outcomes if each.step in LOOKS and each.result != Outcome.Result.NOT_TRIED]
    # In the order they were found, many equal ones at the price of one.
    for (result, step, code), same in groupby(looks, lambda each: (each.result, each.step, each.code)):
        found = list(same)
        for start in range(0, len(found), _MOST_NAMED):
            named = found[start : start + _MOST_NAMED]
            rows = Listed.objects.filter(item__in=[each.item_id for each in named])
            if result == Outcome.Result.FAILED:
                rows.update(broken=code or "failed")
            elif step == "verify":
                rows.update(broken="", verified_at=named[-1].at)
