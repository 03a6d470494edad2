"""Rows of the search: which stretches can be found, of which text, by which rules; and what members asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guwah.accounts.models import Member


class Entry(models.Model):
    """One stretch of the newest revision of a layer that can be found: a block, or what stands beside blocks.

    Derived from the text and rebuilt at will. Its number is that of its row in the index of words
    (`search.words`), where the keys of its words are: by layer, session and order of the text (`numbering`).
    """

    id = models.BigIntegerField(primary_key=True)
    # Name of the block in all revisions of the layer; empty for what stands beside blocks.
    uid = models.PositiveIntegerField(null=True)
    # Where that stands; where a block stands its own row says.
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    # BCP 47 tag of these words, which may be another than the layer's; empty where nobody knows.
    language = models.CharField(max_length=35, blank=True)
    # Of everything its keys were made from: as long as it is the same, so are they.
    digest = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Indexed(models.Model):
    """Which revision of a layer is in the index, made by which rules, and what was withheld in it."""

    layer = models.OneToOneField("testimony.Layer", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("testimony.Revision", on_delete=models.CASCADE, related_name="+")
    rules = models.PositiveIntegerField()
    # Pairs of code points of the revision that were passed over, cuts of other texts that say the same too.
    holes = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["layer"]

    def __str__(self) -> str:
        return f"layer {self.layer_id} as of revision {self.revision_id}"


class Asked(models.Model):
    """What a member looked for; kept here so that no word of it stands in an address, and for them only."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    # Names and values of the filters that were set.
    within = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"question {self.pk}"
