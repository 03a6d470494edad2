"""Many files at once: some are read and sealed at a time, and written down together in batches.

All but the largest are sealed by processes of their own (`vault.sealing_beside`): Python has one core. While
one batch is made durable and logged, the next is being sealed. What a batch holds is acknowledged when all of
it is durable: bytes, rows and log entries.
"""

from __future__ import annotations

import gc
import stat
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Problem
from guwah.steps.evidence.flows.arrive import Added, Arrival, Arrived, check_arrival, named, write_down
from guwah.steps.evidence.flows.coming import RESUMABLE_FROM, Helping, Intake, finish, from_path
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.kinds import HEAD_BYTES
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source
    from guwah.vault.sealing_beside import Helper

_Came = Intake | Helping | Problem

CORES: Final = 2
BATCH: Final = 512
"""How many files are written down together; each holds a descriptor until then."""
BATCH_BYTES: Final = 256 << 20
_AHEAD: Final = 64
"""How many files, or handfuls of small ones, are begun before the first of them is kept."""
# The small ones among them: each costs the helper a descriptor until it has its name.
_SMALL_AHEAD: Final = 640
MANY: Final = 300
"""From so many files on it is worth a quarter of a second to start helpers."""
_HANDFUL: Final = 32
_HANDFUL_BYTES: Final = 2 << 20
# How long this thread may keep the interpreter from those that seal, in seconds: what they do in Python is
# short, and with Python's own 5 ms they would wait longer than they work.
_TURN: Final = 0.0005
# New objects until Python looks for circles among them, of which there are none here, 700 by default; what
# was there before is not looked through at all meanwhile.
_YOUNG: Final = 20_000


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
        leaving.callback(gc.set_threshold, *gc.get_threshold())
        gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
        leaving.callback(gc.unfreeze)
        gc.freeze()
        batch: list[tuple[Path, _Came]] = []
        leaving.enter_context(waiting.blobs.many())
        leaving.callback(waiting.leave)
        leaving.callback(_leave, batch)
        size = 0
        while (came := waiting.next()) is not None:
            batch.append(came)
            size += came[1].size if not isinstance(came[1], Problem) else 0
            if len(batch) >= BATCH or size >= BATCH_BYTES:
                yield from waiting.keep(batch)
                batch.clear()
                size = 0
        yield from waiting.keep(batch)


class _Waiting:
    """Files that are being sealed ahead, in order."""

    def __init__(self, actor: Member, case: Case, source: Source | None, paths: deque[Path]) -> None:
        self._about = actor, case, source
        self._paths = paths
        self.blobs = store()
        self._pool = ThreadPoolExecutor(CORES)
        self._many = len(paths) >= MANY
        self._helpers: list[Helper] = []
        self._idle: SimpleQueue[Helper] = SimpleQueue()
        self._asking = ThreadPoolExecutor(CORES)
        self._ready: deque[tuple[Path, _Came]] = deque()
        self._begun: deque[tuple[list[Path], Future[list[_Came]]]] = deque()

    def next(self) -> tuple[Path, _Came] | None:
        """Return the next file when its last byte is sealed; None after the last."""
        if not self._ready:
            self._go_on()
        if not self._ready:
            return None
        KEYRING.touch()
        return self._ready.popleft()

    def keep(self, batch: Sequence[tuple[Path, _Came]]) -> list[Became]:
        """Make a batch durable, write it down, and return what became of each."""
        actor, case, source = self._about
        whole = [(path, came) for path, came in batch if not isinstance(came, Problem)]
        try:
            finish([intake for _path, intake in whole], self.blobs)
        except Problem as refused:
            return [
                Became(path, None, came if isinstance(came, Problem) else refused) for path, came in batch
            ]
        arrived = [Arrived(intake, intake.writer.oid, _arrival(path, source)) for path, intake in whole]
        with transaction.atomic():
            added = iter(write_down(actor, case, arrived))
        return [
            Became(path, None, came) if isinstance(came, Problem) else Became(path, next(added))
            for path, came in batch
        ]

    def leave(self) -> None:
        """Let go of everything that was begun and not kept."""
        for pool in (self._pool, self._asking):
            pool.shutdown(wait=True, cancel_futures=True)
        for paths, sealing in self._begun:
            if not sealing.cancelled() and sealing.exception() is None:
                self._ready.extend(zip(paths, sealing.result(), strict=True))
        _leave(self._ready)
        for helper in self._helpers:
            helper.leave()

    def _go_on(self) -> None:
        while self._paths and len(self._begun) < _AHEAD and self._small_ahead() < _SMALL_AHEAD:
            few = self._handful()
            if few:
                if not self._helpers:
                    self._start_helpers()
                self._begun.append((few, self._asking.submit(self._help, few)))
            else:
                one = [self._paths.popleft()]
                self._begun.append((one, self._pool.submit(self._seal_all, one)))
        if self._begun:
            paths, sealing = self._begun.popleft()
            self._ready.extend(zip(paths, sealing.result(), strict=True))

    def _start_helpers(self) -> None:
        """Start them now that there is something for them to do."""
        self._helpers = [self.blobs.helper(HEAD_BYTES) for _ in range(CORES)]
        for helper in self._helpers:
            self._idle.put(helper)

    def _small_ahead(self) -> int:
        return sum(len(paths) for paths, _sealing in self._begun)

    def _handful(self) -> list[Path]:
        """Take off the list what a helper seals at a time: a handful of small files, or one that is not."""
        few: list[Path] = []
        left = _HANDFUL_BYTES
        while self._many and self._paths and len(few) < _HANDFUL:
            size = _size_of(self._paths[0])
            if not 0 < size < (RESUMABLE_FROM if not few else left):
                break
            few.append(self._paths.popleft())
            left -= size
        return few

    def _help(self, paths: list[Path]) -> list[_Came]:
        _actor, case, source = self._about
        came: list[_Came] = []
        helper = self._idle.get()
        try:
            became = helper.seal(paths)
        finally:
            self._idle.put(helper)
        for path, helped in zip(paths, became, strict=True):
            if helped is None:
                came.append(self._seal(path))
                continue
            helping = Helping(helped)
            try:
                check_arrival(case, helping, source)
            except Problem as problem:
                helping.leave()
                came.append(problem)
            else:
                came.append(helping)
        return came

    def _seal_all(self, paths: list[Path]) -> list[_Came]:
        return [self._seal(path) for path in paths]

    def _seal(self, path: Path) -> _Came:
        actor, case, source = self._about
        arrival = _arrival(path, source)
        try:
            intake = from_path(path, *named(actor, case, arrival), self.blobs)
            with ExitStack() as refused:
                refused.callback(intake.abort)
                check_arrival(case, intake, source)
                intake.end()
                refused.pop_all()
        except Problem as problem:
            return problem
        return intake


def _arrival(path: Path, source: Source | None) -> Arrival:
    return Arrival(path.name, source, path=str(path if path.is_absolute() else path.absolute()))


def _size_of(path: Path) -> int:
    """Return the bytes of a regular file; 0 for everything else."""
    try:
        about = path.stat()
    except OSError:
        return 0
    return about.st_size if stat.S_ISREG(about.st_mode) else 0


def _leave(came: Sequence[tuple[Path, _Came]]) -> None:
    for _path, each in came:
        if not isinstance(each, Problem):
            each.leave()
