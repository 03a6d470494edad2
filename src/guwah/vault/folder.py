"""vault.toml: what a vault says about itself before it is open."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import tomlkit
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from tomlkit.exceptions import TOMLKitError

from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.durable import write_durably
from guwah.vault.keys import KeyFileBroken, Keys, Wrapped, derive, unwrap, wrap
from guwah.vault.slots import (
    FULL_COST,
    SHORTEST_PASSPHRASE,
    Cost,
    Slot,
    WrongPassphrase,
    make_slot,
    open_slot,
)

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
FILE = "vault.toml"
FOLDERS = ("blobs", "log", "editions")
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


@dataclass(frozen=True, slots=True)
class VaultFile:
    """The content of vault.toml: nothing in it is secret without a passphrase."""

    vault_id: str
    blob_identity: Wrapped
    log_signing: Wrapped
    slots: tuple[Slot, ...]


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
    master = secrets.token_bytes(32)
    vault_id = secrets.token_hex(16)
    identity = X25519PrivateKey.generate().private_bytes_raw()
    signing = Ed25519PrivateKey.generate().private_bytes_raw()
    wrapping = derive(master, "wrapping")
    file = VaultFile(
        vault_id,
        wrap(wrapping, identity, "blob-identity"),
        wrap(wrapping, signing, "log-signing"),
        (make_slot(vault_id, member, passphrase, master, cost),),
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700)
    write(folder, file)
    return _keys(folder, file, member, master)


def unlock(folder: Path, passphrase: str, member: str | None = None) -> Keys:
    """Open the vault with a passphrase: that member's slot, or any slot it opens.

    Raises:
        WrongPassphrase: no such slot, or it does not open.
        NotUnderstood: vault.toml is missing, damaged, or of a later format.
    """
    file = read(folder)
    for slot in file.slots:
        if member is not None and slot.member != member:
            continue
        try:
            master = open_slot(file.vault_id, slot, passphrase)
        except WrongPassphrase:
            continue
        return _keys(folder, file, slot.member, master)
    raise WrongPassphrase


def add_member(keys: Keys, member: str, passphrase: str, cost: Cost = FULL_COST) -> Slot:
    """Give one more member a slot in the open vault."""
    check_handle(member)
    check_passphrase(passphrase)
    file = read(keys.folder)
    if any(slot.member == member for slot in file.slots):
        raise WrongUse("member-exists", "Somebody with this sign-in name already has a way in.")
    slot = make_slot(file.vault_id, member, passphrase, keys.master, cost)
    write(keys.folder, replace(file, slots=(*file.slots, slot)))
    return slot


def _keys(folder: Path, file: VaultFile, member: str, master: bytes) -> Keys:
    wrapping = derive(master, "wrapping")
    try:
        identity = unwrap(wrapping, file.blob_identity, "blob-identity")
        signing = unwrap(wrapping, file.log_signing, "log-signing")
    except KeyFileBroken as broken:
        raise NotUnderstood(
            "vault-file-broken", "vault.toml was changed: a key in it does not open."
        ) from broken
    return Keys(
        folder=folder,
        vault_id=file.vault_id,
        member=member,
        master=master,
        database=derive(master, "database", 48),
        blob_names=derive(master, "blob-names"),
        blob_identity=identity,
        log_entries=derive(master, "log-entries"),
        log_signing=signing,
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def write(folder: Path, file: VaultFile) -> None:
    """Write vault.toml durably: the old one stands until the new one is whole."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Guwah vault. Keep this file with the folder: without it nothing opens."))
    document["format"] = FORMAT
    document["vault_id"] = file.vault_id
    for name, wrapped in (("blob_identity", file.blob_identity), ("log_signing", file.log_signing)):
        document[name] = {"nonce": _text(wrapped.nonce), "data": _text(wrapped.data)}
    slots = tomlkit.aot()
    for slot in file.slots:
        table = tomlkit.table()
        table.update(
            {
                "id": slot.slot_id,
                "member": slot.member,
                "kdf": "argon2id",
                "memory_kib": slot.cost.memory,
                "passes": slot.cost.passes,
                "lanes": slot.cost.lanes,
                "salt": _text(slot.salt),
                "nonce": _text(slot.nonce),
                "wrapped": _text(slot.wrapped),
            }
        )
        slots.append(table)
    document["slots"] = slots
    write_durably(folder / FILE, tomlkit.dumps(document).encode())


def read(folder: Path) -> VaultFile:
    """Read vault.toml.

    Raises:
        NotUnderstood: `no-vault`, `vault-format`, or `vault-file-broken`.
    """
    try:
        text = (folder / FILE).read_text("utf-8")
    except FileNotFoundError as missing:
        raise NotUnderstood("no-vault", "There is no vault here; `guwah init` makes one.") from missing
    try:
        document: dict[str, Any] = tomlkit.parse(text).unwrap()
        if document["format"] != FORMAT:
            raise NotUnderstood("vault-format", "This vault was made by another version of Guwah.")
        return VaultFile(
            str(document["vault_id"]),
            _wrapped(document["blob_identity"]),
            _wrapped(document["log_signing"]),
            tuple(_slot(table) for table in document["slots"]),
        )
    except (TOMLKitError, KeyError, TypeError, ValueError, binascii.Error) as broken:
        raise NotUnderstood("vault-file-broken", "vault.toml cannot be read.") from broken


def _wrapped(table: dict[str, str]) -> Wrapped:
    return Wrapped(_bytes(table["nonce"]), _bytes(table["data"]))


def _slot(table: dict[str, Any]) -> Slot:
    cost = Cost(int(table["memory_kib"]), int(table["passes"]), int(table["lanes"]))
    return Slot(
        str(table["id"]),
        str(table["member"]),
        cost,
        _bytes(table["salt"]),
        _bytes(table["nonce"]),
        _bytes(table["wrapped"]),
    )
