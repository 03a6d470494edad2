"""Opens a vault, looks for its keys in all of its own memory, locks, and looks again; prints both as JSON."""

from __future__ import annotations

import gc
import json
import re
import sys
from pathlib import Path

from guwah.vault.setup import prepare_django

MASK = 0x5A
NAMES = ("master", "database", "log_entries", "blob_names", "blob_identity", "log_signing")
MAPPED = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+ *(.*)")


def memory() -> list[tuple[int, int]]:
    """Return the readable stretches of this process's memory."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    found = [match for line in lines if (match := MAPPED.match(line)) and not match[3].startswith("[v")]
    return [(int(match[1], 16), int(match[2], 16)) for match in found]


def hunt(masked: dict[str, bytes]) -> dict[str, int]:
    """Count the places where each key stands; what is sought is kept masked, or it would find itself."""
    found = dict.fromkeys(masked, 0)
    with Path("/proc/self/mem").open("rb", buffering=0) as whole:
        for start, end in memory():
            whole.seek(start)
            try:
                part = whole.read(end - start)
            except OSError:
                continue
            # Compared as masked bytes, stretch by stretch: the key itself is never made again.
            turned = part.translate(bytes(byte ^ MASK for byte in range(256)))
            for name, key in masked.items():
                found[name] += turned.count(key)
            del part, turned
    return found


def main(home: Path, passphrase: str) -> None:
    """Open, look, lock, look."""
    prepare_django()
    from guwah.accounts.entry import enter
    from guwah.vault.keyring import KEYRING

    enter(home, passphrase)
    keys = KEYRING.current()
    masked = {name: bytes(byte ^ MASK for byte in getattr(keys, name)[:32]) for name in NAMES}
    # The library is handed the key as text (PRAGMA key).
    masked["as_text"] = bytes(byte ^ MASK for byte in keys.database.hex().encode())
    del keys
    opened = hunt(masked)
    KEYRING.lock()
    locked = hunt(masked)
    live = sum(type(each).__name__ == "Keys" for each in gc.get_objects())
    sys.stdout.write(json.dumps({"open": opened, "locked": locked, "live": live}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdin.read())
