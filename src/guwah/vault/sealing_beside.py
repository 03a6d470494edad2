"""Files sealed by a process beside this one (`sealer`), so that two cores work on them."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final, cast

from guwah.vault.durable import sync_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guwah.vault.age import Recipient

# An answer with the heads of a handful of papers fits in: neither process waits for the other in between.
_PIPE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Helped:
    """A file that was sealed by the helper, not durable and not under its own name yet.

    Attributes:
        path: where it lies for now.
        oid: SHA-256 of the bytes that came, hexadecimal.
        size: how many.
        head: the first of them.
        modified: when the file was last changed, nanoseconds since 1970, as its file system says.
        begun: before it was begun, as `time.monotonic_ns` counts.
        helper: who holds the lock on it.
    """

    path: Path
    oid: str
    size: int
    head: bytes
    modified: int
    begun: int
    helper: Helper = field(repr=False)

    def sync(self) -> None:
        """Make its bytes durable; which descriptor of a file is synced makes no difference (fsync(2))."""
        sync_file(self.path)

    def close(self) -> None:
        """Let go of it: it has its name, or is gone."""
        self.helper.done(self.path.name)

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(FileNotFoundError):
            self.path.unlink()
        self.close()

    leave = abandon


class Helper:
    """One process that seals files. Whatever it does not do is left to whoever asked."""

    def __init__(self, folder: Path, recipients: Sequence[Recipient], head: int) -> None:
        """Start it.

        Args:
            folder: where the blobs lie.
            recipients: to whom files are sealed.
            head: how many of a file's first bytes are given back.
        """
        self._folder = folder
        self._done: deque[str] = deque()
        # Nothing else of this process's environment is its business.
        known = {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
        self.process = subprocess.Popen(
            # -P: nothing is imported from the folder one stands in, which may be full of what strangers sent.
            [sys.executable, "-P", "-m", "guwah.vault.sealer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=_PIPE,
            stderr=subprocess.DEVNULL,
            env=known,
        )
        self._asked = cast("IO[bytes]", self.process.stdin)
        self._given = cast("IO[bytes]", self.process.stdout)
        with suppress(PermissionError):
            # More than this system grants: then they wait for each other.
            fcntl.fcntl(self._given, fcntl.F_SETPIPE_SZ, _PIPE)
        begun = {"folder": os.fspath(folder), "recipients": [str(each) for each in recipients], "head": head}
        with suppress(BrokenPipeError):
            self._send(begun)

    def seal(self, paths: Sequence[Path]) -> list[Helped | None]:
        """Return what each regular file became; None for each that it did not seal, for any reason."""
        done = [self._done.popleft() for _ in range(len(self._done))]
        begun = time.monotonic_ns()
        try:
            self._send({"done": done, "seal": [os.fspath(path) for path in paths]})
            return self._answer(begun)
        except (BrokenPipeError, EOFError):
            return [None] * len(paths)

    def done(self, name: str) -> None:
        """Have the lock on a file given up, with the next question."""
        self._done.append(name)

    def leave(self) -> None:
        """Let it end; the locks it holds end with it."""
        with suppress(BrokenPipeError):
            self.process.communicate()

    def _send(self, asked: dict[str, Any]) -> None:
        self._asked.write(json.dumps(asked).encode() + b"\n")
        self._asked.flush()

    def _answer(self, begun: int) -> list[Helped | None]:
        line = self._given.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return [None if row is None else self._helped(begun, *row) for row in json.loads(line)]

    def _helped(self, begun: int, name: str, oid: str, size: int, head_size: int, modified: int) -> Helped:
        head = self._given.read(head_size)
        if len(head) != head_size:
            raise EOFError
        return Helped(self._folder / name, oid, size, head, modified, begun, self)
