"""Many files at once: two are read and sealed at a time, and written down together in batches.

While one batch is made durable and logged, the next is being sealed. What a batch holds is acknowledged when
all of it is durable: bytes, rows and log entries.
"""

from __future__ import annotations

import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Problem
from guwah.steps.evidence.flows.arrive import Added, Arrival, Arrived, check_arrival, named, write_down
from guwah.steps.evidence.flows.coming import finish, from_path
from guwah.steps.evidence.flows.store import store
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.flows.coming import Intake
    from guwah.steps.evidence.models import Source

CORES: Final = 2
BATCH: Final = 256
"""How many files are written down together; each holds a descriptor until then."""
BATCH_BYTES: Final = 256 << 20
_AHEAD: Final = 64
# How long this thread may keep the interpreter from those that seal, in seconds: what they do in Python is
# short, and with Python's own 5 ms they would wait longer than they work.
_TURN: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one of many files.

    Attributes:
        path: the file.
        added: its item, or None.
        problem: why it was not kept, or None.
    """

    path: Path
    added: Added | None
    problem: Problem | None = None


def add_files(
    actor: Member, case: Case, paths: Sequence[Path], *, source: Source | None = None
) -> Iterator[Became]:
    """Seal regular files into a case; one that is not kept does not stop the others.

    Args:
        actor: who adds them.
        case: where they belong.
        paths: the files, in order.
        source: the source they belong to; without one each makes a source of its own.

    Yields:
        What became of each, in order, when it is durable and logged.

    Raises:
        NotPermitted: the actor may not add evidence here.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    # Asked once in this thread: those that seal have no database.
    waiting = _Waiting(actor, case, source, deque(paths))
    with ExitStack() as leaving:
        leaving.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(_TURN)
        batch: list[tuple[Path, Intake | Problem]] = []
        leaving.callback(waiting.leave)
        leaving.callback(_leave, batch)
        size = 0
        while (came := waiting.next()) is not None:
            batch.append(came)
            size += came[1].size if not isinstance(came[1], Problem) else 0
            if len(batch) >= BATCH or size >= BATCH_BYTES:
                yield from _keep(actor, case, source, batch)
                batch.clear()
                size = 0
        yield from _keep(actor, case, source, batch)


class _Waiting:
    """Files that are being sealed ahead, in order."""

    def __init__(self, actor: Member, case: Case, source: Source | None, paths: deque[Path]) -> None:
        self._about = actor, case, source
        self._paths = paths
        self._blobs = store()
        self._pool = ThreadPoolExecutor(CORES)
        self._begun: deque[tuple[Path, Future[Intake | Problem]]] = deque()

    def next(self) -> tuple[Path, Intake | Problem] | None:
        """Return the next file when its last byte is sealed; None after the last."""
        while self._paths and len(self._begun) < _AHEAD:
            path = self._paths.popleft()
            self._begun.append((path, self._pool.submit(self._seal, path)))
        if not self._begun:
            return None
        path, sealing = self._begun.popleft()
        KEYRING.touch()
        return path, sealing.result()

    def leave(self) -> None:
        """Let go of everything that was begun and not kept."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        begun = [each for each in self._begun if not each[1].cancelled()]
        _leave([(path, sealing.result()) for path, sealing in begun if sealing.exception() is None])

    def _seal(self, path: Path) -> Intake | Problem:
        actor, case, source = self._about
        arrival = Arrival(path.name, source)
        try:
            intake = from_path(path, *named(actor, case, arrival), self._blobs)
            with ExitStack() as refused:
                refused.callback(intake.abort)
                check_arrival(case, intake, arrival)
                intake.end()
                refused.pop_all()
        except Problem as problem:
            return problem
        return intake


def _leave(came: Sequence[tuple[Path, Intake | Problem]]) -> None:
    for _path, each in came:
        if not isinstance(each, Problem):
            each.leave()


def _keep(
    actor: Member, case: Case, source: Source | None, batch: Sequence[tuple[Path, Intake | Problem]]
) -> list[Became]:
    whole = [(path, came) for path, came in batch if not isinstance(came, Problem)]
    try:
        finish([intake for _path, intake in whole])
    except Problem as refused:
        return [Became(path, None, came if isinstance(came, Problem) else refused) for path, came in batch]
    arrived = [Arrived(intake, intake.writer.oid, Arrival(path.name, source)) for path, intake in whole]
    with transaction.atomic():
        added = iter(write_down(actor, case, arrived))
    return [
        Became(path, None, came) if isinstance(came, Problem) else Became(path, next(added))
        for path, came in batch
    ]
