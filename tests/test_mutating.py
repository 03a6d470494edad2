"""`./dev mutate` can run: the throw-away tree of each room holds what its tests ask for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mutating


@pytest.mark.parametrize("room", mutating.rooms())
def test_the_tests_of_a_room_run_where_it_is_measured(tmp_path: Path, room: str) -> None:
    mutating.copy_room(mutating.rooms()[room], tmp_path)
    known = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    told = (*mutating.PYTEST, *mutating.NOT_HERE, f"tests/instruments/{room}")
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", *told],
        cwd=tmp_path,
        env=known | {"PYTHONPATH": f"{tmp_path / 'tests'}{os.pathsep}{tmp_path / 'src'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "::test_" in found.stdout
