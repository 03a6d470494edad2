"""Each time bytes came to us: under which name, from where, when and by whom, also when we had them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Member
from guwah.steps.evidence.tables.items import Item
from guwah.vault.append_only import AppendOnly


class Coming(AppendOnly):
    """One time the bytes of an item came; what the file says of itself is kept as said, not vouched for."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="comings")
    # As it was called; what no table takes is written out (`names.readable`). Never used as a path.
    name = models.TextField()
    # Where it lay, as whoever added it named the place; empty when nobody said.
    path = models.TextField(blank=True)
    # When it was last changed, as its file system said: ISO 8601 UTC, or words where no calendar has it.
    modified = models.CharField(max_length=60, blank=True, help_text=_("the file said"))
    # Whether the same bytes were here already; then they were kept once.
    again = models.BooleanField(default=False)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    # The entry of the log that tells the same.
    log_index = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"coming {self.pk}"
