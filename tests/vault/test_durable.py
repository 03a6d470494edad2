"""Files that are replaced together: each is the old one or the new one, and nothing half written stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guwah.vault.durable import write_all_durably


def test_many_files_are_replaced_together_for_their_owner_only(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    files = [(tmp_path / "sub" / f"{number}", b"%d" % number) for number in range(20)]
    files += [(tmp_path / f"{number}", b"%d" % number) for number in range(20)]
    files[3][0].write_bytes(b"older")

    write_all_durably(files)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == dict(files)
    assert {path.stat().st_mode & 0o777 for path, _data in files} == {0o600}


def test_what_the_disk_refuses_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(b"older")
    flushed = []

    def full(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_all_durably([(tmp_path / name, b"newer") for name in "abc"])

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys("abc", b"older")
