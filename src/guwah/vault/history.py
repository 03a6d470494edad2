"""Going on with a log that is not the one this machine has seen: somebody decides, and it is recorded."""

from __future__ import annotations

from django.db import transaction

from guwah.vault import logfiles, seen
from guwah.vault.custody import Act, Thing, record


def accept(actor: str) -> int:
    """Go on with the log as the database has it; return the number of entries it had.

    What was seen here before is committed to in the new entry, so that the step back stays visible.
    """
    known = [head for head in (seen.recall(), logfiles.published()) if head is not None]
    largest = max(known, key=lambda head: head.size, default=None)
    size = logfiles.rebuild()
    if size:
        seen.remember(logfiles.current()[1], even_smaller=True)
    with transaction.atomic():
        things = [Thing("seen-head", {"size": largest.size, "root": largest.root.hex()})] if largest else []
        record(Act.HISTORY_ACCEPTED, actor, things=things)
    return size
