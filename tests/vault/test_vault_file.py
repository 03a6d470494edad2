from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import CHEAP, PASSPHRASE
from guwah.failures import NotUnderstood
from guwah.vault import folder
from guwah.vault.keys import Wrapped
from guwah.vault.slots import Cost, Slot
from guwah.vault.vault_file import Recovery, Rotation, VaultFile, check, read, write

SOAK = bool(os.environ.get("GUWAH_SOAK"))
octets = st.binary
hexes = st.binary(min_size=8, max_size=8).map(bytes.hex)
names = st.text(st.characters(codec="utf-8"), max_size=30)
numbers = st.integers(0, 2**40)
wrapped = st.builds(Wrapped, octets(min_size=12, max_size=12), octets(max_size=80))
keys = octets(min_size=32, max_size=32)
slots = st.builds(
    Slot,
    slot_id=hexes,
    member=names,
    cost=st.builds(Cost, numbers, numbers, numbers),
    salt=octets(min_size=16, max_size=16),
    nonce=octets(min_size=12, max_size=12),
    identity=octets(min_size=48, max_size=48),
    recipient=keys,
    master=octets(max_size=300),
)
recoveries = st.builds(Recovery, numbers, numbers, numbers, keys, names, names)
rotations = st.builds(Rotation, hexes, names, names, wrapped)
files = st.builds(
    VaultFile,
    vault_id=octets(min_size=16, max_size=16).map(bytes.hex),
    generation=numbers,
    recipient=keys,
    secrets=st.dictionaries(st.from_regex(r"[a-z_]{1,20}", fullmatch=True), wrapped, max_size=4),
    slots=st.lists(slots, max_size=3).map(tuple),
    recoveries=st.lists(recoveries, max_size=3).map(tuple),
    rotation=st.none() | rotations,
)


@settings(max_examples=60)
@given(files, keys)
def test_what_was_written_is_read_and_holds_under_its_key_only(file: VaultFile, master: bytes) -> None:
    with tempfile.TemporaryDirectory() as home:
        write(Path(home), file, master)
        again = read(Path(home))

    assert {**_parts(again), "mac": b""} == _parts(file)
    check(again, master)
    with pytest.raises(NotUnderstood) as refused:
        check(again, bytes([master[0] ^ 1]) + master[1:])
    assert refused.value.code == "vault-file-changed"


def _parts(file: VaultFile) -> dict[str, object]:
    return {name: getattr(file, name) for name in VaultFile.__dataclass_fields__}


def test_no_byte_of_the_file_can_be_changed_unnoticed(tmp_path: Path) -> None:
    home = tmp_path / "v"
    made = folder.create(home, "aygul", PASSPHRASE, CHEAP)
    path = home / "vault.toml"
    whole = path.read_bytes()
    unnoticed = []
    for place in range(0, len(whole), 1 if SOAK else 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            check(read(home), made.master)
        except NotUnderstood:
            continue
        unnoticed.append(place)
    assert unnoticed == []


@pytest.mark.parametrize("line", ["more = 1", "[unknown]\nx = 1", "[secrets.blob_names]\nnonce = 3"])
def test_nothing_may_stand_in_the_file_that_is_not_read(tmp_path: Path, line: str) -> None:
    folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    path = tmp_path / "v" / "vault.toml"
    path.write_text(line + "\n" + path.read_text("utf-8"), "utf-8")

    with pytest.raises(NotUnderstood) as refused:
        read(tmp_path / "v")

    assert refused.value.code in {"vault-file-broken", "vault-format"}


@pytest.mark.parametrize(
    ("old", "new"), [("without it", "with or without it"), ("# Guwah", "# note\n# Guwah"), ("# G", "\n#G")]
)
def test_a_line_of_words_is_as_it_was_written(tmp_path: Path, old: str, new: str) -> None:
    folder.create(tmp_path / "v", "aygul", PASSPHRASE, CHEAP)
    path = tmp_path / "v" / "vault.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(NotUnderstood) as refused:
        read(tmp_path / "v")

    assert refused.value.code == "vault-file-changed"
