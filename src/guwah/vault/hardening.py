"""What a process that holds keys must not leave behind: when it locks, and when it dies."""

from __future__ import annotations

import gc
import resource

# core(5) and fs/coredump.c: no file is as small as one byte, and a collector behind a pipe, for whom 0 means
# nothing, gets nothing either when the limit is exactly 1.
_NO_CORE = 1
# Python gives memory of up to 512 bytes from its own stock, in steps of 16; keys and what is made of them are
# of this kind. Twice, because what is freed last is given first.
_STEP, _LARGEST, _EACH, _ROUNDS = 16, 512, 2000, 2


def leave_no_core() -> None:
    """Let this process leave no image of its memory behind, in no file and to no collector."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    most = _NO_CORE if hard == resource.RLIM_INFINITY else min(_NO_CORE, hard)
    resource.setrlimit(resource.RLIMIT_CORE, (most, hard))


def overwrite_freed() -> None:
    """Ask Python for the small pieces of memory it has just got back, and fill them with zeros.

    Freed memory keeps what stood in it until it is given out again. This makes it likely, not certain, that
    nothing of a key is left: pieces that libraries took by themselves, and pages that were swapped out, are
    not reached.
    """
    gc.collect()
    for _ in range(_ROUNDS):
        taken = [bytes(size) for size in range(1, _LARGEST, _STEP) for _ in range(_EACH)]
        del taken
