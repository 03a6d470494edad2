"""Which sealed file is what: the steps say in which of their tables the digests of sealed files stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.vault.age import Identity
from guwah.vault.blobs import BlobStore

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

    from guwah.vault.keys import Keys


@dataclass(frozen=True, slots=True)
class Column:
    """Where digests of sealed files stand: a row's `id` is its number, `column` holds its SHA-256 in hex."""

    kind: str
    table: str
    column: str


_columns: dict[str, Column] = {}


def register(kind: str, table: str, column: str) -> None:
    """Tell of a table whose rows stand for sealed files; `kind` is what a person calls one of them."""
    _columns[kind] = Column(kind, table, column)


def store_of(keys: Keys) -> BlobStore:
    """Return the store of a vault's sealed files."""
    identity = Identity(keys.blob_identity)
    return BlobStore(keys.folder / "blobs", keys.blob_names, (identity.recipient,), identity)


@dataclass(frozen=True, slots=True)
class Known:
    """A sealed file a database knows of: its digest, and what it is, like `item 7`."""

    oid: str
    called: tuple[str, ...]


def known(keys: Keys, connection: dbapi2.Connection) -> dict[str, Known]:
    """Return every sealed file a vault's database knows of, by its name below `blobs`."""
    store = store_of(keys)
    found: dict[str, Known] = {}
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for each in _columns.values():
        if each.table not in tables:
            continue
        rows = connection.execute(
            f'SELECT id, "{each.column}" FROM "{each.table}" WHERE "{each.column}" <> \'\' ORDER BY id'  # noqa: S608 - names of our own
        )
        for number, oid in rows:
            name = store.name(oid)
            before = found[name].called if name in found else ()
            found[name] = Known(oid, (*before, f"{each.kind} {number}"))
    return found
