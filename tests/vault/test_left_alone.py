"""A file under a lock is somebody's; the lock of a killed process is gone with it."""

from __future__ import annotations

import fcntl
from pathlib import Path

from guwah.vault.durable import left_alone


def test_a_file_nobody_holds_is_ours_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "left"
    path.touch()

    with left_alone(path) as first, left_alone(path) as second:
        assert (first, second) == (True, False)
    with left_alone(path) as again:
        assert again


def test_a_file_that_somebody_holds_or_that_is_gone_is_not(tmp_path: Path) -> None:
    path = tmp_path / "held"
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with left_alone(path) as ours:
            assert not ours
    with left_alone(tmp_path / "gone") as ours:
        assert not ours
    assert not (tmp_path / "gone").exists()
