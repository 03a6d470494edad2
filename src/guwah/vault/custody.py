"""The custody log: what was done is written in the transaction that does it (integrity reference §3.2).

The database row is the truth of the moment; the files under log/ are made from it after the commit and
can be made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.vault.entries import ITSELF, Act, Happened, Recorded, Thing, append_all
from guwah.vault.logfiles import publish

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ITSELF", "Act", "Happened", "Recorded", "Thing", "record", "record_all"]


def record(act: Act, actor: str, *, things: Sequence[Thing], case: int | None = None) -> Recorded:
    """Append one entry inside the running transaction; its files follow the commit.

    Args:
        act: what was done.
        actor: the member's log name (`Member.actor`), never a person's name.
        things: what it was done to; each becomes a salted commitment.
        case: number of the case, kept in the database only.

    Raises:
        RuntimeError: called outside a transaction, where cause and entry could part.
    """
    return record_all(actor, [Happened(act, things, case)])[0]


def record_all(actor: str, happened: Sequence[Happened]) -> list[Recorded]:
    """Append an entry for each of many acts, in order, at the price of few; see `record`."""
    recorded = append_all(actor, happened)
    transaction.on_commit(publish)
    return recorded
