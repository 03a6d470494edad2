"""A new key for the database: a copy is rekeyed, checked, and takes the old one's place in one step.

Whatever moment the plug is pulled at, `guwah.db` is whole under the old key or whole under the new one, and
its first 16 bytes, the salt of its key, say which.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_noop
from sqlcipher3 import dbapi2

from guwah.failures import NotUnderstood, Problem
from guwah.vault.database.base import connect
from guwah.vault.durable import sync_folder
from guwah.vault.folder import DATABASE, fits_database
from guwah.vault.keys import seal_entry

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.vault.keys import Keys

_COPY: Final = f".{DATABASE}-rekeyed"
_PIECE: Final = 1 << 20
_BATCH: Final = 1000


class RoomMissing(Problem):
    """The disk has no room for a second copy of the database."""


def ask_for_room(folder: Path) -> None:
    """Refuse when the disk has no room for the copy.

    Raises:
        RoomMissing: `disk-full`.
    """
    database = folder / DATABASE
    size = database.stat().st_size if database.is_file() else 0
    if shutil.disk_usage(folder).free < 2 * size + _PIECE:
        told = gettext_noop("Changing the keys needs {} MiB of free space on the vault's disk.")
        again = gettext_noop("Free some and try again.")
        raise RoomMissing("disk-full", f"{told.format(2 * size // _PIECE + 1)} {again}")


def rekey(old: Keys, new: Keys) -> None:
    """Bring the database under the new key; nothing is done when it is there already.

    Nobody else may have the vault open (`presence.be_alone`).

    Raises:
        NotUnderstood: `database-unreadable`; it opens with neither key, or its copy is not whole.
        OSError: the disk refused; the old database stands.
    """
    database, copy = new.folder / DATABASE, new.folder / _COPY
    _remove(copy)
    if not database.is_file() or fits_database(new.folder, new.database):
        return
    try:
        fold_in(database, old.database)
        _copy(database, copy)
        _change_key(copy, old, new)
        _look_at(copy, new.database)
    except dbapi2.DatabaseError as broken:
        raise NotUnderstood(
            "database-unreadable", "The database does not open with the keys of this vault."
        ) from broken
    copy.rename(database)
    sync_folder(new.folder)


def fold_in(database: Path, key: bytes) -> None:
    """Bring what stands in the write-ahead log into the database's own file.

    Raises:
        sqlcipher3.dbapi2.OperationalError: another connection is open.
    """
    connection = connect(str(database), key)
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    if busy:
        raise dbapi2.OperationalError("another connection is open")


def _copy(database: Path, copy: Path) -> None:
    descriptor = os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as target, database.open("rb") as source:
        shutil.copyfileobj(source, target, _PIECE)


def _change_key(copy: Path, old: Keys, new: Keys) -> None:
    connection = connect(str(copy), old.database, isolation_level=None)
    try:
        # A copy that a crash left half done is thrown away, so nothing needs to be undone in it.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(f"PRAGMA rekey = \"x'{new.database.hex()}'\"")
        connection.execute("BEGIN")
        _seal_entries(connection, new.log_entries)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _seal_entries(connection: dbapi2.Connection, key: bytes) -> None:
    """Seal every log entry anew: who was removed must not read the log's files of tomorrow, nor of today."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'vault_logentry'").fetchone():
        return
    after = -1
    while rows := connection.execute(
        'SELECT "index", entry FROM vault_logentry WHERE "index" > ? ORDER BY "index" LIMIT ?',
        (after, _BATCH),
    ).fetchall():
        connection.executemany(
            'UPDATE vault_logentry SET sealed = ? WHERE "index" = ?',
            [(seal_entry(key, index, bytes(entry)), index) for index, entry in rows],
        )
        after = rows[-1][0]


def _look_at(copy: Path, key: bytes) -> None:
    connection = connect(str(copy), key)
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchone()
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        connection.close()
    if damaged or sound != "ok":
        raise NotUnderstood("database-unreadable", "The copy of the database under its new key is not whole.")
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _remove(copy: Path) -> None:
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
