"""The restore drill: a backup is brought back elsewhere, opened, checked to the last sealed file, deleted."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.vault.backup import naming, reading
from guwah.vault.backup.carrying import identities_of, opens_whole
from guwah.vault.backup.restoring import RESTORING, Restored, prepare, restore
from guwah.vault.blobs import BlobBroken, BlobMissing
from guwah.vault.folder import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.backup.target import Target
    from guwah.vault.keys import Keys

    Tell = Callable[[str, int, int], object]


@dataclass(slots=True)
class Drilled:
    """What a drill found.

    Attributes:
        restored: what was brought back, and what was not.
        sealed: sealed files that are not what was sealed, by name, and why.
        called: what a name stands for, like `item 7`, as far as the database knows.
        files: how many sealed files were decrypted to their end.
        faults: codes of what is wrong beside: `log-differs`, `database-broken`, `older-database`.
    """

    restored: Restored
    sealed: dict[str, str] = field(default_factory=dict)
    called: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Say whether this backup brings everything back."""
        return not (self.sealed or self.faults or self.restored.unread)


def drill(where: Target, keys: Keys, live: Keys, tell: Tell | None = None) -> Drilled:
    """Bring a backup back and look at every part of it; nothing of the copy stays.

    Args:
        where: the backup, which is only read.
        keys: opened from the backup itself; their folder is where the copy is made, new or empty.
        live: keys of the vault, whose log the copy's must agree with.
        tell: called with a stage (`files`, `checked`), and how many bytes or files of how many are done.

    Raises:
        WrongUse, NotUnderstood, BackupNotWritten: as `prepare` and `restore`.
    """
    prepare(keys.folder, where)
    try:
        done = Drilled(restore(where, keys, keys.folder, tell=tell))
        if done.restored.passed_over:
            done.faults.append("older-database")
        done.sealed |= done.restored.sealed
        try:
            _database(done, keys, live)
        except reading.DatabaseBroken:
            done.faults.append("database-broken")
        _sealed(done, keys, tell)
    finally:
        remove(keys.folder)
    return done


def remove(folder: Path) -> None:
    """Delete a copy that is not a vault again yet; anything else is left alone."""
    if (folder / RESTORING).is_file():
        shutil.rmtree(folder)


def _database(done: Drilled, keys: Keys, live: Keys) -> None:
    copy = keys.folder / DATABASE
    reading.check(copy, keys.database)
    with reading.opened(copy, keys.database) as connection:
        ours = reading.head(connection)
        known = naming.known(keys, connection)
    done.called = {name: each.called for name, each in known.items()}
    with reading.live(live) as connection:
        if reading.head(connection, ours[0]) != ours:
            done.faults.append("log-differs")
    store = naming.store_of(keys)
    for name, each in known.items():
        try:
            store.verify(each.oid)
        except BlobMissing:
            done.sealed[name] = "missing"
        except BlobBroken:
            done.sealed[name] = "broken"
        done.files += 1


def _sealed(done: Drilled, keys: Keys, tell: Tell | None) -> None:
    """Decrypt the sealed files that the database does not know of as well."""
    rest = [
        path
        for path in sorted((keys.folder / "blobs").glob("*/*"))
        if f"{path.parent.name}/{path.name}" not in done.called
    ]
    for number, path in enumerate(rest, start=1):
        if not opens_whole(path, identities_of(keys)):
            done.sealed.setdefault(f"{path.parent.name}/{path.name}", "broken")
        done.files += 1
        if tell is not None:
            tell("checked", number, len(rest))
