from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit

from cast import CHEAP, PASSPHRASE
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault import folder as vault_folder
from guwah.vault import intake, rotation
from guwah.vault.age import AgeWriter, Identity
from guwah.vault.intake import FILE, INCOMING, IntakeDiffers, Note
from guwah.vault.keys import Keys

PAPER = b"the second oven was cold, 06:40\n" * 7000
ABOUT = Note("", "", "чек.jpg", "2026-11-22T06:40:00+00:00", 0, "", "Rahima", "from the drawer")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return vault_folder.create(tmp_path_factory.mktemp("v") / "vault", "aygul", PASSPHRASE, CHEAP)


@pytest.fixture
def stick(tmp_path: Path, keys: Keys) -> Path:
    intake.make(tmp_path / "stick", keys, "2026-11-22")
    return tmp_path / "stick"


def names(stick: Path) -> list[str]:
    return sorted(path.name for path in (stick / INCOMING).iterdir())


def test_what_was_added_opens_with_the_vaults_key_alone(stick: Path, keys: Keys) -> None:
    added = intake.add(stick, io.BytesIO(PAPER), ABOUT)

    (entry,) = intake.entries(stick, keys)
    assert (entry.note, entry.before, entry.code) == (added, False, "")
    assert (added.size, added.sha256) == (len(PAPER), hashlib.sha256(PAPER).hexdigest())
    assert (added.name, added.who, added.words) == ("чек.jpg", "Rahima", "from the drawer")
    with intake.open_bytes(stick, entry, keys) as reader:
        assert reader.read() == PAPER


def test_nothing_on_the_stick_tells_or_opens_anything(stick: Path, keys: Keys) -> None:
    added = intake.add(stick, io.BytesIO(PAPER), ABOUT)

    raw = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())
    for told in (b"oven", b"Rahima", b"drawer", "чек".encode(), added.sha256.encode(), b"aygul"):
        assert told not in raw
    for secret in (keys.blob_identity, keys.master, keys.blob_names, keys.log_signing):
        assert secret not in raw
        assert secret.hex().encode() not in raw
    assert names(stick) == [f"{added.entry_id}.age", f"{added.entry_id}.note.age"]
    table = tomlkit.parse((stick / FILE).read_text()).unwrap()
    assert set(table) == {"format", "intake", "vault", "recipients", "made", "mac"}


def test_debians_age_opens_it_without_us(stick: Path, keys: Keys, tmp_path: Path) -> None:
    added = intake.add(stick, io.BytesIO(PAPER), ABOUT)
    (tmp_path / "key").write_text(Identity(keys.blob_identity).reveal())
    paper, note = (
        subprocess.run(
            ["age", "-d", "-i", tmp_path / "key", stick / INCOMING / f"{added.entry_id}{ending}"],
            check=True,
            capture_output=True,
        ).stdout
        for ending in (".age", ".note.age")
    )
    assert paper == PAPER
    assert json.loads(note)["sha256"] == added.sha256


def test_keys_that_were_changed_since_still_open_what_was_added_before(stick: Path, keys: Keys) -> None:
    intake.add(stick, io.BytesIO(PAPER), ABOUT)
    later = rotation._renewed(rotation._renewed(keys))
    intake.check(intake.read(stick), later)

    (entry,) = intake.entries(stick, later)

    assert entry.before
    with intake.open_bytes(stick, entry, later) as reader:
        assert reader.read() == PAPER


def test_an_intake_is_made_once(stick: Path, keys: Keys) -> None:
    with pytest.raises(WrongUse) as caught:
        intake.make(stick, keys, "2026-11-23")
    assert caught.value.code == "intake-there"


def test_a_redirected_intake_is_noticed(stick: Path, keys: Keys) -> None:
    before = intake.read(stick)
    thief = Identity(b"\x09" * 32).recipient
    text = (stick / FILE).read_text().replace(str(before.recipients[0]), str(thief))
    (stick / FILE).write_text(text)

    after = intake.read(stick)

    assert after.fingerprint != before.fingerprint
    assert len(before.fingerprint.split()) == 8
    with pytest.raises(NotUnderstood) as caught:
        intake.check(after, keys)
    assert caught.value.code == "intake-changed"


def test_the_intake_of_another_vault_is_refused(stick: Path, keys: Keys) -> None:
    with pytest.raises(WrongUse) as caught:
        intake.check(intake.read(stick), replace(keys, vault_id="0" * 32))
    assert caught.value.code == "intake-of-another-vault"


@pytest.mark.parametrize(
    "text", ["", "format = 2", "not toml [", 'format = 1\nintake = "x"\nrecipients = []', "\x00"]
)
def test_what_is_no_intake_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(NotUnderstood) as caught:
        intake.read(tmp_path)
    assert caught.value.code == "intake-broken"
    with pytest.raises(NotUnderstood) as caught:
        intake.read(tmp_path / "absent")
    assert caught.value.code == "no-intake"


def test_a_stream_that_breaks_leaves_nothing(stick: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "the camera was pulled out")
            return super().read(min(size or 100, 100))

    with pytest.raises(OSError, match="pulled out"):
        intake.add(stick, Broken(PAPER), ABOUT)
    assert names(stick) == []


@pytest.mark.parametrize("step", ["fsync", "rename", "write"])
def test_a_full_stick_leaves_nothing(stick: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, full)
        with pytest.raises(OSError, match="full"):
            intake.add(stick, io.BytesIO(PAPER), ABOUT)
    assert names(stick) == []


def test_leftovers_of_killed_additions_are_swept_and_running_ones_are_not(stick: Path, keys: Keys) -> None:
    whole = intake.add(stick, io.BytesIO(PAPER), ABOUT)
    (stick / INCOMING / ".part-dead").write_bytes(b"half")
    (stick / INCOMING / f"{'0' * 32}.age").write_bytes(b"without a note")

    class Looking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert intake.sweep(stick) == 0
            return super().read(size)

    late = intake.add(stick, Looking(PAPER), ABOUT)
    assert names(stick) == sorted(
        f"{each.entry_id}{ending}" for each in (whole, late) for ending in (".age", ".note.age")
    )
    assert len(intake.entries(stick, keys)) == 2


def test_each_changed_byte_of_an_entry_is_found(stick: Path, keys: Keys) -> None:
    added = intake.add(stick, io.BytesIO(b"a short list"), ABOUT)
    for ending in (".age", ".note.age"):
        path = stick / INCOMING / f"{added.entry_id}{ending}"
        raw = path.read_bytes()
        for place in range(len(raw)):
            changed = bytearray(raw)
            changed[place] ^= 1
            path.write_bytes(changed)
            (entry,) = intake.entries(stick, keys)
            if ending == ".note.age":
                assert (entry.note, entry.code) == (None, "note-broken")
            else:
                with pytest.raises(IntakeDiffers):
                    intake.open_bytes(stick, entry, keys)
        path.write_bytes(raw)


def test_a_note_of_another_intake_or_under_another_name_is_not_ours(
    stick: Path, keys: Keys, tmp_path: Path
) -> None:
    added = intake.add(stick, io.BytesIO(PAPER), ABOUT)
    other = tmp_path / "other"
    intake.make(other, keys, "2026-11-22")
    for ending in (".age", ".note.age"):
        raw = (stick / INCOMING / f"{added.entry_id}{ending}").read_bytes()
        (other / INCOMING / f"{added.entry_id}{ending}").write_bytes(raw)
        (stick / INCOMING / f"{'1' * 32}{ending}").write_bytes(raw)

    assert [entry.code for entry in intake.entries(other, keys)] == ["not-ours"]
    assert sorted(entry.code for entry in intake.entries(stick, keys)) == ["", "not-ours"]


def test_bytes_that_are_gone_are_told(stick: Path, keys: Keys) -> None:
    added = intake.add(stick, io.BytesIO(PAPER), ABOUT)
    (stick / INCOMING / f"{added.entry_id}.age").unlink()
    assert [entry.code for entry in intake.entries(stick, keys)] == ["bytes-missing"]


def test_a_note_that_is_no_note_of_ours_is_broken(stick: Path, keys: Keys) -> None:
    sealed = bytearray()
    writer = AgeWriter(sealed.extend, intake.read(stick).recipients)
    writer.write(b'{"strange": 1}')
    writer.finish()
    (stick / INCOMING / f"{'a' * 32}.note.age").write_bytes(sealed)
    (stick / INCOMING / f"{'b' * 32}.note.age").write_bytes(bytes((1 << 20) + 1))
    assert [entry.code for entry in intake.entries(stick, keys)] == ["note-broken"] * 2
