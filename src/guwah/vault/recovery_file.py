"""recovery.age: every key of the vault, in words a person can follow, sealed to the recovery sheets.

Whoever puts enough sheets together gets an age identity; the stock `age` program opens this file with it, and
what stands in it opens the database and every sealed file without Guwah (docs/opened-without-us.md).
"""

from __future__ import annotations

import hmac
import io
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import tomlkit

from guwah.failures import NotUnderstood
from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity, Recipient
from guwah.vault.bech32 import NotBech32
from guwah.vault.durable import sync_folder, write_durably
from guwah.vault.keys import Keys, assemble, derive, secrets_of
from guwah.vault.untrusted import NotRegular, open_untrusted
from guwah.vault.vault_file import Recovery, recovery_from, recovery_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST_KEYS = 1 << 22  # bytes: the keys of some thousand changes
RECOVERY_FILE: Final = "recovery.age"
# Only the sheets open recovery.age: by this its own vault sees that it is still what was written.
RECOVERY_MAC: Final = "recovery.mac"
_EXPLAINED: Final = """\
The keys of a Guwah vault. Whoever reads this can read everything in it: keep it off every disk.
age_identity opens the files below blobs/: put it alone into a file and run `age -d -i THAT-FILE BLOB`.
database_pragma is the first line to give to any SQLCipher 4 program that opens guwah.db.
The first set of keys is the newest; an older one stands here only while keys are being changed."""


def write_recovery(folder: Path, recoveries: Sequence[Recovery], states: Sequence[Keys]) -> None:
    """Write recovery.age for every set of sheets; without one the file goes.

    Args:
        folder: the vault's folder.
        recoveries: the sets of sheets that shall open it.
        states: the vault's keys, newest first: two of them while keys are being changed.
    """
    if not recoveries:
        (folder / RECOVERY_FILE).unlink(missing_ok=True)
        (folder / RECOVERY_MAC).unlink(missing_ok=True)
        sync_folder(folder)
        return
    document = tomlkit.document()
    for line in _EXPLAINED.splitlines():
        document.add(tomlkit.comment(line))
    document["recoveries"] = [recovery_table(each) for each in recoveries]
    document["keys"] = [_table(keys) for keys in states]
    sealed = io.BytesIO()
    writer = AgeWriter(sealed.write, [Recipient(each.public) for each in recoveries])
    writer.write(tomlkit.dumps(document).encode())
    writer.finish()
    _write(folder, sealed.getvalue(), states[0])


def is_as_written(keys: Keys) -> bool | None:
    """Say whether recovery.age is what this vault wrote; None where nothing can tell (a restored copy)."""
    try:
        known = (keys.folder / RECOVERY_MAC).read_bytes().split()
    except FileNotFoundError:
        return None
    try:
        return _mac(keys, (keys.folder / RECOVERY_FILE).read_bytes()) in known
    except FileNotFoundError:
        return False


def _write(folder: Path, data: bytes, keys: Keys) -> None:
    """Write the file and what it is known by; whatever moment this is killed at, it is known."""
    mac = _mac(keys, data)
    before = folder / RECOVERY_MAC
    known = before.read_bytes().split()[-1:] if before.is_file() else []
    write_durably(before, b"\n".join([*known, mac]) + b"\n")
    write_durably(folder / RECOVERY_FILE, data)
    write_durably(before, mac + b"\n")


def _mac(keys: Keys, data: bytes) -> bytes:
    return hmac.digest(derive(keys.master, "recovery-file"), data, "sha256").hex().encode()


@dataclass(frozen=True, slots=True)
class Recovered:
    """What recovery.age holds: the vault's keys, newest first, and the sets of sheets that open it."""

    states: tuple[Keys, ...]
    recoveries: tuple[Recovery, ...]


def read_recovery(folder: Path, identity: Identity) -> Recovered:
    """Open recovery.age with the identity the sheets give.

    Raises:
        NotUnderstood: `no-recovery`, `other-recovery` or `recovery-broken`.
    """
    try:
        file = open_untrusted(folder / RECOVERY_FILE)
    except FileNotFoundError as missing:
        raise NotUnderstood(
            "no-recovery", "There is no recovery.age in this folder: it is not a copy of a vault with sheets."
        ) from missing
    except NotRegular as other:
        raise NotUnderstood("recovery-broken", "recovery.age was changed or damaged.") from other
    try:
        with file, AgeReader(file, (identity,)) as reader:
            # More than that is cut off, and so is no TOML of ours.
            document = tomllib.loads(reader.read(_MOST_KEYS).decode())
        return Recovered(
            tuple(_keys(folder, table) for table in document["keys"]),
            tuple(recovery_from(table) for table in document["recoveries"]),
        )
    except AgeBroken as broken:
        if broken.code == "not-for-us":
            raise NotUnderstood(
                "other-recovery", "These sheets belong together, but they are of another vault or older."
            ) from broken
        raise NotUnderstood("recovery-broken", "recovery.age was changed or damaged.") from broken
    except (NotBech32, KeyError, TypeError, ValueError, RecursionError) as broken:
        raise NotUnderstood("recovery-broken", "recovery.age was changed or damaged.") from broken


def _table(keys: Keys) -> dict[str, Any]:
    identity = Identity(keys.blob_identity)
    return {
        "vault_id": keys.vault_id,
        "generation": keys.generation,
        "age_identity": identity.reveal(),
        "database_pragma": f"PRAGMA key = \"x'{keys.database.hex()}'\";",
        "master": keys.master.hex(),
    } | {name: secret.hex() for name, secret in secrets_of(keys).items()}


def _keys(folder: Path, table: dict[str, Any]) -> Keys:
    names = ("blob_names", "blob_identity", "identities_before", "log_signing", "edition_signing")
    held = {name: bytes.fromhex(table[name]) for name in names}
    master = bytes.fromhex(table["master"])
    return assemble(folder, str(table["vault_id"]), int(table["generation"]), master, held)
