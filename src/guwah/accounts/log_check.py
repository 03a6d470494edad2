"""A check of the whole log as commands and pages ask for it: the database under it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError

from guwah.accounts import soundness
from guwah.vault import logfiles
from guwah.vault.own_keys import KeyWords, own_keys
from guwah.vault.standing import Standing, check_standing
from guwah.vault.wholeness import DAMAGED, DatabaseDamaged, Wholeness

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.vault.logfiles import LogState


@dataclass(frozen=True, slots=True)
class LogChecked:
    """What a check found.

    Attributes:
        state: the log and its files.
        standing: what others say of it.
        database: the database it stands in.
        keys: our keys, with their words.
    """

    state: LogState
    standing: Standing
    database: Wholeness
    keys: tuple[KeyWords, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Return the codes of everything that does not hold; none when all does."""
        damaged = () if self.database.whole else (DAMAGED,)
        return (*damaged, *self.state.faults, *self.standing.faults)


def check(by: Member) -> LogChecked:
    """Look through the database, recompute the log, and check its files and what others say of it.

    Raises:
        DatabaseDamaged: so damaged that the log cannot be read from it.
    """
    database = soundness.look_through(by)
    try:
        return LogChecked(logfiles.check(), check_standing(), database, own_keys())
    except DatabaseError as wrong:
        if database.whole:
            raise
        raise DatabaseDamaged(database) from wrong
