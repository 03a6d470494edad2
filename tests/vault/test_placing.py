"""A file that is written whole gets its name: never another's, never half, on sticks without links too."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from guwah.vault.placing import place_new


def _none(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "this disk has no links")


@pytest.fixture(params=["links", "stick"], autouse=True)
def _disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "stick":
        monkeypatch.setattr(os, "link", _none)


def test_it_has_its_name_and_no_other(tmp_path: Path) -> None:
    part, name = tmp_path / ".part", tmp_path / "talk.vtt"
    part.write_bytes(b"whole")
    place_new(part, name)
    assert [each.name for each in tmp_path.iterdir()] == ["talk.vtt"]
    assert name.read_bytes() == b"whole"


def test_what_is_there_stays(tmp_path: Path) -> None:
    part, name = tmp_path / ".part", tmp_path / "talk.vtt"
    part.write_bytes(b"whole")
    name.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        place_new(part, name)
    assert name.read_bytes() == b"theirs"
    assert part.exists()


def test_a_disk_that_takes_nothing_leaves_the_name_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, name = tmp_path / ".part", tmp_path / "talk.vtt"
    part.write_bytes(b"whole")
    monkeypatch.setattr(os, "link", _none)

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(errno.EIO, "the stick was pulled out")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="pulled out"):
        place_new(part, name)
    assert not name.exists()
