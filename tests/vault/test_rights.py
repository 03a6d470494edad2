"""Nothing of a vault can be looked into by another user of the machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import mill
from browsing import served
from commanding import Guwah
from guwah.vault.database.base import connect
from guwah.vault.durable import keep_from_others, make_folders


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """A user whose files are everybody's unless a program sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    return [str(path) for path in (folder, *folder.rglob("*")) if rights(path) & 0o077]


def work(guwah: Guwah) -> None:
    (guwah.home / "talk.txt").write_text(mill.TALK, "utf-8")
    guwah("case", "new", mill.TITLE)
    guwah("evidence", "add", "1", "talk.txt")
    guwah("testimony", "import", "1", "talk.txt")


def test_every_file_of_a_vault_is_its_owners_only(tmp_path: Path) -> None:
    guwah = Guwah(tmp_path)
    guwah("init", "--member", "aygul")
    with served("serve", guwah.environment(), lines=1) as server:
        work(guwah)
        names = {path.name for path in guwah.vault.rglob("*")}

        assert {"guwah.db", "guwah.db-wal", "guwah.db-shm", "serving.json", "checkpoint"} <= names
        assert open_to_others(guwah.vault) == []
        assert open_to_others(tmp_path / "seen") == []
        server.process.terminate()
        server.process.wait()


def test_a_vault_of_an_older_guwah_is_mended_when_it_is_opened(tmp_path: Path) -> None:
    guwah = Guwah(tmp_path).make()
    work(guwah)
    folders = [path for path in guwah.vault.rglob("*") if path.is_dir() and "blobs" not in path.parts[-2:-1]]
    for each in (guwah.vault, guwah.vault / "guwah.db", *folders):
        each.chmod(0o755 if each.is_dir() else 0o644)
    assert open_to_others(guwah.vault)

    guwah("case", "list")

    assert open_to_others(guwah.vault) == []


def test_a_database_and_its_companions_are_mended_at_connect(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    first = connect(str(path), bytes(48))
    first.execute("CREATE TABLE t (x)")
    files = [path, tmp_path / "a.db-wal", tmp_path / "a.db-shm"]
    assert [rights(each) for each in files] == [0o600] * 3
    for each in files:
        each.chmod(0o644)

    second = connect(str(path), bytes(48))

    assert [rights(each) for each in files] == [0o600] * 3
    second.close()
    first.close()


def test_missing_folders_are_made_for_their_owner_and_others_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folders(tmp_path / "a" / "b")

    assert [rights(each) for each in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [
        0o755,
        0o700,
        0o700,
    ]
    keep_from_others(tmp_path / "not there")
