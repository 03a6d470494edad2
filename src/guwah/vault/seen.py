"""The largest log seen on this machine, kept outside the vault: who puts an older vault back is noticed.

One small file per vault, the signed checkpoint itself. It names no person and no act; it shows that this
vault was opened here and how many entries its log had.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.conf import settings

from guwah.failures import Refused
from guwah.instruments.proofs import merkle
from guwah.instruments.proofs.checkpoints import Checkpoint, open_checkpoint
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.notes import NoteSigner
from guwah.vault.durable import make_folders, write_durably
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, LogFrontier

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.vault.keys import Keys

_BROKEN = ".broken"


class HistoryDiffers(Refused):
    """The log of this vault is not the one this machine has seen, or not all of it."""


def place(keys: Keys) -> Path:
    """Return the file that remembers this vault."""
    folder: Path = settings.SEEN_FOLDER
    return folder / f"{keys.vault_id}.checkpoint"


def remember(note: bytes, *, even_smaller: bool = False) -> None:
    """Keep a signed checkpoint of the open vault as the largest seen here.

    A folder that cannot be written is no reason to lose an act: `kept` tells of it.
    """
    keys = KEYRING.current()
    keep_broken()
    before = recall()
    if before is not None and not even_smaller and before.size >= _opened(note, keys).size:
        return
    file = place(keys)
    with contextlib.suppress(OSError):
        make_folders(file.parent)
        write_durably(file, note)


def recall() -> Checkpoint | None:
    """Return the largest checkpoint seen here; None when there is none, or the file is not by this log."""
    keys = KEYRING.current()
    try:
        return _opened(place(keys).read_bytes(), keys)
    except (OSError, ProofFault):
        return None


def keep_broken() -> None:
    """Keep aside what lies in the place of the checkpoint seen here and does not carry the log's signature.

    Whoever changes that file could otherwise put an older vault back unnoticed: `broken` tells of it.
    """
    keys = KEYRING.current()
    file = place(keys)
    try:
        _opened(file.read_bytes(), keys)
    except ProofFault:
        with contextlib.suppress(OSError):
            file.replace(file.with_suffix(_BROKEN))
    except OSError:
        return


def broken() -> bool:
    """Say whether what this machine remembered of the log was found changed; it lies beside its place."""
    return place(KEYRING.current()).with_suffix(_BROKEN).exists()


def require_same_history(published: Checkpoint | None) -> None:
    """Let the vault be opened only if its log still holds everything this machine has seen of it.

    Args:
        published: the checkpoint among the vault's own files, which must not be ahead of the database either.

    Raises:
        HistoryDiffers: `log-rolled-back` when entries are gone, `log-forked` when they are others.
    """
    heads = [head for head in (recall(), published) if head is not None and head.size]
    # Counted last: another process may add entries while this one looks.
    size = LogEntry.objects.count()
    for seen in heads:
        if seen.size > size:
            raise HistoryDiffers(
                "log-rolled-back",
                f"The log of this vault has {size} entries; this machine has seen {seen.size}. It was put"
                " back to an older state, or entries were taken out. If you restored a backup yourself, run"
                " `guwah log accept-older`. If not, change nothing, copy the folder, and ask your partners"
                " for the checkpoints they hold.",
            )
        if root_at(seen.size) != seen.root:
            raise HistoryDiffers(
                "log-forked",
                "The log of this vault tells another history than the one this machine has seen. Either"
                " somebody went on here in another copy of it, such as a backup brought back, or somebody"
                " exchanged it. Change nothing, copy the folder, and ask your partners for the checkpoints"
                " they hold. `guwah log accept-older` opens it all the same and records that you did.",
            )


def kept() -> bool:
    """Say whether this machine remembers the log as it is now."""
    newest, seen = LogEntry.objects.count(), recall()
    return not newest or (seen is not None and seen.size == newest)


def _opened(note: bytes, keys: Keys) -> Checkpoint:
    return open_checkpoint(note, NoteSigner(f"guwah/{keys.vault_id}", keys.log_signing).key)


def root_at(size: int) -> bytes:
    """Return the root that the database gives for its first `size` entries."""
    state = LogFrontier.objects.filter(size=size).first()
    if state is not None:
        return merkle.Frontier(size, tuple(bytes.fromhex(peak) for peak in state.hashes)).root()
    leaves = LogEntry.objects.filter(index__lt=size).order_by("index").values_list("leaf", flat=True)
    return merkle.root([bytes(leaf) for leaf in leaves.iterator(chunk_size=10_000)])
