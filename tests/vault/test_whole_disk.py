"""Many files durable by one call: only where that is promised, in order, and never past an error."""

from __future__ import annotations

import ctypes
import errno
import io
import os
from pathlib import Path

import pytest

from guwah.vault import whole_disk as disks
from guwah.vault.age import Identity
from guwah.vault.blobs import BlobNotWritten, BlobStore
from guwah.vault.sealing import SealingWriter

EXT = 0xEF53
MANY = 20


@pytest.fixture
def blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlobStore:
    """A store on a disk that is trusted, whatever lies under this one."""
    monkeypatch.setattr(disks, "_kind", lambda _descriptor: EXT)
    identity = Identity.generate()
    return BlobStore(tmp_path, bytes(32), [identity.recipient], identity)


def _written(blobs: BlobStore, count: int) -> list[SealingWriter]:
    writers = []
    for number in range(count):
        writer = blobs.begin()
        writer.write(b"bread %d" % number)
        writer.end()
        writers.append(writer)
    return writers


def _named(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("??/*")]


def test_many_are_made_durable_before_the_first_has_its_name(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    synced: list[Path] = []
    real = disks.WholeDisk.sync

    def noted(self: disks.WholeDisk) -> None:
        seen.append(len(_named(tmp_path)))
        real(self)

    monkeypatch.setattr(disks.WholeDisk, "sync", noted)
    with blobs.many():
        writers = _written(blobs, MANY)
        monkeypatch.setattr(os, "fsync", lambda at: synced.append(Path(f"/proc/self/fd/{at}").readlink()))
        told = blobs.keep(writers)

    assert seen == [0, MANY]
    # The folders that are new are durable in theirs before anything is named in them.
    assert synced == [tmp_path]
    assert sorted(each.name.partition("/")[2] for each in told) == sorted(_named(tmp_path))
    assert {blobs.verify(each.oid).size for each in told} == {7, 8}


@pytest.mark.parametrize("after", [0, 1])
def test_what_could_not_be_written_is_not_acknowledged(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    calls: list[int] = []

    def refuse(_descriptor: int) -> int:
        calls.append(1)
        if len(calls) <= after:
            return 0
        ctypes.set_errno(errno.ENOSPC)
        return -1

    monkeypatch.setattr(disks._C, "syncfs", refuse, raising=False)
    with blobs.many():
        writers = _written(blobs, MANY)
        with pytest.raises(BlobNotWritten) as caught:
            blobs.keep(writers)
    assert caught.value.code == "disk-full"
    assert list(tmp_path.glob(".sealing-*")) == []


def test_few_and_those_of_no_such_disk_are_synced_one_by_one(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_self: disks.WholeDisk) -> None:
        raise AssertionError("nobody asked for the whole disk")

    monkeypatch.setattr(disks.WholeDisk, "sync", never)
    with blobs.many():
        blobs.keep(_written(blobs, 3))
    blobs.keep(_written(blobs, MANY))
    assert blobs.seal(io.BytesIO(b"more")).size == 4


@pytest.mark.parametrize(
    ("version", "kind", "trusted"),
    [
        ((5, 8), EXT, True),
        ((6, 1), 0x58465342, True),
        ((5, 7), EXT, False),
        ((4, 19), EXT, False),
        ((6, 1), 0x4D44, False),  # FAT
        ((6, 1), 0, False),
    ],
)
def test_a_disk_is_trusted_where_the_kernel_tells_and_its_kind_flushes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], kind: int, *, trusted: bool
) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(disks, "_kernel", lambda: version)
    monkeypatch.setattr(disks, "_kind", lambda _descriptor: kind)
    disk = disks.whole_disk(tmp_path)
    assert (disk is not None) is trusted
    if disk is not None:
        disk.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_kind_of_a_disk_is_what_the_kernel_says(tmp_path: Path) -> None:
    descriptor = os.open("/proc", os.O_RDONLY)
    try:
        assert disks._kind(descriptor) == 0x9FA0
    finally:
        os.close(descriptor)
    assert disks._kind(-1) == 0
    assert disks._kernel() >= (3, 0)
    disk = disks.WholeDisk(os.open(tmp_path, os.O_RDONLY))
    disk.sync()
    disk.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        disk.sync()
