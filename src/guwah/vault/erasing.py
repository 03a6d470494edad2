"""Erasing what opens a commitment: the log still holds, and nobody can show any more what it was about."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from guwah.failures import NotUnderstood, Refused
from guwah.vault.custody import Act, Recorded, Thing, record
from guwah.vault.models import LogEntry, Opening


def erase_openings(actor: str, index: int, *, reason: str, label: str | None = None) -> Recorded:
    """Delete salt and value behind an entry's commitments, in the database and its write-ahead log.

    Copies made before (backups, exported openings) are not reached; the act itself is recorded with the
    leaf it is about and the reason.

    Raises:
        NotUnderstood: `no-such-entry`.
        Refused: `nothing-to-erase` when the openings are gone already, or none has this label.
    """
    with transaction.atomic():
        entry = LogEntry.objects.filter(index=index).first()
        if entry is None:
            raise NotUnderstood("no-such-entry", "The log has no entry with this number.")
        openings = Opening.objects.filter(entry=entry, erased_at=None)
        if label is not None:
            openings = openings.filter(label=label)
        count = openings.update(salt=None, value=None, about=None, erased_at=timezone.now())
        if not count:
            raise Refused("nothing-to-erase", "There is nothing left to erase in this entry.")
        recorded = record(
            Act.OPENING_ERASED,
            actor,
            things=[Thing("erased", {"leaf": bytes(entry.leaf).hex(), "index": index, "reason": reason})],
            case=entry.case,
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return recorded
