"""What a process that holds keys must not leave behind when it dies."""

from __future__ import annotations

import ctypes
import resource

# prctl(2), Linux: also keeps a dump from the programs that collect dumps through a pipe.
_PR_SET_DUMPABLE = 4


def leave_no_core() -> None:
    """Let this process leave no memory image behind, in no file and to no collector."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
