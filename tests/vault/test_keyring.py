from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from guwah.vault import keyring as keyring_module
from guwah.vault.database.base import Connection, connect
from guwah.vault.keyring import Keyring

CHILD = Path(__file__).with_name("locking_child.py")
KEY = bytes(range(48))


def test_threads_that_are_at_work_outlive_the_lock(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", CHILD, tmp_path],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "whole\n"), done.stderr


class Stubborn:
    """A connection whose call ends when it was asked a few times."""

    def __init__(self, asks: int) -> None:
        self.asks, self.interrupted, self.closed = asks, 0, 0

    def interrupt(self) -> None:
        self.interrupted += 1

    def close(self) -> None:
        self.closed += 1

    def close_when_idle(self) -> bool:
        if self.interrupted < self.asks:
            return False
        self.close()
        return True


def test_a_lock_asks_until_every_connection_is_closed() -> None:
    keyring, slow, quick = Keyring(), Stubborn(4), Stubborn(1)
    keyring.register(slow)
    keyring.register(quick)

    keyring.lock()

    assert (slow.interrupted, slow.closed, quick.interrupted, quick.closed) == (4, 1, 1, 1)


def test_a_lock_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_module, "_PATIENCE_SECONDS", 0.02)
    keyring, deaf = Keyring(), Stubborn(10**9)
    keyring.register(deaf)

    keyring.lock()

    assert (keyring.locked, deaf.closed) == (True, 1)


class Plain:
    """What nobody shares."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def interrupt(self) -> None:
        self.told.append("interrupt")

    def close(self) -> None:
        self.told.append("close")


def test_what_nobody_shares_is_closed_at_once() -> None:
    keyring, plain = Keyring(), Plain()
    keyring.register(plain)

    keyring.lock()

    assert plain.told == ["interrupt", "close"]


def test_a_connection_in_a_call_is_closed_after_it(tmp_path: Path) -> None:
    connection: Connection = connect(str(tmp_path / "guwah.db"), KEY, check_same_thread=False)
    answers: list[bool] = []
    with connection.busy:
        other = threading.Thread(target=lambda: answers.append(connection.close_when_idle()))
        other.start()
        other.join()

    answers.append(connection.close_when_idle())

    assert answers == [False, True]
    with pytest.raises(connection.ProgrammingError):
        connection.execute("SELECT 1")
