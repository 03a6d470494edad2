"""A program that takes a member's way in away, with no more than the vault's own files; made to be killed."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

from guwah.vault import folder, recovery, rotation
from guwah.vault.age import Identity
from guwah.vault.blobs import BlobStore
from guwah.vault.database.base import connect
from guwah.vault.folder import keys_from
from guwah.vault.keys import Keys, seal_entry
from guwah.vault.presence import be_alone
from guwah.vault.sheets import Sheet
from guwah.vault.slots import Cost
from guwah.vault.vault_file import read
from vault.killing import READY, die_at_step

# As in `cast`, which needs Django.
CHEAP = Cost(memory=64, passes=1, lanes=1)
PASSPHRASE = "seven brass kettles sing at noon"
LEAVING, LEFT = "boris", "eleven copper pans hang low"
STAYING, STAYS = "chiara", "six grey geese cross the yard"
ROWS = 40
CONTENTS = tuple(bytes([number]) * size for number, size in enumerate((0, 10, 70_000, 200_000)))
_TABLE = 'CREATE TABLE vault_logentry ("index" INTEGER PRIMARY KEY, entry BLOB, sealed BLOB)'


def make(home: Path) -> tuple[Keys, list[Sheet]]:
    """Make a vault with three members, a database, sealed files and two recovery sheets of three."""
    keys = folder.create(home, "aygul", PASSPHRASE, CHEAP)
    folder.add_member(keys, LEAVING, LEFT, CHEAP)
    folder.add_member(keys, STAYING, STAYS, CHEAP)
    connection = connect(str(home / "guwah.db"), keys.database)
    connection.execute(_TABLE)
    rows = [(number, b"entry %d" % number) for number in range(ROWS)]
    connection.executemany(
        "INSERT INTO vault_logentry VALUES (?, ?, ?)",
        [(number, entry, seal_entry(keys.log_entries, number, entry)) for number, entry in rows],
    )
    connection.commit()
    connection.close()
    for content in CONTENTS:
        store(keys).seal(io.BytesIO(content))
    prepared = recovery.prepare(shares=3, needed=2, day="2031-05-06")
    recovery.keep(keys, prepared.recovery)
    return keys, list(prepared.sheets)


def store(keys: Keys) -> BlobStore:
    """Return the sealed files of a vault with these keys."""
    identity = Identity(keys.blob_identity)
    return BlobStore(keys.folder / "blobs", keys.blob_names, (identity.recipient,), identity)


def finish(keys: Keys) -> None:
    """Carry a change of keys to its end."""
    alone = be_alone(keys.folder)
    rotation.carry_on(keys)
    rotation.end(keys)
    alone.leave()


def main(home: str, die_at: int) -> None:
    """Remove a member; with `die_at` above 0, die at that step."""
    keys = folder.unlock(Path(home), PASSPHRASE, "aygul")
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    if die_at:
        die_at_step(die_at)
    alone = be_alone(keys.folder)
    new = rotation.begin(keys, without=LEAVING, by="0" * 16)
    sys.stdout.write("decided\n")
    sys.stdout.flush()
    alone.leave()
    finish(replace(keys_from(keys.folder, read(keys.folder), new.master), member="aygul"))
    sys.stdout.write("done\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
