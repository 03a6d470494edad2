"""What `guwah doctor --open` finds inside the vault: the database first, then what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError

from guwah.accounts import backing_up, soundness
from guwah.accounts.entry import enter_from_command
from guwah.outbox import vouching
from guwah.vault import recovery_file, seen, wholeness
from guwah.vault.backup import advice
from guwah.vault.health import Finding, Weight
from guwah.vault.keyring import KEYRING
from guwah.vault.vault_file import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from guwah.vault.wholeness import Wholeness


def findings(now: datetime) -> list[Finding]:
    """Open the vault, look through the whole database, and tell what is amiss inside.

    Raises:
        Problem: the vault does not open, for another reason than a damaged database.
    """
    try:
        member = enter_from_command()
    except wholeness.DatabaseDamaged as damaged:
        return [_damaged(damaged.wholeness)]
    found = soundness.look_through(member)
    try:
        rest = [*_kept(), *advice.findings(backing_up.standing(), now), *vouching.findings(now)]
    except DatabaseError:
        if found.whole:
            raise
        # What is not read any more is told by the finding itself.
        rest = [*_kept()]
    return [*([] if found.whole else [_damaged(found)]), *rest]


def _damaged(found: Wholeness) -> Finding:
    return Finding(wholeness.DAMAGED, Weight.BAD, found.told(), wholeness.REMEDY)


def _kept() -> Iterator[Finding]:
    keys = KEYRING.current()
    if read(keys.folder).recoveries and not recovery_file.is_as_written(keys):
        known = recovery_file.is_as_written(keys) is False
        yield Finding(
            "recovery-changed" if known else "recovery-not-known",
            Weight.BAD if known else Weight.WARN,
            "recovery.age is not what this vault wrote: the sheets may open nothing."
            if known
            else "Whether recovery.age is what this vault wrote cannot be told: this is a copy brought back.",
            "With the sheets at hand it is written anew: guwah recovery rehearse",
        )
    if seen.broken():
        yield Finding(
            "seen-broken",
            Weight.BAD,
            "What this machine remembered of the log, outside the vault, was changed.",
            "Ask your partners for the checkpoints they hold (guwah log cosign), then delete "
            f"{seen.place(keys).with_suffix('.broken')}",
        )
