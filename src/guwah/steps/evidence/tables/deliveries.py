"""Deliveries: an export, a box of letters, a folder, as it was understood; its messages, and what they carry.

Everything here is told by the file. Times stand as written beside their readings; nothing of it is a claim.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.evidence.tables.items import Item, Source
from guwah.vault.append_only import AppendOnly


class Delivery(AppendOnly):
    """One reading of one export; read again with other wishes it is another row."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    # The source of the export itself; a folder's texts are its items.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="deliveries")
    # The sealed export, byte for byte; none of a folder, whose files are items one by one.
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="deliveries")
    format = models.CharField(max_length=20)
    variant = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    # What a person said of it (format, order of dates, encoding), and what was understood: orders of dates
    # with their proof, encodings, doubts.
    said = models.JSONField(default=dict)
    understood = models.JSONField(default=dict)
    messages_count = models.PositiveIntegerField()
    delivered_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(auto_now_add=True)
    log_index = models.PositiveBigIntegerField(unique=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class DeliveryMessage(AppendOnly):
    """One entry of a delivery in its order, as it is written there."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="messages")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, help_text=_("message, system, event, file, page"))
    sender = models.TextField(blank=True)
    time = models.TextField(blank=True)
    # [{edtf, clock, zone, basis, of}]; an empty zone means: the zone is not said.
    readings = models.JSONField(default=list)
    text = models.TextField(blank=True)
    # Where it stands: the file of the delivery, its line from 1, offsets from 0, and of its words.
    file = models.TextField(blank=True)
    line = models.PositiveIntegerField(default=0)
    start = models.PositiveBigIntegerField(default=0)
    end = models.PositiveBigIntegerField(default=0)
    words_at = models.BigIntegerField(default=-1)
    # [[name, value]]: everything else that is told of it.
    told = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["delivery", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "n"], name="message_in_delivery")
        ]

    def __str__(self) -> str:
        return f"message {self.n}"


class DeliveryPart(AppendOnly):
    """A thing that a message carries, names or leaves out, or a file that no message names."""

    class State(models.TextChoices):
        """What became of it."""

        CAME = "came", _("came with it")
        NOT_SENT = "not-sent", _("named, not sent")
        LEFT_OUT = "left-out", _("left out by the export")
        INSIDE = "inside", _("inside the sealed file")
        UNNAMED = "unnamed", _("came, named by no message")
        EMPTY = "empty", _("came empty")
        BROKEN = "broken", _("came damaged")
        GONE = "gone", _("could not be read while it was kept")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="parts")
    message = models.ForeignKey(DeliveryMessage, null=True, on_delete=models.PROTECT, related_name="parts")
    state = models.CharField(max_length=10, choices=State.choices)
    # As it is written there, and the file of the delivery it was found to be.
    name = models.TextField(blank=True)
    file = models.TextField(blank=True)
    words = models.TextField(blank=True)
    claims = models.JSONField(default=list)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="delivery_parts")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="delivery_parts")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["delivery", "state"], name="part_by_state")]

    def __str__(self) -> str:
        return f"part {self.pk}"
