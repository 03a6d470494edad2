"""Reading the database of a snapshot as it lies there, without Django: its log, its soundness."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from guwah.instruments.proofs.merkle import EMPTY_ROOT, leaf_hash, root
from guwah.vault.database.base import assert_safe, connect
from guwah.vault.folder import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.vault.keys import Keys

LOG: Final = "vault_logentry"
_OPENINGS: Final = "vault_opening"
# Heads that were left behind knowingly: see `history.accept` and a restore.
_LEFT: Final = ("seen-head", "left-head")


class DatabaseBroken(Exception):
    """A database is missing, does not open with this key, or is not whole."""


@contextmanager
def opened(path: Path, key: bytes) -> Iterator[dbapi2.Connection]:
    """Open a database that nobody writes to, for reading only: nothing appears beside it.

    Raises:
        DatabaseBroken: it is missing, or what is done inside finds it damaged.
    """
    try:
        with closing(dbapi2.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA temp_store = 2")
            assert_safe(connection)
            yield connection
    except dbapi2.DatabaseError as broken:
        raise DatabaseBroken(str(path)) from broken


@contextmanager
def live(keys: Keys) -> Iterator[dbapi2.Connection]:
    """Open the database of a vault that may be in use.

    Raises:
        DatabaseBroken: what is done inside finds it damaged.
    """
    try:
        with closing(connect(str(keys.folder / DATABASE), keys.database)) as connection:
            yield connection
    except dbapi2.DatabaseError as broken:
        raise DatabaseBroken(str(keys.folder / DATABASE)) from broken


def check(path: Path, key: bytes) -> None:
    """Authenticate every page of a database and look at its structure.

    Raises:
        DatabaseBroken: it is not whole.
    """
    with opened(path, key) as connection:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchone()
        if damaged or connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DatabaseBroken(str(path))


def head(connection: dbapi2.Connection, size: int | None = None) -> tuple[int, str]:
    """Return the size and the root hash (hexadecimal) of the log in a database, or of its first entries.

    A log with fewer than `size` entries has its own size.
    """
    if not _has(connection, LOG):
        return 0, EMPTY_ROOT.hex()
    rows = connection.execute(
        f'SELECT entry FROM {LOG} ORDER BY "index" LIMIT ?',  # noqa: S608 - our own name
        (-1 if size is None else size,),
    )
    leaves = [leaf_hash(bytes(entry)) for (entry,) in rows]
    return len(leaves), (root(leaves) if leaves else EMPTY_ROOT).hex()


def left_behind(connection: dbapi2.Connection) -> list[dict[str, Any]]:
    """Return the log heads this vault has left behind knowingly: `{size, root}` each."""
    if not _has(connection, _OPENINGS):
        return []
    marks = ", ".join("?" for _ in _LEFT)
    rows = connection.execute(
        f"SELECT value FROM {_OPENINGS} WHERE label IN ({marks}) AND value IS NOT NULL",  # noqa: S608 - ours
        _LEFT,
    )
    return [json.loads(value) for (value,) in rows]


def _has(connection: dbapi2.Connection, table: str) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None
