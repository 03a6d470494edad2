"""The ways into a backup: a member's passphrase or recovery sheets, by either copy of what they need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood
from guwah.vault.age import Identity
from guwah.vault.folder import unlock
from guwah.vault.recovery_file import read_recovery
from guwah.vault.sheets import combine
from guwah.vault.slots import WrongPassphrase
from guwah.vault.untrusted import read_untrusted
from guwah.vault.vault_file import FILE, check, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guwah.vault.backup.target import Target
    from guwah.vault.keys import Keys
    from guwah.vault.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Opened:
    """The keys a backup gives, for a vault in another folder, and the vault.toml that goes with them."""

    keys: Keys
    vault_file: bytes | None


def by_passphrase(where: Target, folder: Path, passphrase: str, member: str | None = None) -> Opened:
    """Open a backup as its vault is opened.

    Args:
        where: the backup.
        folder: of the vault that is to be brought back.
        passphrase: of any slot, or of the member's.
        member: whose slot to try; None for any.

    Raises:
        WrongPassphrase: no slot opens.
        NotUnderstood: neither vault.toml is whole; recovery sheets do without.
    """
    wrong: Exception = NotUnderstood(
        "no-vault-file",
        "The backup has no vault.toml any more, so no passphrase opens it. Recovery sheets do: --sheet.",
    )
    for ways_in in where.ways_in():
        try:
            keys = unlock(ways_in, passphrase, member)
        except (WrongPassphrase, NotUnderstood) as refused:
            # A whole file that says no counts more than a broken one, and that more than none.
            if not isinstance(wrong, WrongPassphrase) and getattr(refused, "code", "") != "no-vault":
                wrong = refused
            continue
        return Opened(replace(keys, folder=folder), read_untrusted(ways_in / FILE))
    raise wrong


def by_sheets(where: Target, folder: Path, sheets: Sequence[Sheet]) -> Opened:
    """Open a backup with recovery sheets.

    Raises:
        SheetWrong: they are too few or not of one set.
        NotUnderstood: they open neither recovery.age.
    """
    identity = Identity(combine(sheets))
    wrong = NotUnderstood(
        "no-recovery", "There is no recovery.age in this backup: its vault had no recovery sheets."
    )
    for ways_in in where.ways_in():
        try:
            keys = read_recovery(ways_in, identity).states[0]
        except NotUnderstood as refused:
            wrong = refused
            continue
        return Opened(replace(keys, folder=folder), _fitting(where, keys))
    raise wrong


def _fitting(where: Target, keys: Keys) -> bytes | None:
    """Return a vault.toml of the same state as the keys; one that is lost is written anew by the sheets."""
    for ways_in in where.ways_in():
        try:
            check(read(ways_in), keys.master)
        except NotUnderstood:
            continue
        return read_untrusted(ways_in / FILE)
    return None
