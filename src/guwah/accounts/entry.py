"""Coming in: a passphrase opens a slot, the slot names the member."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from guwah import settings
from guwah.accounts import compacting, drafts, repairs, rotating, soundness, ways_in
from guwah.accounts.members import by_handle, first_member
from guwah.accounts.models import Member
from guwah.accounts.repairs import Repaired
from guwah.failures import NotUnderstood, Refused
from guwah.vault import folder as vault_folder
from guwah.vault import logfiles, rotation, sealed_drafts, set_aside, setup, write_ahead
from guwah.vault.keyring import KEYRING
from guwah.vault.presence import take_part
from guwah.vault.seen import HistoryDiffers
from guwah.vault.slots import FULL_COST, Cost, WrongPassphrase
from guwah.vault.stores import open_store
from guwah.vault.vault_file import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.keys import Keys
    from guwah.vault.presence import Place

# Argon2id takes 256 MiB a try: one at a time, whoever asks.
_one_try = threading.Lock()


class CannotEnter(Refused):
    """The passphrase opens no slot of this member."""

    def __init__(self) -> None:
        super().__init__("wrong-passphrase", "This passphrase does not open the vault. Nothing was changed.")


def make_vault(folder: Path, handle: str, passphrase: str, cost: Cost = FULL_COST) -> Member:
    """Make a vault, unlock it in this process, and create its owner."""
    KEYRING.hold(vault_folder.create(folder, handle, passphrase, cost))
    setup.use_folder(folder)
    setup.migrate()
    return first_member(handle, slots=_slots(folder))


def enter(
    folder: Path,
    passphrase: str,
    handle: str | None = None,
    *,
    whatever_history: bool = False,
    tell: Callable[[str], object] | None = None,
) -> Member:
    """Unlock a vault in this process and return whoever came in.

    A database of an older Guwah is brought to the present shape; what a crash left half sealed is removed,
    a change of keys that it interrupted is finished, and files of the log that it left behind are written.

    Args:
        folder: the vault's.
        passphrase: of any slot, or of the member's.
        handle: whose slot to try; None for any.
        whatever_history: open it also when its log is not the one this machine has seen.
        tell: called with one line for each thing that was put in order.

    Raises:
        CannotEnter: no slot opens.
        NotUnderstood: there is no vault, or it is damaged.
        VaultBusy: its keys are being changed just now.
        HistoryDiffers: the log was put back to an older state, or exchanged; the vault stays locked.
        DatabaseDamaged: what this needs to read is damaged; the vault stays locked.
    """
    with _one_try:
        torn = _kept_if_torn(folder)
        place = take_part(folder)
        try:
            keys = vault_folder.unlock(folder, passphrase, handle)
            changing = rotation.pending(keys.folder) is not None
            come_in(keys, place)
            before = Repaired() if whatever_history else _know_again()
            done = tidy_up(replace(before, keys_changed=changing, torn=torn))
        except WrongPassphrase as wrong:
            raise CannotEnter from wrong
        except DatabaseError as wrong:
            _stop_at_damage(wrong)
            raise
        finally:
            # Whoever came in has their part in the keyring; nobody else keeps one.
            if KEYRING.locked:
                place.leave()
        if tell is not None:
            for line in done.lines():
                tell(line)
        return by_handle(keys.member)


def come_in(keys: Keys, place: Place) -> None:
    """Hold the keys of a vault that was just opened, and finish a change of keys that a crash left behind.

    Args:
        keys: the keys.
        place: this process's part in the vault, shared; the keyring's when this returns.

    Raises:
        NotUnderstood: vault.toml and the database are of two different states.
        VaultBusy: the keys are being changed.
        KeysHalfChanged: a change of keys could not go on.
    """
    if KEYRING.locked:
        vault_folder.refuse_another_state(keys)
    if rotation.pending(keys.folder) is None:
        KEYRING.hold(keys, place)
    else:
        place.leave()
        rotating.take_up(keys)
    setup.use_folder(keys.folder)
    if _needs_migration():
        setup.migrate()
    if not Member.objects.exists():
        # `init` was killed after the vault was made and before its owner was.
        first_member(keys.member, slots=_slots(keys.folder))


def tidy_up(before: Repaired | None = None) -> Repaired:
    """Put in order what a crash or a lock left behind: half sealed files, untold ways in, sealed typing.

    Args:
        before: what was put in order at this start already.

    Returns:
        all that was; the log was told.
    """
    removed = open_store().sweep()
    settled = ways_in.settle()
    half_copy = compacting.take_up()
    typed = len(sealed_drafts.waiting(KEYRING.current().folder))
    unread = drafts.take_up()
    given_up = repairs.came_in_part(removed)
    done = replace(
        before or Repaired(),
        half_files=len(removed) - given_up,
        given_up=given_up,
        ways_in=settled,
        half_copy=int(half_copy),
        typing=max(typed - unread, 0),
        unread=unread,
    )
    repairs.tell_the_log(done)
    return done


def passphrase_opens(folder: Path, member: Member, passphrase: str) -> None:
    """Try a passphrase once more, for an act that asks for it; one try at a time, whoever asks.

    Raises:
        CannotEnter: it opens no slot of this member.
        NotUnderstood: there is no vault any more, or it is damaged.
    """
    with _one_try:
        try:
            vault_folder.unlock(folder, passphrase, member.handle)
        except WrongPassphrase as wrong:
            raise CannotEnter from wrong


def _kept_if_torn(folder: Path) -> int:
    """Keep a write-ahead log that breaks off, before SQLite takes that for its end; count what is lost."""
    behind = write_ahead.look_if_alone(folder).behind
    if behind > write_ahead.OF_A_KILL:
        set_aside.keep(folder / "log", [folder / write_ahead.NAME], below=folder)
    return behind


def _know_again() -> Repaired:
    log = KEYRING.current().folder / "log"
    aside = set(set_aside.kept(log))
    try:
        late = logfiles.take_up()
        return Repaired(late_entries=late, set_aside=len(set(set_aside.kept(log)) - aside))
    except HistoryDiffers:
        KEYRING.lock()
        connection.close()
        raise


def _stop_at_damage(wrong: DatabaseError) -> None:
    """Lock again and say what is damaged, if that is what the error of the database came from."""
    damaged = None if KEYRING.locked else soundness.explained(wrong)
    if damaged is not None:
        KEYRING.lock()
        connection.close()
        raise damaged from wrong


def passphrase_of_caller(*, confirm: bool = False) -> str:
    """Return the passphrase from the file named in the environment, or ask at the terminal.

    Raises:
        NotUnderstood: the file cannot be read or is empty.
    """
    path = settings.PASSPHRASE_FILE
    if path is None:
        asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True)
        return asked
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise NotUnderstood("passphrase-file", "The passphrase file cannot be read.") from unreadable
    passphrase = text.rstrip("\r\n")
    if not passphrase:
        raise NotUnderstood("passphrase-file", "The passphrase file is empty.")
    return passphrase


def enter_from_command(passphrase: str | None = None, *, whatever_history: bool = False) -> Member:
    """Unlock the vault of this environment for one command, asking for the passphrase unless it is known.

    See `enter`; what was put in order is said on standard error.
    """
    if not vault_folder.exists(settings.VAULT_FOLDER):
        raise NotUnderstood("no-vault", "There is no vault here; `guwah init` makes one.")
    return enter(
        settings.VAULT_FOLDER,
        passphrase or passphrase_of_caller(),
        whatever_history=whatever_history,
        tell=say_beside,
    )


def say_beside(line: str) -> None:
    """Say something on standard error, so that standard output holds the answer and nothing else."""
    click.echo(line, err=True)


def _slots(folder: Path) -> list[str]:
    return [slot.slot_id for slot in read(folder).slots]


def _needs_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
