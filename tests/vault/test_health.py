from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from cast import CHEAP
from guwah.vault import health, recovery, rotation, sealed_sound
from guwah.vault.age import Identity
from guwah.vault.health import Finding, Weight, examine
from guwah.vault.keyring import Slit
from guwah.vault.sealed_drafts import put_in
from guwah.vault.sealed_sound import SealedPiece
from guwah.vault.slots import FULL_COST
from guwah.vault.vault_file import read, write
from vault import rotation_child as child

TODAY = dt.date(2032, 6, 1)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has everything: what is found then is the vault's own."""
    (tmp_path / "root" / "proc").mkdir(parents=True)
    swaps = tmp_path / "root" / "proc" / "swaps"
    swaps.write_text("Filename Type Size\n/dev/dm-1 partition 8\n/dev/zram0 partition 8\n")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(health, "_jail_works", lambda: True)
    monkeypatch.setattr(health, "FULL_COST", CHEAP)
    monkeypatch.setattr(health, "_LEAST_FREE", 0)
    return tmp_path / "root"


def codes(folder: Path, machine: Path) -> dict[str, Weight]:
    return {each.code: each.weight for each in examine(folder, TODAY, machine)}


def test_a_vault_in_good_order_has_no_findings(tmp_path: Path, machine: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    recovery.note_rehearsed(keys, recovery.set_of(keys.folder, sheets), "2032-05-01")

    assert codes(keys.folder, machine) == {}


def test_each_trouble_of_a_vault_is_named(tmp_path: Path, machine: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    home = keys.folder
    assert codes(home, machine) == {"never-rehearsed": Weight.WARN}
    recovery.note_rehearsed(keys, recovery.set_of(home, sheets), "2031-05-01")
    assert codes(home, machine) == {"rehearsal-long-ago": Weight.WARN}
    recovery.drop(keys, read(home).recoveries[0])
    assert codes(home, machine) == {"no-recovery": Weight.WARN}
    file = read(home)
    write(home, replace(file, slots=file.slots[:1]), keys.master)
    assert codes(home, machine) == {"no-recovery": Weight.BAD}
    write(home, replace(file, slots=(*file.slots, file.slots[0])), keys.master)
    (home / ".new-1234").touch()
    home.chmod(0o755)
    assert codes(home, machine) == {
        "no-recovery": Weight.WARN,
        "two-slots": Weight.WARN,
        "leftovers": Weight.WARN,
        "open-to-others": Weight.BAD,
    }


def test_typing_that_waits_for_an_unlock_is_named(tmp_path: Path, machine: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    recovery.note_rehearsed(keys, recovery.set_of(keys.folder, sheets), "2032-05-01")
    put_in(Slit(keys.folder, Identity(keys.blob_identity).recipient), "0f" * 16, b"the flour")

    (found,) = examine(keys.folder, TODAY, machine)

    assert (found.code, found.weight) == ("sealed-typing", Weight.WARN)
    assert "1 page came" in found.message
    assert f"the oldest since {dt.datetime.now(dt.UTC):%Y-%m}" in found.message


def test_sound_that_waits_for_an_unlock_is_named(tmp_path: Path, machine: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    recovery.note_rehearsed(keys, recovery.set_of(keys.folder, sheets), "2032-05-01")
    slit = Slit(keys.folder, Identity(keys.blob_identity).recipient)
    for n in range(2):
        sealed_sound.put_in(slit, SealedPiece(1, n, "", "m", b"sound"))

    (found,) = examine(keys.folder, TODAY, machine)

    assert (found.code, found.weight) == ("sealed-sound", Weight.WARN)
    assert "2 pieces" in found.message


def test_a_change_of_keys_that_was_interrupted_is_named(tmp_path: Path, machine: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    rotation.begin(keys, without=child.LEAVING, by="0" * 16)

    assert codes(keys.folder, machine)["keys-half-changed"] is Weight.BAD


def test_a_way_in_that_costs_too_little_is_named(
    tmp_path: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, _ = child.make(tmp_path / "v")
    monkeypatch.setattr(health, "FULL_COST", FULL_COST)

    assert "cheap-slot" in codes(keys.folder, machine)


def test_a_broken_and_a_missing_vault_are_told_apart(tmp_path: Path, machine: Path) -> None:
    assert codes(tmp_path / "none", machine) == {"no-vault": Weight.WARN}
    (tmp_path / "v").mkdir(mode=0o700)
    assert codes(tmp_path / "v", machine) == {"no-vault": Weight.BAD}
    (tmp_path / "v" / "vault.toml").write_text("format = 2")
    assert codes(tmp_path / "v", machine) == {"vault-file-broken": Weight.BAD}


def test_each_trouble_of_a_machine_is_named(
    tmp_path: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (machine / "proc" / "swaps").open("a") as swaps:
        swaps.write("/dev/sda2 partition 8\n")
    monkeypatch.setattr(shutil, "which", lambda name: None if name != "bwrap" else "/usr/bin/bwrap")
    monkeypatch.setattr(health, "_jail_works", lambda: False)
    monkeypatch.setattr(health, "compiled_safely", lambda _connection: False)
    monkeypatch.setattr(health, "SQLCIPHER_LEAST", 99)
    monkeypatch.setattr(health, "_LEAST_FREE", 1 << 62)
    (tmp_path / "v").mkdir(mode=0o700)

    found = codes(tmp_path / "v", machine)

    assert set(found) == {
        "swap", "no-age", "no-ffmpeg", "no-bsdtar", "jail-closed", "temp-store", "no-sqlcipher",
        "little-room", "no-vault",
    }  # fmt: skip
    (machine / "proc" / "swaps").unlink()
    assert "swap" not in codes(tmp_path / "v", machine)


def test_every_finding_says_what_to_do(tmp_path: Path) -> None:
    found: list[Finding] = examine(tmp_path / "none", TODAY)

    assert all(each.message and each.remedy for each in found)
    tried = subprocess.run(
        ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"], capture_output=True, check=False
    )
    assert health._jail_works() is (tried.returncode == 0)


def test_files_that_came_only_in_part_are_told(tmp_path: Path) -> None:
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    (blobs / ".partial-abc").write_bytes(bytes(3 << 20))
    (blobs / ".partial-abc.journal").write_bytes(b"promises")
    (blobs / ".partial-old").write_bytes(b"begun")
    begun = dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC).timestamp()
    os.utime(blobs / ".partial-old", (begun, begun))

    (told,) = [
        each for each in health.examine(tmp_path, dt.date(2026, 11, 22)) if each.code == "unfinished-files"
    ]

    assert told.weight == "warn"
    assert told.message.startswith("2 files came only in part (3 MiB), the oldest on 2026-11-03")
