"""A text read by a process beside this one (`reader`), so that no page waits for the rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from typing import IO, TYPE_CHECKING, Any, cast

from guwah.steps.claims.suggesting.wire import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions import Material


class ReaderEnded(Exception):
    """The reader ended before its end: a rule failed, or the machine had no room for it."""


@contextmanager
def reading(material: Material, first: int, every: float) -> Iterator[Iterator[dict[str, Any] | None]]:
    """Have a text read, and give what the reader tells as it comes; the reader ends with the block.

    Args:
        material: the text.
        first: number of the finder to begin with.
        every: seconds after which None is given when nothing came.

    Raises:
        ReaderEnded: from the iterator, when the reader did not come to its end.
    """
    process = _started()
    try:
        with suppress(BrokenPipeError):
            asked = cast("IO[bytes]", process.stdin)
            asked.write(json.dumps({"material": packed(material), "from": first}).encode() + b"\n")
            asked.flush()
        yield _told(process, every)
    finally:
        process.kill()
        with suppress(BrokenPipeError):
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    # Nothing else of this process's environment is its business.
    known = {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    return subprocess.Popen(
        # -P: nothing is imported from the folder one stands in, which may be full of what strangers sent.
        [sys.executable, "-P", "-m", "guwah.steps.claims.suggesting.reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A traceback may hold words of the text.
        stderr=subprocess.DEVNULL,
        env=known,
    )


def _told(process: subprocess.Popen[bytes], every: float) -> Iterator[dict[str, Any] | None]:
    lines: Queue[bytes] = Queue()
    threading.Thread(target=_take, args=(cast("IO[bytes]", process.stdout), lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=every)
        except Empty:
            yield None
            continue
        if not line.endswith(b"\n"):
            break
        yield json.loads(line)
    if line or process.wait() != 0:
        raise ReaderEnded


def _take(given: IO[bytes], lines: Queue[bytes]) -> None:
    for line in given:
        lines.put(line)
    lines.put(b"")
