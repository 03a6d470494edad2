from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from guwah.failures import NotUnderstood
from guwah.vault.untrusted import (
    NotRegular,
    TooLong,
    changed_at,
    handed_over,
    open_untrusted,
    read_untrusted,
    real_folder,
)


def _made(path: Path, kind: str) -> Path:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "endless":
        path.symlink_to("/dev/zero")
    elif kind == "link":
        path.with_name("elsewhere").write_bytes(b"not handed over")
        path.symlink_to("elsewhere")
    elif kind == "nowhere":
        path.symlink_to("absent")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "socket":
        os.mknod(path, stat.S_IFSOCK | 0o600)
    return path


@pytest.mark.parametrize("kind", ["pipe", "folder", "endless", "link", "nowhere", "loop", "socket"])
def test_what_is_no_regular_file_is_neither_waited_for_nor_read(tmp_path: Path, kind: str) -> None:
    path = _made(tmp_path / "x", kind)
    with pytest.raises(NotRegular):
        open_untrusted(path)
    with pytest.raises(NotRegular):
        read_untrusted(path)


@pytest.mark.parametrize("kind", ["pipe", "folder", "endless", "nowhere", "loop", "socket"])
def test_a_link_that_is_followed_must_lead_to_a_regular_file(tmp_path: Path, kind: str) -> None:
    with pytest.raises(OSError, match="x"):
        read_untrusted(_made(tmp_path / "x", kind), follow=True)
    assert read_untrusted(_made(tmp_path / "y", "link"), follow=True) == b"not handed over"


def test_no_more_is_read_than_there_should_be(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bytes(10))
    assert read_untrusted(path, 10) == bytes(10)
    with pytest.raises(TooLong):
        read_untrusted(path, 9)
    # A file that says it has no bytes and gives some all the same.
    with pytest.raises(TooLong):
        read_untrusted(Path("/proc/self/maps"), 9)


@pytest.mark.parametrize(
    ("kind", "code"), [("pipe", "not-a-file"), ("folder", "not-a-file"), ("endless", "not-a-file"),
                       ("nowhere", "no-such-file"), ("loop", "unreadable-file")]
)  # fmt: skip
def test_a_file_that_a_person_names_is_one_or_they_are_told(tmp_path: Path, kind: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        handed_over(_made(tmp_path / "x", kind))
    assert caught.value.code == code


def test_a_file_that_a_person_names_is_read_up_to_what_its_kind_has(tmp_path: Path) -> None:
    path = tmp_path / "card"
    path.write_bytes(bytes(10))
    assert handed_over(path) == bytes(10)
    with pytest.raises(NotUnderstood) as caught:
        handed_over(path, 9)
    assert caught.value.code == "too-large"


def test_what_is_not_there_is_said_as_everywhere(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_untrusted(tmp_path / "absent")


def test_a_file_that_becomes_a_pipe_while_it_is_opened_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a file")
    opened = os.open
    given: list[int] = []

    def exchanged(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        given.append(opened(name, flags))
        return given[0]

    monkeypatch.setattr(os, "open", exchanged)
    with pytest.raises(NotRegular):
        open_untrusted(path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(given[0])


@pytest.mark.parametrize(
    ("nanoseconds", "said"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_551_679_567_120_000_000, "2019-03-04T06:06:07.12Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (-62_135_596_800 * 10**9, "0001-01-01T00:00:00Z"),
        (10**18 * 10**9, f"{10**18} s since 1970-01-01T00:00:00Z"),
    ],
)
def test_the_time_a_file_system_says_is_written_whole(nanoseconds: int, said: str) -> None:
    assert changed_at(nanoseconds) == said


def test_a_folder_that_is_a_link_is_none(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    told = [real_folder(tmp_path / name) for name in ("folder", "link", "absent")]
    assert told == [True, False, False]
