"""Making a backup: ways in first, then the database, then sealed files, and the signed manifest last.

The order is what makes it hold at every moment: the keys that stand in a backup open every sealed file there;
the database is older than the sealed files that are carried after it; a snapshot counts when its manifest is
there, and until then the one before it is the newest.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_noop

from guwah.failures import NotUnderstood, Refused
from guwah.vault.backup import naming, reading, snapshot, target
from guwah.vault.backup.carrying import UNREADABLE, Carried, Carrier
from guwah.vault.backup.copying import BackupNotWritten, refused, sweep
from guwah.vault.backup.log_folder import signer
from guwah.vault.backup.manifest import About, Manifest, ManifestBroken, read_manifest, write_manifest
from guwah.vault.backup.thinning import thinned
from guwah.vault.durable import make_folders, sync_folder
from guwah.vault.folder import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.backup.manifest import Sealed
    from guwah.vault.backup.target import Target
    from guwah.vault.keys import Keys

    Tell = Callable[[str, int, int], object]

STAMP: Final = "%Y%m%dT%H%M%SZ"
# Beside what is copied: lists, folders, rounding of a file system.
_SPARE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup.

    Attributes:
        about: the new snapshot.
        target: where.
        carried: what became of the sealed files.
        missing: names of sealed files the database knows and neither vault nor backup has.
        called: what a name stands for, like `item 7`, as far as the database knows.
        thinned: numbers of older snapshots that were taken away.
    """

    about: About
    target: Target
    carried: Carried
    missing: tuple[str, ...]
    called: dict[str, tuple[str, ...]]
    thinned: tuple[int, ...]

    @property
    def good(self) -> bool:
        """Say whether everything the vault should hold is whole in the backup."""
        gone = set(self.carried.damaged) - set(self.carried.kept)
        return not (gone or self.missing or self.carried.left_out)


def make(keys: Keys, folder: Path, now: dt.datetime, tell: Tell | None = None) -> Made:
    """Back the open vault up into a folder; it may be in use meanwhile.

    Can be killed at any moment: the snapshots before stay whole, and the next call goes on with what is
    there.

    Args:
        keys: of the vault; its folder is copied.
        folder: the backup's; new, empty, or a backup of this vault.
        now: the present moment, UTC.
        tell: called with a stage (`database`, `files`), and how much of how much of it is done.

    Raises:
        WrongUse, Refused: the folder will not do, or holds a later state of this vault.
        NotUnderstood: the vault's database is damaged.
        BackupNotWritten: the disk refused; it says what was kept.
    """
    try:
        where = target.begin(folder, keys.folder, keys.vault_id)
        with target.alone(where):
            return _make(keys, where, now, tell)
    except OSError as cause:
        raise refused(cause, _kept(folder, keys)) from cause
    except reading.DatabaseBroken as broken:
        raise NotUnderstood(
            "database-broken",
            "The vault's database is damaged. No copy of it was kept; the earlier backups stay as they are. "
            "Restore the newest of them into another folder.",
        ) from broken


def read_all(where: Target, keys: Keys) -> dict[int, Manifest]:
    """Return the manifests of every finished snapshot that this vault signed, by number, newest first."""
    found = {}
    for path in where.snapshots():
        try:
            found[target.number_of(path)] = read_manifest(path, signer(keys).key)
        except ManifestBroken:
            continue
    return found


def newest_sealed(manifests: dict[int, Manifest]) -> dict[str, Sealed]:
    """Return what a backup lists, by name: of each sealed file the newest word."""
    found: dict[str, Sealed] = {}
    for number in sorted(manifests):
        found |= {each.path: each for each in manifests[number].sealed}
    return found


def _make(keys: Keys, where: Target, now: dt.datetime, tell: Tell | None) -> Made:
    before = read_all(where, keys)
    _refuse_later_state(keys, before)
    _clear(where, max(before, default=0))
    carrier = Carrier(keys, where.blobs, newest_sealed(before))
    make_folders(where.blobs)
    _ask_for_room(keys, where, carrier)
    target.write_ways_in(where, keys.folder)
    number = max([0, *map(target.number_of, where.snapshots())]) + 1
    folder = where.snapshot(number, now.strftime(STAMP))
    make_folders(folder)
    unread = snapshot.copy_files(keys.folder, folder)
    copied = snapshot.copy_database(
        keys.folder / DATABASE, keys.database, folder, None if tell is None else _stage(tell, "database")
    )
    snapshot.write_keys(folder, keys)
    with reading.opened(copied, keys.database) as connection:
        size, root = reading.head(connection)
        known = naming.known(keys, connection)
    _count(carrier, tell)
    carried = carrier.carry(frozenset(known))
    carried.left_out |= dict.fromkeys(unread, UNREADABLE)
    about = About(keys.vault_id, where.target_id, number, now.strftime(STAMP), keys.generation, size, root)
    files = tuple(snapshot.listed(folder))
    manifest = Manifest(about, files, tuple(carried.sealed[name] for name in sorted(carried.sealed)))
    # A way in that was changed meanwhile is not left as it was.
    target.write_ways_in(where, keys.folder)
    sync_folder(folder.parent)
    write_manifest(folder, manifest, signer(keys))
    gone = _thin(where, {**before, number: manifest})
    missing = known - carried.sealed.keys() - carried.left_out.keys()
    called = {name: each.called for name, each in known.items()}
    return Made(about, where, carried, tuple(sorted(missing)), called, gone)


def _refuse_later_state(keys: Keys, before: dict[int, Manifest]) -> None:
    """Refuse to go on with a backup that knows a log this vault neither holds nor left behind knowingly."""
    newest = max(before.values(), key=lambda each: each.about.number, default=None)
    if newest is None:
        return
    with reading.live(keys) as connection:
        ours = reading.head(connection, newest.about.log_size)
        left = reading.left_behind(connection)
    theirs = (newest.about.log_size, newest.about.log_root)
    if ours != theirs and theirs not in [(each["size"], each["root"]) for each in left]:
        raise Refused(
            "backup-knows-more",
            "This folder holds a later state of this vault than the one you have open, or another one. "
            "Nothing was written to it. Restore it to look at it, or name another folder for this backup.",
        )


def _ask_for_room(keys: Keys, where: Target, carrier: Carrier) -> None:
    needed = (keys.folder / DATABASE).stat().st_size + carrier.new_bytes() + _SPARE
    free = shutil.disk_usage(where.folder).free
    if needed > free:
        told = gettext_noop("This backup needs {} MiB more and its disk has {} MiB free.")
        nothing = gettext_noop("Nothing was copied.")
        message = f"{told.format(needed >> 20, free >> 20)} {nothing} {_kept(where.folder, keys)}"
        raise BackupNotWritten("disk-full", message)


def _kept(folder: Path, keys: Keys) -> str:
    whole = len(read_all(target.Target(folder, "", keys.vault_id), keys))
    if not whole:
        return gettext_noop(
            "There is no finished backup in this folder yet; what was copied stays and need not be again."
        )
    told = gettext_noop(
        "The {} earlier backups in this folder are as they were; what was copied since stays."
    )
    return told.format(whole)


def _clear(where: Target, newest: int) -> None:
    """Take away what a killed run left: half files, and the snapshot it had begun after the newest one.

    An older one without a manifest has lost it: its database may still be needed.
    """
    sweep(where.folder)
    for path in where.snapshots():
        if target.number_of(path) > newest and not (path / "manifest").exists():
            shutil.rmtree(path)


def _thin(where: Target, manifests: dict[int, Manifest]) -> tuple[int, ...]:
    """Take away snapshots that may go, and the sealed files that no snapshot lists any more."""
    made = {
        number: dt.datetime.strptime(each.about.made, STAMP).replace(tzinfo=dt.UTC)
        for number, each in manifests.items()
    }
    gone = thinned(made)
    for path in where.snapshots():
        if target.number_of(path) in gone:
            # Without its manifest a snapshot does not count: whatever stops this, no half one is believed.
            (path / "manifest").unlink()
            shutil.rmtree(path)
    listed = {each.path for number in made.keys() - gone for each in manifests[number].sealed}
    if len(where.snapshots()) == len(made) - len(gone):
        for path in where.blobs.glob("*/*"):
            if str(path.relative_to(where.blobs)) not in listed:
                path.unlink()
    return tuple(sorted(gone))


def _stage(tell: Tell, stage: str) -> Callable[[int, int], object]:
    return lambda done, total: tell(stage, done, total)


def _count(carrier: Carrier, tell: Tell | None) -> None:
    """Have the carrier tell how many bytes of all new ones are copied."""
    if tell is None:
        return
    total, done = carrier.new_bytes(), 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        tell("files", done, total)

    carrier.tell = count
