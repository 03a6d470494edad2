"""The log's files (C2SP tlog-tiles): made from the database after each commit, checked against it."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.failures import NotUnderstood, Problem
from guwah.instruments.proofs.checkpoints import Checkpoint, LoggedProof, open_checkpoint, sign_checkpoint
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.merkle import Frontier, inclusion_proof, leaf_hash
from guwah.instruments.proofs.notes import NoteSigner
from guwah.instruments.proofs.tiles import WIDTH, ReadTile, Tile, TiledTree, grow
from guwah.vault import set_aside
from guwah.vault.durable import TEMPORARY_PREFIX, make_folders, write_all_durably, write_durably
from guwah.vault.entries import ITSELF, Act, Happened, Thing, append_all
from guwah.vault.keyring import KEYRING
from guwah.vault.log_compare import bundles, differing
from guwah.vault.models import LogEntry
from guwah.vault.seen import keep_broken, remember, require_same_history, root_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from guwah.vault.keys import Keys

CHECKPOINT = "checkpoint"
KEY = "key"
# Files of the log held in memory and written together; a bundle is about 70 KiB.
_AT_ONCE: Final = 128
# Names that fit into one entry of the log.
_MOST_TOLD: Final = 200


class LogNotWritten(Problem):
    """The act is kept in the vault; its place in the log's files could not be written yet."""


def signer(keys: Keys) -> NoteSigner:
    """Return the key that signs checkpoints; its name is the log's origin."""
    return NoteSigner(f"guwah/{keys.vault_id}", keys.log_signing)


def publish() -> int:
    """Write the tiles, entry bundles and checkpoint of everything committed so far.

    Crash-safe: the checkpoint is written last, so a broken run is taken up again by the next one. A
    checkpoint that is there and does not carry this log's signature is no crash: it is kept aside
    (`set_aside`), the log is told, and the files are made again from the database.

    Returns:
        how many entries the files did not hold yet; 0 when they were changed.

    Raises:
        LogNotWritten: the disk refused; what was done stays done and is logged in the database.
    """
    keys = KEYRING.current()
    folder = keys.folder / "log"
    try:
        with _alone(folder):
            late, changed = _bring_up(folder, keys)
    except OSError as refused:
        raise LogNotWritten(
            "log-not-written",
            "What you did is kept, but the log's files could not be written. Free some space; they follow.",
        ) from refused
    if changed:
        _tell(changed)
    return late


def _bring_up(folder: Path, keys: Keys) -> tuple[int, list[str]]:
    """Write what the files lack; return how many entries that were, and the names of what was set aside."""
    changed = _changed(folder, keys)
    before = _published(folder, keys)
    have = before.size if before else 0
    size = LogEntry.objects.count()
    if changed:
        changed += set_aside.strange(folder, size)
    names = set_aside.keep(folder, changed)
    if changed or have < size:
        _write_from(folder, 0 if changed else have, size)
        if size and TiledTree(size, _reader(folder)).subtree(0, size) != root_at(size):
            # A tile was changed: grown on, it would bring our signature under a root that never was.
            names += set_aside.keep(folder, set_aside.strange(folder, size))
            _write_from(folder, 0, size)
        _write_checkpoint(folder, keys, size)
        _drop_superseded(folder)
    return (0 if names else max(size - have, 0)), names


def _changed(folder: Path, keys: Keys) -> list[Path]:
    """Return those of checkpoint and key that are there and are not this log's."""
    found = []
    if _is_broken(folder, keys):
        found.append(folder / CHECKPOINT)
    if (folder / KEY).is_file() and _key_differs(folder, keys):
        found.append(folder / KEY)
    return found


def _is_broken(folder: Path, keys: Keys) -> bool:
    try:
        open_checkpoint((folder / CHECKPOINT).read_bytes(), signer(keys).key)
    except FileNotFoundError:
        return False
    except ProofFault:
        return True
    return False


def _tell(names: list[str]) -> None:
    """Write down that files of the log were found changed, and which they were."""
    aside = Thing("set-aside", {"files": names[:_MOST_TOLD]})
    with transaction.atomic():
        append_all(ITSELF, [Happened(Act.LOG_FILES_CHANGED, [aside])])
        transaction.on_commit(publish)


def rebuild() -> int:
    """Write every tile and the checkpoint again from the database; return the number of entries.

    Files of a larger tree than the database holds do not stay.
    """
    keys = KEYRING.current()
    folder = keys.folder / "log"
    with _alone(folder):
        set_aside.keep(folder, _changed(folder, keys))
        shutil.rmtree(folder / "tile", ignore_errors=True)
        (folder / CHECKPOINT).unlink(missing_ok=True)
        size = LogEntry.objects.count()
        if size:
            _write_from(folder, 0, size)
            _write_checkpoint(folder, keys, size)
    return size


@dataclass(frozen=True, slots=True)
class LogState:
    """What a check of the log found; `faults` are codes, empty when everything holds."""

    size: int
    root: str
    key: str
    published: int
    faults: tuple[str, ...]


def check() -> LogState:
    """Recompute every leaf and the root from the database and hold every byte of the files against it.

    Faults: `entry-changed`, `entry-missing`, `checkpoint-missing`, `checkpoint-broken`, `files-behind`,
    `files-ahead` (the database was put back to an older state), `root-differs`, `tile-differs`,
    `files-set-aside` (files were found changed before; they lie in `log/set-aside`).
    """
    keys = KEYRING.current()
    faults: list[str] = []
    frontier = Frontier()
    for expected, row in enumerate(LogEntry.objects.order_by("index").iterator()):
        if row.index != expected:
            faults.append("entry-missing")
            break
        leaf = leaf_hash(bytes(row.entry))
        if leaf != bytes(row.leaf):
            faults.append("entry-changed")
        frontier = frontier.append(leaf)
    published = _check_files(keys, frontier, faults)
    if set_aside.kept(keys.folder / "log"):
        faults.append("files-set-aside")
    root = frontier.root().hex()
    return LogState(frontier.size, root, signer(keys).key.vkey, published, tuple(dict.fromkeys(faults)))


def take_up() -> int:
    """Check at unlock that the log is the one this machine knows, and write files a crash left behind.

    Returns:
        how many entries were written late.

    Raises:
        HistoryDiffers: `log-rolled-back` or `log-forked`.
    """
    keep_broken()
    require_same_history(published())
    return publish()


def published() -> Checkpoint | None:
    """Return the checkpoint among the vault's files; None when there is none that this log signed."""
    keys = KEYRING.current()
    return _published(keys.folder / "log", keys)


def current() -> tuple[Checkpoint, bytes]:
    """Return the newest checkpoint and its signed note; publishes first.

    Raises:
        NotUnderstood: `log-empty` while nothing was ever logged.
    """
    publish()
    keys = KEYRING.current()
    try:
        note = (keys.folder / "log" / CHECKPOINT).read_bytes()
    except FileNotFoundError as missing:
        raise NotUnderstood("log-empty", "Nothing has been logged yet.") from missing
    return open_checkpoint(note, signer(keys).key), note


def tree(size: int) -> TiledTree:
    """Return the tree of the published log at a size, read from its tiles."""
    return TiledTree(size, _reader(KEYRING.current().folder / "log"))


def proof_of(index: int) -> LoggedProof:
    """Return the inclusion proof of an entry against the newest checkpoint; publishes first."""
    checkpoint, note = current()
    return LoggedProof(index, inclusion_proof(index, checkpoint.size, tree(checkpoint.size).subtree), note)


def _check_files(keys: Keys, frontier: Frontier, faults: list[str]) -> int:
    folder = keys.folder / "log"
    try:
        checkpoint = open_checkpoint((folder / CHECKPOINT).read_bytes(), signer(keys).key)
    except FileNotFoundError:
        if frontier.size:
            faults.append("checkpoint-missing")
        return 0
    except ProofFault:
        faults.append("checkpoint-broken")
        return 0
    if checkpoint.size < frontier.size:
        faults.append("files-behind")
    elif checkpoint.size > frontier.size:
        faults.append("files-ahead")
    elif checkpoint.root != frontier.root():
        faults.append("root-differs")
    if differing(folder, checkpoint.size) or _key_differs(folder, keys):
        faults.append("tile-differs")
    return checkpoint.size


def _key_differs(folder: Path, keys: Keys) -> bool:
    try:
        return (folder / KEY).read_bytes() != f"{signer(keys).key.vkey}\n".encode()
    except OSError:
        return True


def _published(folder: Path, keys: Keys) -> Checkpoint | None:
    try:
        return open_checkpoint((folder / CHECKPOINT).read_bytes(), signer(keys).key)
    except (FileNotFoundError, ProofFault):
        return None


def _write_from(folder: Path, have: int, size: int) -> None:
    rows = LogEntry.objects.filter(index__gte=have, index__lt=size).order_by("index")
    leaves = [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
    _put_all(folder, ((file.tile.path, file.data) for file in grow(have, leaves, _reader(folder))))
    _put_all(folder, bundles(size, have // WIDTH * WIDTH))


def _write_checkpoint(folder: Path, keys: Keys, size: int) -> None:
    tree = TiledTree(size, _reader(folder))
    sign = signer(keys)
    checkpoint = Checkpoint(sign.name, size, tree.subtree(0, size))
    note = sign_checkpoint(checkpoint, sign)
    if _key_differs(folder, keys):
        write_durably(folder / KEY, f"{sign.key.vkey}\n".encode())
    write_durably(folder / CHECKPOINT, note)
    remember(note)


def _drop_superseded(folder: Path) -> None:
    """Remove partial tiles that a wider or the full tile has replaced: they would show the log's growth.

    What a killed write left under a temporary name goes too: whoever holds the lock is alone here.
    """
    for stale in folder.rglob(f"{TEMPORARY_PREFIX}*"):
        stale.unlink()
    for partial in folder.glob("tile/**/*.p"):
        widths = sorted(partial.iterdir(), key=lambda path: int(path.name))
        full = partial.with_suffix("").is_file()
        for old in widths if full else widths[:-1]:
            old.unlink()
        if full:
            partial.rmdir()


def _reader(folder: Path) -> ReadTile:
    def read(tile: Tile) -> bytes:
        return (folder / tile.path).read_bytes()

    return read


def _put_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files of the log durably, as many at once as are held in memory without harm."""
    coming = iter(files)
    while some := [(folder / path, data) for path, data in islice(coming, _AT_ONCE)]:
        for parent in {path.parent for path, _data in some}:
            make_folders(parent)
        write_all_durably(some)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the log's folder against other processes (server and command line at once)."""
    descriptor = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
