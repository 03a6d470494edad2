"""A plug pulled out of a backup or a restore: earlier backups stay, and the next run goes on."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from guwah.vault import folder
from guwah.vault.backup import checking
from guwah.vault.backup.target import open_target
from guwah.vault.keys import Keys
from vault import backup_child as child
from vault import rotation_child
from vault.killing import Killed, kill_at_moments, run_to_death
from vault.test_backup import state
from vault.test_rotation import nothing_is_lost, rotated

CHILD = Path(child.__file__)
ENV = {"PYTHONPATH": os.pathsep.join(sys.path)}
SOAK = bool(os.environ.get("GUWAH_SOAK"))
# One step in this many is tried, unless `./dev soak` tries every one.
FEW = 12


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a backup, whose keys were changed since and to which a large file was added."""
    home = tmp_path_factory.mktemp("scene")
    keys, _ = rotation_child.make(home / "v")
    child.back_up(keys, home / "stick")
    new = rotated(keys)
    sealing = rotation_child.store(new).begin()
    with sealing:
        sealing.write(bytes(3_000_000))
        sealing.finish()
    return home


def unlocked(home: Path) -> Keys:
    return folder.unlock(home, rotation_child.PASSPHRASE, "aygul")


def steps(seed: int) -> int:
    return 1 if SOAK else random.Random(seed).randint(1, FEW)  # noqa: S311 - seeded on purpose


def look_at_backup(at: Path, *, first: bool = False) -> None:
    """Whatever moment it was: every finished snapshot is whole, and comes back with a passphrase."""
    if not first:
        look = checking.check(open_target(at / "stick"), unlocked(at / "v"))
        assert look.whole, look
        child.bring_back(at / "stick", at / "new")
        nothing_is_lost(unlocked(at / "new"))
    made = child.back_up(unlocked(at / "v"), at / "stick", 2)
    assert made.good
    assert checking.check(open_target(at / "stick"), unlocked(at / "v")).whole
    assert state(at / "stick" / "blobs") == state(at / "v" / "blobs")
    assert not [name for name in state(at / "stick") if ".new-" in name or "making" in name]


def copied(scene: Path, at: Path) -> Path:
    shutil.copytree(scene, at)
    return at


@pytest.mark.slow
@pytest.mark.sampled
def test_a_backup_may_be_killed_before_any_of_its_steps(scene: Path, tmp_path: Path) -> None:
    step, killed = steps(11), Killed((), finished=False, errors="")
    tried = 0
    while not killed.finished:
        at = copied(scene, tmp_path / str(step))
        killed = run_to_death([sys.executable, CHILD, "backup", at / "v", at / "stick", step], env=ENV)
        look_at_backup(at)
        shutil.rmtree(at)
        step, tried = step + (1 if SOAK else FEW), tried + 1
    assert tried > (50 if SOAK else 4)


@pytest.mark.parametrize("step", [1, 3, 4, 6, pytest.param(9, marks=pytest.mark.slow)])
def test_a_first_backup_may_be_killed_as_it_begins(scene: Path, tmp_path: Path, step: int) -> None:
    at = copied(scene, tmp_path / "at")
    shutil.rmtree(at / "stick")

    killed = run_to_death([sys.executable, CHILD, "backup", at / "v", at / "stick", step], env=ENV)

    assert not killed.finished
    look_at_backup(at, first=True)


@pytest.mark.slow
@pytest.mark.sampled
def test_a_restore_may_be_killed_before_any_of_its_steps(scene: Path, tmp_path: Path) -> None:
    whole = copied(scene, tmp_path / "scene")
    child.back_up(unlocked(whole / "v"), whole / "stick", 1)
    # Its database is lost, so the one from before the change of keys has to come back under the new ones.
    (open_target(whole / "stick").snapshots()[0] / "guwah.db").unlink()
    before = state(whole / "stick")
    step, killed = steps(12), Killed((), finished=False, errors="")
    tried = 0
    while not killed.finished:
        home = tmp_path / str(step)
        killed = run_to_death([sys.executable, CHILD, "restore", whole / "stick", home, step], env=ENV)
        if not folder.exists(home):
            child.bring_back(whole / "stick", home)
        nothing_is_lost(unlocked(home))
        shutil.rmtree(home)
        step, tried = step + (1 if SOAK else FEW), tried + 1
    assert tried > (50 if SOAK else 3)
    assert state(whole / "stick") == before


@pytest.mark.parametrize("seed", [21, pytest.param(22, marks=pytest.mark.slow)])
def test_a_backup_may_be_killed_at_any_moment(scene: Path, tmp_path: Path, seed: int) -> None:
    at = copied(scene, tmp_path / "at")
    command = [sys.executable, CHILD, "backup", at / "v", at / "stick", 0]
    for killed in kill_at_moments(command, seed=seed, rounds=60 if seed == 22 else 3, longest=0.3, env=ENV):
        assert not killed.errors
        look = checking.check(open_target(at / "stick"), unlocked(at / "v"))
        assert look.whole
    look_at_backup(at)
