"""Work that goes on beside the pages, one at a time of its kind: how far it is, and why it stopped."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connections

from guwah.failures import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.failures import Refused

SECONDS_BETWEEN_LOOKS = 1


@dataclass(frozen=True, slots=True)
class State:
    """How far a piece of work is.

    Attributes:
        total: how much it has to do, in its own units.
        done: how much of it is done.
        over: nothing goes on any more.
        problem: why it did not come to its end; empty when it did, or goes on.
        stage: code of what it is at just now, where it has stages.
    """

    total: int = 0
    done: int = 0
    over: bool = True
    problem: str = ""
    stage: str = ""


class Beside:
    """The work of one kind that goes on in this process, if any does.

    Attributes:
        failing: what is told when it fails in a way nobody foresaw.
    """

    failing: str

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self.state = State()

    def make_ready(self, work: Callable[[], object], taken: Refused, total: int = 0) -> None:
        """Make work ready; `go` starts it.

        Args:
            work: what is to be done, in a thread of its own.
            taken: what to refuse with when one goes on already.
            total: how much there is to do, as far as it is known.

        Raises:
            Refused: `taken`.
        """
        with self._guard:
            if not self.state.over:
                raise taken
            self.state = State(total=total, over=False)
        # Not a daemon: a server that is told to end waits for it.
        self._thread = threading.Thread(target=self._go, args=(work,), name=f"guwah-{type(self).__name__}")

    def go(self) -> None:
        """Start what was made ready."""
        if self._thread is not None and self._thread.ident is None:
            self._thread.start()

    def wait(self) -> None:
        """Wait until nothing goes on any more."""
        if self._thread is not None:
            self._thread.join()

    def _go(self, work: Callable[[], object]) -> None:
        problem = self.failing
        try:
            work()
            problem = ""
        except Problem as said:
            problem = said.message
        finally:
            self.state = replace(self.state, over=True, problem=problem)
            connections.close_all()
