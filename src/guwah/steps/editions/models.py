"""Editions: frozen outgoing versions for one audience, and who approved them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.vault.append_only import AppendOnly


class Edition(AppendOnly):
    """One built edition; its files are frozen in the vault and sealed in the log."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=40)
    language = models.CharField(max_length=12, default="en")
    # SHA-256 of proof/manifest.json, hex.
    root = models.CharField(max_length=64)
    # Blob holding the folder as one archive, and what was withheld from it and why (never published).
    archive_sha256 = models.CharField(max_length=64)
    ledger = models.JSONField(default=dict)
    log_index = models.PositiveBigIntegerField(unique=True)
    built_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="edition_number")]

    def __str__(self) -> str:
        return f"edition {self.number} of case {self.case_id}"


class Approval(AppendOnly):
    """A second person's yes, or one person's after a day alone, marked as such (DESIGN §10)."""

    class Kind(models.TextChoices):
        """Who stands behind it."""

        SECOND_PERSON = "second-person", _("second person")
        ONE_PERSON = "one-person", _("one person, after a day")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"approval of edition {self.edition_id}"


class Package(AppendOnly):
    """Sealed items handed to named recipients as one encrypted file."""

    settles = frozenset({"size", "failed"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packages")
    # Its name in the signed manifest, and SHA-256 of that manifest, hex.
    package = models.CharField(max_length=16, unique=True)
    root = models.CharField(max_length=64)
    purpose = models.TextField()
    # [{"name", "key"}], as signed inside; numbers of the items.
    recipients = models.JSONField(default=list)
    items = models.JSONField(default=list)
    # Bytes of the written file; empty while it is written, and for ever when that failed with this code.
    size = models.BigIntegerField(null=True)
    failed = models.CharField(max_length=40, blank=True)
    # Whether its file lies in the vault's own folder, to be downloaded.
    here = models.BooleanField(default=False)
    log_index = models.PositiveBigIntegerField(unique=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"package {self.package} of case {self.case_id}"


class Receipt(AppendOnly):
    """What a recipient says of a package: that it came, and by which root they checked it."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="receipts")
    by = models.CharField(max_length=200)
    # The day they say it came, and over which way they said so.
    on = models.DateField()
    how = models.CharField(max_length=500, blank=True)
    root = models.CharField(max_length=64)
    # Whether that is the root that went out.
    agrees = models.BooleanField()
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"receipt for package {self.package_id}"
