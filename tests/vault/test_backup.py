"""Making a backup: what is carried, what is kept, what is refused."""

from __future__ import annotations

import errno
import io
import os
import shutil
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from sqlcipher3 import dbapi2

from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.vault import folder, recovery
from guwah.vault.age import Identity
from guwah.vault.backup import (
    carrying,
    checking,
    coming_in,
    copying,
    making,
    naming,
    reading,
    snapshot,
    target,
)
from guwah.vault.backup.copying import BackupNotWritten
from guwah.vault.backup.log_folder import signer
from guwah.vault.backup.manifest import Manifest, ManifestBroken, read_manifest
from guwah.vault.backup.target import Target, open_target
from guwah.vault.database import base
from guwah.vault.database.base import connect
from guwah.vault.keys import Keys, seal_entry
from guwah.vault.slots import WrongPassphrase
from guwah.vault.vault_file import read
from vault import backup_child as child
from vault import rotation_child
from vault.test_rotation import nothing_is_lost, rotated


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """A vault with three members, a log, four sealed files, and a table that says what two of them are."""
    monkeypatch.setattr(naming, "_columns", {})
    naming.register("item", "items", "sha256")
    naming.register("letter", "no_such_table", "sha256")
    made, _ = rotation_child.make(tmp_path / "v")
    (made.folder / "log" / "checkpoint").write_bytes(b"of the log")
    (made.folder / "log" / "tile" / "0").mkdir(parents=True)
    (made.folder / "log" / "tile" / "0" / "000").write_bytes(b"a tile")
    known(made, *child.OIDS)
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def known(keys: Keys, *oids: str) -> None:
    connection = connect(str(keys.folder / "guwah.db"), keys.database)
    connection.execute("CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, sha256 TEXT)")
    connection.executemany("INSERT INTO items (sha256) VALUES (?)", [(oid,) for oid in oids])
    connection.commit()
    connection.close()


def log_more(keys: Keys, word: str = "more") -> None:
    connection = connect(str(keys.folder / "guwah.db"), keys.database)
    index = connection.execute("SELECT count(*) FROM vault_logentry").fetchone()[0]
    entry = f"{word} {index}".encode()
    row = (index, entry, seal_entry(keys.log_entries, index, entry))
    connection.execute("INSERT INTO vault_logentry VALUES (?, ?, ?)", row)
    connection.commit()
    connection.close()


def seal(keys: Keys, content: bytes) -> str:
    sealed = rotation_child.store(keys).seal(io.BytesIO(content))
    known(keys, sealed.oid)
    return sealed.name


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def checked(stick: Path, keys: Keys) -> checking.Checked:
    return checking.check(open_target(stick), keys)


def a_blob(folder: Path, number: int = 0) -> Path:
    """One of the sealed files that have a payload worth damaging."""
    return sorted((path for path in (folder / "blobs").glob("*/*")), key=lambda path: -path.stat().st_size)[
        number
    ]


def damage(path: Path, place: int = -20) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_everything_is_carried_once_and_only_what_is_new_later(keys: Keys, stick: Path) -> None:
    first = child.back_up(keys, stick)
    blobs = state(stick / "blobs")
    name = seal(keys, b"a fifth loaf")
    log_more(keys)

    second = child.back_up(keys, stick, 1)

    assert (first.carried.copied, second.carried.copied, second.carried.headers) == (4, 1, 0)
    assert (first.about.number, second.about.number, second.about.log_size) == (1, 2, rotation_child.ROWS + 1)
    assert state(stick / "blobs") == blobs | {name: (keys.folder / "blobs" / name).read_bytes()}
    assert first.good
    assert second.good
    found = checked(stick, keys)
    assert found.whole
    assert [each.number for each in found.snapshots] == [2, 1]
    assert (found.files, found.sealed) == (5, {})


def test_what_lies_on_the_stick_is_sealed_and_fits_any_stick(keys: Keys, stick: Path) -> None:
    (keys.folder / "editions" / "later.age").write_bytes(b"of a step to come")
    (keys.folder / "serving.json").write_text("the running server's own")
    (keys.folder / ".hidden").write_text("of this machine")

    made = child.back_up(keys, stick)

    names = {str(path.relative_to(stick)) for path in stick.rglob("*")}
    assert not any(set(name) & set('<>:"\\|?*') for name in names)
    assert len({name.lower() for name in names}) == len(names)
    assert not any(
        path.is_symlink() or (path.is_file() and path.stat().st_nlink > 1) for path in stick.rglob("*")
    )
    inside = f"snapshots/{made.about.number:06}-{made.about.made}"
    assert {f"{inside}/editions/later.age", f"{inside}/log/tile/0/000", f"{inside}/guwah.db"} <= names
    assert not any("serving" in name or "hidden" in name for name in names)
    everything = state(stick)
    for secret in (b"entry 7", keys.database, keys.master, keys.blob_identity, keys.log_signing):
        assert not any(secret in data or secret.hex().encode() in data for data in everything.values())
    oids = [oid.encode() for oid in child.OIDS]
    assert not any(oid in data for oid in oids for data in everything.values())


def test_the_database_is_of_one_moment_while_it_is_written_to(keys: Keys, stick: Path) -> None:
    busy = connect(str(keys.folder / "guwah.db"), keys.database)
    busy.execute("CREATE TABLE much (data BLOB)")
    busy.executemany("INSERT INTO much VALUES (?)", [(os.urandom(4000),) for _ in range(6000)])
    busy.commit()
    told: list[tuple[str, int, int]] = []

    def write_on(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        busy.execute("INSERT INTO much VALUES (x'00')")
        busy.commit()

    made = making.make(keys, stick, child.NOW, write_on)

    assert len([stage for stage, _, _ in told if stage == "database"]) > 2
    assert told[-1][1:] == (made.carried.bytes, made.carried.bytes)
    with reading.opened(made.target.snapshots()[0] / "guwah.db", keys.database) as copy:
        assert copy.execute("SELECT count(*) FROM much").fetchone()[0] == 6000
    assert busy.execute("SELECT count(*) FROM much").fetchone()[0] == 6000 + len(told)
    busy.close()


def test_after_a_change_of_keys_only_headers_are_written_and_old_ways_in_are_gone(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    child.back_up(keys, stick)
    payloads = {name: data[200:] for name, data in state(stick / "blobs").items()}
    new = rotated(keys)
    assert not checking.check(open_target(stick), keys).sealed

    made = child.back_up(new, stick, 1)

    assert (made.carried.copied, made.carried.headers, made.good) == (0, 4, True)
    assert {name: data[200:] for name, data in state(stick / "blobs").items()} == payloads
    assert state(stick / "blobs") == state(keys.folder / "blobs")
    assert checked(stick, new).whole
    with pytest.raises(WrongPassphrase):
        coming_in.by_passphrase(open_target(stick), tmp_path / "n", rotation_child.LEFT)
    assert child.back_up(new, stick, 2).carried.headers == 0


def test_a_dropped_set_of_sheets_opens_the_backup_no_more(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    assert all((ways_in / "recovery.age").is_file() for ways_in in open_target(stick).ways_in())

    recovery.drop(keys, read(keys.folder).recoveries[0])
    child.back_up(keys, stick, 1)

    assert not any((ways_in / "recovery.age").exists() for ways_in in open_target(stick).ways_in())


def test_what_the_vault_lost_the_backup_keeps_and_names(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    lost, damaged = a_blob(keys.folder), a_blob(keys.folder, 1)
    names = [str(path.relative_to(keys.folder / "blobs")) for path in (lost, damaged)]
    lost.unlink()
    damage(damaged)
    before = state(stick / "blobs")

    made = child.back_up(keys, stick, 1)

    assert state(stick / "blobs") == before
    assert (made.carried.kept, made.carried.damaged) == ([names[1], names[0]], [names[1]])
    assert made.good
    assert made.called[names[0]] == ("item 4",)
    assert checked(stick, keys).whole


def test_what_was_damaged_before_it_was_ever_copied_is_named_again_and_again(keys: Keys, stick: Path) -> None:
    damaged = a_blob(keys.folder)
    damage(damaged)
    gone = a_blob(keys.folder, 1)
    gone.unlink()

    for day in (0, 1):
        made = child.back_up(keys, stick, day)

        assert not made.good
        assert made.carried.damaged == [str(damaged.relative_to(keys.folder / "blobs"))]
        assert made.missing == (str(gone.relative_to(keys.folder / "blobs")),)
    assert set(checked(stick, keys).sealed.values()) == {checking.DAMAGED_BEFORE}


def test_a_file_sealed_once_more_after_damage_is_carried_anew(keys: Keys, stick: Path) -> None:
    path = a_blob(keys.folder)
    damage(path)
    child.back_up(keys, stick)
    rotation_child.store(keys).seal(io.BytesIO(rotation_child.CONTENTS[3]))

    made = child.back_up(keys, stick, 1)

    assert (made.good, made.carried.copied) == (True, 1)
    assert checked(stick, keys).whole


def test_a_damaged_file_of_the_backup_is_mended_by_the_vault(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    there = a_blob(stick)
    there.write_bytes(there.read_bytes()[:-1])
    assert list(checked(stick, keys).sealed.values()) == [checking.BROKEN]

    assert child.back_up(keys, stick, 1).carried.copied == 1
    assert checked(stick, keys).whole


def test_what_nobody_knows_of_any_more_goes_when_no_snapshot_lists_it(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    path = a_blob(keys.folder)
    path.unlink()
    connection = connect(str(keys.folder / "guwah.db"), keys.database)
    connection.execute("DELETE FROM items WHERE sha256 = ?", (child.OIDS[3],))
    connection.commit()
    connection.close()
    name = str(path.relative_to(keys.folder / "blobs"))

    for day in range(1, 16):
        made = child.back_up(keys, stick, 40 * day)
        if made.thinned:
            assert name not in {each.path for each in _manifest(stick, keys).sealed}
    assert not (stick / "blobs" / name).exists()
    assert checked(stick, keys).whole


def _manifest(stick: Path, keys: Keys) -> Manifest:
    return read_manifest(open_target(stick).snapshots()[0], signer(keys).key)


@pytest.mark.parametrize("inside", ["", "backup", "blobs/backup"])
def test_a_backup_inside_the_vault_is_refused(keys: Keys, inside: str) -> None:
    before = state(keys.folder)

    with pytest.raises(WrongUse) as refused:
        child.back_up(keys, keys.folder / inside)

    assert refused.value.code == "target-in-vault"
    assert state(keys.folder) == before


def test_a_vault_inside_the_backup_is_refused_through_a_link_too(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(WrongUse):
        child.back_up(keys, tmp_path / "link")


def test_a_folder_with_other_things_and_another_vaults_backup_are_refused(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one").touch()
    with pytest.raises(WrongUse) as refused:
        child.back_up(keys, tmp_path / "photos")
    assert refused.value.code == "folder-not-empty"
    (tmp_path / "file").touch()
    with pytest.raises(WrongUse):
        child.back_up(keys, tmp_path / "file")

    other, _ = rotation_child.make(tmp_path / "other")
    child.back_up(other, stick)
    before = state(stick)
    with pytest.raises(Refused) as strange:
        child.back_up(keys, stick)
    assert strange.value.code == "other-vault"
    assert state(stick) == before
    (stick / "backup.toml").write_text("format = 9")
    with pytest.raises(NotUnderstood, match="another version"):
        child.back_up(other, stick)


def test_a_backup_that_knows_more_than_the_vault_is_not_written_to(
    keys: Keys, stick: Path, tmp_path: Path
) -> None:
    shutil.copytree(keys.folder, tmp_path / "yesterday")
    log_more(keys)
    child.back_up(keys, stick)
    older = folder.unlock(tmp_path / "yesterday", rotation_child.PASSPHRASE)
    before = state(stick)

    for word in ("another", "yet another"):
        with pytest.raises(Refused) as refused:
            child.back_up(older, stick, 1)
        assert refused.value.code == "backup-knows-more"
        log_more(older, word)
    assert state(stick) == before

    size, root = making.read_all(open_target(stick), keys)[1].about.log_size, ""
    root = making.read_all(open_target(stick), keys)[1].about.log_root
    connection = connect(str(older.folder / "guwah.db"), older.database)
    connection.execute("CREATE TABLE vault_opening (label TEXT, value TEXT)")
    left = f'{{"size": {size}, "root": "{root}"}}'
    connection.execute("INSERT INTO vault_opening VALUES ('left-head', ?), ('seen-head', NULL)", (left,))
    connection.commit()
    connection.close()
    assert child.back_up(older, stick, 1).about.number == 2


def test_two_at_once_are_refused(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    with target.alone(open_target(stick)), pytest.raises(Refused) as refused:
        child.back_up(keys, stick, 1)
    assert refused.value.code == "backup-running"


def test_a_damaged_database_is_never_copied_over_good_ones(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    damage(keys.folder / "guwah.db", 5000)

    with pytest.raises(NotUnderstood) as refused:
        child.back_up(keys, stick, 1)

    assert refused.value.code == "database-broken"
    found = checked(stick, keys)
    assert found.whole
    assert [each.number for each in found.snapshots] == [1]


def test_a_stick_that_fills_up_under_the_database_is_not_taken_for_a_broken_database(
    keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child.back_up(keys, stick)
    begun: list[Path] = []

    def full(_source: Path, _key: bytes, making: Path, _tell: object) -> None:
        begun.append(making)
        raise dbapi2.OperationalError("database or disk is full")

    def no_room(path: Path, _data: bytes) -> None:
        # What was begun still takes the room, or the disk would not say that it is full.
        assert begun[0].exists()
        raise OSError(errno.ENOSPC, str(path))

    with monkeypatch.context() as patched:
        patched.setattr(snapshot, "_online", full)
        patched.setattr(snapshot, "write_durably", no_room)
        patched.setattr(snapshot, "copy_files", lambda *_given: [])
        with pytest.raises(BackupNotWritten) as refused:
            child.back_up(keys, stick, 1)
    assert refused.value.code == "disk-full"
    assert not begun[0].exists()
    assert child.back_up(keys, stick, 1).good


def test_a_full_stick_is_told_before_anything_is_copied(
    keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(keys.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=300_000))

    with pytest.raises(BackupNotWritten) as refused:
        child.back_up(keys, stick)

    assert refused.value.code == "disk-full"
    assert not list((stick / "blobs").iterdir())


@pytest.mark.parametrize("fails_at", [1, 2, 3, 5, 8, 13, 40])
def test_a_stick_that_fills_up_or_fails_costs_nothing_of_before(
    keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    child.back_up(keys, stick)
    before = state(stick)
    for number in range(20):
        seal(keys, b"loaf %d" % number)
    calls = 0
    real = os.fsync

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(errno.ENOSPC if fails_at % 2 else errno.EIO, "invented")
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(BackupNotWritten, match="1 earlier backups") as refused:
            child.back_up(keys, stick, 1)
    assert refused.value.code == ("disk-full" if fails_at % 2 else "not-written")
    now = state(stick)
    assert before.items() <= now.items()
    assert checked(stick, keys).whole

    made = child.back_up(keys, stick, 1)
    assert made.good
    assert checked(stick, keys).whole
    assert not [name for name in state(stick) if "/.new-" in name]


def test_a_file_too_large_for_the_stick_is_left_out_and_named(
    keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = str(a_blob(keys.folder).relative_to(keys.folder / "blobs"))
    real = copying.copy

    def small_only(source: Path, *rest: object) -> str:
        if source.name in big:
            raise OSError(errno.EFBIG, "invented")
        return real(source, *rest)  # type: ignore[arg-type] # passed through

    monkeypatch.setattr(carrying, "copy", small_only)

    made = child.back_up(keys, stick)

    assert (made.good, made.carried.left_out, made.missing) == (False, {big: "file-too-large"}, ())
    assert checked(stick, keys).whole


def test_a_file_the_vaults_disk_cannot_read_is_left_out_and_named(
    keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child.back_up(keys, stick)
    name = seal(keys, b"unlucky")
    log_tile = keys.folder / "log" / "tile" / "0" / "000"
    real = copying.pieces

    def failing(path: Path) -> object:
        if path in (keys.folder / "blobs" / name, log_tile, keys.folder / "log" / "checkpoint"):
            raise copying.Unreadable(str(path))
        return real(path)

    monkeypatch.setattr(copying, "pieces", failing)
    monkeypatch.setattr("guwah.vault.backup.snapshot.pieces", failing)

    made = child.back_up(keys, stick, 1)

    assert set(made.carried.left_out) == {name, "log/checkpoint", "log/tile/0/000"}
    assert not made.good


@pytest.mark.parametrize("part", ["manifest", "list", "guwah.db", "log/tile/0/000", "keys.age"])
def test_each_changed_byte_of_a_snapshot_is_found(keys: Keys, stick: Path, part: str) -> None:
    child.back_up(keys, stick)
    path = open_target(stick).snapshots()[0] / part
    data = path.read_bytes()
    for place in {0, 1, len(data) // 3, len(data) // 2, len(data) - 1}:
        damage(path, place)
        found = checked(stick, keys)
        assert not found.whole, place
        assert found.snapshots[0].faults
        path.write_bytes(data)
    path.unlink()
    found = checked(stick, keys)
    assert not found.whole
    path.write_bytes(data)
    assert checked(stick, keys).whole


def test_each_changed_byte_of_a_sealed_file_is_found(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    path = a_blob(stick, 2)
    data = path.read_bytes()
    for place in range(len(data)):
        damage(path, place)
        assert list(checked(stick, keys).sealed.values()) == [checking.BROKEN], place
    path.unlink()
    found = checked(stick, keys)
    assert list(found.sealed.values()) == [checking.MISSING]
    assert found.snapshots[0].lost == 1


def test_a_manifest_of_another_vault_or_another_form_is_none(keys: Keys, stick: Path, tmp_path: Path) -> None:
    child.back_up(keys, stick)
    snapshot = open_target(stick).snapshots()[0]
    other, _ = rotation_child.make(tmp_path / "other")
    with pytest.raises(ManifestBroken, match="manifest-broken"):
        read_manifest(snapshot, signer(other).key)
    for text in ("guwah/backup/v1\n[]\n", "something else\n{}\n", 'guwah/backup/v1\n{"log":1}\n', "short\n"):
        (snapshot / "manifest").write_bytes(signer(keys).sign(text))
        with pytest.raises(ManifestBroken, match="manifest-broken"):
            read_manifest(snapshot, signer(keys).key)


def test_an_older_snapshot_that_lost_its_manifest_is_not_cleared_away(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    child.back_up(keys, stick, 1)
    older, begun = open_target(stick).snapshots()[1], open_target(stick).snapshot(3, "20310508T070809Z")
    (older / "manifest").unlink()
    begun.mkdir()

    made = child.back_up(keys, stick, 3)

    assert (older / "guwah.db").is_file()
    assert (made.about.number, begun.exists()) == (3, False)


def test_a_lost_marker_costs_nothing_and_comes_back(keys: Keys, stick: Path) -> None:
    child.back_up(keys, stick)
    (stick / "backup.toml").write_bytes(b"\xff\x00")
    assert open_target(stick) == Target(stick, "", "")
    assert checked(stick, keys).whole

    assert child.back_up(keys, stick, 1).about.number == 2
    assert open_target(stick).vault_id == keys.vault_id
    shutil.rmtree(stick / "snapshots")
    (stick / "backup.toml").unlink()
    with pytest.raises(NotUnderstood, match="no backup"):
        open_target(stick)


def test_the_copy_opens_with_the_parts_put_together_by_hand(keys: Keys, stick: Path, tmp_path: Path) -> None:
    made = child.back_up(keys, stick)
    home = tmp_path / "by-hand"
    shutil.copytree(made.target.snapshots()[0], home)
    shutil.copytree(stick / "blobs", home / "blobs")
    for name in ("vault.toml", "recovery.age"):
        shutil.copy(stick / "ways-in-1" / name, home / name)

    nothing_is_lost(folder.unlock(home, rotation_child.STAYS))
    assert Identity(keys.blob_identity).recipient.public == read(home).recipient


def test_a_library_that_could_spill_plaintext_neither_reads_nor_makes_a_copy(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = keys.folder / folder.DATABASE
    monkeypatch.setattr(base, "compiled_safely", lambda _: False)

    with pytest.raises(ImproperlyConfigured), reading.opened(whole, keys.database):
        pass
    # The vault's own connection asks as well; here only the copy is in question.
    monkeypatch.setattr(snapshot, "connect", lambda *_, **__: dbapi2.connect(":memory:"))
    with pytest.raises(ImproperlyConfigured):
        snapshot.copy_database(whole, keys.database, tmp_path)
