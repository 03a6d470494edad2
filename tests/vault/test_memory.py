from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from cast import PASSPHRASE
from commanding import Guwah

CHILD = Path(__file__).with_name("memory_child.py")


def test_a_locked_process_holds_no_key_that_opens_the_database(tmp_path: Path) -> None:
    """Every byte of the process's memory is looked at, before the lock (where they are found) and after it.

    What Python and libraries were given and gave back may keep copies for a while: of the secrets that
    vault.toml wraps one copy may be left, which is no handle on the database. See docs/keys.md.
    """
    guwah = Guwah(tmp_path).make()

    done = subprocess.run(
        [sys.executable, CHILD, guwah.vault],
        env=guwah.environment(),
        input=PASSPHRASE,
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(done.stdout)
    assert all(count for name, count in told["open"].items() if name != "as_text")
    assert told["live"] == 0
    opening = ("master", "database", "as_text", "log_entries")
    assert {name: told["locked"][name] for name in opening} == dict.fromkeys(opening, 0)
