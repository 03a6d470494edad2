from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import CHEAP, PASSPHRASE
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault import folder
from guwah.vault.age import Recipient
from guwah.vault.database.base import connect
from guwah.vault.keys import KeyFileBroken, derive, unwrap, wrap
from guwah.vault.slots import Cost, WrongPassphrase, make_slot, open_slot, reseal_slot, seal_master
from guwah.vault.vault_file import read, write

MASTER = bytes(range(32))
SECOND = "eleven copper pans hang low"


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=8, max_size=40), st.text(min_size=8, max_size=40))
def test_a_slot_opens_with_its_passphrase_and_no_other(right: str, wrong: str) -> None:
    slot = make_slot("v" * 32, "aygul", right, MASTER, CHEAP)

    assert open_slot("v" * 32, slot, right) == MASTER
    if wrong != right:
        with pytest.raises(WrongPassphrase):
            open_slot("v" * 32, slot, wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"member": "boris"},
        {"slot_id": "0" * 16},
        {"cost": Cost(128, 1, 1)},
        {"salt": bytes(16)},
        {"nonce": bytes(12)},
        {"recipient": bytes(32)},
        {"identity": bytes(48)},
        {"master": b"age-encryption.org/v1\n"},
        {"salt": b""},
    ],
)
def test_a_slot_is_bound_to_all_it_says(change: dict[str, object]) -> None:
    slot = make_slot("v" * 32, "aygul", PASSPHRASE, MASTER, CHEAP)

    with pytest.raises(WrongPassphrase):
        open_slot("v" * 32, replace(slot, **change), PASSPHRASE)  # type: ignore[arg-type]  # one field at a time
    with pytest.raises(WrongPassphrase):
        open_slot("w" * 32, slot, PASSPHRASE)


@pytest.mark.parametrize("cost", [Cost(2**40, 1, 1), Cost(64, 2**30, 1), Cost(64, 1, 2**20), Cost(0, 0, 0)])
def test_a_forged_slot_cannot_exhaust_the_machine(cost: Cost) -> None:
    slot = make_slot("v" * 32, "aygul", PASSPHRASE, MASTER, CHEAP)

    with pytest.raises(WrongPassphrase):
        open_slot("v" * 32, replace(slot, cost=cost), PASSPHRASE)


def test_other_labels_give_unrelated_keys() -> None:
    assert (
        len({derive(MASTER, label) for label in ("database", "blob-names", "log-entries", "wrapping")}) == 4
    )
    wrapped = wrap(MASTER, b"secret", "blob-identity")
    assert unwrap(MASTER, wrapped, "blob-identity") == b"secret"
    with pytest.raises(KeyFileBroken):
        unwrap(MASTER, wrapped, "log-signing")


def test_a_vault_opens_again_with_the_same_keys(tmp_path: Path) -> None:
    made = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)

    opened = folder.unlock(tmp_path / "v", PASSPHRASE)

    assert opened == made
    assert "database" not in repr(made)
    assert oct((tmp_path / "v").stat().st_mode)[-3:] == "700"
    with pytest.raises(WrongPassphrase):
        folder.unlock(tmp_path / "v", "another passphrase")
    with pytest.raises(WrongPassphrase):
        folder.unlock(tmp_path / "v", PASSPHRASE, "boris")


def test_a_second_member_has_a_way_in_of_their_own(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)

    folder.add_member(keys, "boris", SECOND, CHEAP)

    opened = folder.unlock(tmp_path / "v", SECOND)
    assert (opened.member, opened.master) == ("boris", keys.master)
    with pytest.raises(WrongUse):
        folder.add_member(keys, "boris", PASSPHRASE, CHEAP)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(WrongUse) as refused:
        folder.create(tmp_path, "aygul", PASSPHRASE, CHEAP)

    assert refused.value.code == "folder-not-empty"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("handle", "passphrase"), [("Aygul", PASSPHRASE), ("../a", PASSPHRASE), ("a", "short")]
)
def test_unfit_names_and_passphrases_are_refused(tmp_path: Path, handle: str, passphrase: str) -> None:
    with pytest.raises(WrongUse):
        folder.create(tmp_path / "v", handle, passphrase, CHEAP)
    assert not (tmp_path / "v").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "no-vault"),
        ("", "vault-file-broken"),
        ("not = [toml", "vault-file-broken"),
        ("format = 99", "vault-format"),
        ("format = 1", "vault-format"),
        ('format = 2\nvault_id = "x"\nslots = 3', "vault-file-broken"),
    ],
)
def test_a_damaged_vault_file_is_named(tmp_path: Path, text: str | None, code: str) -> None:
    if text is not None:
        (tmp_path / "vault.toml").write_text(text)

    with pytest.raises(NotUnderstood) as refused:
        folder.unlock(tmp_path, PASSPHRASE)

    assert refused.value.code == code


def test_a_key_put_in_from_outside_is_noticed(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    file = read(tmp_path / "v")
    changed = {**file.secrets, "blob_identity": file.secrets["log_signing"]}
    write(tmp_path / "v", replace(file, secrets=changed), keys.master)

    with pytest.raises(NotUnderstood) as refused:
        folder.unlock(tmp_path / "v", PASSPHRASE)

    assert refused.value.code == "vault-file-broken"


def test_a_slot_put_in_by_somebody_without_the_key_is_noticed(tmp_path: Path) -> None:
    folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    file = read(tmp_path / "v")
    stranger = make_slot(file.vault_id, "mallory", "a passphrase of my own", bytes(32), CHEAP)
    write(tmp_path / "v", replace(file, slots=(*file.slots, stranger)), bytes(32))

    with pytest.raises(NotUnderstood) as refused:
        folder.unlock(tmp_path / "v", PASSPHRASE)

    assert refused.value.code == "vault-file-changed"


def test_a_new_passphrase_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    folder.add_member(keys, "boris", SECOND, CHEAP)

    folder.give_new_slot(keys, "aygul", "twelve quiet mules carry salt", CHEAP)

    assert folder.unlock(tmp_path / "v", "twelve quiet mules carry salt").member == "aygul"
    assert folder.unlock(tmp_path / "v", SECOND).member == "boris"
    with pytest.raises(WrongPassphrase):
        folder.unlock(tmp_path / "v", PASSPHRASE)
    with pytest.raises(WrongUse):
        folder.give_new_slot(keys, "aygul", "short", CHEAP)


def test_of_two_slots_of_one_member_the_newer_retires_the_older_once_it_opened(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    file = read(tmp_path / "v")
    newer = make_slot(keys.vault_id, "aygul", SECOND, keys.master, CHEAP)
    write(tmp_path / "v", replace(file, slots=(*file.slots, newer)), keys.master)

    assert folder.unlock(tmp_path / "v", PASSPHRASE) == keys
    assert len(read(tmp_path / "v").slots) == 2
    assert folder.unlock(tmp_path / "v", SECOND) == keys
    with pytest.raises(WrongPassphrase):
        folder.unlock(tmp_path / "v", PASSPHRASE)


def test_slots_that_nobody_was_told_of_can_be_dropped(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    folder.add_member(keys, "boris", SECOND, CHEAP)

    folder.drop_slots(keys, {"boris", "nobody"})

    assert [slot.member for slot in read(tmp_path / "v").slots] == ["aygul"]


def test_a_slot_takes_another_master_key_without_its_passphrase() -> None:
    slot = make_slot("0" * 32, "aygul", PASSPHRASE, MASTER, CHEAP)

    resealed = reseal_slot("0" * 32, slot, bytes(32))

    assert open_slot("0" * 32, resealed, PASSPHRASE) == bytes(32)
    with pytest.raises(WrongPassphrase):
        open_slot(
            "0" * 32,
            replace(slot, master=seal_master("1" * 32, Recipient(slot.recipient), MASTER)),
            PASSPHRASE,
        )


def test_the_database_of_another_state_is_refused(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    folder.refuse_another_state(keys)
    connect(str(tmp_path / "v" / "guwah.db"), keys.database).execute("CREATE TABLE t (x)").connection.close()
    folder.refuse_another_state(keys)

    with pytest.raises(NotUnderstood) as refused:
        folder.refuse_another_state(replace(keys, database=bytes(48)))

    assert refused.value.code == "vault-file-of-another-state"
    assert oct((tmp_path / "v" / "guwah.db").stat().st_mode)[-3:] == "600"
