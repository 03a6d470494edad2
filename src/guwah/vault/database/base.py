"""Django's SQLite backend on SQLCipher: the key comes from the keyring and never from a setting.

Integrity reference: `temp_store=1` makes SQLCipher spill plaintext while sorting, so 2 (memory) is set and
asserted at every connect.
"""

from __future__ import annotations

import datetime as dt
import decimal
import os
import threading
from collections.abc import Mapping
from itertools import chain, tee
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as stock
from django.db.backends.sqlite3._functions import register as register_functions
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2

from guwah.vault.durable import keep_from_others
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SQLCIPHER_LEAST = 4
PAGE_CACHE_KIB = 64 * 1024
_TEMP_STORE_MEMORY = 2

# Django registers these on the standard library's module only.
dbapi2.register_converter("bool", b"1".__eq__)
for _name, _parse in (
    ("date", parse_date),
    ("time", parse_time),
    ("datetime", parse_datetime),
    ("timestamp", parse_datetime),
):
    dbapi2.register_converter(_name, stock.decoder(_parse))
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(dt.date, stock.adapt_date)
dbapi2.register_adapter(dt.datetime, stock.adapt_datetime)
# Values it takes as they are: without these lines it looks for a way to convert each, at ten times the price
# of binding it (PEP 246 in CPython's Modules/_sqlite/microprotocols.c).
for _plain in (bytes, memoryview, type(None)):
    dbapi2.register_adapter(_plain, lambda value: value)


class Connection(dbapi2.Connection):  # type: ignore[misc]  # sqlcipher3 has no types
    """A connection that another thread closes only between two calls.

    A lock takes connections away from threads that are at work. To finalise a statement that such a thread is
    just running would take the library's own memory from under it, and the process would die.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed through to DB-API
        super().__init__(*args, **kwargs)
        self.busy = threading.RLock()

    def close_when_idle(self) -> bool:
        """Close it unless a thread is in the middle of a call; say whether it is closed."""
        if not self.busy.acquire(blocking=False):
            return False
        try:
            self.close()
        finally:
            self.busy.release()
        return True

    def commit(self) -> None:
        """Commit, undisturbed."""
        with self.busy:
            super().commit()

    def rollback(self) -> None:
        """Roll back, undisturbed."""
        with self.busy:
            super().rollback()


class Cursor(dbapi2.Cursor):  # type: ignore[misc]  # sqlcipher3 has no types
    """Django's cursor, on sqlcipher3: turns `%s` and `%(name)s` into SQLite's placeholders."""

    connection: Connection

    def execute(self, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Cursor:
        """Run one statement."""
        with self.connection.busy:
            if params is None:
                return super().execute(query)  # type: ignore[no-any-return]
            names = list(params) if isinstance(params, Mapping) else None
            return super().execute(self._converted(query, names), params)  # type: ignore[no-any-return]

    def fetchone(self) -> Any:  # noqa: ANN401 - DB-API
        """Return the next row."""
        with self.connection.busy:
            return super().fetchone()

    def fetchmany(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - DB-API
        """Return the next rows."""
        with self.connection.busy:
            return super().fetchmany(*args, **kwargs)

    def fetchall(self) -> Any:  # noqa: ANN401 - DB-API
        """Return all rows that are left."""
        with self.connection.busy:
            return super().fetchall()

    def close(self) -> None:
        """Let go of the statement."""
        with self.connection.busy:
            super().close()

    def executemany(self, query: str, param_list: Iterable[Any]) -> Cursor:
        """Run one statement once per set of parameters."""
        peekable, parameters = tee(iter(param_list))
        first = next(peekable, None)
        names = list(first) if first and isinstance(first, Mapping) else None
        with self.connection.busy:
            return super().executemany(self._converted(query, names), parameters)  # type: ignore[no-any-return]

    @staticmethod
    def _converted(query: str, names: list[str] | None) -> str:
        if names is None:
            return stock.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
        return query % {name: f":{name}" for name in names}


def connect(path: str, key: bytes, **options: Any) -> Connection:  # noqa: ANN401 - passed through to DB-API
    """Open an encrypted database with a raw key (32 bytes key, 16 bytes salt) and safe settings."""
    _keep_from_others(path)
    connection: Connection = dbapi2.connect(path, factory=Connection, **options)
    connection.set_key(f"x'{key.hex()}'")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA temp_store = {_TEMP_STORE_MEMORY}")
    connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    assert_safe(connection)
    return connection


def _keep_from_others(path: str) -> None:
    """Make a new database's file readable to its owner only, and mend one that was made otherwise.

    SQLite gives its companions the same rights. A file that exists is never opened here: closing it again
    would lose SQLite its locks.
    """
    if path.startswith((":memory:", "file:")) or not Path(path).parent.is_dir():
        # What is wrong with such a path SQLite says better.
        return
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        for companion in ("", "-wal", "-shm", "-journal"):
            keep_from_others(Path(path + companion))


def assert_safe(connection: dbapi2.Connection) -> None:
    """Refuse a connection that is not SQLCipher or could spill plaintext to a temporary file."""
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        raise ImproperlyConfigured("This SQLite library does not encrypt.")
    temp_store = connection.execute("PRAGMA temp_store").fetchone()[0]
    if temp_store != _TEMP_STORE_MEMORY or not compiled_safely(connection):
        raise ImproperlyConfigured("Temporary tables would be written in the clear (temp_store).")


def compiled_safely(connection: dbapi2.Connection) -> bool:
    """Say whether this library can keep temporary tables in memory at all."""
    return "TEMP_STORE=0" not in {row[0] for row in connection.execute("PRAGMA compile_options")}


class Operations(DatabaseOperations):
    """Django's for SQLite, with a compiler of ours."""

    compiler_module = "guwah.vault.database.compiler"


class DatabaseWrapper(stock.DatabaseWrapper):
    """The wrapper Django uses for `guwah.db`."""

    Database = dbapi2
    ops_class = Operations

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self._generation = -1

    def get_new_connection(self, conn_params: dict[str, Any]) -> dbapi2.Connection:
        """Open a connection with the held key; a locked vault raises `VaultLocked`."""
        keys = KEYRING.current()
        generation = KEYRING.generation
        path = str(conn_params.pop("database"))
        connection = connect(path, keys.database, **conn_params)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        KEYRING.register(connection)
        self._generation = generation
        return connection

    def ensure_connection(self) -> None:
        """Drop a connection whose key is no longer the held one, then connect when needed."""
        if self.connection is not None and self._generation != KEYRING.generation:
            self.connection = None
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        """Let go of a connection whose key is no longer held; Django asks for this around every request.

        It is closed already. To look at it, as Django does, would mean to connect anew, which a locked vault
        forbids: the page that says so could not be shown.
        """
        if self.connection is not None and self._generation != KEYRING.generation:
            self.connection = None
        super().close_if_unusable_or_obsolete()

    def create_cursor(self, name: str | None = None) -> Cursor:
        """Return a cursor of ours."""
        del name
        if self._generation != KEYRING.generation:
            KEYRING.current()
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def _close(self) -> None:
        if self.connection is not None:
            KEYRING.forget(self.connection)
        super()._close()  # type: ignore[misc]

    def check_constraints(self, table_names: Iterable[str] | None = None) -> None:
        """Check foreign keys of the given tables, or of all."""
        super().check_constraints(list(chain(table_names)) if table_names is not None else None)
