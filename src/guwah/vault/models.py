"""Tables of the custody log and of backups: what was done, its openings, what others said of it."""

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
    commitment = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32, null=True)
    value = models.JSONField(null=True)
    # Number of the thing in its table, where the value has one: by it a page finds all entries on a thing.
    about = models.PositiveBigIntegerField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["label", "about"], name="opening_about")]

    def __str__(self) -> str:
        return f"opening of {self.label} in {self.entry_id}"


class LogFrontier(models.Model):
    """The compact Merkle range over all entries: one row, so that an append costs a few hashes."""

    size = models.PositiveBigIntegerField(default=0)
    # Hex hashes of the complete subtrees, largest first.
    hashes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"frontier at {self.size}"


class Authority(models.Model):
    """A time stamp authority this group chose to ask (RFC 3161); nothing is sent to any other host."""

    name = models.CharField(max_length=63)
    url = models.CharField(max_length=500)
    # HTTP proxy to go through, for instance one of Tor; empty for none.
    proxy = models.CharField(max_length=500, blank=True)
    # Certificates it is trusted by, as PEM.
    roots = models.TextField()
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(removed_at=None), name="one_authority_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Stamp(models.Model):
    """One authority asked on one day to stamp a checkpoint, and what came of it (law 8)."""

    class State(models.TextChoices):
        """Waiting is not failed: the request is kept until a later one covers it."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"
        COVERED = "covered"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="stamps")
    day = models.DateField()
    size = models.PositiveBigIntegerField()
    # The checkpoint as the log signed it; SHA-256 of these bytes is what is stamped.
    note = models.BinaryField()
    nonce = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    # Why it waits or failed, as a code; empty while it was not tried.
    outcome = models.CharField(max_length=60, blank=True)
    tries = models.PositiveIntegerField(default=0)
    token = models.BinaryField(null=True)
    time = models.DateTimeField(null=True)
    # Who checked the token: library, openssl, or both.
    checked_by = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "day"], name="one_stamp_per_authority_and_day")
        ]

    def __str__(self) -> str:
        return f"stamp {self.pk} {self.state}"


class Partner(AppendOnly):
    """A partner group's keys as they were introduced; a new card for the same name replaces the older."""

    name = models.CharField(max_length=63, db_index=True)
    card = models.BinaryField()
    origin = models.CharField(max_length=120, db_index=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class SeenHead(AppendOnly):
    """A checkpoint of a partner's log that we cosigned: it extended every earlier one we had seen."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="heads")
    origin = models.CharField(max_length=120, db_index=True)
    size = models.PositiveBigIntegerField()
    note = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"head {self.size} of {self.origin}"


class CosigningRefusal(AppendOnly):
    """A checkpoint we refused to cosign; two notes that contradict each other are evidence and are kept."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="refusals")
    code = models.CharField(max_length=40)
    note = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"refused {self.code}"


class ShownHead(AppendOnly):
    """A size at which our own checkpoint was given out; later ones prove that they extend it."""

    size = models.PositiveBigIntegerField(db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"shown at {self.size}"


class Cosignature(AppendOnly):
    """A partner's signature under one of our checkpoints."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="cosignatures")
    size = models.PositiveBigIntegerField()
    # Our checkpoint with our signature, and the partner's line, each byte for byte.
    note = models.BinaryField()
    line = models.CharField(max_length=400)
    # When, by the partner's clock.
    time = models.DateTimeField()
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"cosignature at {self.size}"


class BackupRun(models.Model):
    """One backup, check, drill or restore: when it ran, where, and what came of it (law 8)."""

    class Kind(models.TextChoices):
        """What was run."""

        BACKUP = "backup"
        CHECK = "check"
        DRILL = "drill"
        RESTORE = "restore"
        MEND = "mend"

    class State(models.TextChoices):
        """Lacking is done, with something named that is not whole."""

        RUNNING = "running"
        DONE = "done"
        LACKING = "lacking"
        FAILED = "failed"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    # Why it failed, as a code.
    code = models.CharField(max_length=60, blank=True)
    # The folder as it was named, and the random name the backup has wherever it is plugged in.
    place = models.CharField(max_length=1000)
    target = models.CharField(max_length=32, blank=True)
    snapshot = models.PositiveIntegerField(null=True)
    # Sealed files: in all, and in bytes those that were copied or read.
    files = models.PositiveBigIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    # What is not whole: `{kind: {name of a sealed file: why}}`.
    found = models.JSONField(default=dict)
    # Log name of who ran it.
    actor = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
