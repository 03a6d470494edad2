from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from guwah.vault.database.base import connect
from guwah.vault.wholeness import DatabaseDamaged, Wholeness, look, means_damage

PAGE = 4096
KEY = secrets.token_bytes(48)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Two tables of many pages; of the second a third was deleted, so there are free pages too."""
    path = tmp_path / "a.db"
    with closing(connect(str(path), KEY)) as connection:
        for name in ("bread", "salt"):
            connection.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, words TEXT)")
            connection.executemany(
                f"INSERT INTO {name} (words) VALUES (?)",  # noqa: S608 - the test's own two names
                [("w" * 2000,) for _ in range(100)],
            )
        connection.execute("DELETE FROM salt WHERE id > 66")
        connection.commit()
    return path


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


def test_a_whole_database_is_whole_and_is_not_changed(database: Path) -> None:
    before = database.read_bytes()

    assert look(database, KEY) == Wholeness(len(before) // PAGE)
    assert look(database, KEY).whole
    assert database.read_bytes() == before


# An HMAC covers its whole page: one byte is like another, so a step that is prime to the page's size will do.
@pytest.mark.parametrize("step", [9001, pytest.param(199, marks=pytest.mark.slow)])
def test_no_changed_byte_of_any_page_passes(database: Path, step: int) -> None:
    whole = database.read_bytes()
    # The first 16 are the salt of the key, which this library need not read: `refuse_another_state` does.
    for at in range(16, len(whole), step):
        database.write_bytes(whole)
        flip(database, at)

        found = look(database, KEY)

        assert found.damaged == (f"page {at // PAGE + 1}",), at
        assert not found.whole


def test_what_can_still_be_read_is_told(database: Path) -> None:
    flip(database, PAGE * 20 + 7)

    found = look(database, KEY)

    assert (found.lost, "salt" in found.readable) == (("bread",), True)
    assert "Not readable in full: bread. Tables still readable in full:" in found.told()
    assert "page 21" in DatabaseDamaged(found).message


def test_damage_to_what_words_are_searched_by_is_damage(database: Path) -> None:
    with closing(connect(str(database), KEY)) as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(words)")
        connection.commit()
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'found_config'"
        (page,) = connection.execute(asked).fetchone()
    flip(database, PAGE * page - 1)

    found = look(database, KEY)

    assert found.damaged == (f"page {page}",)
    assert "found" in found.lost
    assert "bread" in found.readable


def test_a_first_page_that_does_not_open_loses_every_table(database: Path) -> None:
    flip(database, 100)

    found = look(database, KEY)

    assert (found.damaged, found.lost, found.structure) == (("page 1",), ("every table",), False)


@pytest.mark.parametrize("cut", [1, PAGE, -3])
def test_a_file_that_is_too_short_or_too_long_is_not_whole(database: Path, cut: int) -> None:
    whole = database.read_bytes()
    database.write_bytes(whole[:-cut] if cut > 0 else whole + b"xyz")

    assert not look(database, KEY).whole


def test_what_stands_in_the_write_ahead_log_is_looked_at_while_others_work(database: Path) -> None:
    with closing(connect(str(database), KEY)) as other:
        other.execute("UPDATE bread SET words = 'crumbs'")
        other.commit()
        ahead = database.with_name("a.db-wal")
        size = ahead.stat().st_size
        assert look(database, KEY).whole
        other.execute("INSERT INTO bread (words) VALUES (?)", ("k" * 3000,))
        other.commit()
        assert size > PAGE
        flip(ahead, 32 + 24 + 100)

        assert look(database, KEY).damaged


def test_somebody_who_only_writes_meanwhile_damages_nothing(database: Path) -> None:
    with closing(connect(str(database), KEY, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE salt SET words = 'brine'")
        assert look(database, KEY).whole
        other.execute("COMMIT")
    assert look(database, KEY).whole


def test_a_database_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(dbapi2.OperationalError) as caught:
        look(tmp_path / "none.db", KEY)

    assert not means_damage(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_no_damage(database: Path) -> None:
    assert not means_damage(dbapi2.OperationalError("database is locked"))
    assert not means_damage(dbapi2.OperationalError("database or disk is full"))
    assert means_damage(dbapi2.DatabaseError("database disk image is malformed"))
