"""A new vault gets its tables at a stroke: they are those that the migrations lead to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CHILD = Path(__file__).with_name("tables_child.py")
SOURCES = Path(__file__).resolve().parents[2] / "src"


def test_tables_made_at_a_stroke_are_those_of_the_migrations(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "GUWAH_SEEN": str(tmp_path / "seen")}
    done = subprocess.run(
        [sys.executable, CHILD, tmp_path], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    (once, once_applied), (steps, steps_applied) = found["once"], found["steps"]

    assert once_applied == steps_applied
    assert len(once_applied) > 20
    assert once.keys() == steps.keys()
    assert {name: words for name, words in once.items() if steps[name] != words} == {}
