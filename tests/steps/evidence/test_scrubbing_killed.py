"""A plug pulled out while sealed files are looked after: what was recorded stands, and it goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cast import PASSPHRASE
from steps.evidence import scrubbing_child as child
from vault.killing import Killed, kill_until_acknowledged

CHILD = Path(child.__file__)
SOAK = int(os.environ.get("GUWAH_SOAK", "0"))
ROUNDS = 300 if SOAK else 3


def environment(folder: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONWARNINGS": "ignore",
        "GUWAH_SEEN": str(folder.with_name("seen")),
    }


def run(act: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(CHILD), act, str(folder), PASSPHRASE],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment(folder)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def story(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("tell", folder))
    return told


def check(folder: Path, lines: list[list[str]], killed_scrubs: int) -> None:
    """Hold what the children said before they died, and what the log says, against what is recorded."""
    told = story(folder)
    assert told["unlogged"] == {"verify": [], "scrub": []}
    assert told["faults"] == []
    # Each round came to its end, met each item once and the damaged one once, whoever was killed in it.
    whole = [child.ITEMS, 1, child.ITEMS, True, ""]
    assert set(map(tuple, told["rounds"].values())) == {tuple(whole)}
    assert told["looks"]["verify"] == [child.ITEMS, len(told["rounds"]), len(told["rounds"])]
    said = [line for line in lines if line[0] == "round"]
    assert {number for _, number, _ in said} <= told["rounds"].keys()
    # A scrub that was killed goes on; the batch between the log and its note of how far it came is met again.
    scrubs = len(lines) - len(said)
    looked, fewest, most = told["looks"]["scrub"]
    assert scrubs <= fewest
    assert most <= scrubs + killed_scrubs + 1
    assert looked in {0, child.ITEMS} or not scrubs


@pytest.mark.slow
@pytest.mark.sampled
def test_rounds_killed_at_any_moment_go_on_and_count_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    run("make", folder)
    command = [sys.executable, CHILD, "look", folder, PASSPHRASE]
    lines: list[list[str]] = []
    kills = kill_until_acknowledged(lambda _: command, rounds=ROUNDS, longest=1.5, env=environment(folder))
    for number, killed in enumerate(kills, start=1):
        assert not killed.finished, killed.errors
        assert only_says_what_was_put_in_order(killed)
        lines += [line.split() for line in killed.acknowledged]
        if number % 10 == 0 or number >= ROUNDS:
            check(folder, lines, number)
    assert lines


def only_says_what_was_put_in_order(killed: Killed) -> bool:
    return all(line.startswith("Put in order: ") for line in killed.errors.splitlines())
