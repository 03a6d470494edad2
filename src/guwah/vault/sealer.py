"""A process that seals files for another one: `python -m guwah.vault.sealer`.

It holds no secret of the vault: what it is told is where the blobs lie and to whom files are sealed. Python
works on one core only: of many small files most of the work is Python's, and of larger ones threads that
hash, encrypt and write take the interpreter from each other.

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
import resource
import stat
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from guwah.vault.age import Recipient
from guwah.vault.ahead import PIECE
from guwah.vault.blobs import BlobStore
from guwah.vault.hardening import leave_no_core

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Files that are written and not named yet, and some more.
_HELD: Final = 4096


@dataclass(frozen=True, slots=True)
class _Became:
    """What became of a file: the name it has for now, its SHA-256, its first bytes, how it is let go."""

    name: str
    oid: str
    head: bytes
    let_go: Callable[[], object]


def main() -> None:
    """Seal what is asked for until nobody asks any more."""
    leave_no_core()
    _hold_many()
    begun = json.loads(sys.stdin.buffer.readline())
    store = BlobStore(Path(begun["folder"]), b"", [Recipient.parse(each) for each in begun["recipients"]])
    held: dict[str, Callable[[], object]] = {}
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        for let_go in [held.pop(name) for name in asked["done"] if name in held]:
            let_go()
        sealed = [_sealed(store, path, held, begun["head"]) for path in asked["seal"]]
        rows = [None if each is None else each[0] for each in sealed]
        _answer(rows, (each[1] for each in sealed if each is not None))


def _hold_many() -> None:
    """Let as many files be open as the system allows anybody: each is held until it has its name."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, _HELD)), hard))


def _sealed(
    store: BlobStore, path: str, held: dict[str, Callable[[], object]], most: int
) -> tuple[list[Any], bytes] | None:
    """Seal a file, keep it open in `held`, and return what is answered of it and its first bytes.

    None for whatever is not quite as it should be.
    """
    try:
        # A pipe without a writer would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or not about.st_size:
                return None
            became = (_small if about.st_size <= PIECE else _large)(store, file, about.st_size, most)
    except OSError:
        # Whoever asked tries it as well, and says why it cannot be.
        return None
    if became is None:
        return None
    name, held[name] = became.name, became.let_go
    return [name, became.oid, about.st_size, len(became.head), about.st_mtime_ns], became.head


def _small(store: BlobStore, file: BinaryIO, size: int, most: int) -> _Became | None:
    # One byte more than there should be: a file that grows meanwhile is left to others.
    data = file.read(size + 1)
    if len(data) != size:
        return None
    path, descriptor = store.write_small(data)
    return _Became(path.name, hashlib.sha256(data).hexdigest(), data[:most], partial(os.close, descriptor))


def _large(store: BlobStore, file: BinaryIO, size: int, most: int) -> _Became | None:
    with ExitStack() as undo:
        writer = store.begin(size, alone=True)
        undo.callback(writer.abandon)
        head = file.read(min(most, size))
        writer.write(head)
        while writer.size <= size and writer.take(file):
            pass
        if writer.size != size:
            return None
        oid = writer.end()
        undo.pop_all()
    return _Became(writer.path.name, oid, head, writer.close)


def _answer(rows: list[list[Any] | None], heads: Iterable[bytes]) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(rows).encode() + b"\n")
    out.writelines(heads)
    out.flush()


if __name__ == "__main__":
    main()
