"""A vault's folder: making it, coming in, and the members' ways in."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.age import Identity
from guwah.vault.keys import (
    KeyFileBroken,
    Keys,
    assemble,
    new_secrets,
    secrets_of,
    unwrap_secrets,
    wrap_secrets,
)
from guwah.vault.presence import changing
from guwah.vault.slots import (
    FULL_COST,
    SHORTEST_PASSPHRASE,
    Cost,
    Slot,
    WrongPassphrase,
    make_slot,
    open_slot,
)
from guwah.vault.vault_file import FILE, VaultFile, check, read, write

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("blobs", "log", "editions")
DATABASE = "guwah.db"
_SALT = 16
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


def check_handle(handle: str) -> str:
    """Return a sign-in name as it is, or refuse one that is not lower-case letters, digits, dot, dash."""
    if not _HANDLE.fullmatch(handle):
        raise WrongUse("bad-member-name", "A sign-in name is 1 to 63 of the characters a-z 0-9 . _ -")
    return handle


def check_passphrase(passphrase: str) -> str:
    """Return the passphrase as it is, or refuse one that anybody could guess at once."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise WrongUse(
            "short-passphrase",
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters; six words are good.",
        )
    return passphrase


def exists(folder: Path) -> bool:
    """Say whether a vault is in this folder."""
    return (folder / FILE).is_file()


def create(folder: Path, member: str, passphrase: str, cost: Cost = FULL_COST) -> Keys:
    """Make a new vault in an absent or empty folder and return its keys.

    Raises:
        WrongUse: the folder holds something already, or the name or passphrase will not do.
    """
    check_handle(member)
    check_passphrase(passphrase)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(
            "folder-not-empty", "This folder already holds something; a vault wants one of its own."
        )
    vault_id, master = secrets.token_hex(16), secrets.token_bytes(32)
    keys = assemble(folder, vault_id, 0, master, new_secrets())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700)
    slot = make_slot(vault_id, member, passphrase, master, cost)
    write(folder, describe(keys, (slot,)), master)
    return replace(keys, member=member)


def describe(keys: Keys, slots: tuple[Slot, ...]) -> VaultFile:
    """Return what vault.toml says of a vault with these keys and ways in."""
    return VaultFile(
        vault_id=keys.vault_id,
        generation=keys.generation,
        recipient=Identity(keys.blob_identity).recipient.public,
        secrets=wrap_secrets(keys.master, secrets_of(keys)),
        slots=slots,
    )


def unlock(folder: Path, passphrase: str, member: str | None = None) -> Keys:
    """Open the vault with a passphrase: that member's slot, or any slot it opens.

    Raises:
        WrongPassphrase: no such slot, or it does not open.
        NotUnderstood: vault.toml is missing, damaged, changed, or of a later format.
    """
    file = read(folder)
    # The newest first: of two slots of one member the older stands only until the newer has opened once.
    for slot in reversed(file.slots):
        if member is not None and slot.member != member:
            continue
        try:
            master = open_slot(file.vault_id, slot, passphrase)
        except WrongPassphrase:
            continue
        keys = replace(keys_from(folder, file, master), member=slot.member)
        _retire_before(keys, slot)
        return keys
    raise WrongPassphrase


def keys_from(folder: Path, file: VaultFile, master: bytes) -> Keys:
    """Return the keys behind vault.toml, which nobody has come in with yet.

    Raises:
        NotUnderstood: vault.toml was changed or damaged.
    """
    check(file, master)
    try:
        return assemble(folder, file.vault_id, file.generation, master, unwrap_secrets(master, file.secrets))
    except (KeyFileBroken, KeyError) as broken:
        raise NotUnderstood(
            "vault-file-broken", "vault.toml was changed: a key in it does not open."
        ) from broken


def refuse_another_state(keys: Keys) -> None:
    """Refuse a vault.toml and a database that were put together from two copies.

    Call it before this process has the database open: looking into the file would lose SQLite its locks.

    Raises:
        NotUnderstood: `vault-file-of-another-state`.
    """
    if read(keys.folder).rotation is None and not fits_database(keys.folder, keys.database):
        raise NotUnderstood(
            "vault-file-of-another-state",
            "vault.toml and the database are of two different states of this vault. "
            "Put both back from one and the same copy.",
        )


def fits_database(folder: Path, key: bytes) -> bool:
    """Say whether this raw key is the database's: an SQLCipher file begins with the salt of its key."""
    try:
        with (folder / DATABASE).open("rb") as file:
            salt = file.read(_SALT)
    except FileNotFoundError:
        return True
    return salt in (b"", key[-_SALT:])


def add_member(keys: Keys, member: str, passphrase: str, cost: Cost = FULL_COST) -> Slot:
    """Give one more member a slot in the open vault."""
    check_handle(member)
    check_passphrase(passphrase)
    slot = make_slot(keys.vault_id, member, passphrase, keys.master, cost)
    with changing(keys.folder):
        file = read(keys.folder)
        if any(each.member == member for each in file.slots):
            raise WrongUse("member-exists", "Somebody with this sign-in name already has a way in.")
        write(keys.folder, replace(file, slots=(*file.slots, slot)), keys.master)
    return slot


def give_new_slot(keys: Keys, member: str, passphrase: str, cost: Cost = FULL_COST) -> Slot:
    """Give a member a new slot for the one they had; a crash at any moment leaves one that opens.

    The new slot is written beside the old one, opened from the disk, and only then the old one goes.

    Raises:
        WrongUse: the passphrase is too short.
    """
    check_passphrase(passphrase)
    slot = make_slot(keys.vault_id, member, passphrase, keys.master, cost)
    with changing(keys.folder):
        file = read(keys.folder)
        write(keys.folder, replace(file, slots=(*file.slots, slot)), keys.master)
        written = read(keys.folder).slots[-1]
        if open_slot(keys.vault_id, written, passphrase) != keys.master:
            raise NotUnderstood("slot-not-written", "The disk does not give back what was written to it.")
    _retire_before(keys, slot)
    return slot


def drop_slots(keys: Keys, members: set[str]) -> None:
    """Take away slots that nobody was ever told of: those a crash left without a member."""
    with changing(keys.folder):
        file = read(keys.folder)
        kept = tuple(slot for slot in file.slots if slot.member not in members)
        if kept != file.slots:
            write(keys.folder, replace(file, slots=kept), keys.master)


def _retire_before(keys: Keys, slot: Slot) -> None:
    """Drop what this member had before this slot."""
    file = read(keys.folder)
    place = [each.slot_id for each in file.slots].index(slot.slot_id)
    if all(each.member != slot.member for each in file.slots[:place]):
        return
    with changing(keys.folder):
        file = read(keys.folder)
        place = [each.slot_id for each in file.slots].index(slot.slot_id)
        earlier = tuple(each for each in file.slots[:place] if each.member != slot.member)
        write(keys.folder, replace(file, slots=earlier + file.slots[place:]), keys.master)
