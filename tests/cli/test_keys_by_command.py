"""Ways in and recovery sheets, as somebody at a terminal has them."""

from __future__ import annotations

import html
import os
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from commanding import SECOND, Guwah
from guwah.vault import folder, rotation
from guwah.vault.database.base import connect
from guwah.vault.slots import WrongPassphrase
from guwah.vault.vault_file import read
from vault.killing import kill_at_moments

FRESH = "nine tin cups on a long shelf"
CHILD = Path(__file__).with_name("removing_child.py")
SOAK = bool(os.environ.get("GUWAH_SOAK"))


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    (tmp_path / "fresh").write_text(FRESH + "\n", "utf-8")
    (tmp_path / "loaf.txt").write_text("A loaf, 900 grams.", "utf-8")
    made("case", "new", "The bakery licence")
    made("evidence", "add", "1", tmp_path / "loaf.txt")
    return made


def acts(vault: Path, passphrase: str) -> Counter[str]:
    keys = folder.unlock(vault, passphrase)
    connection = connect(str(vault / "guwah.db"), keys.database)
    found = Counter(row[0] for row in connection.execute("SELECT act FROM vault_logentry"))
    connection.close()
    return found


def test_a_member_changes_the_passphrase(guwah: Guwah) -> None:
    fresh = ("--passphrase-file", guwah.home / "fresh")
    assert guwah("member", "passphrase", *fresh, passphrase=SECOND) == {"handle": "boris", "changed": True}

    (guwah.home / "fresh").write_text("short")
    with pytest.raises(WrongPassphrase):
        folder.unlock(guwah.vault, SECOND, "boris")
    assert guwah("member", "passphrase", *fresh, code=2)["error"]["code"] == "short-passphrase"
    assert acts(guwah.vault, FRESH)["passphrase-changed"] == 1


def test_a_member_is_removed_with_every_key(guwah: Guwah) -> None:
    said = guwah("member", "remove", "emine")

    assert said == {"handle": "emine", "removed": True, "files": 1, "unopened": []}
    assert [each for each in guwah("member", "list")["members"] if not each["active"]] == [
        {"handle": "emine", "role": "reviewer", "active": False}
    ]
    assert guwah("log", "verify")["intact"] is True
    assert guwah("evidence", "verify")["items"][0]["outcome"] == "intact"
    assert guwah("member", "remove", "aygul", code=2)["error"]["code"] == "own-removal"
    assert acts(guwah.vault, SECOND)["keys-changed"] == 1


def test_the_way_of_recovery_sheets(guwah: Guwah) -> None:
    page = guwah.home / "sheets.html"
    made = guwah("recovery", "make", "--shares", "3", "--needed", "2", "--sheets", page)
    assert (made["sheets"], oct(page.stat().st_mode)[-3:]) == (None, "600")
    files = typed_off(page, guwah.home)

    rehearsed = guwah("recovery", "rehearse", "--sheet", files[0], "--sheet", files[2], passphrase=SECOND)
    assert rehearsed == {"set": made["set"], "shares": 3, "needed": 2, "good": True}
    files[1].write_text(files[1].read_text().replace(" ", " misstype ", 1))
    wrong = guwah("recovery", "rehearse", "--sheet", files[0], "--sheet", files[1], code=3)
    assert wrong["error"]["message"].startswith("Sheet 2: Word 2 ")

    (guwah.home / "elsewhere").mkdir()
    other = Guwah(guwah.home / "elsewhere")
    shutil.copytree(guwah.vault, other.vault)
    fresh = ("--passphrase-file", guwah.home / "fresh")
    sheets = ("--sheet", files[0], "--sheet", files[2])
    come = other("recovery", "open", "--member", "dilnoza", *sheets, *fresh, passphrase="none needed")
    assert (come["handle"], come["role"]) == ("dilnoza", "owner")
    assert other("log", "verify", passphrase=FRESH)["intact"] is True

    assert guwah("recovery", "drop", made["set"])["dropped"] is True
    assert guwah("recovery", "rehearse", *sheets, code=3)["error"]["code"] == "other-recovery"
    done = acts(guwah.vault, SECOND)
    assert (done["recovery-made"], done["recovery-rehearsed"], done["recovery-dropped"]) == (1, 1, 1)
    assert acts(other.vault, FRESH)["recovery-used"] == 1


def typed_off(page: Path, home: Path) -> list[Path]:
    """What three guardians type from the printed page."""
    files = []
    for number, sheet in enumerate(page.read_text("utf-8").split("<article")[1:], start=1):
        words = [html.unescape(word) for word in re.findall(r"<b>(\w+)</b>", sheet)]
        files.append(home / f"sheet{number}.txt")
        files[-1].write_text(" ".join(words))
    return files


def test_words_stand_in_no_file_unless_a_place_was_named(guwah: Guwah) -> None:
    before = {path for path in guwah.home.rglob("*") if path.is_file()}

    made = guwah("recovery", "make", "--shares", "2", "--needed", "2")

    words = " ".join(made["sheets"][0]["words"])
    for path in set(guwah.home.rglob("*")) - before:
        assert not path.is_file() or words.encode() not in path.read_bytes()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_killed_at_any_moment_of_a_removal_the_next_command_finishes_it(guwah: Guwah, seed: int) -> None:
    whole = guwah.home / "whole"
    shutil.copytree(guwah.vault, whole)
    env = guwah.environment()
    removed = Counter[bool]()
    for _ in kill_at_moments(
        [sys.executable, CHILD], seed=seed, rounds=60 if seed == 2 else 2, longest=1.5, env=env
    ):
        assert guwah("log", "verify")["intact"] is True
        assert rotation.pending(guwah.vault) is None
        gone = "emine" not in {slot.member for slot in read(guwah.vault).slots}
        removed[gone] += 1
        told = acts(guwah.vault, SECOND)
        assert (told["member-removed"], told["keys-changed"]) == (gone, gone)
        if SOAK:
            assert guwah("evidence", "verify")["items"][0]["outcome"] == "intact"
        if gone:
            with pytest.raises(WrongPassphrase):
                folder.unlock(guwah.vault, SECOND, "emine")
        shutil.rmtree(guwah.vault)
        shutil.copytree(whole, guwah.vault)
        # The vault is put back on purpose; this machine must not know better.
        shutil.rmtree(env["GUWAH_SEEN"], ignore_errors=True)  # nothing seen yet: nothing to forget
    assert sum(removed.values()) == (60 if seed == 2 else 2)


def test_a_slot_without_a_member_and_one_without_a_word_are_settled(guwah: Guwah) -> None:
    keys = folder.unlock(guwah.vault, SECOND)
    folder.add_member(keys, "nobody", FRESH)
    folder.give_new_slot(keys, "boris", "twelve quiet mules carry salt")

    guwah("case", "list")

    assert {slot.member for slot in read(guwah.vault).slots} == {"aygul", "emine", "boris"}
    told = acts(guwah.vault, "twelve quiet mules carry salt")
    assert (told["way-in-dropped"], told["way-in-found"]) == (1, 1)
