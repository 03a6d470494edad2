"""Bringing a vault's files back from a backup into an empty folder; `vault.toml` is left to who comes in.

The newest snapshot whose database is whole is taken; sealed files are taken from all of them, since they are
never changed. What is missing or broken is named, and what is broken is brought back as well.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.age import Identity
from guwah.vault.backup import checking, reading, snapshot, target
from guwah.vault.backup.carrying import identities_of
from guwah.vault.backup.copying import (
    PIECE,
    BackupNotWritten,
    Unreadable,
    copy,
    is_new,
    refused,
    size_of,
    sweep,
)
from guwah.vault.backup.leftover import Later, later_entries
from guwah.vault.backup.making import newest_sealed, read_all
from guwah.vault.backup.manifest import LIST, MANIFEST
from guwah.vault.durable import make_folders, write_durably
from guwah.vault.folder import DATABASE, FOLDERS
from guwah.vault.recovery_file import RECOVERY_FILE
from guwah.vault.rotation_database import rekey
from guwah.vault.rotation_headers import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from guwah.vault.backup.manifest import Manifest, Sealed
    from guwah.vault.backup.target import Target
    from guwah.vault.keys import Keys

    Tell = Callable[[str, int, int], object]

# Stands in the folder until it is a vault again; what it holds may then be thrown away and made anew.
RESTORING: Final = ".restoring"
# The log's own files are written anew from the database.
_MADE_ANEW: Final = ("log/tile/", "log/checkpoint", "log/key")
_OF_THE_BACKUP: Final = frozenset({MANIFEST, LIST, snapshot.KEYS, DATABASE})


@dataclass(slots=True)
class Restored:
    """What was brought back.

    Attributes:
        folder: the new vault's.
        keys: of the new vault.
        number: of the snapshot whose database was taken.
        made: when that was made, `YYYYMMDDTHHMMSSZ`; empty when only its folder is known.
        log_size: number of entries in its log.
        log_root: its root hash, 64 hex digits.
        passed_over: newer snapshots and why their database was not taken: `database-missing`,
            `database-broken` or `keys-missing`.
        sealed: sealed files and what is wrong with each, as in `checking.Checked`.
        unread: other files of the snapshot that could not be brought back, by path.
        files: how many sealed files were brought back.
        bytes: how many bytes they have.
        later: log entries that a newer snapshot's log has and this database has not.
        left: the newest log heads the backup knows of beyond this one: `{size, root}`.
    """

    folder: Path
    keys: Keys
    number: int = 0
    made: str = ""
    log_size: int = 0
    log_root: str = ""
    passed_over: dict[int, str] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    later: tuple[Later, ...] = ()
    left: list[dict[str, object]] = field(default_factory=list)


def prepare(folder: Path, where: Target) -> None:
    """Make the folder that is restored into; one that a killed restore left is taken up.

    Raises:
        WrongUse: `folder-not-empty` or `target-in-vault`.
    """
    target.refuse_nested(folder, where.folder)
    begun = folder / RESTORING
    ours = begun.is_file() and begun.read_bytes() in (b"", where.target_id.encode())
    if not (ours or is_new(folder)):
        raise WrongUse(
            "folder-not-empty", "This folder already holds something. Name one that is new or empty."
        )
    make_folders(folder)
    sweep(folder)
    write_durably(folder / RESTORING, where.target_id.encode())
    for name in FOLDERS:
        make_folders(folder / name)


def restore(
    where: Target, keys: Keys, folder: Path, *, number: int | None = None, tell: Tell | None = None
) -> Restored:
    """Bring everything but `vault.toml` back; call `prepare` first. Can be killed and called again.

    Args:
        where: the backup, which is only read.
        keys: the newest the backup gives; their `folder` is the new one.
        folder: where the vault is to be.
        number: of the snapshot whose database is wanted; None for the newest that is whole.
        tell: called with a stage (`database`, `files`), and how many bytes of how many are done.

    Raises:
        NotUnderstood: `no-snapshot`; no snapshot's database is whole.
        BackupNotWritten: the new folder's disk refused.
    """
    done = Restored(folder, keys)
    manifests = read_all(where, keys)
    try:
        _ask_for_room(where, folder)
        taken = _database(where, done, number)
        _files(taken, manifests.get(done.number), done)
        _sealed(where, newest_sealed(manifests), done, tell)
        _recovery(where, folder)
        # A run that was killed, or a file that the vault had lost, may have left headers of keys before.
        for before in keys.identities_before:
            rewrite(folder, Identity(before), Identity(keys.blob_identity))
        _look_ahead(where, manifests, done)
    except OSError as cause:
        raise refused(cause, "The backup is as it was; what was brought back so far stays.") from cause
    return done


def _ask_for_room(where: Target, folder: Path) -> None:
    there = sum(size_of(path) or 0 for path in where.blobs.glob("*/*"))
    here = sum(size_of(path) or 0 for path in (folder / "blobs").glob("*/*"))
    newest = max((size_of(path / DATABASE) or 0 for path in where.snapshots()), default=0)
    free = shutil.disk_usage(folder).free
    if there - here + 2 * newest > free:
        raise BackupNotWritten(
            "disk-full",
            f"This needs {(there - here + 2 * newest) // PIECE + 1} MiB and the disk has {free // PIECE} MiB "
            "free. Name a folder on a larger one.",
        )


def _database(where: Target, done: Restored, wanted: int | None) -> Path:
    """Bring the newest database that is whole, under the present key; return its snapshot's folder."""
    for path in where.snapshots():
        number = target.number_of(path)
        if wanted is not None and number != wanted:
            continue
        fault = _bring_database(path, done)
        if not fault:
            done.number, done.made = number, path.name.partition("-")[2]
            with reading.opened(done.folder / DATABASE, done.keys.database) as connection:
                done.log_size, done.log_root = reading.head(connection)
            return path
        done.passed_over[number] = fault
    raise NotUnderstood(
        "no-snapshot",
        "No database in this backup is whole, so the vault cannot be put together from it alone. Its sealed "
        "files can still be opened: docs/opened-without-us.md.",
    )


def _bring_database(path: Path, done: Restored) -> str:
    """Return why this snapshot's database cannot be taken, or nothing when it is in its place."""
    place = done.folder / DATABASE
    for left in done.folder.glob(f"{DATABASE}*"):
        left.unlink()
    try:
        copy(path / DATABASE, place)
    except Unreadable:
        return "database-missing"
    for keys in _possible_keys(path, done.keys):
        try:
            reading.check(place, keys.database)
        except reading.DatabaseBroken:
            continue
        if keys.generation != done.keys.generation:
            rekey(keys, done.keys)
        return ""
    place.unlink()
    lost = snapshot.keys_of(path, done.keys) is None
    return "keys-missing" if lost else "database-broken"


def _possible_keys(path: Path, keys: Keys) -> Iterator[Keys]:
    """Yield the present keys and, for a snapshot from before a change of keys, those it was made under."""
    yield keys
    own = snapshot.keys_of(path, keys)
    if own is not None and own.generation != keys.generation:
        yield own


def _files(taken: Path, manifest: Manifest | None, done: Restored) -> None:
    listed = {each.path: each.sha256 for each in manifest.files} if manifest else {}
    there = {str(path.relative_to(taken)) for path in taken.rglob("*") if path.is_file()}
    for name in sorted((there | listed.keys()) - _OF_THE_BACKUP):
        try:
            whole = copy(taken / name, done.folder / name) == listed.get(name, "") or name not in listed
        except Unreadable:
            whole = False
        if not whole and not name.startswith(_MADE_ANEW):
            done.unread.append(name)


def _sealed(where: Target, listed: dict[str, Sealed], done: Restored, tell: Tell | None) -> None:
    here = {str(path.relative_to(where.blobs)): path for path in where.blobs.glob("*/*")}
    total = sum(size_of(path) or 0 for path in here.values())
    identities = identities_of(done.keys)
    for name in sorted(here.keys() | listed.keys()):
        place, each = done.folder / "blobs" / name, listed.get(name)
        if name in here and not _copied(here[name], place):
            done.sealed[name] = checking.BROKEN
            continue
        fault = checking.look_at(place, each, identities) if each else ""
        if fault:
            done.sealed[name] = fault
        if name in here:
            done.files += 1
            done.bytes += size_of(place) or 0
        if tell is not None:
            tell("files", done.bytes, total)


def _copied(source: Path, place: Path) -> bool:
    """Copy what is not there whole yet; False where it cannot be read."""
    try:
        if size_of(place) != size_of(source):
            copy(source, place)
    except Unreadable:
        return False
    return True


def _recovery(where: Target, folder: Path) -> None:
    for ways_in in where.ways_in():
        if (ways_in / RECOVERY_FILE).is_file():
            copy(ways_in / RECOVERY_FILE, folder / RECOVERY_FILE)
            return


def _look_ahead(where: Target, manifests: dict[int, Manifest], done: Restored) -> None:
    """Tell which log entries came after the database, as far as the files of newer snapshots know."""
    for number, manifest in manifests.items():
        about = manifest.about
        if number > done.number and about.log_size > done.log_size:
            done.left.append({"size": about.log_size, "root": about.log_root})
            folder = where.snapshot(number, about.made)
            later = later_entries(folder, snapshot.keys_of(folder, done.keys), done.log_size)
            if len(later) > len(done.later):
                done.later = later
                # What they say may open nothing any more, and still shows that they were made, and when.
                shutil.copytree(folder / "log", done.folder / "log" / f"left-{number:06}", dirs_exist_ok=True)
