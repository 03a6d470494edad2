"""Bringing a vault back: from what is whole, naming what is not."""

from __future__ import annotations

import errno
import io
import os
import shutil
from pathlib import Path

import pytest

from cast import CHEAP
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault import folder, recovery
from guwah.vault.age import Identity
from guwah.vault.backup import checking, coming_in, copying, drilling, leftover, mending, naming, restoring
from guwah.vault.backup.copying import BackupNotWritten, Unreadable
from guwah.vault.backup.target import open_target
from guwah.vault.durable import make_folders
from guwah.vault.keys import Keys
from guwah.vault.sheets import Sheet
from guwah.vault.slots import WrongPassphrase
from vault import backup_child as child
from vault import rotation_child
from vault.test_backup import a_blob, damage, known, log_more, seal, state
from vault.test_rotation import nothing_is_lost, rotated

FRESH = "nine tin cups on a long shelf"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Keys, list[Sheet]]:
    monkeypatch.setattr(naming, "_columns", {})
    naming.register("item", "items", "sha256")
    keys, sheets = rotation_child.make(tmp_path / "v")
    known(keys, *child.OIDS)
    return keys, sheets


@pytest.fixture
def keys(made: tuple[Keys, list[Sheet]]) -> Keys:
    return made[0]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def back(stick: Path, home: Path, number: int | None = None) -> restoring.Restored:
    return child.bring_back(stick, home, number)


def snapshot(stick: Path, number: int) -> Path:
    return next((stick / "snapshots").glob(f"{number:06}-*"))


def drilled(stick: Path, keys: Keys, copy: Path) -> drilling.Drilled:
    where = open_target(stick)
    opened = coming_in.by_passphrase(where, copy, rotation_child.PASSPHRASE, "aygul")
    return drilling.drill(where, opened.keys, keys)


def test_everything_comes_back(keys: Keys, stick: Path, tmp_path: Path) -> None:
    child.back_up(keys, stick)
    before = state(stick)

    done = back(stick, tmp_path / "new")

    assert (done.number, done.log_size, done.files) == (1, rotation_child.ROWS, 4)
    assert (done.sealed, done.passed_over, done.unread, done.later, done.left) == ({}, {}, [], (), [])
    nothing_is_lost(folder.unlock(tmp_path / "new", rotation_child.STAYS))
    assert state(tmp_path / "new" / "blobs") == state(keys.folder / "blobs")
    assert state(stick) == before


@pytest.mark.parametrize("how", ["damaged", "missing", "cut short", "without its manifest"])
def test_a_newest_database_that_is_lost_costs_only_what_came_after_the_one_before(
    keys: Keys, stick: Path, tmp_path: Path, how: str
) -> None:
    child.back_up(keys, stick)
    late = seal(keys, b"a late loaf")
    log_more(keys)
    child.back_up(keys, stick, 1)
    database = snapshot(stick, 2) / "guwah.db"
    if how == "damaged":
        damage(database, 9000)
    elif how == "cut short":
        database.write_bytes(database.read_bytes()[:-4096])
    else:
        database.unlink()
    if how == "without its manifest":
        (snapshot(stick, 2) / "manifest").write_bytes(b"unreadable")

    done = back(stick, tmp_path / "new")

    assert done.number == 1
    assert list(done.passed_over) == [2]
    assert done.log_size == rotation_child.ROWS
    assert done.sealed == {}
    assert len(done.left) == (0 if how == "without its manifest" else 1)
    nothing_is_lost(folder.unlock(tmp_path / "new", rotation_child.STAYS))
    assert (tmp_path / "new" / "blobs" / late).is_file()


def test_a_snapshot_whose_manifest_is_lost_is_used_all_the_same(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    child.back_up(keys, stick)
    (snapshot(stick, 1) / "manifest").unlink()
    (snapshot(stick, 1) / "list").unlink()

    done = back(stick, tmp_path / "new")

    assert (done.number, done.passed_over) == (1, {})
    nothing_is_lost(folder.unlock(tmp_path / "new", rotation_child.STAYS))


def test_without_one_whole_database_it_says_what_still_opens(keys: Keys, stick: Path, tmp_path: Path) -> None:
    child.back_up(keys, stick)
    damage(snapshot(stick, 1) / "guwah.db", 5000)

    with pytest.raises(NotUnderstood, match="opened-without-us") as refused:
        back(stick, tmp_path / "new")

    assert refused.value.code == "no-snapshot"
    with pytest.raises(NotUnderstood):
        back(stick, tmp_path / "newer", 7)


@pytest.mark.parametrize("how", ["damaged", "missing", "header"])
def test_one_sealed_file_lost_is_named_and_nothing_else_is_lost(
    keys: Keys, stick: Path, tmp_path: Path, how: str
) -> None:
    child.back_up(keys, stick)
    path = a_blob(stick)
    name = str(path.relative_to(stick / "blobs"))
    if how == "missing":
        path.unlink()
    else:
        damage(path, 60 if how == "header" else -30)

    done = back(stick, tmp_path / "new")

    assert done.sealed == {name: checking.MISSING if how == "missing" else checking.BROKEN}
    assert (tmp_path / "new" / "blobs" / name).is_file() is (how != "missing")
    store = naming.store_of(folder.unlock(tmp_path / "new", rotation_child.STAYS))
    for oid in child.OIDS:
        if store.name(oid) != name:
            store.verify(oid)
    look = drilled(stick, keys, tmp_path / "drill")
    assert look.sealed.keys() == {name}
    assert look.called[name] == ("item 4",)
    assert not look.good


def test_a_file_of_the_backup_that_cannot_be_read_is_named(
    keys: Keys, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (keys.folder / "editions" / "one.age").write_bytes(b"of a step to come")
    (keys.folder / "log" / "checkpoint").write_bytes(b"made anew anyway")
    child.back_up(keys, stick)
    bad = {a_blob(stick), *snapshot(stick, 1).glob("editions/*"), *snapshot(stick, 1).glob("log/*")}
    real = copying.copy

    def failing(source: Path, target: Path) -> str:
        if source in bad:
            raise Unreadable(str(source))
        return real(source, target)

    monkeypatch.setattr(restoring, "copy", failing)

    done = back(stick, tmp_path / "new")

    assert list(done.sealed.values()) == [checking.BROKEN]
    assert done.unread == ["editions/one.age"]


def test_vault_toml_lost_once_is_no_loss_and_twice_needs_the_sheets(
    made: tuple[Keys, list[Sheet]], stick: Path, tmp_path: Path
) -> None:
    keys, sheets = made
    child.back_up(keys, stick)
    where = open_target(stick)
    damage(stick / "ways-in-1" / "vault.toml", 100)
    assert coming_in.by_passphrase(where, tmp_path / "a", rotation_child.STAYS).keys.member == "chiara"
    with pytest.raises(WrongPassphrase):
        coming_in.by_passphrase(where, tmp_path / "a", "not a passphrase of theirs")
    (stick / "ways-in-2" / "vault.toml").write_text("format = 2")
    with pytest.raises(NotUnderstood):
        coming_in.by_passphrase(where, tmp_path / "a", rotation_child.STAYS)

    (stick / "ways-in-1" / "recovery.age").write_bytes(b"rotten")
    opened = coming_in.by_sheets(where, tmp_path / "new", sheets[:2])
    assert opened.vault_file is None
    restoring.prepare(tmp_path / "new", where)
    (tmp_path / "new").mkdir(exist_ok=True)
    restoring.restore(where, opened.keys, tmp_path / "new")
    shutil.copy(stick / "ways-in-2" / "recovery.age", tmp_path / "new")
    recovery.restore(tmp_path / "new", sheets[:2], "dilnoza", FRESH, CHEAP)
    nothing_is_lost(folder.unlock(tmp_path / "new", FRESH))

    for ways_in in where.ways_in():
        (ways_in / "recovery.age").unlink()
    with pytest.raises(NotUnderstood, match=r"recovery\.age"):
        coming_in.by_sheets(where, tmp_path / "b", sheets[:2])
    shutil.rmtree(stick / "ways-in-1")
    shutil.rmtree(stick / "ways-in-2")
    with pytest.raises(NotUnderstood) as nothing:
        coming_in.by_passphrase(where, tmp_path / "b", rotation_child.STAYS)
    assert nothing.value.code == "no-vault-file"


def test_sheets_take_the_vault_toml_that_fits(
    made: tuple[Keys, list[Sheet]], stick: Path, tmp_path: Path
) -> None:
    keys, sheets = made
    child.back_up(keys, stick)
    damage(stick / "ways-in-1" / "vault.toml")

    opened = coming_in.by_sheets(open_target(stick), tmp_path / "new", sheets[1:])

    assert opened.vault_file == (keys.folder / "vault.toml").read_bytes()


@pytest.mark.parametrize("carried", ["after", "before", "half"])
def test_a_snapshot_from_before_a_change_of_keys_comes_back_under_the_new_ones(
    keys: Keys, stick: Path, tmp_path: Path, carried: str
) -> None:
    child.back_up(keys, stick)
    blobs = state(stick / "blobs")
    new = rotated(keys)
    child.back_up(new, stick, 1)
    damage(snapshot(stick, 2) / "guwah.db", 9000)
    # As if the run that carried the new headers had been killed before any of them, or after half.
    for name in [] if carried == "after" else sorted(blobs)[: 2 if carried == "half" else 4]:
        (stick / "blobs" / name).write_bytes(blobs[name])

    done = back(stick, tmp_path / "new")

    assert (done.number, list(done.passed_over.values())) == (1, ["database-broken"])
    opened = folder.unlock(tmp_path / "new", rotation_child.STAYS)
    assert opened.generation == 1
    nothing_is_lost(opened)
    with pytest.raises(WrongPassphrase):
        folder.unlock(tmp_path / "new", rotation_child.LEFT)


def test_a_file_the_vault_lost_before_a_change_of_keys_comes_back_under_the_new_ones(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    child.back_up(keys, stick)
    lost = a_blob(keys.folder)
    lost.unlink()
    new = rotated(keys)
    child.back_up(new, stick, 1)

    back(stick, tmp_path / "new")
    mended = mending.mend(open_target(stick), new)

    for home in (tmp_path / "new", keys.folder):
        nothing_is_lost(folder.unlock(home, rotation_child.STAYS))
    assert mended.brought == [str(lost.relative_to(keys.folder / "blobs"))]
    assert mending.mend(open_target(stick), new).brought == []


def test_what_the_vault_lost_is_put_back_as_far_as_the_backup_has_it(
    keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child.back_up(keys, stick)
    names = [str(a_blob(keys.folder, place).relative_to(keys.folder / "blobs")) for place in range(4)]
    damage(keys.folder / "blobs" / names[0])
    for name in names[1:]:
        (keys.folder / "blobs" / name).unlink()
    (stick / "blobs" / names[1]).unlink()
    damage(stick / "blobs" / names[2])
    shutil.copy(stick / "blobs" / names[0], stick / "blobs" / names[3])
    told: list[tuple[str, int, int]] = []

    done = mending.mend(open_target(stick), keys, lambda *each: told.append(each))

    assert done.brought == [names[0]]
    assert done.still == {names[1]: "missing", names[2]: "broken", names[3]: "broken"}
    assert done.called[names[0]] == ("item 4",)
    assert told[-1] == ("checked", 4, 4)

    (keys.folder / "blobs" / names[0]).unlink()

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "invented")

    with monkeypatch.context() as patched:
        patched.setattr(mending, "copy", full)
        with pytest.raises(BackupNotWritten, match="stays"):
            mending.mend(open_target(stick), keys)

    def unreadable(*_given: object) -> None:
        raise Unreadable("invented")

    monkeypatch.setattr(mending, "copy", unreadable)
    assert mending.mend(open_target(stick), keys).still[names[0]] == "broken"


def test_keys_of_a_snapshot_that_are_lost_are_told_from_a_broken_database(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    child.back_up(keys, stick)
    new = rotated(keys)
    child.back_up(new, stick, 1)
    (snapshot(stick, 1) / "keys.age").unlink()
    (snapshot(stick, 2) / "guwah.db").unlink()

    with pytest.raises(NotUnderstood):
        back(stick, tmp_path / "new")
    where = open_target(stick)
    opened = coming_in.by_passphrase(where, tmp_path / "other", rotation_child.STAYS)
    make_folders(tmp_path / "other")
    done = restoring.Restored(tmp_path / "other", opened.keys)
    with pytest.raises(NotUnderstood):
        restoring._database(where, done, None)
    assert done.passed_over == {2: "database-missing", 1: "keys-missing"}


def test_an_older_backup_can_be_asked_for(keys: Keys, stick: Path, tmp_path: Path) -> None:
    child.back_up(keys, stick)
    log_more(keys)
    child.back_up(keys, stick, 1)

    done = back(stick, tmp_path / "new", 1)

    assert (done.number, done.log_size, done.passed_over) == (1, rotation_child.ROWS, {})
    assert [head["size"] for head in done.left] == [rotation_child.ROWS + 1]


def test_only_an_empty_folder_or_one_of_the_same_restore_is_written_to(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    child.back_up(keys, stick)
    where = open_target(stick)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".restoring").write_text("f" * 32)
    for refused in (tmp_path / "full", tmp_path / "full" / "letter", tmp_path / "other"):
        with pytest.raises(WrongUse) as no:
            restoring.prepare(refused, where)
        assert no.value.code == "folder-not-empty"
    for nested in (stick, stick / "new", tmp_path):
        with pytest.raises(WrongUse) as no:
            restoring.prepare(nested, where)
        assert no.value.code == "target-in-vault"
    restoring.prepare(tmp_path / "new", where)
    (tmp_path / "new" / ".new-half").touch()
    restoring.prepare(tmp_path / "new", where)
    assert not (tmp_path / "new" / ".new-half").exists()


@pytest.mark.parametrize("fails_at", [1, 2, 3, 6, 9])
def test_a_full_disk_keeps_what_came_back_so_far_and_the_next_run_goes_on(
    keys: Keys, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    child.back_up(keys, stick)
    where = open_target(stick)
    opened = coming_in.by_passphrase(where, tmp_path / "new", rotation_child.STAYS)
    restoring.prepare(tmp_path / "new", where)
    calls, real = 0, os.fsync

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(errno.ENOSPC, "invented")
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(BackupNotWritten, match="stays") as refused:
            restoring.restore(where, opened.keys, tmp_path / "new")
    assert refused.value.code == "disk-full"
    assert not folder.exists(tmp_path / "new")

    assert back(stick, tmp_path / "new").sealed == {}
    nothing_is_lost(folder.unlock(tmp_path / "new", rotation_child.STAYS))


def test_a_disk_too_small_is_told_before_anything_is_written(
    keys: Keys, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child.back_up(keys, stick)
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=100_000))

    with pytest.raises(BackupNotWritten) as refused:
        back(stick, tmp_path / "new")

    assert refused.value.code == "disk-full"
    assert not list((tmp_path / "new" / "blobs").iterdir())


def test_a_drill_finds_all_well_and_leaves_nothing(keys: Keys, stick: Path, tmp_path: Path) -> None:
    rotation_child.store(keys).seal(io.BytesIO(b"sealed, and in no table"))
    child.back_up(keys, stick)
    log_more(keys)

    done = drilled(stick, keys, tmp_path / "drill")

    assert (done.good, done.files, done.faults) == (True, 5, [])
    assert not (tmp_path / "drill").exists()


def test_a_drill_finds_another_log_an_older_database_and_a_file_of_no_table(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    name = rotation_child.store(keys).seal(io.BytesIO(b"sealed, and in no table")).name
    shutil.copytree(keys.folder, tmp_path / "twin")
    child.back_up(keys, stick)
    log_more(keys)
    child.back_up(keys, stick, 1)
    (snapshot(stick, 2) / "guwah.db").unlink()
    damage(stick / "blobs" / name)
    twin = folder.unlock(tmp_path / "twin", rotation_child.PASSPHRASE)
    log_more(twin, "elsewhere")

    done = drilled(stick, twin, tmp_path / "drill")

    assert (done.good, done.faults) == (False, ["older-database"])
    assert done.sealed == {name: "broken"}
    connection = folder.fits_database(keys.folder, keys.database)
    assert connection
    shutil.rmtree(stick)
    child.back_up(keys, stick)
    assert drilled(stick, twin, tmp_path / "drill").faults == ["log-differs"]


def test_a_drill_deletes_only_what_it_made(keys: Keys, tmp_path: Path) -> None:
    drilling.remove(keys.folder)
    drilling.remove(tmp_path / "nothing")

    assert folder.exists(keys.folder)


def test_a_drill_that_fails_leaves_no_copy_either(keys: Keys, stick: Path, tmp_path: Path) -> None:
    child.back_up(keys, stick)
    damage(snapshot(stick, 1) / "guwah.db", 5000)

    with pytest.raises(NotUnderstood):
        drilled(stick, keys, tmp_path / "drill")

    assert not (tmp_path / "drill").exists()


def test_log_files_that_are_lost_tell_nothing_and_break_nothing(keys: Keys, tmp_path: Path) -> None:
    assert leftover.later_entries(tmp_path, None, 0) == ()
    assert leftover.later_entries(tmp_path, keys, 0) == ()
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "checkpoint").write_text("not signed")
    assert leftover.later_entries(tmp_path, keys, 0) == ()
    assert Identity(keys.blob_identity).recipient.public
