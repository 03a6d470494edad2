"""How long the door takes: a vault with one full-cost slot, opened again and again in a process of its own.

    python bench/unlock.py [ROUNDS]

Prints JSON: seconds of the passphrase alone (Argon2id) and of the whole unlock, median and worst. The target
is 1.5 s for the whole (issue B); a busy machine is slower.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from guwah.vault.setup import prepare_django

PASSPHRASE = "seven brass kettles sing at noon"  # noqa: S105 - of a throw-away vault


def main(rounds: int) -> None:
    """Measure and print."""
    prepare_django()
    from django.db import connection

    from guwah.accounts.entry import enter, make_vault
    from guwah.vault.folder import unlock
    from guwah.vault.keyring import KEYRING

    with tempfile.TemporaryDirectory() as home:
        vault = Path(home) / "vault"
        make_vault(vault, "owner", PASSPHRASE)
        slot, whole = [], []
        for _ in range(rounds):
            KEYRING.lock()
            connection.close()
            begun = time.perf_counter()
            unlock(vault, PASSPHRASE)
            slot.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            enter(vault, PASSPHRASE)
            whole.append(time.perf_counter() - begun)
        KEYRING.lock()
    told = {
        name: {"median": round(statistics.median(seconds), 3), "worst": round(max(seconds), 3)}
        for name, seconds in (("slot", slot), ("unlock", whole))
    }
    print(json.dumps({"rounds": rounds, **told}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
