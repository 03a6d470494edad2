"""The day Guwah is gone: what docs/opened-without-us.md says, done with other people's programs only."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import apsw
import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from shamir_mnemonic import combine_mnemonics

from guwah.vault import rotation
from guwah.vault.age import Identity
from guwah.vault.bech32 import decode
from guwah.vault.keys import Keys
from vault import rotation_child as child

PAGE = Path(__file__).resolve().parents[2] / "docs" / "opened-without-us.md"
ROWS = [(number, b"entry %d" % number) for number in range(child.ROWS)]


@pytest.fixture
def shm(tmp_path: Path) -> Path:
    (tmp_path / "shm").mkdir()
    return tmp_path / "shm"


def age(key: str, file: Path, shm: Path) -> bytes:
    (shm / "key").write_text(key)
    done = subprocess.run(["age", "-d", "-i", shm / "key", file], capture_output=True, check=True)
    return done.stdout


def spelt(digits: str) -> str:
    """The program of the page, as it stands there."""
    program = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert program is not None
    done = subprocess.run(
        [sys.executable, "-I", "-c", program[1]],
        input=digits + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def rows(database: Path, pragma: str) -> list[tuple[int, bytes]]:
    """Another library's reader, by another author than SQLCipher's."""
    connection = apsw.Connection(str(database))
    for line in ("PRAGMA cipher = 'sqlcipher'", "PRAGMA legacy = 4", pragma):
        connection.execute(line)
    found: list[Any] = connection.execute('SELECT "index", entry FROM vault_logentry ORDER BY 1').fetchall()
    connection.close()
    return [(index, bytes(entry)) for index, entry in found]


def all_opens(home: Path, table: dict[str, str], shm: Path) -> None:
    blobs = [path for path in (home / "blobs").rglob("*") if path.is_file()]
    opened = {hashlib.sha256(age(table["age_identity"], path, shm)).digest() for path in blobs}
    assert opened == {hashlib.sha256(content).digest() for content in child.CONTENTS}
    assert rows(home / "guwah.db", table["database_pragma"]) == ROWS


def test_the_sheets_and_a_copy_open_everything(tmp_path: Path, shm: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    secret = combine_mnemonics([" ".join(sheet.words) for sheet in sheets[1:]])

    told = tomllib.loads(age(spelt(secret.hex()), keys.folder / "recovery.age", shm).decode())

    assert len(told["keys"]) == 1
    all_opens(keys.folder, told["keys"][0], shm)


def test_a_copy_made_while_keys_were_changing_opens_too(tmp_path: Path, shm: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    secret = combine_mnemonics([" ".join(sheet.words) for sheet in sheets[:2]])

    told = tomllib.loads(age(spelt(secret.hex()), keys.folder / "recovery.age", shm).decode())

    newer, older = told["keys"]
    assert newer["generation"] == 1
    all_opens(keys.folder, older, shm)


@pytest.mark.parametrize("secret", [bytes(32), bytes(range(32)), b"\xff" * 32, bytes(range(255, 223, -1))])
def test_the_page_spells_a_key_as_age_does(secret: bytes) -> None:
    assert spelt(secret.hex()).strip() == Identity(secret).reveal()


def test_a_passphrase_alone_opens_everything(tmp_path: Path, shm: Path) -> None:
    keys, _ = child.make(tmp_path / "v")
    file = tomllib.loads((keys.folder / "vault.toml").read_text("utf-8"))
    slot = next(each for each in file["slots"] if each["member"] == child.STAYING)
    member = _opened(slot, child.STAYS, file["vault_id"])
    sealed = shm / "master"
    sealed.write_bytes(_binary(slot["master"]))

    held = age(spelt(member.hex()), sealed, shm)

    assert held[:-32].decode() == file["vault_id"]
    raw = _derived(held[-32:], "database", 48)
    wrapped = file["secrets"]["blob_identity"]
    wrapping = ChaCha20Poly1305(_derived(held[-32:], "wrapping", 32))
    identity = wrapping.decrypt(_binary(wrapped["nonce"]), _binary(wrapped["data"]), b"blob_identity")
    table = {"age_identity": spelt(identity.hex()), "database_pragma": f"PRAGMA key = \"x'{raw.hex()}'\""}
    all_opens(keys.folder, table, shm)


def _opened(slot: dict[str, str], passphrase: str, vault_id: str) -> bytes:
    cost = [int(slot[name]) for name in ("memory_kib", "passes", "lanes")]
    memory, passes, lanes = cost
    key = hash_secret_raw(passphrase.encode(), _binary(slot["salt"]), passes, memory, lanes, 32, Type.ID)
    stated = ["guwah/slot/v2", vault_id, slot["id"], slot["member"], ",".join(map(str, cost))]
    stated.append(decode(slot["recipient"])[1].hex())
    beside = "".join(f"{line}\n" for line in stated).encode()
    return ChaCha20Poly1305(key).decrypt(_binary(slot["nonce"]), _binary(slot["identity"]), beside)


def _binary(text: str) -> bytes:
    return base64.b64decode(text)


def _derived(master: bytes, purpose: str, size: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=f"guwah/{purpose}/v1".encode()).derive(
        master
    )


def test_keys_of_an_earlier_time_open_what_was_sealed_then(tmp_path: Path, shm: Path) -> None:
    keys, sheets = child.make(tmp_path / "v")
    intake = next(path for path in (keys.folder / "blobs").rglob("*") if path.is_file()).read_bytes()
    new: Keys = rotation.begin(keys, without=child.LEAVING, by="0" * 16)
    child.finish(new)
    (shm / "late").write_bytes(intake)
    secret = combine_mnemonics([" ".join(sheet.words) for sheet in sheets[:2]])

    told = tomllib.loads(age(spelt(secret.hex()), keys.folder / "recovery.age", shm).decode())

    before = told["keys"][0]["identities_before"]
    assert hashlib.sha256(age(spelt(before), shm / "late", shm)).digest() in {
        hashlib.sha256(content).digest() for content in child.CONTENTS
    }
