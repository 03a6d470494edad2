"""Rewriting the assertions of a tree that was never tested, once and not once by every worker."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from _pytest.assertion import rewrite

if TYPE_CHECKING:
    import pytest


def rewrite_a_share(config: pytest.Config) -> None:
    """Let this worker rewrite its share of the test modules and keep them where pytest looks for them.

    All workers collect every module in the same order, so in a fresh checkout each of them would rewrite all:
    a quarter of a minute of processor time each. pytest has no public way to do it without running a module;
    if what is used here is not as it was any more, its own tests say so (tests/test_rewriting.py).
    """
    given = getattr(config, "workerinput", None)
    if given is None or sys.dont_write_bytecode:
        return
    number, workers = int(given["workerid"].removeprefix("gw")), int(given["workercount"])
    for module in modules(config.args)[number::workers]:
        rewritten(module, config)


def modules(arguments: list[str]) -> list[Path]:
    """Return the test modules in the folders that were asked for."""
    folders = [Path(each) for each in arguments if Path(each).is_dir()]
    return sorted({path for folder in folders for path in folder.rglob("test_*.py")})


def rewritten(module: Path, config: pytest.Config) -> Path:
    """Rewrite a module unless that was done; return where the outcome is kept."""
    folder = rewrite.get_cache_dir(module)
    kept = folder / (module.stem + rewrite.PYC_TAIL)
    if rewrite.try_makedirs(folder) and rewrite._read_pyc(module, kept) is None:
        state = config.stash[rewrite.assertstate_key]
        digest, code = rewrite._rewrite_test(module, config)
        rewrite._write_pyc(state, code, digest, kept)
    return kept
