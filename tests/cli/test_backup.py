"""Backups as somebody at a terminal makes them, checks them, loses things and gets them back."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from cast import PASSPHRASE
from cli.test_keys_by_command import typed_off
from commanding import SECOND, Guwah
from guwah.vault import folder
from guwah.vault.backup import naming, reading
from guwah.vault.database.base import connect
from vault.killing import kill_at_moments

COMMAND = Path(__file__).with_name("told_command.py")
FRESH = "nine tin cups on a long shelf"


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a vault of two items, made once; each test has a copy of its own."""
    home = tmp_path_factory.mktemp("kitchen")
    made = Guwah(home).make()
    (home / "fresh").write_text(FRESH + "\n", "utf-8")
    for name in ("loaf", "oven", "flour"):
        (home / f"{name}.txt").write_text(f"A {name}, 900 grams. " * 9000, "utf-8")
    made("case", "new", "The bakery licence")
    made("evidence", "add", "1", home / "loaf.txt", home / "oven.txt")
    return home


@pytest.fixture
def guwah(kitchen: Path, tmp_path: Path) -> Guwah:
    shutil.copytree(kitchen, tmp_path, dirs_exist_ok=True)
    return Guwah(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick" / "backup"


def snapshots(stick: Path) -> list[Path]:
    return sorted((stick / "snapshots").iterdir())


def blobs(folder: Path) -> list[Path]:
    return sorted((folder / "blobs").glob("*/*"))


def elsewhere(guwah: Guwah, name: str = "new") -> Guwah:
    """Another machine: another home, nothing seen there."""
    home = guwah.home / name
    home.mkdir()
    return Guwah(home)


def acts(vault: Path, passphrase: str = SECOND) -> Counter[str]:
    keys = folder.unlock(vault, passphrase)
    connection = connect(str(vault / "guwah.db"), keys.database)
    found = Counter(row[0] for row in connection.execute("SELECT act FROM vault_logentry"))
    connection.close()
    return found


def whole_again(guwah: Guwah, passphrase: str = PASSPHRASE) -> None:
    """The log holds, and each item opens as it was sealed."""
    assert guwah("log", "verify", passphrase=passphrase)["intact"] is True
    keys = folder.unlock(guwah.vault, passphrase)
    with reading.live(keys) as connection:
        for each in naming.known(keys, connection).values():
            naming.store_of(keys).verify(each.oid)
        oids = [row[0] for row in connection.execute("SELECT sha256 FROM evidence_item")]
    assert len(oids) >= 2
    for oid in oids:
        naming.store_of(keys).verify(oid)


def test_the_whole_way_with_a_passphrase(guwah: Guwah, stick: Path) -> None:
    made = guwah("backup", stick)
    assert (made["good"], made["number"], made["files"], made["copied"]) == (True, 1, 2, 2)
    assert guwah("backup", "verify", stick)["whole"] is True
    everything = [path for path in stick.rglob("*") if path.is_file()]
    for word in (b"900 grams", b"bakery", b"loaf"):
        assert not [path for path in everything if word in path.read_bytes() or word.decode() in path.name]
    drilled = guwah("backup", "drill", stick)
    assert (drilled["good"], drilled["files"], drilled["lost"]) == (True, 2, {})
    assert not stick.with_name("backup-drill").exists()

    new = elsewhere(guwah)
    back = new("restore", stick, new.vault)

    assert (back["whole"], back["lost"], back["later"], back["seen_here"]) == (True, {}, [], 0)
    whole_again(new)
    assert acts(new.vault)["restored"] == 1
    told = acts(guwah.vault)
    assert (told["backed-up"], told["backup-checked"], told["backup-drilled"]) == (1, 1, 1)
    assert not (new.vault / ".restoring").exists()


def test_nothing_at_all_but_sheets_and_the_stick(guwah: Guwah, stick: Path) -> None:
    page = guwah.home / "sheets.html"
    guwah("recovery", "make", "--shares", "3", "--needed", "2", "--sheets", page)
    files = typed_off(page, guwah.home)
    guwah("backup", stick)
    shutil.rmtree(guwah.vault)
    for ways_in in ("ways-in-1", "ways-in-2"):
        (stick / ways_in / "vault.toml").unlink()
    new = elsewhere(guwah)
    refused = new("restore", stick, new.vault, code=3)
    assert refused["error"]["code"] == "no-vault-file"

    sheets = ("--sheet", files[0], "--sheet", files[2])
    fresh = ("--passphrase-file", guwah.home / "fresh")
    back = new("restore", stick, new.vault, *sheets, *fresh, "--member", "dilnoza", passphrase="none needed")

    assert back["whole"] is True
    whole_again(new, passphrase=FRESH)
    told = acts(new.vault, FRESH)
    assert (told["restored"], told["recovery-used"]) == (1, 1)


def test_the_newest_database_and_one_file_are_lost_and_each_loss_is_named(guwah: Guwah, stick: Path) -> None:
    guwah("backup", stick)
    guwah("evidence", "add", "1", guwah.home / "flour.txt")
    assert guwah("backup", stick)["copied"] == 1
    (snapshots(stick)[1] / "guwah.db").write_bytes(b"rotten")
    lost = naming_of(guwah, 2)
    (stick / "blobs" / lost).unlink()
    drilled = guwah("backup", "drill", stick, "--into", guwah.home / "drill", code=1)
    assert (drilled["lost"], drilled["faults"]) == ({"item 2": "missing"}, ["older-database"])
    assert not (guwah.home / "drill").exists()

    new = elsewhere(guwah)
    back = new("restore", stick, new.vault, code=1)

    assert (back["whole"], back["number"], back["passed_over"]) == (False, 1, {"2": "database-broken"})
    assert back["lost"] == {"item 2": "missing"}
    # What was done after the first backup: told by the log's files of the second.
    assert [each["act"] for each in back["later"]] == ["backed-up", "sealed"]
    assert len(back["unknown"]) == 1
    assert new("log", "verify")["intact"] is True
    assert [each["outcome"] for each in new("evidence", "verify", code=1)["items"]] == [
        "intact",
        "blob-missing",
    ]
    assert new("backup", stick, code=1)["found"]["missing"] == {"item 2": "missing"}


def naming_of(guwah: Guwah, item: int) -> str:
    """The name below `blobs` of an item's sealed file."""
    keys = folder.unlock(guwah.vault, SECOND)
    with reading.live(keys) as connection:
        known = naming.known(keys, connection)
        row = connection.execute("SELECT sha256 FROM evidence_item WHERE id = ?", (item,)).fetchone()
    name = naming.store_of(keys).name(row[0])
    assert known == {} or name in known
    return name


def test_an_older_state_on_the_same_machine_is_told_and_logged(guwah: Guwah, stick: Path) -> None:
    guwah("backup", stick)
    guwah("case", "new", "The flour money")
    shutil.rmtree(guwah.vault)

    back = guwah("restore", stick, guwah.vault)

    assert back["seen_here"] > back["log_size"]
    whole_again(guwah)
    told = acts(guwah.vault)
    assert (told["restored"], told["history-accepted"]) == (1, 1)
    assert guwah("backup", stick)["good"] is True


def test_somebody_who_was_removed_opens_nothing_on_the_stick_any_more(guwah: Guwah, stick: Path) -> None:
    guwah("backup", stick)
    guwah("member", "remove", "boris")
    before = {path: path.read_bytes()[300:] for path in blobs(stick)}

    made = guwah("backup", stick)

    assert (made["copied"], made["new_headers"], made["good"]) == (0, 2, True)
    assert {path: path.read_bytes()[300:] for path in blobs(stick)} == before
    new = elsewhere(guwah)
    assert new("restore", stick, new.vault, "--member", "boris", code=1, passphrase=SECOND)["error"][
        "code"
    ] == ("wrong-passphrase")
    back = new("restore", stick, new.vault, "--number", "1")
    assert (back["whole"], back["number"]) == (True, 1)
    whole_again(new)


def test_what_is_refused_says_so_and_is_recorded(guwah: Guwah, stick: Path) -> None:
    assert guwah("backup", guwah.vault / "inside", code=2)["error"]["code"] == "target-in-vault"
    assert guwah("backup", "drill", stick, code=3)["error"]["code"] == "no-backup"
    assert guwah("backup", "mend", stick, code=3)["error"]["code"] == "no-backup"
    told = acts(guwah.vault)
    assert (told["backup-failed"], told["backup-drilled"], told["backed-up"]) == (1, 1, 0)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["backup", "restore"])
def test_killed_at_any_moment_the_next_run_makes_it_whole(guwah: Guwah, stick: Path, what: str) -> None:
    guwah("backup", stick)
    guwah("evidence", "add", "1", guwah.home / "flour.txt")
    new = elsewhere(guwah)
    if what == "restore":
        guwah("backup", stick)
        command = [sys.executable, COMMAND, "restore", stick, new.vault]
    else:
        command = [sys.executable, COMMAND, "backup", stick]
    env = (new if what == "restore" else guwah).environment()
    for killed in kill_at_moments(command, seed=31, rounds=30, longest=4.0, env=env):
        assert not killed.errors
        if what == "backup":
            assert guwah("backup", "verify", stick)["whole"] is True
        elif (new.vault / "vault.toml").exists():
            shutil.rmtree(new.vault)
    if what == "backup":
        guwah("backup", stick)
    new("restore", stick, new.vault)
    whole_again(new)
    assert acts(new.vault)["restored"] == 1
