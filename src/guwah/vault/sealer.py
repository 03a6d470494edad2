"""A process that seals small files for another one: `python -m guwah.vault.sealer`.

It holds no secret of the vault: what it is told is where the blobs lie and to whom files are sealed. Python
works on one core only, and of many small files most of the work is Python's.

What it is asked comes as lines of JSON, the first `{"folder", "recipients", "head"}`, then `{"done",
"seal"}`: names of files that have been dealt with, and paths to seal. It answers one line, a list with
`[name, oid, size, bytes of the head, time of change]` or null for each path, followed by the heads, of at
most `head` bytes each. What it names is written, not durable yet, and locked until it is done or this process
dies (`BlobStore.sweep`).
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guwah.vault.age import Recipient
from guwah.vault.ahead import PIECE
from guwah.vault.blobs import BlobStore
from guwah.vault.hardening import leave_no_core

if TYPE_CHECKING:
    from collections.abc import Iterable


def main() -> None:
    """Seal what is asked for until nobody asks any more."""
    leave_no_core()
    begun = json.loads(sys.stdin.buffer.readline())
    store = BlobStore(Path(begun["folder"]), b"", [Recipient.parse(each) for each in begun["recipients"]])
    held: dict[str, int] = {}
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        for descriptor in [held.pop(name) for name in asked["done"] if name in held]:
            os.close(descriptor)
        sealed = [_sealed(store, path, held, begun["head"]) for path in asked["seal"]]
        rows = [None if each is None else each[0] for each in sealed]
        _answer(rows, (each[1] for each in sealed if each is not None))


def _sealed(store: BlobStore, path: str, held: dict[str, int], most: int) -> tuple[list[Any], bytes] | None:
    """Seal a small file, keep it open in `held`, and return what is answered of it and its first bytes.

    None for whatever is not quite as it should be.
    """
    try:
        data, changed = _read(path)
        if not data:
            return None
        written, descriptor = store.write_small(data)
    except OSError:
        # Whoever asked tries it as well, and says why it cannot be.
        return None
    held[written.name] = descriptor
    head = data[:most]
    return [written.name, hashlib.sha256(data).hexdigest(), len(data), len(head), changed], head


def _read(path: str) -> tuple[bytes, int]:
    """Return a small regular file whole and its time of change, ns since 1970; of another thing nothing."""
    # A pipe without a writer would be waited for.
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode) or about.st_size > PIECE:
            return b"", 0
        # One byte more than there should be: a file that grows meanwhile is left to others.
        data = os.read(file, about.st_size + 1)
        return (data if len(data) == about.st_size else b""), about.st_mtime_ns
    finally:
        os.close(file)


def _answer(rows: list[list[Any] | None], heads: Iterable[bytes]) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(rows).encode() + b"\n")
    out.writelines(heads)
    out.flush()


if __name__ == "__main__":
    main()
