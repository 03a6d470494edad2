from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from guwah.vault.database.base import connect
from guwah.vault.presence import take_part
from guwah.vault.write_ahead import OF_A_KILL, WriteAhead, look, look_if_alone

KEY = secrets.token_bytes(48)
FRAME = 24 + 4096


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """The write-ahead log of a database in which four transactions were done, as a crash leaves it."""
    database = tmp_path / "guwah.db"
    with closing(connect(str(database), KEY)) as connection:
        connection.execute("CREATE TABLE t (words TEXT)")
        connection.commit()
    with closing(connect(str(database), KEY)) as connection:
        for _ in range(4):
            connection.execute("INSERT INTO t VALUES (?)", ("w" * 3000,))
            connection.commit()
        left = database.with_name("guwah.db-wal").read_bytes()
    path = tmp_path / "guwah.db-wal"
    path.write_bytes(left)
    return path


def changed(path: Path, at: int) -> WriteAhead:
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.with_name("changed").write_bytes(data)
    return look(path.with_name("changed"))


def test_a_whole_one_holds_every_transaction(ahead: Path) -> None:
    assert look(ahead) == WriteAhead(4, 0)
    assert look_if_alone(ahead.parent) == WriteAhead(4, 0)


def test_a_missing_or_empty_one_holds_nothing(tmp_path: Path) -> None:
    assert look_if_alone(tmp_path) == look(tmp_path / "none") == WriteAhead()
    (tmp_path / "short").write_bytes(b"x" * 20)
    assert look(tmp_path / "short") == WriteAhead()


@pytest.mark.parametrize("share", [83, pytest.param(1, marks=pytest.mark.slow)])
def test_no_changed_byte_passes(ahead: Path, share: int) -> None:
    size = ahead.stat().st_size
    for at in range(0, size, share):
        found = changed(ahead, at)
        assert found.behind > 0, at
        # Only the very last page could also have been broken off by a kill.
        assert found.behind > OF_A_KILL or at < 32 or at >= size - FRAME, at


@pytest.mark.parametrize("cut", [1, FRAME - 1, FRAME + 24])
def test_one_that_ends_early_is_a_crash_and_no_change(ahead: Path, cut: int) -> None:
    data = ahead.read_bytes()
    ahead.write_bytes(data[:-cut])

    assert look(ahead).behind == 0
    assert look(ahead).commits < 4


def test_frames_of_an_earlier_round_are_no_break(ahead: Path) -> None:
    database = ahead.with_name("guwah.db")
    with closing(connect(str(database), KEY)) as connection:
        for _ in range(6):
            connection.execute("INSERT INTO t VALUES (?)", ("w" * 3000,))
            connection.commit()
        long = ahead.stat().st_size
        connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
        connection.execute("INSERT INTO t VALUES ('once')")
        connection.commit()

        assert ahead.stat().st_size == long
        assert look(ahead) == WriteAhead(1, 0)


def test_what_a_killed_program_had_not_committed_takes_nothing_back(tmp_path: Path) -> None:
    database, killed = tmp_path / "guwah.db", tmp_path / "killed" / "guwah.db"
    killed.parent.mkdir()
    with closing(connect(str(database), KEY)) as connection:
        connection.execute("CREATE TABLE t (words TEXT)")
        connection.commit()
        # So little memory that pages of a transaction are written before its end.
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("INSERT INTO t VALUES ('kept')")
        connection.commit()
        connection.executemany("INSERT INTO t VALUES (?)", [("w" * 3000,) for _ in range(40)])
        for path in tmp_path.glob("guwah.db*"):
            shutil.copyfile(path, killed.with_name(path.name))
    ahead = killed.with_name("guwah.db-wal")
    long = ahead.stat().st_size
    assert long > 20 * FRAME
    assert look(ahead) == WriteAhead(2, 0)
    with closing(connect(str(killed), KEY)) as connection:
        connection.execute("INSERT INTO t VALUES ('next')")
        connection.commit()
        assert ahead.stat().st_size == long
        assert look(ahead) == WriteAhead(3, 0)
        assert connection.execute("SELECT words FROM t").fetchall() == [("kept",), ("next",)]


def _behind_it_what_was_given_up(tmp_path: Path, words: str) -> Path:
    """Return the log of a database whose last transaction has pages behind it that were rolled back."""
    database = tmp_path / "guwah.db"
    with closing(connect(str(database), KEY)) as connection:
        connection.execute("CREATE TABLE t (words TEXT)")
        connection.commit()
    with closing(connect(str(database), KEY)) as connection:
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("INSERT INTO t VALUES ('first')")
        connection.commit()
        connection.executemany("INSERT INTO t VALUES (?)", [("w" * 3000,) for _ in range(20)])
        connection.rollback()
        connection.execute("INSERT INTO t VALUES (?)", (words,))
        connection.commit()
        for path in tmp_path.glob("guwah.db*"):
            shutil.copyfile(path, path.with_name(f"left-{path.name}"))
    return tmp_path / "left-guwah.db-wal"


@pytest.mark.parametrize("words", ["last", "last" * 2500])
def test_a_commit_without_its_count_of_pages_is_missed(tmp_path: Path, words: str) -> None:
    ahead = _behind_it_what_was_given_up(tmp_path, words)
    left = bytearray(ahead.read_bytes())
    assert look(ahead) == WriteAhead(2, 0)
    _first, last = [at for at in range(32, len(left), FRAME) if any(left[at + 4 : at + 8])]
    assert len(left) > last + FRAME
    assert not any(left[last + 4 : last + 7])
    left[last + 7] = 0
    ahead.write_bytes(left)
    assert look(ahead) == WriteAhead(1, 1)
    # SQLite takes that commit for one that was given up, and says nothing.
    database = ahead.with_name("left-guwah.db")
    with closing(connect(str(database), KEY)) as connection:
        assert connection.execute("SELECT words FROM t").fetchall() == [("first",)]


def test_one_killed_while_it_wrote_over_what_another_left_takes_nothing_back(tmp_path: Path) -> None:
    ahead = _behind_it_what_was_given_up(tmp_path, "last")
    database, again = ahead.with_name("left-guwah.db"), tmp_path / "again"
    left = ahead.read_bytes()
    with closing(connect(str(database), KEY)) as connection:
        connection.execute("PRAGMA cache_size = 2")
        connection.executemany("INSERT INTO t VALUES (?)", [("w" * 3000,) for _ in range(8)])
        shutil.copyfile(ahead, again)
    assert again.stat().st_size == len(left)
    assert again.read_bytes() != left
    assert look(again) == WriteAhead(2, 0)


def test_nothing_is_said_of_a_vault_somebody_works_in(ahead: Path) -> None:
    data = bytearray(ahead.read_bytes())
    data[100] ^= 1
    ahead.write_bytes(data)
    assert look_if_alone(ahead.parent).behind > OF_A_KILL
    place = take_part(ahead.parent)
    try:
        assert look_if_alone(ahead.parent) == WriteAhead()
    finally:
        place.leave()
