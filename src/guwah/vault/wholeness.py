"""Whether the whole database is what was written: every page's seal, its structure, what is readable."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlcipher3 import dbapi2

from guwah.failures import Refused
from guwah.vault.database.base import assert_safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAMAGED: Final = "database-damaged"
REMEDY: Final = (
    "Write nothing more. Copy the vault's folder as it is, then bring the newest good backup back into a new"
    " folder (guwah backup verify, guwah restore): what is still readable here can be added to it afterwards."
)
# A page that another process is just writing may be seen half old and half new; a damaged one stays so.
_LOOKS: Final = 3
# More pages than anybody reads.
_SHOWN: Final = 12
# The last one: a table of words to search by (FTS5) reads its own settings before anything else.
_DAMAGE: Final = (
    "malformed",
    "not a database",
    "database disk image",
    "btreeInitPage",
    "vtable constructor failed",
)


@dataclass(frozen=True, slots=True)
class Wholeness:
    """What a look through the whole database found.

    Attributes:
        pages: how many pages its file has.
        damaged: what SQLCipher says of each page whose HMAC does not hold, or of a size that is not whole.
        structure: whether SQLite's own check of trees, indexes and free pages (`integrity_check`) finds it
            in order.
        lost: tables of which not every row can be read; empty when nothing is wrong.
        readable: tables of which every row can be read, counted only when something is wrong.
    """

    pages: int
    damaged: tuple[str, ...] = ()
    structure: bool = True
    lost: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Say whether nothing is wrong."""
        return self.structure and not self.damaged

    def told(self) -> str:
        """Say in plain words what is damaged and what can still be read."""
        if self.whole:
            return f"All {self.pages} pages of the database are as they were written."
        what = [f"The database is damaged: of its {self.pages} pages {len(self.damaged)} are not as written"]
        if self.damaged:
            what.append(f" ({'; '.join(self.damaged[:_SHOWN])})")
        what.append("" if self.structure else "; its structure does not hold")
        what.append(f". Not readable in full: {', '.join(self.lost)}." if self.lost else ".")
        what.append(f" Tables still readable in full: {len(self.readable)}." if self.readable else "")
        return "".join(what)


class DatabaseDamaged(Refused):
    """The vault's database is not what was written; `wholeness` says what is damaged."""

    def __init__(self, wholeness: Wholeness) -> None:
        super().__init__(DAMAGED, f"{wholeness.told()} {REMEDY}")
        self.wholeness = wholeness


def look(database: Path, key: bytes) -> Wholeness:
    """Look through a whole database, also while others use it; nothing in it is changed.

    What stands in the write-ahead log is brought into the file first as far as nobody reads there, because
    only the file is authenticated page by page (SQLCipher, `PRAGMA cipher_integrity_check`).

    Args:
        database: the database's file.
        key: its raw key, 48 bytes.

    Raises:
        sqlcipher3.dbapi2.DatabaseError: it is missing, or locked for longer than a connection waits.
    """
    with closing(_opened(database, key)) as connection:
        damaged = _damaged(connection)
        for _ in range(_LOOKS - 1):
            if not damaged:
                break
            again = _damaged(connection)
            damaged = tuple(each for each in damaged if each in again)
        structure = _structure(connection)
        pages = database.stat().st_size // _page_size(connection)
        if structure and not damaged:
            return Wholeness(pages)
    lost, readable = _tables(database, key)
    return Wholeness(pages, damaged, structure, lost, readable)


def means_damage(wrong: BaseException) -> bool:
    """Say whether an error of the database can come from damage; a full disk or a lock do not."""
    return any(words in str(wrong) for words in _DAMAGE)


def _opened(database: Path, key: bytes) -> dbapi2.Connection:
    # Not `connect`: its first words to a database whose first page is damaged would be an error.
    connection = dbapi2.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA temp_store = 2")
    assert_safe(connection)
    return connection


def _damaged(connection: dbapi2.Connection) -> tuple[str, ...]:
    try:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except dbapi2.DatabaseError as wrong:
        if not means_damage(wrong):
            raise
    rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return tuple(str(row[0]).replace("HMAC verification failed for ", "") for row in rows)


def _structure(connection: dbapi2.Connection) -> bool:
    try:
        found: list[tuple[str]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except dbapi2.DatabaseError as wrong:
        if not means_damage(wrong):
            raise
        return False
    return found == [("ok",)]


def _page_size(connection: dbapi2.Connection) -> int:
    return int(connection.execute("PRAGMA cipher_page_size").fetchone()[0])


def _tables(database: Path, key: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lost: list[str] = []
    readable: list[str] = []
    try:
        with closing(_opened(database, key)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except dbapi2.DatabaseError:
        return ("every table",), ()
    for (name,) in sorted(tables):
        # A connection that met damage may call a sound table malformed too: each is read by one of its own.
        with closing(_opened(database, key)) as connection:
            (readable if all(_rows_read(connection, name)) else lost).append(name)
    return tuple(lost), tuple(readable)


def _rows_read(connection: dbapi2.Connection, name: str) -> Iterator[bool]:
    """Yield True for every row that can be read, and False once where it breaks off."""
    quoted = name.replace('"', '""')
    try:
        for _row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - a name of the database's own
            yield True
    except dbapi2.DatabaseError:
        yield False
