"""What the commands of backups say to somebody who reads it, and which word is a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from guwah.accounts import backing_up, bringing_back, soundness
from guwah.accounts.bringing_back import BroughtBack
from guwah.cli import backup, doctor, inside, restore
from guwah.outbox import vouching
from guwah.vault.backup.advice import Standing
from guwah.vault.backup.carrying import Carried
from guwah.vault.backup.checking import Checked, SnapshotChecked
from guwah.vault.backup.drilling import Drilled
from guwah.vault.backup.leftover import Later
from guwah.vault.backup.making import Made
from guwah.vault.backup.manifest import About
from guwah.vault.backup.mending import Mended
from guwah.vault.backup.restoring import Restored
from guwah.vault.backup.target import Target
from guwah.vault.keys import Keys, assemble, new_secrets
from guwah.vault.wholeness import Wholeness

KEYS: Keys = assemble(Path("vault"), "ab" * 16, 0, bytes(32), new_secrets())
ABOUT = About("ab" * 16, "cd" * 16, 7, "20310506T070809Z", 0, 41, "00" * 32)
NAMES: dict[str, tuple[str, ...]] = {"aa/aab": ("item 3", "item 9")}


@pytest.fixture(autouse=True)
def nobody_enters(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (backup, inside):
        monkeypatch.setattr(module, "enter_from_command", lambda *_given: None)
    for module in (backup, restore):
        monkeypatch.setattr(module, "passphrase_of_caller", lambda: "a passphrase")


def said(command: click.Command, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(command, words)
    assert done.exit_code == code, done.output
    return done.output


def restored(**changed: object) -> Restored:
    done = Restored(Path("new"), KEYS, 6, ABOUT.made, 41, ABOUT.log_root)
    for name, value in changed.items():
        setattr(done, name, value)
    return done


def test_the_first_word_that_is_no_command_is_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def back_up(_member: object, folder: Path, _tell: object) -> Made:
        asked.append(folder)
        return Made(ABOUT, Target(folder, "", ""), Carried(), (), {}, ())

    monkeypatch.setattr(backing_up, "back_up", back_up)

    said(backup.group, "stick")
    said(backup.group, "--json", "stick")
    said(backup.group, "./verify", "--json")

    assert asked == [Path("stick"), Path("stick"), Path("verify")]
    assert "verify" in said(backup.group, "--help")
    assert "FOLDER" in said(backup.group, "drill", "--help")


def test_a_backup_that_lacks_something_says_what(monkeypatch: pytest.MonkeyPatch) -> None:
    carried = Carried(copied=2, bytes=3_000_000, left_out={"bb/bbb": "file-too-large"})
    made = Made(ABOUT, Target(Path("stick"), "", ""), carried, ("aa/aab",), NAMES, ())
    monkeypatch.setattr(backing_up, "back_up", lambda *_given: made)

    told = said(backup.group, "stick", code=1)

    assert "Backup 7 is in stick" in told
    assert "41 log entries" in told
    assert "2 new, 3.0 MB" in told
    for line in (
        "missing: item 3: missing",
        "missing: item 9: missing",
        "left-out: blobs/bb/bbb: file-too-large",
    ):
        assert line in told
    assert "does not hold everything" in told


def test_what_a_check_found_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [SnapshotChecked(7, ABOUT.made, {"guwah.db": "broken"}, 0), SnapshotChecked(6, "x", {}, 0)]
    checked = Checked(found, {"aa/aab": "missing"}, 4, 1_000_000)
    monkeypatch.setattr(backing_up, "check_backup", lambda *_given: checked)

    told = said(backup.group, "verify", "stick", code=1)

    assert f"7  {ABOUT.made}  NOT WHOLE\n   guwah.db: broken\n6  x  whole\n   blobs/aa/aab: missing" in told
    monkeypatch.setattr(backing_up, "check_backup", lambda *_given: Checked())
    assert "no finished backup" in said(backup.group, "verify", "stick", code=1)


def test_what_a_drill_found_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = (
        Drilled(restored(), files=4),
        Drilled(restored(), {"aa/aab": "broken"}, NAMES, 4, ["log-differs"]),
    )
    bad.restored.passed_over = {7: "database-broken"}
    monkeypatch.setattr(backing_up, "drill", lambda *_given: good)
    assert "Everything came back." in said(backup.group, "drill", "stick")

    monkeypatch.setattr(backing_up, "drill", lambda *_given: bad)
    told = said(backup.group, "drill", "stick", code=1)

    for line in (
        "backup 7 could not be used: database-broken",
        "item 9: broken",
        "log-differs",
        "NOT everything",
    ):
        assert line in told


def test_what_was_put_back_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    mended = Mended(["aa/aab"], {"bb/bbb": "missing"}, NAMES, 12)
    monkeypatch.setattr(backing_up, "mend", lambda *_given: mended)

    told = said(backup.group, "mend", "stick", code=1)

    assert "12 sealed files looked at; 2 put back." in told
    assert "item 3: whole again" in told
    assert "blobs/bb/bbb: missing in this backup as well" in told
    assert '"brought": ["item 3", "item 9"]' in said(backup.group, "mend", "stick", "--json", code=1)


def test_what_came_back_and_what_did_not_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = BroughtBack(restored(), {}, (), 0)
    monkeypatch.setattr(bringing_back, "by_passphrase", lambda *_given: whole)
    assert "Nothing is lost of what was backed up." in said(restore.restore, "stick", "new")

    later = (Later(41, "sealed", "2031-05-06T08:00:00Z", "a" * 16),)
    parts = restored(passed_over={7: "database-missing"}, later=later, unread=["editions/one"])
    back = BroughtBack(parts, {"item 3": "missing"}, ("cc/ccc",), 57)
    monkeypatch.setattr(bringing_back, "by_passphrase", lambda *_given: back)
    told = said(restore.restore, "stick", "new", code=1)

    for line in (
        "as backup 6 of 20310506T070809Z",
        "Backup 7 is newer, but could not be used: database-missing",
        "LOST: item 3: missing",
        "LOST: editions/one",
        "log entry 41, sealed, 2031-05-06T08:00:00Z",
        "1 sealed files came back that this database does not know of",
        "had seen 57 log entries",
        "Nothing else is lost.",
    ):
        assert line in told


def test_the_doctor_looks_inside_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda *_given: [])
    monkeypatch.setattr(backing_up, "standing", Standing)
    monkeypatch.setattr(vouching, "findings", lambda _now: [])
    monkeypatch.setattr(soundness, "look_through", lambda _member: Wholeness(1))
    monkeypatch.setattr(inside, "_kept", lambda: iter(()))
    told = said(doctor.doctor)
    assert "Everything is as it should be." in told
    assert "guwah doctor --open" in told

    told = said(doctor.doctor, "--open", code=1)

    assert "There is no good backup" in told
    assert "guwah backup FOLDER-ON-THE-STICK" in told
    now = dt.datetime.now(dt.UTC)
    monkeypatch.setattr(backing_up, "standing", lambda: Standing(now, now, "done", "done"))
    assert '"findings": []' in said(doctor.doctor, "--open", "--json")
