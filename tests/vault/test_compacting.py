from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from guwah.vault import compacting
from guwah.vault.database.base import connect
from guwah.vault.keys import Keys
from guwah.vault.rotation_database import RoomMissing
from guwah.vault.wholeness import DatabaseDamaged, look
from vault import compacting_child as child
from vault import rotation_child
from vault.killing import Killed, kill_at_moments, run_to_death


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made, _sheets = rotation_child.make(tmp_path / "v")
    child.fill(made)
    return made


def rows(keys: Keys, table: str = "words") -> list[tuple[object, ...]]:
    with closing(connect(str(keys.folder / "guwah.db"), keys.database)) as connection:
        return [tuple(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608 - ours


def hidden(keys: Keys) -> set[str]:
    return {path.name for path in keys.folder.iterdir() if "compact" in path.name}


def holds(keys: Keys, killed: Killed) -> None:
    """Nothing acknowledged is lost, nothing is half there, and what was done can still be told to the log."""
    half, untold = compacting.left_over(keys.folder)
    assert look(keys.folder / "guwah.db", keys.database).whole
    kept = {row[0] for row in rows(keys) if row[1] == "kept"}
    acknowledged = {int(line.split()[1]) for line in killed.acknowledged if line.startswith("row")}
    assert acknowledged <= kept, killed.errors
    assert len(rows(keys, "vault_logentry")) == rotation_child.ROWS
    assert not (half and untold)
    assert hidden(keys) <= {compacting.NOTE}
    assert untold is not None or not hidden(keys)


def test_the_file_is_as_small_as_what_it_holds_and_holds_the_same(keys: Keys) -> None:
    before = (rows(keys), rows(keys, "vault_logentry"))
    seen: list[tuple[int, int]] = []

    done = compacting.compact(keys, "0" * 16, lambda written, size: seen.append((written, size)))

    database = keys.folder / "guwah.db"
    assert done.after == database.stat().st_size < done.before // 2
    assert (rows(keys), rows(keys, "vault_logentry")) == before
    assert look(database, keys.database).whole
    assert database.stat().st_mode & 0o777 == 0o600
    assert not database.read_bytes().startswith(b"SQLite format")
    assert seen
    assert compacting.left_over(keys.folder) == (False, done)
    compacting.forget(keys.folder)
    assert compacting.left_over(keys.folder) == (False, None)


def test_no_temporary_file_and_nothing_in_the_clear(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(spill))
    monkeypatch.setenv("TMPDIR", str(spill))
    clear: list[Path] = []

    def look_on(_written: int, _before: int) -> None:
        clear.extend(spill.iterdir())
        clear.extend(
            path
            for path in keys.folder.glob("*guwah.db*")
            if path.is_file() and b"w" * 40 in path.read_bytes()
        )

    compacting.compact(keys, "0" * 16, look_on)
    look_on(0, 0)

    assert clear == []


def test_a_full_disk_changes_nothing(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (keys.folder / "guwah.db").read_bytes()
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 0))
        with pytest.raises(RoomMissing, match="Nothing was changed"):
            compacting.compact(keys, "0" * 16)

    def fills_up(*_about: object) -> None:
        (keys.folder / compacting.COPY).write_bytes(b"half")
        raise dbapi2.OperationalError("database or disk is full")

    monkeypatch.setattr(compacting, "_write", fills_up)
    with pytest.raises(RoomMissing) as caught:
        compacting.compact(keys, "0" * 16)

    assert caught.value.code == "disk-full"
    assert (keys.folder / "guwah.db").read_bytes() == before
    assert hidden(keys) == set()


def test_what_is_damaged_is_not_copied(keys: Keys) -> None:
    database = keys.folder / "guwah.db"
    data = bytearray(database.read_bytes())
    data[-50] ^= 1
    database.write_bytes(data)

    with pytest.raises(DatabaseDamaged):
        compacting.compact(keys, "0" * 16)

    assert database.read_bytes() == data
    assert hidden(keys) == set()


def test_a_copy_that_is_not_the_same_does_not_take_its_place(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(keys)
    counted = iter([{"words": 1}, {"words": 2}])
    monkeypatch.setattr(compacting, "_rows", lambda _path, _key: next(counted))

    with pytest.raises(compacting.NotCompacted):
        compacting.compact(keys, "0" * 16)

    assert rows(keys) == before


def test_nobody_else_may_write_meanwhile(keys: Keys) -> None:
    with closing(connect(str(keys.folder / "guwah.db"), keys.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM words").fetchone()
        with closing(connect(str(keys.folder / "guwah.db"), keys.database)) as writer:
            writer.execute("INSERT INTO words (said) VALUES ('new')")
            writer.commit()
        with pytest.raises(dbapi2.OperationalError):
            compacting.compact(keys, "0" * 16)
    assert hidden(keys) == set()


def command(keys: Keys, die_at: int, rounds: int) -> Sequence[object]:
    return [sys.executable, child.__file__, keys.folder, die_at, rounds]


def env() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(path for path in sys.path if path)}


def test_a_kill_at_every_step_leaves_the_old_file_or_the_new(keys: Keys) -> None:
    for step in range(1, 100):
        killed = run_to_death(command(keys, step, 1), env=env())
        holds(keys, killed)
        if killed.finished:
            break
    else:
        pytest.fail("it never came to its end")
    assert step > 5


@pytest.mark.parametrize("rounds", [5, pytest.param(300, marks=pytest.mark.slow)])
def test_a_kill_at_any_moment_loses_nothing(keys: Keys, rounds: int) -> None:
    kills = 0
    for killed in kill_at_moments(command(keys, 0, 50), seed=11, rounds=rounds, longest=1.5, env=env()):
        holds(keys, killed)
        kills += not killed.finished
    assert kills
