"""Recovery by sheets: k of n of them give an identity that opens recovery.age, and that gives every key.

A new set of sheets stands beside the older ones until somebody makes those worthless, so that at no moment
the vault is without sheets that somebody holds.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.age import Identity
from guwah.vault.folder import check_handle, check_passphrase, describe, exists, fits_database, keys_from
from guwah.vault.keys import derive, wrap
from guwah.vault.presence import changing
from guwah.vault.recovery_file import Recovered, read_recovery, write_recovery
from guwah.vault.rotation import MASTER_BEFORE, keys_before
from guwah.vault.sheets import Sheet, combine, split
from guwah.vault.slots import FULL_COST, Cost, make_slot
from guwah.vault.vault_file import Recovery, Rotation, VaultFile, read, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from guwah.vault.keys import Keys

    _Change = Callable[[VaultFile], tuple[Recovery, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Sheets that are made and open nothing yet: only `keep` puts them in force."""

    recovery: Recovery
    sheets: tuple[Sheet, ...]


def prepare(*, shares: int, needed: int, day: str) -> Prepared:
    """Make a set of sheets and put every smallest set of them together.

    Args:
        shares: how many sheets, 2 to 16, or 1.
        needed: how many of them open the vault.
        day: today, `YYYY-MM-DD`, UTC.

    Raises:
        WrongUse: `bad-sheet-numbers`.
    """
    identity = Identity.generate()
    sheets = split(identity.secret, shares=shares, needed=needed)
    recovery = Recovery(sheets[0].set_id, needed, shares, identity.recipient.public, day)
    return Prepared(recovery, tuple(sheets))


def keep(keys: Keys, recovery: Recovery) -> None:
    """Let a prepared set open the vault from now on, beside the sets there are."""
    _set_recoveries(keys, lambda file: (*file.recoveries, recovery))


def drop(keys: Keys, recovery: Recovery) -> None:
    """Make a set worthless for every copy of the vault from now on; older copies it still opens."""
    _set_recoveries(
        keys, lambda file: tuple(each for each in file.recoveries if each.public != recovery.public)
    )


def note_rehearsed(keys: Keys, recovery: Recovery, day: str) -> None:
    """Note that a set was put together on this day."""
    _set_recoveries(
        keys,
        lambda file: tuple(
            replace(each, rehearsed=day) if each.public == recovery.public else each
            for each in file.recoveries
        ),
    )


def set_of(folder: Path, sheets: Sequence[Sheet]) -> Recovery:
    """Return which set of this vault these sheets put together; nothing is opened.

    Raises:
        SheetWrong: they are too few or not of one set.
        NotUnderstood: `other-recovery`; they open nothing here.
    """
    public = Identity(combine(sheets)).recipient.public
    for each in read(folder).recoveries:
        if each.public == public:
            return each
    raise NotUnderstood(
        "other-recovery", "These sheets belong together, but they open nothing in this vault any more."
    )


def restore(
    folder: Path, sheets: Sequence[Sheet], member: str, passphrase: str, cost: Cost = FULL_COST
) -> Keys:
    """Give somebody a way into a copy of the vault by its sheets, and return the keys.

    A vault.toml that is lost is written anew from recovery.age, with this one way in.

    Raises:
        SheetWrong: the sheets are too few or not of one set.
        NotUnderstood: the folder is no copy of the vault these sheets are for, or its vault.toml was changed.
        WrongUse: the sign-in name or the passphrase will not do.
    """
    check_handle(member)
    check_passphrase(passphrase)
    recovered = read_recovery(folder, Identity(combine(sheets)))
    with changing(folder):
        file, keys = _as_it_stands(folder, recovered) if exists(folder) else _anew(folder, recovered)
        slot = make_slot(keys.vault_id, member, passphrase, keys.master, cost)
        others = tuple(each for each in file.slots if each.member != member)
        write(folder, replace(file, slots=(*others, slot)), keys.master)
    return replace(keys, member=member)


def _as_it_stands(folder: Path, recovered: Recovered) -> tuple[VaultFile, Keys]:
    file = read(folder)
    for keys in recovered.states:
        if keys.vault_id == file.vault_id and keys.generation == file.generation:
            return file, keys_from(folder, file, keys.master)
    raise NotUnderstood(
        "vault-file-of-another-state",
        "vault.toml and recovery.age are of two different states of this vault. "
        "Put vault.toml aside and try again: it is then written anew.",
    )


def _anew(folder: Path, recovered: Recovered) -> tuple[VaultFile, Keys]:
    newest, *before = recovered.states
    file = replace(describe(newest, ()), recoveries=recovered.recoveries)
    if not before:
        return file, newest
    if fits_database(folder, newest.database) and fits_database(folder, before[0].database):
        raise WrongUse("no-database", "The database is missing in this folder; put its copy back first.")
    # The copy is of a vault whose keys were just being changed: that is taken up as after a crash.
    old = wrap(derive(newest.master, "rotation"), before[0].master, MASTER_BEFORE)
    return replace(file, rotation=Rotation(secrets.token_hex(8), "", "recovery", old)), newest


def _set_recoveries(keys: Keys, change: _Change) -> None:
    with changing(keys.folder):
        file = read(keys.folder)
        changed = replace(file, recoveries=change(file))
        states = (keys,) if file.rotation is None else (keys, keys_before(keys))
        # The file of keys is first for the old and the new sets, so that each that is named can open it.
        both = dict.fromkeys((*file.recoveries, *changed.recoveries))
        write_recovery(keys.folder, list(both), states)
        write(keys.folder, changed, keys.master)
        write_recovery(keys.folder, changed.recoveries, states)
