"""A program that writes to a vault's database and then compacts it, over and over; made to be killed."""

from __future__ import annotations

import itertools
import sys
from contextlib import closing
from pathlib import Path

from guwah.vault import compacting, folder
from guwah.vault.database.base import connect
from guwah.vault.keys import Keys
from guwah.vault.presence import be_alone
from vault.killing import READY, die_at_step
from vault.rotation_child import PASSPHRASE

FILLED = 250


def fill(keys: Keys) -> None:
    """Put rows in and take most of them out again: the file is larger than what it holds."""
    with closing(connect(str(keys.folder / "guwah.db"), keys.database)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (id INTEGER PRIMARY KEY, said TEXT)")
        connection.executemany("INSERT INTO words (said) VALUES (?)", [("w" * 3000,) for _ in range(FILLED)])
        connection.execute("DELETE FROM words WHERE said LIKE 'www%' AND id % 10")
        connection.commit()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(home: str, die_at: int, rounds: int) -> None:
    """Acknowledge a row, compact, acknowledge that; with `die_at` above 0, die at that step."""
    keys = folder.unlock(Path(home), PASSPHRASE, "aygul")
    place = be_alone(keys.folder)
    compacting.left_over(keys.folder)
    compacting.forget(keys.folder)
    say(READY)
    if die_at:
        die_at_step(die_at)
    for _ in itertools.repeat(None, rounds):
        fill(keys)
        with closing(connect(str(keys.folder / "guwah.db"), keys.database)) as connection:
            number = connection.execute("INSERT INTO words (said) VALUES ('kept')").lastrowid
            connection.commit()
        say(f"row {number}")
        done = compacting.compact(keys, "0" * 16)
        say(f"compacted {done.run}")
        compacting.forget(keys.folder)
    place.leave()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
