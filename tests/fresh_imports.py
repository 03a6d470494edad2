"""A pytest plugin of `./dev mutate`: every mutant is tried on modules imported anew, with few examples.

mutmut runs pytest many times in one process. What a module works out while it is imported, and what its
functions keep in a cache, would then be that of the unchanged source, and a mutant there could not be seen.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from mutmut.state import state

if TYPE_CHECKING:
    from pathlib import Path

# Shrinking makes a failure readable; here it is only counted.
settings.register_profile(
    "mutants",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
)


def _forget(below: Path) -> None:
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.startswith(str(below)) and module is not sys.modules[__name__]:
            del sys.modules[name]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Forget every module of the tree before the first of them is imported again."""
    _forget(early_config.rootpath)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Count what ran while modules were imported as covered by every test, not by the first one only."""
    known = state()
    for function in known._stats:
        known.tests_by_mangled_function_name[function].update(item.nodeid for item in session.items)
    known._stats.clear()
