from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cast import PASSPHRASE
from vault.killing import kill_until_acknowledged

CHILD = Path(__file__).with_name("adding_child.py")
ENV = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
ROUNDS = 300 if os.environ.get("GUWAH_SOAK") else 3


def _child(act: str, folder: Path) -> str:
    environment: dict[str, str] = {**os.environ, **ENV}
    command = [sys.executable, str(CHILD), act, str(folder), PASSPHRASE]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stderr
    return run.stdout


def _story(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_child("tell", folder))
    return told


@pytest.mark.slow
@pytest.mark.sampled
@pytest.mark.parametrize("act", ["add", "many"])
def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(tmp_path: Path, act: str) -> None:
    folder = tmp_path / "vault"
    _child("make", folder)
    promised: dict[str, str] = {}
    program = [sys.executable, CHILD, act, folder, PASSPHRASE]
    kills = kill_until_acknowledged(lambda seed: [*program, seed], rounds=ROUNDS, longest=0.8, env=ENV)
    for number, killed in enumerate(kills, start=1):
        assert not killed.finished, killed.errors
        promised |= dict(line.split() for line in killed.acknowledged)
        # The next child opens the vault as this one left it; a look at everything costs more, so less often.
        if number % 10 == 0:
            _nothing_is_half_there(folder, promised)
    _nothing_is_half_there(folder, promised)
    assert promised


def _nothing_is_half_there(folder: Path, promised: dict[str, str]) -> None:
    story = _story(folder)
    assert promised.items() <= story.pop("items").items()
    assert not any(story.values()), story


@pytest.mark.slow
@pytest.mark.sampled
def test_an_intake_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder, stick = tmp_path / "vault", tmp_path / "stick"
    _child("make", folder)
    added: set[str] = set()
    promised: dict[str, str] = {}
    program = [sys.executable, CHILD.with_name("taking_child.py"), folder, PASSPHRASE, stick]
    kills = kill_until_acknowledged(
        lambda seed: [*program, seed],
        rounds=ROUNDS,
        longest=1.2,
        env=ENV,
        counts=lambda line: not line.startswith("added "),
    )
    for killed in kills:
        assert not killed.errors, killed.errors
        lines = [line.split() for line in killed.acknowledged]
        added |= {sha256 for word, sha256 in lines if word == "added"}
        promised |= {word: sha256 for word, sha256 in lines if word != "added"}
    story = _story(folder)
    items = story.pop("items")
    assert promised.items() <= items.items()
    assert len(set(items.values())) == len(items)
    assert not any(story.values()), story
    still_there = len(list((stick / "incoming").glob("*.note.age")))
    assert added - set(items.values()) == set() or still_there
    assert len(added - set(items.values())) <= still_there
    assert promised


@pytest.mark.slow
@pytest.mark.sampled
def test_a_delivery_killed_at_any_moment_is_whole_or_not_there_and_completed_by_the_next(
    tmp_path: Path,
) -> None:
    folder, given = tmp_path / "vault", tmp_path / "given"
    _child("make", folder)
    child = CHILD.with_name("delivering_child.py")
    promised: set[str] = set()
    program = [sys.executable, child, "deliver", folder, PASSPHRASE, given]
    kills = kill_until_acknowledged(
        lambda seed: [*program, f"round{seed}"], rounds=ROUNDS, longest=2.5, env=ENV
    )
    rounds = 0
    for rounds, killed in enumerate(kills, start=1):  # noqa: B007 - how many there were is asked below
        assert not killed.finished, killed.errors
        assert not killed.errors, killed.errors
        promised |= set(killed.acknowledged)
    left = _story(folder)
    # A folder's source may stand there begun, and say so; nothing else is without an item.
    assert left.pop("without_item") <= rounds
    left.pop("items")
    assert not any(left.values()), left

    completing = [sys.executable, str(child), "complete", str(folder), PASSPHRASE, str(given)]
    run = subprocess.run(completing, capture_output=True, text=True, check=True, env={**os.environ, **ENV})
    told: dict[str, Any] = json.loads(run.stdout)

    assert promised <= {f"{number} {title}" for number, title in told.pop("before").items()}
    assert told.pop("deliveries") == told.pop("folders")
    assert not any(told.values()), told
    whole = _story(folder)
    whole.pop("items")
    assert not any(whole.values()), whole
