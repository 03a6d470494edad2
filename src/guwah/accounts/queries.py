"""Reading the audit trail: who asked for what, and what they were told."""

from __future__ import annotations

from dataclasses import dataclass

from guwah.accounts.models import AuditEntry

PAGE = 100


@dataclass(frozen=True, slots=True)
class Trail:
    """A stretch of the audit trail.

    Attributes:
        entries: newest first, with their members.
        older: the id below which the next stretch begins, or None where the trail begins in this one.
    """

    entries: tuple[AuditEntry, ...]
    older: int | None


def trail(before: int | None = None, limit: int = PAGE) -> Trail:
    """Return the newest entries of the audit trail; whoever shows them asks for `audit:see` first.

    Args:
        before: an entry's id; only entries below it are returned. None for the newest of all.
        limit: how many entries at most, from 1.
    """
    found = AuditEntry.objects.select_related("member").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    # One more than asked for tells whether there is anything older.
    read = tuple(found[: limit + 1])
    entries = read[:limit]
    return Trail(entries, entries[-1].pk if len(read) > limit else None)
