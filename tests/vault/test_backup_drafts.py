"""Typing that came after a lock is in a backup as it lies, and whoever brings the vault back has it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from commanding import SECOND, Guwah
from guwah.accounts.typed import Typed, TypedPage, sealed_words
from guwah.vault import folder
from guwah.vault.age import Identity
from guwah.vault.backup import checking, copying, making, naming, snapshot
from guwah.vault.backup.copying import Unreadable
from guwah.vault.backup.target import open_target
from guwah.vault.database.base import connect
from guwah.vault.keyring import Slit
from guwah.vault.keys import Keys
from guwah.vault.sealed_drafts import put_in, take_out, waiting
from vault import backup_child as child
from vault import rotation_child
from vault.test_rotation import rotated

NOW = dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
PAGES = ("0f" * 16, "1e" * 16)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """A vault to which two pages were typed after its lock."""
    monkeypatch.setattr(naming, "_columns", {})
    made, _ = rotation_child.make(tmp_path / "v")
    for page in PAGES:
        put_in(slit(made), page, f"the flour of {page}".encode())
    return made


def slit(keys: Keys) -> Slit:
    return Slit(keys.folder, Identity(keys.blob_identity).recipient)


def words(keys: Keys) -> list[bytes]:
    return [take_out(keys, file) for file in waiting(keys.folder)]


def test_it_comes_back_sealed_as_it_lay(keys: Keys, tmp_path: Path) -> None:
    made = child.back_up(keys, tmp_path / "stick")
    assert made.good
    assert not any(
        b"flour" in file.read_bytes() for file in (tmp_path / "stick").rglob("*") if file.is_file()
    )

    done = child.bring_back(tmp_path / "stick", tmp_path / "new")

    assert not done.unread
    back = folder.unlock(tmp_path / "new", rotation_child.STAYS)
    assert [file.read_bytes() for file in waiting(back.folder)] == [
        file.read_bytes() for file in waiting(keys.folder)
    ]
    assert words(back) == [b"the flour of " + page.encode() for page in PAGES]


def test_it_opens_after_a_change_of_keys_since(keys: Keys, tmp_path: Path) -> None:
    child.back_up(keys, tmp_path / "stick")
    child.back_up(rotated(keys), tmp_path / "stick", 1)

    for number in (1, 2):
        home = tmp_path / str(number)
        child.bring_back(tmp_path / "stick", home, number)
        assert words(folder.unlock(home, rotation_child.STAYS)) == words(keys)


def test_a_damaged_page_in_a_backup_is_named(keys: Keys, tmp_path: Path) -> None:
    child.back_up(keys, tmp_path / "stick")
    (first, _) = sorted((tmp_path / "stick").glob("snapshots/*/drafts/*"))
    whole = first.read_bytes()
    first.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    (found,) = checking.check(open_target(tmp_path / "stick"), keys).snapshots

    assert found.faults == {f"drafts/{PAGES[0]}.age": checking.BROKEN}


def test_typing_merged_in_the_middle_of_a_backup_is_no_lack_of_it(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copying.copy

    def merged_first(source: Path, target: Path) -> str:
        if source.stem == PAGES[0]:
            source.unlink()
        return copy(source, target)

    monkeypatch.setattr(snapshot, "copy", merged_first)

    made = child.back_up(keys, tmp_path / "stick")

    assert made.good
    assert [file.stem for file in (tmp_path / "stick").glob("snapshots/*/drafts/*")] == [PAGES[1]]


@pytest.mark.parametrize("name", [f"drafts/{PAGES[0]}.age", "editions/one"])
def test_what_is_there_and_cannot_be_read_is_a_lack(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (keys.folder / "editions" / "one").write_bytes(b"an edition")
    copy = copying.copy

    def fails(source: Path, target: Path) -> str:
        if source == keys.folder / name:
            raise Unreadable(str(source))
        return copy(source, target)

    monkeypatch.setattr(snapshot, "copy", fails)

    made = child.back_up(keys, tmp_path / "stick")

    assert made.carried.left_out == {name: "unreadable"}


def test_a_lost_edition_is_a_lack(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (keys.folder / "editions" / "one").write_bytes(b"an edition")
    copy = copying.copy

    def gone(source: Path, target: Path) -> str:
        if source.name == "one":
            source.unlink()
        return copy(source, target)

    monkeypatch.setattr(snapshot, "copy", gone)

    assert child.back_up(keys, tmp_path / "stick").carried.left_out == {"editions/one": "unreadable"}


def test_a_restored_vault_has_the_page_among_what_was_typed(tmp_path: Path) -> None:
    guwah = Guwah(tmp_path)
    vault = guwah.make()
    keys = folder.unlock(guwah.vault, SECOND)
    database = connect(str(keys.folder / "guwah.db"), keys.database)
    (actor,) = database.execute("SELECT actor FROM accounts_member WHERE handle = 'aygul'").fetchone()
    database.close()
    typed = TypedPage(
        PAGES[0], "/cases/1/", 1, (Typed("/cases/1/#0", "words", "Note", "the flour came late"),)
    )
    put_in(slit(keys), PAGES[0], sealed_words(typed, actor, NOW))
    making.make(keys, tmp_path / "stick", NOW)

    vault("restore", tmp_path / "stick", tmp_path / "new")

    back = folder.unlock(tmp_path / "new", SECOND)
    database = connect(str(back.folder / "guwah.db"), back.database)
    assert database.execute("SELECT text, after_lock FROM accounts_draft").fetchall() == [
        ("the flour came late", 1)
    ]
    database.close()
    assert waiting(back.folder) == []
