"""Whether the last backup and the last drill are long ago, and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from guwah.vault.health import Finding, Weight

BACK_UP_EVERY: Final = dt.timedelta(days=7)
DRILL_EVERY: Final = dt.timedelta(days=90)


@unique
class Advice(StrEnum):
    """What is to be said about the backups of a vault."""

    NO_BACKUP = "no-backup"
    BACKUP_OLD = "backup-old"
    BACKUP_FAILED = "backup-failed"
    BACKUP_LACKING = "backup-lacking"
    NO_DRILL = "no-drill"
    DRILL_OLD = "drill-old"
    DRILL_FAILED = "drill-failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where backups stand.

    Attributes:
        backup: when the last good backup was made, None when there is none.
        drill: when a drill last brought everything back, None when none did.
        newest_backup: how the newest backup ended: `done`, `lacking`, `failed`; empty when there is none.
        newest_drill: how the newest drill ended, likewise.
    """

    backup: dt.datetime | None = None
    drill: dt.datetime | None = None
    newest_backup: str = ""
    newest_drill: str = ""


def advise(standing: Standing, now: dt.datetime) -> list[Advice]:
    """Return what is to be said, the worst first; nothing when all is well."""
    if standing.backup is None and not standing.newest_backup:
        return [Advice.NO_BACKUP]
    found = []
    if standing.newest_backup == "failed":
        found.append(Advice.BACKUP_FAILED)
    if standing.newest_backup == "lacking":
        found.append(Advice.BACKUP_LACKING)
    if standing.newest_drill in ("lacking", "failed"):
        found.append(Advice.DRILL_FAILED)
    if standing.backup is None or now - standing.backup > BACK_UP_EVERY:
        found.append(Advice.BACKUP_OLD if standing.backup else Advice.NO_BACKUP)
    if standing.drill is None:
        found.append(Advice.NO_DRILL)
    elif now - standing.drill > DRILL_EVERY:
        found.append(Advice.DRILL_OLD)
    return found


_BACK_UP: Final = "Plug in a stick, then: guwah backup FOLDER-ON-THE-STICK"
_DRILL: Final = "guwah backup drill FOLDER-ON-THE-STICK"
_WORDS: Final[dict[Advice, tuple[Weight, str, str]]] = {
    Advice.NO_BACKUP: (
        Weight.BAD,
        "There is no good backup: when this disk is lost or taken, everything in this vault is lost.",
        _BACK_UP,
    ),
    Advice.BACKUP_OLD: (Weight.WARN, "The last good backup is more than a week old.", _BACK_UP),
    Advice.BACKUP_FAILED: (
        Weight.WARN,
        "The newest backup did not come to its end; the ones before it stay.",
        _BACK_UP,
    ),
    Advice.BACKUP_LACKING: (
        Weight.BAD,
        "The newest backup does not hold everything.",
        "guwah backup verify FOLDER-ON-THE-STICK",
    ),
    Advice.NO_DRILL: (
        Weight.WARN,
        "No backup was ever tried out: whether one brings the vault back is not known.",
        _DRILL,
    ),
    Advice.DRILL_OLD: (Weight.WARN, "It is more than three months since a backup was tried out.", _DRILL),
    Advice.DRILL_FAILED: (
        Weight.BAD,
        "The newest try did not bring everything back.",
        f"{_BACK_UP}; {_DRILL}",
    ),
}


def findings(standing: Standing, now: dt.datetime) -> list[Finding]:
    """Return the same as `guwah doctor` says it."""
    return [Finding(code.value, *_WORDS[code]) for code in advise(standing, now)]
