"""The log's files as a backup meets them, without Django: who signs, what passes, holding them still."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.notes import NoteSigner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.vault.keys import Keys

CHECKPOINT: Final = "checkpoint"
_KEY: Final = "key"
# As `logfiles` holds it while it writes.
_LOCK: Final = ".lock"


def signer(keys: Keys) -> NoteSigner:
    """Return the key that signs the log's checkpoints, and the manifests of backups with it."""
    return NoteSigner(f"guwah/{keys.vault_id}", keys.log_signing)


def passes(path: Path) -> bool:
    """Say whether a file of the log is written anew as it grows; all others stay as they are for ever."""
    return path.name in (CHECKPOINT, _KEY) or path.parent.suffix == ".p"


@contextmanager
def held_still(folder: Path) -> Iterator[list[Path]]:
    """Let nobody write the log's files meanwhile, and give those of them that pass (see `passes`)."""
    descriptor = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield [path for path in sorted(folder.rglob("*")) if path.is_file() and passes(path)]
    finally:
        os.close(descriptor)
