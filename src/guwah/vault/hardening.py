"""What a process that holds keys must not leave behind when it dies."""

from __future__ import annotations

import resource

# core(5) and fs/coredump.c: no file is as small as one byte, and a collector behind a pipe, for whom 0 means
# nothing, gets nothing either when the limit is exactly 1.
_NO_CORE = 1


def leave_no_core() -> None:
    """Let this process leave no image of its memory behind, in no file and to no collector."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    most = _NO_CORE if hard == resource.RLIM_INFINITY else min(_NO_CORE, hard)
    resource.setrlimit(resource.RLIMIT_CORE, (most, hard))
