from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlcipher3 import dbapi2

from cast import PASSPHRASE
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault import folder, recovery, rotation
from guwah.vault.age import Identity
from guwah.vault.age_header import make_header, read_header
from guwah.vault.database.base import connect
from guwah.vault.keys import Keys
from guwah.vault.presence import VaultBusy, be_alone, take_part
from guwah.vault.recovery_file import read_recovery
from guwah.vault.rotation_database import RoomMissing
from guwah.vault.rotation_headers import sealed_files
from guwah.vault.sheets import Sheet, combine
from guwah.vault.slots import WrongPassphrase
from guwah.vault.vault_file import read
from vault import rotation_child as child
from vault.killing import kill_at_moments, run_to_death

CHILD = Path(child.__file__)
ENV = {"PYTHONPATH": os.pathsep.join(sys.path)}
SOAK = bool(os.environ.get("GUWAH_SOAK"))


def rotated(keys: Keys) -> Keys:
    alone = be_alone(keys.folder)
    rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    alone.leave()
    new = folder.unlock(keys.folder, child.STAYS)
    child.finish(new)
    return folder.unlock(keys.folder, child.STAYS)


def nothing_is_lost(keys: Keys) -> None:
    folder.refuse_another_state(keys)
    for content in child.CONTENTS:
        child.store(keys).verify(hashlib.sha256(content).hexdigest())
    connection = connect(str(keys.folder / "guwah.db"), keys.database)
    rows = connection.execute('SELECT "index", entry, sealed FROM vault_logentry ORDER BY 1').fetchall()
    connection.close()
    assert [(index, entry) for index, entry, _ in rows] == [
        (number, b"entry %d" % number) for number in range(child.ROWS)
    ]
    for index, entry, sealed in rows:
        opened = ChaCha20Poly1305(keys.log_entries).decrypt(sealed[:12], sealed[12:], str(index).encode())
        assert opened == entry


def test_everything_is_under_new_keys_and_nothing_under_the_old_ones(tmp_path: Path) -> None:
    old, sheets = child.make(tmp_path / "v")
    payloads = {path: _payload(path) for path in sealed_files(old.folder)}

    new = rotated(old)

    nothing_is_lost(new)
    assert new.generation == 1
    assert {path: _payload(path) for path in sealed_files(old.folder)} == payloads
    assert len(payloads) == len(child.CONTENTS)
    assert read(old.folder).rotation is None
    for held in ("master", "database", "log_entries", "blob_identity"):
        assert getattr(new, held) != getattr(old, held)
    for kept in ("blob_names", "log_signing", "edition_signing", "vault_id"):
        assert getattr(new, kept) == getattr(old, kept)
    assert new.identities_before == (old.blob_identity,)
    with pytest.raises(WrongPassphrase):
        folder.unlock(old.folder, child.LEFT)
    with pytest.raises(dbapi2.DatabaseError):
        connect(str(old.folder / "guwah.db"), old.database).execute("SELECT * FROM vault_logentry")
    for path in payloads:
        with path.open("rb") as file, pytest.raises(Exception, match="None of our keys"):
            read_header(file).open([Identity(old.blob_identity)])
    assert {path.name for path in old.folder.iterdir()} == {
        "vault.toml", "guwah.db", "recovery.age", "recovery.mac", "blobs", "log", "editions", ".changing",
    }  # fmt: skip
    assert folder.unlock(old.folder, PASSPHRASE, "aygul").master == new.master
    assert recovery.set_of(old.folder, sheets[:2]).shares == 3
    states = read_recovery(old.folder, Identity(combine(sheets[1:]))).states
    assert [each.master for each in states] == [new.master]


def _payload(path: Path) -> bytes:
    with path.open("rb") as file:
        read_header(file)
        return file.read()


def test_the_old_log_key_opens_no_entry(tmp_path: Path) -> None:
    old, _ = child.make(tmp_path / "v")
    new = rotated(old)
    connection = connect(str(new.folder / "guwah.db"), new.database)
    sealed = connection.execute('SELECT sealed FROM vault_logentry WHERE "index" = 3').fetchone()[0]
    connection.close()

    with pytest.raises(InvalidTag):
        ChaCha20Poly1305(old.log_entries).decrypt(sealed[:12], sealed[12:], b"3")


def test_keys_can_be_changed_again_and_again(tmp_path: Path) -> None:
    old, _ = child.make(tmp_path / "v")
    new = rotated(old)

    alone = be_alone(new.folder)
    rotation.begin(new, without="", by="0" * 16)
    alone.leave()
    child.finish(folder.unlock(new.folder, child.STAYS))

    newest = folder.unlock(new.folder, child.STAYS)
    nothing_is_lost(newest)
    assert newest.identities_before == (old.blob_identity, new.blob_identity)


@pytest.mark.slow
def test_killed_at_every_step_the_next_one_in_finishes_it(tmp_path: Path) -> None:
    last = _killed_at_steps(tmp_path, range(1, 1000))
    assert 20 < last < 999, "the run that was not killed any more"


def test_killed_at_some_steps_the_next_one_in_finishes_it(tmp_path: Path) -> None:
    assert _killed_at_steps(tmp_path, (1, 5, 9, 13, 18, 23, 30)) > 20


def _killed_at_steps(tmp_path: Path, steps: range | tuple[int, ...]) -> int:
    """Kill a change of keys at each step and look at what is left; return the last step taken."""
    made, sheets = child.make(tmp_path / "made")
    for step in steps:
        home = tmp_path / str(step)
        shutil.copytree(made.folder, home)
        killed = run_to_death([sys.executable, CHILD, home, step], env=ENV)
        assert killed.finished or killed.errors == ""
        take_up_and_look(home, killed.acknowledged, sheets)
        shutil.rmtree(home)
        if killed.finished:
            break
    return step


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    made, sheets = child.make(tmp_path / "made")
    home = tmp_path / "v"
    shutil.copytree(made.folder, home)
    rounds, looked_at = 300 if seed == 2 else 3, 0
    for killed in kill_at_moments(
        [sys.executable, CHILD, home, 0], seed=seed, rounds=rounds, longest=0.3, env=ENV
    ):
        take_up_and_look(home, killed.acknowledged, sheets)
        looked_at += 1
        shutil.rmtree(home)
        shutil.copytree(made.folder, home)
    assert looked_at == rounds


def take_up_and_look(home: Path, acknowledged: tuple[str, ...], sheets: list[Sheet]) -> None:
    """What a crash left: before the decision everything is as it was, after it all goes to its end."""
    decided = rotation.pending(home) is not None
    keys = folder.unlock(home, child.STAYS)
    # The sheets open it in the middle, too.
    held = read_recovery(home, Identity(combine(sheets[:2]))).states
    assert keys.master in {each.master for each in held}
    if decided:
        child.finish(keys)
    gone = decided or "done" in acknowledged or keys.generation == 1
    assert gone or "decided" not in acknowledged
    nothing_is_lost(folder.unlock(home, child.STAYS))
    if gone:
        with pytest.raises(WrongPassphrase):
            folder.unlock(home, child.LEFT)
    else:
        nothing_is_lost(folder.unlock(home, child.LEFT))
    assert [path.name for path in home.rglob(".guwah*")] == []
    assert read(home).rotation is None


def test_nobody_else_may_have_the_vault_open(tmp_path: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    part = take_part(keys.folder)
    done = subprocess.run(
        [sys.executable, CHILD, keys.folder, "0"], env=ENV, capture_output=True, text=True, check=False
    )
    part.leave()

    assert VaultBusy.__name__ in done.stderr
    assert read(keys.folder).rotation is None
    assert folder.unlock(keys.folder, child.LEFT).generation == 0


def test_a_second_change_waits_for_the_first(tmp_path: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    new = rotation.begin(keys, without="", by="0" * 16)

    with pytest.raises(WrongUse):
        rotation.begin(new, without="", by="0" * 16)


def test_somebody_is_always_left(tmp_path: Path) -> None:
    keys = folder.create(tmp_path / "v", "aygul", PASSPHRASE)

    with pytest.raises(WrongUse) as refused:
        rotation.begin(keys, without="aygul", by="0" * 16)

    assert refused.value.code == "nobody-left"
    assert rotation.pending(keys.folder) is None
    with pytest.raises(NotUnderstood):
        rotation.keys_before(keys)


def test_a_disk_without_room_is_told_before_anything_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, _ = child.make(tmp_path / "v")
    full = shutil.disk_usage(tmp_path)._replace(free=4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)

    with pytest.raises(RoomMissing):
        rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    assert rotation.pending(keys.folder) is None


def test_a_damaged_file_is_named_and_holds_up_nothing(tmp_path: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    damaged = next(sealed_files(keys.folder))
    data = damaged.read_bytes()
    damaged.write_bytes(data.replace(b"X25519 ", b"X25519 A", 1))
    new = rotation.begin(keys, without=child.LEAVING, by="0" * 16)

    done = rotation.carry_on(new)

    assert done.strangers == [str(damaged.relative_to(keys.folder))]
    assert done.files == len(child.CONTENTS) - 1


def test_a_header_of_another_length_is_replaced_with_its_file(tmp_path: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    identity = Identity(keys.blob_identity)
    path = child.store(keys).path(hashlib.sha256(child.CONTENTS[2]).hexdigest())
    with path.open("rb") as file:
        file_key = read_header(file).open([identity])
        payload = file.read()
    recipients = [Identity.generate().recipient, identity.recipient]
    path.write_bytes(make_header(file_key, recipients) + payload)

    nothing_is_lost(rotated(keys))

    assert _payload(path) == payload


def test_a_database_of_neither_key_stops_it_with_a_word(tmp_path: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    (keys.folder / "guwah.db").write_bytes(os.urandom(8192))
    new = rotation.begin(keys, without=child.LEAVING, by="0" * 16)

    with pytest.raises(NotUnderstood) as refused:
        rotation.carry_on(new)

    assert refused.value.code == "database-unreadable"
