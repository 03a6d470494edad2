"""The index of words itself: a table of SQLite's FTS5 in the vault's encrypted database, beside its entries.

It holds no text, only keys (`content=''`). What Django does not know of (the table, and the trigger by which
keys go when their entry goes) is made by `make`, after every migration, in new and in older vaults alike. The
tokeniser takes what stands between spaces as it is: `guwah.instruments.words` has cut the words already.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from guwah.steps.testimony.search.numbering import LAYER, PLACES, first, slot

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE: Final = "testimony_words"
_INDEX: Final = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(
    plain, sound, stem, place, content='', contentless_delete=1, tokenize='ascii'
)"""
# Whoever takes an entry away, and however, takes its keys away.
_TRIGGER: Final = f"""
CREATE TRIGGER IF NOT EXISTS testimony_words_go AFTER DELETE ON testimony_entry
BEGIN DELETE FROM {TABLE} WHERE rowid = old.id; END"""  # noqa: S608 - our own tables


@dataclass(frozen=True, slots=True)
class Row:
    """Keys of one entry: words as written, as heard, without endings, and who speaks in which language."""

    entry: int
    plain: str
    sound: str
    stem: str
    place: str


@dataclass(frozen=True, slots=True)
class Where:
    """Further conditions on the numbers of entries: SQL that begins with AND or is empty, and its values."""

    sql: str = ""
    given: tuple[str, ...] = ()

    def __and__(self, other: Where) -> Where:
        return Where(self.sql + other.sql, self.given + other.given)


EVERYWHERE: Final = Where()


def of_cases(cases: Iterable[int]) -> Where:
    """Return the condition that an entry is of a text of some cases."""
    listed = "SELECT value FROM json_each(%s)"
    layers = f"SELECT id FROM testimony_layer WHERE case_id IN ({listed})"  # noqa: S608 - our own tables
    return Where(f" AND (rowid >> {LAYER}) IN ({layers})", (json.dumps([*cases]),))


def of_layers(layers: Iterable[int]) -> Where:
    """Return the condition that an entry is of some texts."""
    listed = "SELECT value FROM json_each(%s)"
    return Where(f" AND (rowid >> {LAYER}) IN ({listed})", (json.dumps([*layers]),))


def of_sessions(sessions: Iterable[tuple[int, int]]) -> Where:
    """Return the condition that an entry is of some sessions, each by its layer and its number there."""
    slots = [first(layer, slot(n)) >> PLACES for layer, n in sessions]
    listed = "SELECT value FROM json_each(%s)"
    return Where(f" AND (rowid >> {PLACES}) IN ({listed})", (json.dumps(slots),))


def make(**_: Any) -> None:  # noqa: ANN401 - what Django's signal says is not needed
    """Make the index where it is missing; harmless where it is there."""
    if connection.vendor != "sqlite" or "testimony_entry" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in (_INDEX, _TRIGGER):
            cursor.execute(statement)


def add(rows: Iterable[Row]) -> None:
    """Write keys inside the running transaction; the entries are the caller's to write."""
    values = [(each.entry, each.plain, each.sound, each.stem, each.place) for each in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, plain, sound, stem, place) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608 - our own table
            values,
        )


def tidy() -> None:
    """Merge what many writings left in pieces: a search reads one piece faster than twenty."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608 - our own table


def clear() -> None:
    """Throw every key away."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")  # noqa: S608 - our own table


def matching(expression: str, where: Where, most: int) -> list[int]:
    """Return the numbers of the first entries that match an expression of FTS5, in their order."""
    asked = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s{where.sql} ORDER BY rowid LIMIT %s"  # noqa: S608 - our own tables
    with connection.cursor() as cursor:
        cursor.execute(asked, [expression, *where.given, most])
        return [number for (number,) in cursor.fetchall()]


def size() -> int:
    """Return how many entries have keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")  # noqa: S608 - our own table
        return int(cursor.fetchone()[0])
