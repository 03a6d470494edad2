"""Looking through the whole database, and what the log is told of it; damage is found before it is met."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction

from guwah.vault.custody import ITSELF, Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.wholeness import DatabaseDamaged, Wholeness, look, means_damage

if TYPE_CHECKING:
    from guwah.accounts.models import Member


def look_through(by: Member | None = None) -> Wholeness:
    """Look through the database of the open vault; damage is told to the log where it still takes a word.

    Args:
        by: who looks; None for Guwah itself.
    """
    found = look(Path(connection.settings_dict["NAME"]), KEYRING.current().database)
    if not found.whole:
        _tell_the_log(found, by)
    return found


def explained(wrong: BaseException) -> DatabaseDamaged | None:
    """Return what is damaged when an error of the database came from that; None when it did not."""
    if not means_damage(wrong):
        return None
    found = look_through()
    return None if found.whole else DatabaseDamaged(found)


def _tell_the_log(found: Wholeness, by: Member | None) -> None:
    told = {"pages": found.pages, "damaged": list(found.damaged), "lost": list(found.lost)}
    try:
        with transaction.atomic():
            record(
                Act.DATABASE_DAMAGED, by.actor if by else ITSELF, things=[Thing("database", _at_most(told))]
            )
    except DatabaseError as refused:
        # The very tables that would hold the entry may be what is damaged; whoever asked is told either way.
        if not means_damage(refused):
            raise


def _at_most(told: dict[str, object]) -> dict[str, object]:
    """Keep a commitment short, however much is damaged."""
    return {name: value[:100] if isinstance(value, list) else value for name, value in told.items()}
