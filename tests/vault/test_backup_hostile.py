"""A stick that somebody else had: what lies there in place of a file hangs nothing and leads nowhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from guwah.failures import NotUnderstood
from guwah.vault.backup import coming_in, restoring
from guwah.vault.backup.target import open_target
from guwah.vault.keys import Keys
from vault import backup_child as child
from vault import rotation_child
from vault.test_backup import a_blob, checked, keys, stick

__all__ = ["keys", "stick"]


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _elsewhere(path: Path) -> None:
    path.symlink_to("/etc/passwd")


HARMS = (_fifo, _endless, _elsewhere, Path.mkdir)


def _exchange(path: Path, harm: object) -> None:
    path.unlink()
    assert callable(harm)
    harm(path)


@pytest.mark.parametrize("harm", HARMS)
def test_a_sealed_file_that_is_none_is_broken_and_is_not_brought_back(
    keys: Keys, stick: Path, tmp_path: Path, harm: object
) -> None:
    child.back_up(keys, stick)
    blob = a_blob(stick)
    name = str(blob.relative_to(stick / "blobs"))
    _exchange(blob, harm)

    assert checked(stick, keys).sealed == {name: "broken"}
    where = open_target(stick)
    opened = coming_in.by_passphrase(where, tmp_path / "new", rotation_child.STAYS)
    restoring.prepare(tmp_path / "new", where)
    done = restoring.restore(where, opened.keys, tmp_path / "new")
    assert set(done.sealed) == {name}
    assert not (tmp_path / "new" / "blobs" / name).exists()


@pytest.mark.parametrize("harm", [_fifo, _endless, _elsewhere])
def test_the_vault_mends_what_is_no_file_in_its_backup(keys: Keys, stick: Path, harm: object) -> None:
    child.back_up(keys, stick)
    blob = a_blob(stick)
    _exchange(blob, harm)
    child.back_up(keys, stick, 1)
    assert blob.is_file()
    assert not blob.is_symlink()
    assert checked(stick, keys).whole


@pytest.mark.parametrize("name", ["manifest", "list", "guwah.db", "keys.age"])
@pytest.mark.parametrize("harm", [_fifo, _endless])
def test_a_part_of_a_snapshot_that_is_no_file_is_named(
    keys: Keys, stick: Path, name: str, harm: object
) -> None:
    child.back_up(keys, stick)
    _exchange(next((stick / "snapshots").iterdir()) / name, harm)
    assert not checked(stick, keys).whole


@pytest.mark.parametrize("name", ["backup.toml", "ways-in-1/vault.toml", "ways-in-1/recovery.age", ".lock"])
@pytest.mark.parametrize("harm", [_fifo, _endless])
def test_what_says_how_to_come_in_is_a_file_or_the_other_copy_is_taken(
    keys: Keys, stick: Path, tmp_path: Path, name: str, harm: object
) -> None:
    child.back_up(keys, stick)
    (stick / name).touch()
    _exchange(stick / name, harm)
    opened = coming_in.by_passphrase(open_target(stick), tmp_path / "new", rotation_child.STAYS)
    assert opened.keys.master == keys.master


@pytest.mark.parametrize("text", ["x = " + "[" * 60_000, "# " + "long" * 20_000])
def test_a_marker_without_end_is_a_lost_one(keys: Keys, stick: Path, text: str) -> None:
    child.back_up(keys, stick)
    (stick / "backup.toml").write_text(text)
    assert open_target(stick).target_id == ""


@pytest.mark.parametrize("name", ["blobs", "snapshots", "ways-in-1", "ways-in-2"])
def test_a_folder_of_a_backup_that_leads_elsewhere_is_not_entered(
    keys: Keys, stick: Path, tmp_path: Path, name: str
) -> None:
    child.back_up(keys, stick)
    shutil.move(stick / name, tmp_path / "elsewhere")
    (stick / name).symlink_to(tmp_path / "elsewhere")
    before = sorted((tmp_path / "elsewhere").rglob("*"))
    with pytest.raises(NotUnderstood) as caught:
        checked(stick, keys)
    assert caught.value.code == "backup-has-links"
    with pytest.raises(NotUnderstood):
        child.back_up(keys, stick, 1)
    assert sorted((tmp_path / "elsewhere").rglob("*")) == before
