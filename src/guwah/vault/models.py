"""Tables of the custody log: what was done, in order, and the openings of its salted commitments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guwah.vault.append_only import AppendOnly


class LogEntry(AppendOnly):
    """One leaf of the custody log; the row is written in the transaction of the act it tells of."""

    index = models.PositiveBigIntegerField(primary_key=True)
    # Exact bytes of the canonical JSON (RFC 8785) that the leaf hash covers.
    entry = models.BinaryField()
    # The same bytes as they stand in log/: nonce and ciphertext, made once so that files can be rebuilt.
    sealed = models.BinaryField()
    leaf = models.BinaryField(max_length=32)
    act = models.CharField(max_length=40, db_index=True)
    actor = models.CharField(max_length=64)
    case = models.PositiveBigIntegerField(null=True, db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["index"]

    def __str__(self) -> str:
        return f"log entry {self.index}"


class Opening(models.Model):
    """Salt and value behind one commitment in the log; erasing them makes the commitment meaningless."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="openings")
    label = models.CharField(max_length=40)
    commitment = models.CharField(max_length=64, db_index=True)
    salt = models.BinaryField(max_length=32, null=True)
    value = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"opening of {self.label} in {self.entry_id}"


class LogFrontier(models.Model):
    """The compact Merkle range over all entries: one row, so that an append costs a few hashes."""

    size = models.PositiveBigIntegerField(default=0)
    # Hex hashes of the complete subtrees, largest first.
    hashes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"frontier at {self.size}"
