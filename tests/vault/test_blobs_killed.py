from __future__ import annotations

import hashlib
import os
import random
import sys
from pathlib import Path

import pytest

from vault import sealing_child
from vault.killing import Killed, kill_after, kill_at_moments, run_to_death

CHILD = Path(sealing_child.__file__)
ENV = {"PYTHONPATH": os.pathsep.join(sys.path)}
SOAK = int(os.environ.get("GUWAH_SOAK", "0"))


def check(folder: Path, killed: Killed) -> None:
    """Every acknowledged blob opens whole, and a sweep leaves nothing else."""
    store = sealing_child.store(folder)
    store.sweep()
    for line in killed.acknowledged:
        oid, run, number = line.split()
        data = sealing_child.content(int(run), int(number))
        assert store.verify(oid).size == len(data)
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert not path.name.startswith(".")
        assert path.stat().st_size > 0
    assert store.sweep() == ()


def whole_blobs(folder: Path, run: int, count: int) -> int:
    """Count the blobs of one run that are there; each must be whole."""
    store = sealing_child.store(folder)
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    found = 0
    for number in range(count):
        oid = hashlib.sha256(sealing_child.content(run, number)).hexdigest()
        if store.path(oid).name in names:
            found += 1
            store.verify(oid)
    assert found == len(names)
    return found


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost_at_any_moment(tmp_path: Path, seed: int) -> None:
    rounds = max(SOAK, 25) if seed == 3 else 3
    for run, killed in enumerate(
        kill_at_moments(
            [sys.executable, CHILD, tmp_path, seed, 0, 100_000], seed=seed, rounds=rounds, env=ENV
        )
    ):
        assert not killed.finished, (run, killed.errors)
        check(tmp_path, killed)


def test_nothing_is_lost_or_half_there_at_any_step_of_one_sealing(tmp_path: Path) -> None:
    step, killed = 0, Killed((), finished=False, errors="")
    while not killed.finished:
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        killed = run_to_death([sys.executable, CHILD, folder, step, step, 2], env=ENV)
        check(folder, killed)
        assert whole_blobs(folder, step, 2) >= len(killed.acknowledged)
    assert len(killed.acknowledged) == 2
    assert step > 10


def _go_on_until_done(folder: Path, run: int, *, seed: int) -> int:
    """Kill a large sealing again and again; return at how many kills it had come further than before."""
    came, went_on, child = 0, 0, 0
    moments = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    killed = Killed((), finished=False, errors="")
    while not killed.finished:
        # Each is given a little longer, so that a slow machine comes to the end as well.
        child += 1
        killed = kill_after(
            [sys.executable, CHILD, folder, run, 0, "film"], moments.uniform(0, 0.1 * child), env=ENV
        )
        assert not killed.errors, killed.errors
        for line in killed.acknowledged:
            word, *rest = line.split()
            if word == "resumed":
                went_on += int(rest[0]) > came
                came = int(rest[0])
    store = sealing_child.store(folder)
    data = sealing_child.film(run)
    assert store.verify(hashlib.sha256(data).hexdigest()).size == len(data)
    assert [path.name for path in folder.glob(".*")] == []
    return went_on


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_large_file_killed_again_and_again_goes_on_to_its_end(tmp_path: Path, seed: int) -> None:
    rounds = max(SOAK // 4, 10) if seed == 2 else 3
    went_on = sum(_go_on_until_done(tmp_path, run, seed=seed + run) for run in range(rounds))
    assert went_on


@pytest.mark.parametrize("first", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_large_file_survives_a_kill_at_any_of_its_steps(tmp_path: Path, first: int) -> None:
    """Each child dies one step later than the one before, and goes on with what that one left."""
    step, oid = first, ""
    while not oid:
        command = [sys.executable, CHILD, tmp_path, 7, step, "film"]
        killed = run_to_death(command, env=ENV)
        assert not killed.errors, killed.errors
        oid = next((line.split()[0] for line in killed.acknowledged if line.endswith("film")), "")
        step += 1 if first == 2 or step < 8 else 9
    assert sealing_child.store(tmp_path).verify(oid).size == sealing_child.FILM
    assert sealing_child.store(tmp_path).sweep() == ()
