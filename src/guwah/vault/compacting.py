"""Making the database's file as small as what it holds: a new one beside it takes its place in one step.

With `secure_delete` what is erased is overwritten, but its pages stay in the file. The copy is made by the
library itself (`VACUUM INTO`), encrypted with the same key: no page of it is ever in the clear, on disk or in
a temporary file. Whatever moment the plug is pulled at, `guwah.db` is the old file or the new one, whole.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from guwah.failures import Problem
from guwah.vault.database.base import connect
from guwah.vault.durable import sync_folder, write_durably
from guwah.vault.folder import DATABASE
from guwah.vault.rotation_database import RoomMissing, fold_in
from guwah.vault.wholeness import DatabaseDamaged, look, means_damage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.keys import Keys

COPY: Final = f".{DATABASE}-compact"
# What was done and by whom, until the log has been told.
NOTE: Final = ".compacting"
_ROOM: Final = 1 << 24
_STEPS: Final = 500
_FULL: Final = ("full", "disk I/O")


class NotCompacted(Problem):
    """The new file was not what it should be; the old one stands."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """A database in its new file.

    Attributes:
        by: log name of whoever asked.
        before: bytes of the file before.
        after: bytes of the file now.
        run: random name of this compaction, by which it is told to the log once.
    """

    by: str
    before: int
    after: int
    run: str


def compact(keys: Keys, by: str, tell: Callable[[int, int], object] | None = None) -> Compacted:
    """Write the database anew without what was erased; nobody else may have the vault open (`be_alone`).

    Args:
        keys: the vault's; this process has no connection open.
        by: log name of whoever asked.
        tell: called with the bytes written so far and those of the old file.

    Raises:
        RoomMissing: `disk-full`; nothing was changed.
        DatabaseDamaged: what is damaged is not copied.
        NotCompacted: the copy is not the same.
    """
    database, copy = keys.folder / DATABASE, keys.folder / COPY
    remove_copy(keys.folder)
    try:
        whole = look(database, keys.database)
        if not whole.whole:
            raise DatabaseDamaged(whole)
        fold_in(database, keys.database)
        before = database.stat().st_size
        if shutil.disk_usage(keys.folder).free < before + _ROOM:
            raise _room_missing(before)
        _write(database, copy, keys.database, before, tell)
        _compare(database, copy, keys.database)
        _sync(copy)
        done = Compacted(by, before, copy.stat().st_size, secrets.token_hex(8))
        write_durably(keys.folder / NOTE, json.dumps(asdict(done)).encode())
        copy.rename(database)
        sync_folder(keys.folder)
    except (OSError, dbapi2.OperationalError) as refused:
        with suppress(OSError):
            remove_copy(keys.folder)
        if _is_full(refused):
            raise _room_missing(database.stat().st_size) from refused
        raise
    return done


def left_over(folder: Path) -> tuple[bool, Compacted | None]:
    """Clear up after a compaction that was killed.

    Returns:
        whether a half-made copy was removed, and what was done and not yet told to the log.
    """
    half = remove_copy(folder)
    note = folder / NOTE
    try:
        told: dict[str, Any] = json.loads(note.read_bytes())
    except FileNotFoundError:
        return half, None
    if half:
        # Killed between the note and the step that counts: it did not happen.
        note.unlink()
        return True, None
    return False, Compacted(str(told["by"]), int(told["before"]), int(told["after"]), str(told["run"]))


def forget(folder: Path) -> None:
    """Drop the note, now that the log has been told."""
    (folder / NOTE).unlink(missing_ok=True)


def remove_copy(folder: Path) -> bool:
    """Remove a copy that was not finished, if there is one; nobody may be making it just now."""
    left = list(folder.glob(f"{COPY}*"))
    for path in left:
        path.unlink()
    return bool(left)


def _write(
    database: Path, copy: Path, key: bytes, before: int, tell: Callable[[int, int], object] | None
) -> None:
    # Readable to its owner only from the first byte on; SQLite takes an empty file for a new one.
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def go_on() -> int:
        if tell is not None:
            tell(copy.stat().st_size, before)
        return 0

    with closing(connect(str(database), key, isolation_level=None)) as connection:
        connection.set_progress_handler(go_on, _STEPS)
        connection.execute("VACUUM INTO ?", (str(copy),))
    go_on()


def _compare(database: Path, copy: Path, key: bytes) -> None:
    found = look(copy, key)
    if not found.whole or _rows(copy, key) != _rows(database, key):
        raise NotCompacted("not-compacted", "The new file is not the same as the old one, which stays.")


def _rows(path: Path, key: bytes) -> dict[str, int]:
    """Count the rows of every table, and what makes the tables."""
    with closing(connect(str(path), key)) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name, sql").fetchall()
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        counted = {name: _count(connection, name) for name in names}
    return {**counted, **{f"{name}: {sql}": 1 for name, sql in made}}


def _count(connection: dbapi2.Connection, name: str) -> int:
    quoted = name.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - its own name


def _sync(copy: Path) -> None:
    for beside in ("-wal", "-shm", "-journal"):
        copy.with_name(copy.name + beside).unlink(missing_ok=True)
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _is_full(wrong: Exception) -> bool:
    return not means_damage(wrong) and any(words in str(wrong) for words in (*_FULL, "No space", "quota"))


def _room_missing(size: int) -> RoomMissing:
    return RoomMissing(
        "disk-full",
        f"Compacting needs {(size + _ROOM) >> 20} MiB of free space on the vault's disk. Nothing was "
        "changed. Free some and try again.",
    )
