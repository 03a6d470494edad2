"""A file in the clear without a name before it is whole: kill -9 at every step leaves nothing else."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from guwah.vault.unnamed import swept, unnamed

_CHILD = Path(__file__).with_name("unnamed_child.py")
_WHOLE = b"Nightjar Seven came in May. " * 9999


def _killed(folder: Path, step: int, disk: str) -> bool:
    """Run the child until its n-th step; tell whether it came to its end before that."""
    places = os.pathsep.join([str(_CHILD.parent.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(_CHILD), str(folder), str(step), disk],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode == 0


@pytest.mark.parametrize("disk", ["whole", "stick", "no-proc"])
def test_killed_at_every_step_it_leaves_the_whole_file_or_nothing(tmp_path: Path, disk: str) -> None:
    left = 0
    for step in count(1):
        folder = tmp_path / str(step)
        folder.mkdir()
        finished = _killed(folder, step, disk)
        there = sorted(each.name for each in folder.iterdir() if each.name != "talk.srt")
        if disk == "whole":
            assert there == []
        # On a stick what is left is known again by its name, which says nothing, and taken away.
        assert all(each.startswith(".guwah-export-") for each in there)
        left += len(there)
        assert swept(folder) == len(there)
        name = folder / "talk.srt"
        assert [each.name for each in folder.iterdir()] == (["talk.srt"] if name.exists() else [])
        if name.exists():
            assert name.read_bytes() == _WHOLE
            assert name.stat().st_mode & 0o077 == 0
        if finished:
            assert name.exists()
            break
    assert step > 3
    assert bool(left) == (disk != "whole")


def test_what_is_written_now_and_what_is_not_ours_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / ".talk.srt.1.part"
    theirs.write_bytes(b"theirs")
    alive = tmp_path / f".guwah-export-{os.getppid()}.part"
    alive.write_bytes(b"another process of this machine")
    link = tmp_path / ".guwah-export-0000000001.part"
    link.symlink_to(theirs)
    real = os.open

    def stick(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "no files without a name")
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", stick)
    with unnamed(tmp_path) as file:
        file.write(b"ours")
        # Its lock is the kernel's: the number of the process alone would not keep it on a shared disk.
        assert swept(tmp_path) == 0
        file.place(tmp_path / "talk.srt")
    assert swept(tmp_path) == 0
    assert {each.name for each in tmp_path.iterdir()} == {"talk.srt", theirs.name, alive.name, link.name}
    assert swept(tmp_path / "nowhere") == 0


def test_what_an_earlier_version_left_of_the_same_file_goes(tmp_path: Path) -> None:
    """It wrote in the clear under the name of its file and the number of its process."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = tmp_path / f".talk.srt.{gone.pid}.part"
    others = [
        f".other.srt.{gone.pid}.part",
        f".talk.srt.{os.getppid()}.part",
        ".talk.srt.part",
        ".talk.srt.x.part",
    ]
    for each in (left.name, *others):
        (tmp_path / each).write_bytes(b"words")
    (tmp_path / f".talk-srt.{gone.pid}.part").mkdir()
    assert swept(tmp_path) == 0
    assert swept(tmp_path, "talk.srt") == 1
    assert not left.exists()
    assert all((tmp_path / each).exists() for each in others)
    assert swept(tmp_path, "talk-srt") == 0


def test_what_is_there_stays_and_is_replaced_only_when_it_is_asked(tmp_path: Path) -> None:
    name = tmp_path / "talk.srt"
    name.write_bytes(b"theirs")
    with unnamed(tmp_path) as file:
        file.write(b"ours")
        with pytest.raises(FileExistsError):
            file.place(name)
        assert name.read_bytes() == b"theirs"
        file.replace(name)
    assert name.read_bytes() == b"ours"
    assert [each.name for each in tmp_path.iterdir()] == ["talk.srt"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"), unnamed(tmp_path / "nowhere"):
        pass
