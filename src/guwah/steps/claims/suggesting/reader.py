"""A process that reads a text for another one: `python -m guwah.steps.claims.suggesting.reader`.

It holds no secret of the vault and opens nothing. Rules take the interpreter for minutes in a long text; in
the server's own process every page would wait for them.

It is asked one line of JSON, `{"material", "from"}`, and answers lines: `{"done": share}` while it reads, and
`{"finder", "found"}` whenever one finder has read the whole text, from finder number `from` on. It ends with
its answer, or when whoever asked is gone.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from time import monotonic
from typing import Any, Final

from guwah.instruments.suggestions import FINDERS, Watch
from guwah.steps.claims.suggesting.wire import rows, unpacked
from guwah.vault.hardening import leave_no_core

# Pages come first on a machine with one core.
_KINDER: Final = 5


def main() -> None:
    """Read what is asked for."""
    leave_no_core()
    os.nice(_KINDER)
    asked = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    material = unpacked(asked["material"])
    watch = Watch(len(FINDERS), monotonic, lambda done: _say({"done": done}))
    for place in range(asked["from"], len(FINDERS)):
        find, _ = FINDERS[place]
        _say({"finder": place, "found": rows(find(watch.over(material, place)))})


def _say(told: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()


def _end_with_the_other() -> None:
    """Wait until nobody can ask any more, as the other process was stopped or killed."""
    # Not through the buffered stream: its lock would be held while this process ends by itself.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
