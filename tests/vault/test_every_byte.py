"""Every byte of every file of a small vault: changed, one of the looks a command takes sees it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guwah.failures import Problem
from guwah.vault import folder, recovery_file
from guwah.vault.age import AgeBroken, Identity
from guwah.vault.blobs import BlobBroken, BlobMissing
from guwah.vault.keyring import Slit
from guwah.vault.keys import Keys
from guwah.vault.sealed_drafts import put_in, take_out
from guwah.vault.slots import WrongPassphrase
from guwah.vault.wholeness import look
from vault import rotation_child as child


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made, _sheets = child.make(tmp_path / "v")
    put_in(Slit(made.folder, Identity(made.blob_identity).recipient), "0a" * 16, b"typed after a lock")
    return made


def opens(keys: Keys) -> bool:
    """Come in as a member does: vault.toml, and the salt at the beginning of the database."""
    try:
        found = folder.unlock(keys.folder, child.PASSPHRASE, "aygul")
        folder.refuse_another_state(found)
    except (Problem, WrongPassphrase):
        return False
    return found.master == keys.master


def blobs_hold(keys: Keys) -> bool:
    store = child.store(keys)
    try:
        for content in child.CONTENTS:
            store.verify(hashlib.sha256(content).hexdigest())
    except (BlobBroken, BlobMissing):
        return False
    return True


def typing_opens(keys: Keys) -> bool:
    try:
        return all(take_out(keys, path) for path in (keys.folder / "drafts").glob("*.age"))
    except AgeBroken:
        return False


LOOKS: dict[str, Callable[[Keys], bool]] = {
    "vault.toml": opens,
    "recovery.age": lambda keys: recovery_file.is_as_written(keys) is True,
    "recovery.mac": lambda keys: recovery_file.is_as_written(keys) is True,
    "guwah.db": lambda keys: opens(keys) and look(keys.folder / "guwah.db", keys.database).whole,
    "blobs": blobs_hold,
    "drafts": typing_opens,
}
# Documented as free (docs/doctor.md).
FREE = {"recovery.mac": b"\n"}


def every_byte(path: Path, share: int) -> Iterator[int]:
    rng = random.Random(path.name)  # noqa: S311 - a seeded sample
    whole = path.read_bytes()
    # Of large files a sample also in the whole run: their bytes are of one kind.
    share = max(share, len(whole) // 2_000)
    for at in range(len(whole)):
        if share <= 1 or at == 0 or at == len(whole) - 1 or rng.randrange(share) == 0:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
            yield at
    path.write_bytes(whole)


@pytest.mark.parametrize("share", [150, pytest.param(1, marks=pytest.mark.slow)])
def test_no_changed_byte_of_a_small_vault_passes(keys: Keys, share: int) -> None:
    files = sorted(path for path in keys.folder.rglob("*") if path.is_file() and path.stat().st_size)
    seen, passed = set(), []
    for path in files:
        name = str(path.relative_to(keys.folder))
        holds = LOOKS[name.partition("/")[0]]
        assert holds(keys), name
        original = path.read_bytes()
        rate = share * 20 if share > 1 and name.startswith(("guwah.db", "blobs")) else share
        for at in every_byte(path, rate):
            seen.add(name.partition("/")[0])
            if holds(keys) and original[at : at + 1] != FREE.get(name):
                passed.append((name, at, original[max(0, at - 20) : at + 5]))
    assert passed == []
    assert seen == set(LOOKS)
