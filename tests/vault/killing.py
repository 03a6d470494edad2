"""Killing a program in the middle of its work, at seeded moments or at its n-th write step.

The child prints one line per thing it acknowledges, flushed, and a first line `ready`. What it printed
before it died is what it promised. Use it for anything that must survive a pulled plug::

    for killed in kill_at_moments([sys.executable, child, folder], seed=7, rounds=5):
        check(killed.acknowledged)

In the child, `die_at_step(n)` makes the n-th call that changes the disk the last one: the process kills
itself with SIGKILL just before that call, so every step is covered without luck.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

READY = "ready"
# The calls by which our code changes a disk; what a buffered file object writes by itself is not counted.
STEPS = ("open", "write", "fsync", "rename", "replace", "mkdir", "unlink", "link", "ftruncate", "pwrite")


@dataclass(frozen=True)
class Killed:
    """What one killed run left behind.

    Attributes:
        acknowledged: The lines it printed before it died, without `ready` and without a half line.
        finished: True when it ended by itself before it could be killed.
        errors: What it wrote on standard error.
    """

    acknowledged: tuple[str, ...]
    finished: bool
    errors: str


def kill_at_moments(
    command: Sequence[object],
    *,
    seed: int,
    rounds: int,
    longest: float = 0.4,
    env: Mapping[str, str] | None = None,
) -> Iterator[Killed]:
    """Run the command again and again, killing it after random (seeded) times from its `ready` on."""
    moments = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    for _ in range(rounds):
        yield kill_after(command, moments.uniform(0, longest), env=env)


def kill_until_acknowledged(
    command: Callable[[int], Sequence[object]],
    *,
    rounds: int,
    longest: float,
    env: Mapping[str, str] | None = None,
    counts: Callable[[str], bool] = bool,
) -> Iterator[Killed]:
    """Kill `command(round)` once a round, and go on after the last until a line that `counts` was printed.

    On a slow or busy machine every seeded moment may come before the first such line; each
    further round then waits up to twice as long (at most a minute). Who asserts that something was promised
    asserts a rule, not the machine's speed.
    """
    told, number = False, 0
    while number < rounds or (not told and longest < 60):
        (killed,) = kill_at_moments(command(number), seed=number, rounds=1, longest=longest, env=env)
        yield killed
        told = told or any(map(counts, killed.acknowledged))
        number += 1
        if number >= rounds:
            longest *= 2


def kill_after(command: Sequence[object], seconds: float, *, env: Mapping[str, str] | None = None) -> Killed:
    """Run the command and kill its whole process group `seconds` after it said `ready`."""
    with subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **(env or {})},
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        if first != f"{READY}\n":
            _, errors = child.communicate()
            raise AssertionError(f"the child did not start: {errors}")
        try:
            out, errors = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            out, errors = child.communicate()
        whole = out.rpartition("\n")[0]
        return Killed(tuple(whole.splitlines()), child.returncode == 0, errors)


def run_to_death(command: Sequence[object], *, env: Mapping[str, str] | None = None) -> Killed:
    """Run the command until it ends or kills itself (see `die_at_step`); it may take two minutes."""
    return kill_after(command, 120, env=env)


def die_at_step(number: int, *, steps: Sequence[str] = STEPS) -> None:
    """In the child: let this process die just before its `number`-th (from 1) step that changes the disk."""
    done = 0

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal done
            done += 1
            if done == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return step

    for name in steps:
        setattr(os, name, counted(getattr(os, name)))
