"""A program that backs a vault up, or brings one back, with the vault's own files only; to be killed."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from pathlib import Path

from guwah.vault import folder
from guwah.vault.backup import coming_in, restoring
from guwah.vault.backup.making import Made, make
from guwah.vault.backup.target import open_target
from guwah.vault.durable import write_durably
from guwah.vault.keys import Keys
from guwah.vault.vault_file import FILE
from vault import rotation_child
from vault.killing import READY, die_at_step

NOW = dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
OIDS = tuple(hashlib.sha256(content).hexdigest() for content in rotation_child.CONTENTS)


def back_up(keys: Keys, target: Path, day: int = 0) -> Made:
    """Back a vault up as it would be done `day` days after the sample's first."""
    return make(keys, target, NOW + dt.timedelta(days=day))


def bring_back(target: Path, home: Path, number: int | None = None) -> restoring.Restored:
    """Bring a vault's files back, down to vault.toml, as `guwah restore` does before it tells the log."""
    where = open_target(target)
    opened = coming_in.by_passphrase(where, home, rotation_child.PASSPHRASE, "aygul")
    restoring.prepare(home, where)
    done = restoring.restore(where, opened.keys, home, number=number)
    if opened.vault_file is not None:
        write_durably(home / FILE, opened.vault_file)
    (home / restoring.RESTORING).unlink()
    return done


def main(what: str, one: str, other: str, die_at: int) -> None:
    """Do `backup VAULT TARGET` or `restore TARGET VAULT`; with `die_at` above 0, die at that step."""
    keys = folder.unlock(Path(one), rotation_child.PASSPHRASE, "aygul") if what == "backup" else None
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    if die_at:
        die_at_step(die_at)
    if keys is None:
        bring_back(Path(one), Path(other))
    else:
        back_up(keys, Path(other), 1)
    sys.stdout.write("done\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
