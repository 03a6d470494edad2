"""Many files durable by one call: only where that is promised, in order, and never past an error."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import time
from pathlib import Path

import pytest

from guwah.vault import whole_disk as disks
from guwah.vault.age import Identity
from guwah.vault.blobs import BlobNotWritten, BlobStore
from guwah.vault.sealing import Sealed, SealingWriter

EXT = 0xEF53
MANY = 20


@pytest.fixture
def blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BlobStore:
    """A store on a disk that is trusted, whatever lies under this one."""
    monkeypatch.setattr(disks, "_kind", lambda _descriptor: EXT)
    identity = Identity.generate()
    return BlobStore(tmp_path, bytes(32), [identity.recipient], identity)


def _written(blobs: BlobStore, count: int, what: bytes = b"bread") -> list[SealingWriter]:
    writers = []
    for number in range(count):
        writer = blobs.begin()
        writer.write(b"%s %d" % (what, number))
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


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Errors of writing back; as the kernel does, each is told once, to whoever syncs next."""
    waiting: list[int] = []

    def syncfs(_descriptor: int) -> int:
        if not waiting:
            return 0
        ctypes.set_errno(waiting.pop())
        return -1

    monkeypatch.setattr(disks._C, "syncfs", syncfs, raising=False)
    return waiting


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What is made durable by itself, in order."""
    seen: list[Path] = []
    real = os.fsync

    def noted(at: int) -> None:
        seen.append(Path(f"/proc/self/fd/{at}").readlink())
        real(at)

    monkeypatch.setattr(os, "fsync", noted)
    return seen


@pytest.mark.parametrize("count", [MANY, 3])
def test_an_error_told_to_one_batch_may_be_of_the_next_that_was_begun(
    blobs: BlobStore, tmp_path: Path, lost: list[int], count: int
) -> None:
    with blobs.many():
        first, second = _written(blobs, MANY, b"first"), _written(blobs, count, b"second")
        lost.append(errno.EIO)
        with pytest.raises(BlobNotWritten):
            blobs.keep(first)
        with pytest.raises(BlobNotWritten) as caught:
            blobs.keep(second)
    assert caught.value.errno == errno.EIO
    assert _named(tmp_path) == []
    assert list(tmp_path.glob(".sealing-*")) == []


def test_what_the_helper_began_before_an_error_is_not_acknowledged(
    blobs: BlobStore, tmp_path: Path, lost: list[int]
) -> None:
    paper = tmp_path / "paper"
    paper.write_bytes(b"paper")
    helper = blobs.helper(4)
    with blobs.many():
        before = helper.seal([paper])[0]
        lost.append(errno.EIO)
        with pytest.raises(BlobNotWritten):
            blobs.keep(_written(blobs, MANY))
        after = helper.seal([paper])[0]
        assert before is not None
        assert after is not None
        with pytest.raises(BlobNotWritten):
            blobs.keep([before])
        assert not blobs.path(before.oid).exists()
        assert blobs.keep([after])[0].oid == before.oid
    helper.leave()


def test_after_an_error_each_file_is_made_durable_by_itself(
    blobs: BlobStore, tmp_path: Path, lost: list[int], synced: list[Path]
) -> None:
    with blobs.many():
        lost.append(errno.ENOSPC)
        with pytest.raises(BlobNotWritten):
            blobs.keep(_written(blobs, MANY, b"lost"))
        later = _written(blobs, MANY, b"later")
        paths = {writer.path for writer in later}
        synced.clear()
        told = blobs.keep(later)
    assert paths <= set(synced)
    assert {tmp_path / each.name[:2] for each in told} <= set(synced)
    with blobs.many():
        synced.clear()
        blobs.keep(_written(blobs, MANY, b"anew"))
    assert all(path == tmp_path for path in synced)


def test_a_disk_that_refused_once_says_so_of_everything(tmp_path: Path, lost: list[int]) -> None:
    disk = disks.WholeDisk(os.open(tmp_path, os.O_RDONLY))
    assert disk.speaks_for([time.monotonic_ns()])
    lost.append(errno.EIO)
    begun = time.monotonic_ns()
    for _ in range(2):
        with pytest.raises(OSError, match="Input/output error"):
            disk.sync()
    later = time.monotonic_ns() + 1
    assert not disk.speaks_for([later])
    with pytest.raises(OSError, match="Input/output error"):
        disk.speaks_for([later, begun])
    disk.close()


def test_a_duplicate_of_what_was_never_acknowledged_is_made_durable(
    blobs: BlobStore, tmp_path: Path, lost: list[int], synced: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = BlobStore._name_it

    def fails_behind(self: BlobStore, writer: SealingWriter, name: str) -> Sealed:
        lost[:] = [errno.EIO]
        return real(self, writer, name)

    with blobs.many(), monkeypatch.context() as patched:
        patched.setattr(BlobStore, "_name_it", fails_behind)
        with pytest.raises(BlobNotWritten):
            blobs.keep(_written(blobs, MANY))
    assert len(_named(tmp_path)) == MANY
    synced.clear()
    told = blobs.seal(io.BytesIO(b"bread 3"))
    assert told.duplicate
    assert synced[1:] == [tmp_path / told.name, (tmp_path / told.name).parent]


def test_a_duplicate_the_disk_refuses_is_not_acknowledged(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = blobs.path(blobs.seal(io.BytesIO(b"bread")).oid)
    real = os.fsync

    def refuses(at: int) -> None:
        if Path(f"/proc/self/fd/{at}").readlink() == kept:
            raise OSError(errno.EIO, "refused")
        real(at)

    monkeypatch.setattr(os, "fsync", refuses)
    with pytest.raises(BlobNotWritten):
        blobs.seal(io.BytesIO(b"bread"))
    # It was acknowledged once, and stays.
    assert kept.exists()


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
