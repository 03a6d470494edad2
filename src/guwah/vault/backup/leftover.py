"""Log entries that only the log's files know of: what came after the database that was brought back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guwah.instruments.proofs.checkpoints import open_checkpoint
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.tiles import WIDTH, entries_path, read_bundle
from guwah.vault.backup.log_folder import CHECKPOINT, signer
from guwah.vault.untrusted import read_untrusted

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.vault.keys import Keys

_NONCE = 12
_MOST_BUNDLE = WIDTH * (1 << 16)  # an entry has at most 65,535 bytes and two of its length


@dataclass(frozen=True, slots=True)
class Later:
    """One entry of the log.

    Attributes:
        index: its place, from 0.
        act: what was done.
        at: when, `YYYY-MM-DDTHH:MM:SSZ`.
        actor: log name of who did it.
    """

    index: int
    act: str
    at: str
    actor: str


def later_entries(folder: Path, keys: Keys | None, size: int) -> tuple[Later, ...]:
    """Return the entries from `size` on that the log's files of a snapshot hold.

    Args:
        folder: the snapshot's.
        keys: it was made under; None gives nothing.
        size: number of entries that are known anyway.
    """
    if keys is None:
        return ()
    log = folder / "log"
    try:
        whole = open_checkpoint(read_untrusted(log / CHECKPOINT), signer(keys).key).size
        bundles = {start: _bundle(log, start, whole) for start in range(size // WIDTH, -(-whole // WIDTH))}
    except (OSError, ProofFault):
        return ()
    found = []
    for start, sealed in bundles.items():
        for index, each in enumerate(sealed, start=start * WIDTH):
            entry = _open(keys, index, each) if index >= size else None
            if entry is not None:
                found.append(Later(index, str(entry["act"]), str(entry["t"]), str(entry["actor"])))
    return tuple(found)


def _bundle(log: Path, start: int, size: int) -> tuple[bytes, ...]:
    return read_bundle(
        read_untrusted(log / entries_path(start, min(WIDTH, size - start * WIDTH)), _MOST_BUNDLE)
    )


def _open(keys: Keys, index: int, sealed: bytes) -> dict[str, Any] | None:
    try:
        plain = ChaCha20Poly1305(keys.log_entries).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], str(index).encode()
        )
        entry: dict[str, Any] = json.loads(plain)
    except (InvalidTag, ValueError):
        return None
    return entry
