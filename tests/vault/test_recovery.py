from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from cast import CHEAP
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault import folder, recovery, rotation
from guwah.vault.age import Identity
from guwah.vault.presence import be_alone
from guwah.vault.recovery_file import read_recovery
from guwah.vault.rotation_database import rekey
from guwah.vault.sheets import SheetWrong, combine
from guwah.vault.slots import WrongPassphrase
from guwah.vault.vault_file import read
from vault import rotation_child as child
from vault.test_rotation import nothing_is_lost

FRESH = "nine tin cups on a long shelf"


def test_every_smallest_set_opens_a_copy_on_a_new_machine(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")

    for number, chosen in enumerate(itertools.combinations(sheets, 2)):
        home = tmp_path / f"copy{number}"
        shutil.copytree(keys.folder, home)
        recovery.restore(home, chosen, "dilnoza", FRESH, CHEAP)

        nothing_is_lost(folder.unlock(home, FRESH, "dilnoza"))
        assert folder.unlock(home, child.STAYS).member == child.STAYING
    for sheet in sheets:
        with pytest.raises(SheetWrong):
            recovery.restore(keys.folder, [sheet], "dilnoza", FRESH, CHEAP)


def test_somebody_known_gets_a_new_passphrase_for_the_lost_one(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")

    recovery.restore(keys.folder, sheets, child.STAYING, FRESH, CHEAP)

    assert folder.unlock(keys.folder, FRESH).member == child.STAYING
    with pytest.raises(WrongPassphrase):
        folder.unlock(keys.folder, child.STAYS)


def test_a_lost_vault_file_is_written_anew(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    sets = read(keys.folder).recoveries
    (keys.folder / "vault.toml").unlink()

    recovery.restore(keys.folder, sheets[1:], "dilnoza", FRESH, CHEAP)

    nothing_is_lost(folder.unlock(keys.folder, FRESH))
    assert read(keys.folder).recoveries == sets
    assert recovery.set_of(keys.folder, sheets[:2]) == sets[0]


@pytest.mark.parametrize("how_far", ["decided", "database", "files"])
@pytest.mark.parametrize("lost", [False, True])
def test_a_copy_made_while_keys_were_changing_opens(tmp_path: Path, how_far: str, lost: bool) -> None:
    keys, sheets = child.make(tmp_path / "v")
    alone = be_alone(keys.folder)
    new = rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    if how_far == "database":
        rekey(keys, new)
    elif how_far == "files":
        rotation.carry_on(new)
    alone.leave()
    if lost:
        (keys.folder / "vault.toml").unlink()

    recovered = recovery.restore(keys.folder, sheets[:2], "dilnoza", FRESH, CHEAP)

    child.finish(recovered)
    nothing_is_lost(folder.unlock(keys.folder, FRESH))
    assert read_recovery(keys.folder, Identity(combine(sheets))).states[0].generation == 1


def test_a_lost_vault_file_and_a_lost_database_in_the_middle_are_told(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    (keys.folder / "vault.toml").unlink()
    (keys.folder / "guwah.db").unlink()

    with pytest.raises(WrongUse) as refused:
        recovery.restore(keys.folder, sheets, "dilnoza", FRESH, CHEAP)

    assert refused.value.code == "no-database"


def test_a_new_set_stands_beside_the_old_one_until_that_is_dropped(tmp_path: Path) -> None:
    keys, old = child.make(tmp_path / "v")
    new = recovery.prepare(shares=2, needed=2, day="2032-01-01")
    with pytest.raises(NotUnderstood):
        recovery.set_of(keys.folder, new.sheets)
    recovery.keep(keys, new.recovery)
    assert recovery.set_of(keys.folder, new.sheets) == new.recovery
    first = recovery.set_of(keys.folder, old)

    recovery.drop(keys, first)

    with pytest.raises(NotUnderstood) as refused:
        recovery.restore(keys.folder, old, "dilnoza", FRESH, CHEAP)
    assert refused.value.code == "other-recovery"
    recovery.restore(keys.folder, new.sheets, "dilnoza", FRESH, CHEAP)
    recovery.drop(keys, new.recovery)
    with pytest.raises(NotUnderstood) as refused:
        recovery.restore(keys.folder, new.sheets, "dilnoza", FRESH, CHEAP)
    assert refused.value.code == "no-recovery"


def test_a_rehearsal_is_noted_and_opens_nothing(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    found = recovery.set_of(keys.folder, sheets)

    recovery.note_rehearsed(keys, found, "2032-02-03")

    assert read(keys.folder).recoveries[0].rehearsed == "2032-02-03"
    assert folder.unlock(keys.folder, child.STAYS).master == keys.master


def test_a_changed_recovery_file_is_told(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    path = keys.folder / "recovery.age"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    with pytest.raises(NotUnderstood) as refused:
        recovery.restore(keys.folder, sheets, "dilnoza", FRESH, CHEAP)

    assert refused.value.code == "recovery-broken"


def test_files_of_two_states_are_told_apart(tmp_path: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    before = (keys.folder / "vault.toml").read_bytes()
    alone = be_alone(keys.folder)
    new = rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    alone.leave()
    child.finish(new)
    (keys.folder / "vault.toml").write_bytes(before)

    with pytest.raises(NotUnderstood) as refused:
        recovery.restore(keys.folder, sheets, "dilnoza", FRESH, CHEAP)
    assert refused.value.code == "vault-file-of-another-state"
    with pytest.raises(NotUnderstood) as refused:
        folder.refuse_another_state(folder.unlock(keys.folder, child.LEFT))
    assert refused.value.code == "vault-file-of-another-state"
