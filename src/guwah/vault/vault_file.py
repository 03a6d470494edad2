"""vault.toml: what a vault says about itself before it is open; nothing in it is secret without a passphrase.

All of it is under a MAC of the master key: a slot, a recipient or a recovery that somebody added from outside
is noticed by the next one who comes in.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from guwah.failures import NotUnderstood
from guwah.vault.age import Recipient
from guwah.vault.bech32 import NotBech32
from guwah.vault.durable import write_durably
from guwah.vault.keys import Wrapped, derive
from guwah.vault.slots import Cost, Slot
from guwah.vault.untrusted import NotRegular, TooLong, read_untrusted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 2
FILE = "vault.toml"


@dataclass(frozen=True, slots=True)
class Recovery:
    """One set of recovery sheets.

    Attributes:
        set_id: the SLIP-39 identifier every sheet of the set begins with, 15 bits.
        needed: how many sheets open the vault.
        shares: how many sheets there are.
        public: X25519 public key whose private half the sheets give, 32 bytes.
        made: day, `YYYY-MM-DD`, UTC.
        rehearsed: day of the last rehearsal, or empty.
    """

    set_id: int
    needed: int
    shares: int
    public: bytes
    made: str
    rehearsed: str = ""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A change of the master key that is not finished yet.

    Attributes:
        rotation_id: 16 hex digits, random; the log tells of it by this.
        removed: sign-in name of the member whose way in was taken away, or empty.
        by: log name of whoever decided it.
        master_before: the master key before, under the new one.
    """

    rotation_id: str
    removed: str
    by: str
    master_before: Wrapped


@dataclass(frozen=True, slots=True)
class VaultFile:
    """The content of vault.toml.

    Attributes:
        vault_id: 32 hex digits.
        generation: how often the master key was changed.
        recipient: the vault's X25519 public key: whoever has it can seal to the vault and open nothing.
        secrets: what outlives the master key, wrapped under it, by name.
        slots: the members' ways in; of two of one member the later is the newer.
        recoveries: sets of recovery sheets that open the vault.
        rotation: a change of the master key under way.
        mac: HMAC-SHA-256 over everything else, as read; `write` makes it anew.
    """

    vault_id: str
    generation: int
    recipient: bytes
    secrets: Mapping[str, Wrapped]
    slots: tuple[Slot, ...]
    recoveries: tuple[Recovery, ...] = ()
    rotation: Rotation | None = None
    mac: bytes = b""


_COMMENT = "Guwah vault. Keep this file with the folder: without it nothing opens."


def write(folder: Path, file: VaultFile, master: bytes) -> None:
    """Write vault.toml durably: the old one stands until the new one is whole."""
    content = _content(file)
    document = tomlkit.document()
    document.add(tomlkit.comment(_COMMENT))
    document["mac"] = _text(_mac(content, master))
    for name, value in content.items():
        document[name] = value
    write_durably(folder / FILE, tomlkit.dumps(document).encode())


def read(folder: Path) -> VaultFile:
    """Read vault.toml; only `check` says whether it is as it was written.

    Raises:
        NotUnderstood: `no-vault`, `vault-format`, `vault-file-broken`, or `vault-file-changed` where its one
            line of words is not as it was written.
    """
    try:
        raw = read_untrusted(folder / FILE)
    except FileNotFoundError as missing:
        raise NotUnderstood("no-vault", "There is no vault here; `guwah init` makes one.") from missing
    except (NotRegular, TooLong) as other:
        raise NotUnderstood("vault-file-broken", "vault.toml cannot be read.") from other
    try:
        document = tomllib.loads(raw.decode())
        if document["format"] != FORMAT:
            raise NotUnderstood("vault-format", "This vault was made by another version of Guwah.")
        file = _file(document)
    except (KeyError, TypeError, ValueError, AttributeError, NotBech32, RecursionError) as broken:
        raise NotUnderstood("vault-file-broken", "vault.toml cannot be read.") from broken
    # What no parser reads is not in the code of the file either.
    if [line for line in raw.splitlines() if line.startswith(b"#")] != [f"# {_COMMENT}".encode()]:
        raise _changed()
    return file


def check(file: VaultFile, master: bytes) -> None:
    """Refuse a file that was not written by somebody who held the master key.

    Raises:
        NotUnderstood: `vault-file-changed`.
    """
    if not hmac.compare_digest(_mac(_content(file), master), file.mac):
        raise _changed()


def _changed() -> NotUnderstood:
    return NotUnderstood(
        "vault-file-changed",
        "vault.toml was changed outside Guwah. Put a copy back that you trust; nothing was opened.",
    )


def _mac(content: dict[str, Any], master: bytes) -> bytes:
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.digest(derive(master, "vault-file"), plain.encode(), "sha256")


def _content(file: VaultFile) -> dict[str, Any]:
    content: dict[str, Any] = {
        "format": FORMAT,
        "vault_id": file.vault_id,
        "generation": file.generation,
        "recipient": str(Recipient(file.recipient)),
        "secrets": {name: _wrapped_table(each) for name, each in file.secrets.items()},
    }
    if file.rotation is not None:
        content["rotation"] = {
            "id": file.rotation.rotation_id,
            "removed": file.rotation.removed,
            "by": file.rotation.by,
            "master_before": _wrapped_table(file.rotation.master_before),
        }
    content["slots"] = [_slot_table(slot) for slot in file.slots]
    content["recoveries"] = [recovery_table(each) for each in file.recoveries]
    return content


def _file(document: dict[str, Any]) -> VaultFile:
    rotation = document.get("rotation")
    file = VaultFile(
        vault_id=_hex(document["vault_id"], 16),
        generation=int(document["generation"]),
        recipient=Recipient.parse(document["recipient"]).public,
        secrets={str(name): _wrapped(each) for name, each in document["secrets"].items()},
        slots=tuple(_slot(table) for table in document["slots"]),
        recoveries=tuple(recovery_from(table) for table in document["recoveries"]),
        rotation=rotation and _rotation(rotation),
        mac=_bytes(document["mac"], 32),
    )
    # What is not read could be changed unnoticed, so nothing may stand there that is not read.
    if _content(file) | {"mac": _text(file.mac)} != document:
        raise ValueError("something in it is not ours")
    return file


def _slot_table(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.slot_id,
        "member": slot.member,
        "kdf": "argon2id",
        "memory_kib": slot.cost.memory,
        "passes": slot.cost.passes,
        "lanes": slot.cost.lanes,
        "salt": _text(slot.salt),
        "nonce": _text(slot.nonce),
        "identity": _text(slot.identity),
        "recipient": str(Recipient(slot.recipient)),
        "master": _text(slot.master),
    }


def _slot(table: dict[str, Any]) -> Slot:
    return Slot(
        slot_id=_hex(table["id"], 8),
        member=str(table["member"]),
        cost=Cost(int(table["memory_kib"]), int(table["passes"]), int(table["lanes"])),
        salt=_bytes(table["salt"], 16),
        nonce=_bytes(table["nonce"], 12),
        identity=_bytes(table["identity"], 48),
        recipient=Recipient.parse(table["recipient"]).public,
        master=_bytes(table["master"]),
    )


def recovery_table(recovery: Recovery) -> dict[str, Any]:
    """Return a set of sheets as it stands in vault.toml and in recovery.age."""
    return {
        "set": recovery.set_id,
        "needed": recovery.needed,
        "shares": recovery.shares,
        "recipient": str(Recipient(recovery.public)),
        "made": recovery.made,
        "rehearsed": recovery.rehearsed,
    }


def recovery_from(table: dict[str, Any]) -> Recovery:
    """Read what `recovery_table` made.

    Raises:
        KeyError, ValueError, NotBech32: it is not that.
    """
    return Recovery(
        set_id=int(table["set"]),
        needed=int(table["needed"]),
        shares=int(table["shares"]),
        public=Recipient.parse(table["recipient"]).public,
        made=str(table["made"]),
        rehearsed=str(table["rehearsed"]),
    )


def _rotation(table: dict[str, Any]) -> Rotation:
    return Rotation(
        rotation_id=_hex(table["id"], 8),
        removed=str(table["removed"]),
        by=str(table["by"]),
        master_before=_wrapped(table["master_before"]),
    )


def _wrapped(table: dict[str, str]) -> Wrapped:
    return Wrapped(_bytes(table["nonce"], 12), _bytes(table["data"]))


def _wrapped_table(wrapped: Wrapped) -> dict[str, str]:
    return {"nonce": _text(wrapped.nonce), "data": _text(wrapped.data)}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str, size: int | None = None) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as wrong:
        raise ValueError("not base64") from wrong
    if _text(data) != text or size not in (None, len(data)):
        raise ValueError("not the bytes that stand here")
    return data


def _hex(text: str, size: int) -> str:
    if text != bytes.fromhex(text).hex() or len(text) != 2 * size:
        raise ValueError("not a name of ours")
    return text
