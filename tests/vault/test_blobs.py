from __future__ import annotations

import base64
import errno
import fcntl
import hashlib
import hmac
import io
import os
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.vault import sealing
from guwah.vault.age import CHUNK, Identity
from guwah.vault.blobs import (
    PIECE,
    BlobBroken,
    BlobClosed,
    BlobMissing,
    BlobNotWritten,
    BlobStore,
    SealingWriter,
)
from guwah.vault.sealing import BESIDE_FROM

if TYPE_CHECKING:
    from pathlib import Path

OURS, RECOVERY = Identity(b"\x01" * 32), Identity(b"\x02" * 32)
NAME_KEY = b"\x03" * 32
BREAD = b"the oven of Tallow Bridge, 06:40\n" * 5000


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path, NAME_KEY, (OURS.recipient, RECOVERY.recipient), OURS)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def oid_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_what_was_sealed_opens_again(blobs: BlobStore, tmp_path: Path) -> None:
    told: list[int] = []
    sealed = blobs.seal(io.BytesIO(BREAD), progress=told.append)
    assert (sealed.oid, sealed.size, sealed.duplicate) == (oid_of(BREAD), len(BREAD), False)
    assert told == [len(BREAD)]
    assert files(tmp_path) == [tmp_path / sealed.name] == [blobs.path(sealed.oid)]
    with blobs.open(sealed.oid) as reader:
        assert reader.read() == BREAD
        reader.seek(CHUNK - 3)
        assert reader.read(6) == BREAD[CHUNK - 3 : CHUNK + 3]
    assert blobs.scrub(sealed.oid).level == "tags"
    checked = blobs.verify(sealed.oid)
    assert (checked.oid, checked.size, checked.level) == (sealed.oid, len(BREAD), "digest")


def test_the_name_is_keyed_and_tells_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    sealed = blobs.seal(io.BytesIO(BREAD))
    tag = hmac.digest(NAME_KEY, bytes.fromhex(sealed.oid), "sha256")[:20]
    name = base64.b32encode(tag).decode().lower()
    assert sealed.name == f"{name[:2]}/{name}"
    assert len(name) == 32
    other = BlobStore(tmp_path, b"\x04" * 32, (OURS.recipient,), OURS)
    assert other.name(sealed.oid) != sealed.name
    raw = (tmp_path / sealed.name).read_bytes()
    assert b"Tallow" not in raw
    assert bytes.fromhex(sealed.oid) not in raw


def test_nobody_else_on_the_machine_may_look(blobs: BlobStore) -> None:
    path = blobs.path(blobs.seal(io.BytesIO(BREAD)).oid)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_the_recovery_key_alone_opens_it_too(blobs: BlobStore, tmp_path: Path) -> None:
    oid = blobs.seal(io.BytesIO(BREAD)).oid
    with BlobStore(tmp_path, NAME_KEY, (RECOVERY.recipient,), RECOVERY).open(oid) as reader:
        assert reader.read() == BREAD


def test_debians_age_opens_a_blob_without_us(blobs: BlobStore, tmp_path: Path) -> None:
    path = blobs.path(blobs.seal(io.BytesIO(BREAD)).oid)
    (tmp_path / "key").write_text(RECOVERY.reveal())
    shown = subprocess.run(["age", "-d", "-i", tmp_path / "key", path], check=True, capture_output=True)
    assert shown.stdout == BREAD


def test_the_same_bytes_are_kept_once(blobs: BlobStore, tmp_path: Path) -> None:
    first = blobs.seal(io.BytesIO(BREAD))
    before = blobs.path(first.oid).read_bytes()
    again = blobs.seal(io.BytesIO(BREAD))
    assert (again.duplicate, again.oid, again.name) == (True, first.oid, first.name)
    assert files(tmp_path) == [tmp_path / first.name]
    assert blobs.path(first.oid).read_bytes() == before


def test_a_damaged_copy_is_not_taken_for_a_duplicate(blobs: BlobStore) -> None:
    first = blobs.seal(io.BytesIO(BREAD))
    path = blobs.path(first.oid)
    path.write_bytes(path.read_bytes()[:-5])
    again = blobs.seal(io.BytesIO(BREAD))
    assert not again.duplicate
    assert blobs.verify(again.oid).size == len(BREAD)


def test_a_store_that_only_takes_in_cannot_open(tmp_path: Path, blobs: BlobStore) -> None:
    intake = BlobStore(tmp_path, NAME_KEY, (OURS.recipient,))
    sealed = intake.seal(io.BytesIO(BREAD))
    assert intake.seal(io.BytesIO(BREAD)).duplicate
    for call in (intake.open, intake.scrub, intake.verify):
        with pytest.raises(BlobClosed) as caught:
            call(sealed.oid)
        assert caught.value.code == "no-identity"
    assert blobs.verify(sealed.oid).oid == sealed.oid


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + CHUNK, PIECE + CHUNK + 1, 3 * PIECE])
def test_every_size_is_sealed_whole(blobs: BlobStore, size: int) -> None:
    data = (BREAD * (size // len(BREAD) + 1))[:size]
    assert blobs.verify(blobs.seal(io.BytesIO(data)).oid).size == size


@pytest.mark.parametrize("told", [1, PIECE, 3 * PIECE, BESIDE_FROM - 1, BESIDE_FROM])
@pytest.mark.parametrize("size", [1, PIECE // 4, PIECE // 4 + 1, PIECE + CHUNK, 2 * PIECE])
def test_how_much_was_said_to_come_makes_no_other_file(blobs: BlobStore, told: int, size: int) -> None:
    data = (BREAD * (size // len(BREAD) + 1))[:size]
    with blobs.begin(told) as writer:
        while writer.take(stream := io.BytesIO(data)):
            data = data[stream.tell() :]
        sealed = writer.finish()
    assert blobs.verify(sealed.oid).size == size


def test_only_a_large_file_takes_a_second_thread(blobs: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ThreadPoolExecutor", None)
    with blobs.begin(BESIDE_FROM - 1) as writer:
        writer.write(BREAD * 100)
        assert blobs.verify(writer.finish().oid).size == 100 * len(BREAD)
    with blobs.begin(BESIDE_FROM) as writer, pytest.raises(TypeError):
        writer.write(BREAD * 100)
    with blobs.begin(BESIDE_FROM, alone=True) as writer:
        writer.write(BREAD * 100)
        assert blobs.verify(writer.finish().oid).size == 100 * len(BREAD)


class Slow:
    """A stream that gives little at a time and has no `readinto`, as an upload does."""

    def __init__(self, data: bytes, step: int) -> None:
        self.data, self.step = data, step

    def read(self, size: int) -> bytes:
        piece, self.data = self.data[: min(size, self.step)], self.data[min(size, self.step) :]
        return piece


@pytest.mark.parametrize("step", [7000, 10**9])
def test_streams_may_give_little_at_a_time(blobs: BlobStore, step: int) -> None:
    sealed = blobs.seal(Slow(BREAD, step))  # type: ignore[arg-type] # only `read` is needed
    assert blobs.verify(sealed.oid).size == len(BREAD)
    assert sealed.oid == oid_of(BREAD)


@given(st.lists(st.integers(0, 70_000), max_size=5))
def test_pushed_bytes_are_sealed_as_they_come(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    blobs = BlobStore(tmp_path_factory.mktemp("blobs"), NAME_KEY, (OURS.recipient,), OURS)
    data = b"".join(BREAD[:step] for step in steps)
    with blobs.begin() as writer:
        for step in steps:
            writer.write(bytearray(BREAD[:step]))
        sealed = writer.finish()
    assert sealed.oid == oid_of(data)
    assert blobs.verify(sealed.oid).size == len(data)


def test_a_writer_that_is_left_leaves_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    with blobs.begin() as writer:
        writer.write(BREAD)
        assert len(files(tmp_path)) == 1
        assert b"Tallow" not in files(tmp_path)[0].read_bytes()
    assert files(tmp_path) == []
    writer.abandon()


def test_a_stream_that_breaks_leaves_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def __init__(self) -> None:
            self.left = 3

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # one kind is enough here
            self.left -= 1
            if not self.left:
                raise OSError(errno.EIO, "the stick was pulled out")
            buffer[:5] = b"bread"
            return 5

    with pytest.raises(OSError, match="pulled out") as caught:
        blobs.seal(Broken())  # type: ignore[arg-type] # a raw stream is a binary stream
    assert not isinstance(caught.value, BlobNotWritten)
    assert files(tmp_path) == []


def test_a_missing_blob_is_named(blobs: BlobStore) -> None:
    for call in (blobs.open, blobs.scrub, blobs.verify):
        with pytest.raises(BlobMissing) as caught:
            call("00" * 32)
        assert caught.value.code == "blob-missing"


@pytest.mark.parametrize("oid", ["", "00", "../../etc/passwd", "A" * 64, "0" * 64 + "\n"])
def test_an_oid_is_never_a_path(blobs: BlobStore, oid: str) -> None:
    with pytest.raises(ValueError, match="64"):
        blobs.open(oid)


@pytest.mark.parametrize(
    ("place", "reason"), [(3, "bad-header"), (30, "not-for-us"), (-1, "bad-chunk"), (CHUNK, "bad-chunk")]
)
def test_a_changed_byte_is_found(blobs: BlobStore, place: int, reason: str) -> None:
    oid = blobs.seal(io.BytesIO(BREAD)).oid
    raw = bytearray(blobs.path(oid).read_bytes())
    raw[place] = raw[place] ^ 1 if place != 30 else (ord("B") if raw[place] == ord("A") else ord("A"))
    blobs.path(oid).write_bytes(raw)
    if reason == "not-for-us":
        blobs = BlobStore(blobs.path(oid).parents[1], NAME_KEY, (OURS.recipient,), Identity(b"\x09" * 32))
    for call in (blobs.scrub, blobs.verify):
        with pytest.raises(BlobBroken) as caught:
            call(oid)
        assert caught.value.code == "blob-broken"
        assert caught.value.reason == reason


def test_another_sealed_file_under_the_name_is_found_by_its_digest(blobs: BlobStore) -> None:
    oid = blobs.seal(io.BytesIO(BREAD)).oid
    other = blobs.seal(io.BytesIO(b"another file")).oid
    blobs.path(oid).write_bytes(blobs.path(other).read_bytes())
    assert blobs.scrub(oid).size == 12
    with pytest.raises(BlobBroken) as caught:
        blobs.verify(oid)
    assert caught.value.reason == "wrong-digest"


def test_sweeping_removes_the_dead_and_leaves_the_living(blobs: BlobStore, tmp_path: Path) -> None:
    kept = blobs.seal(io.BytesIO(BREAD))
    (tmp_path / ".sealing-dead").write_bytes(b"ciphertext of a killed run")
    with blobs.begin() as writer:
        writer.write(b"still coming in")
        assert blobs.sweep() == (".sealing-dead",)
        late = writer.finish()
    assert blobs.sweep() == ()
    assert {path.name for path in files(tmp_path)} == {kept.name[3:], late.name[3:]}


def test_a_file_that_vanishes_while_sweeping_is_no_trouble(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".sealing-dead").write_bytes(b"")
    real = os.open

    def gone(path: Path, flags: int) -> int:
        path.unlink()
        return real(path, flags)

    monkeypatch.setattr(os, "open", gone)
    assert blobs.sweep() == ()


def test_a_sweep_between_creation_and_lock_takes_nothing_away(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, swept = fcntl.flock, list[str]()

    def late(file: object, how: int) -> None:
        if not swept:
            swept.extend(path.name for path in files(tmp_path))
            for path in files(tmp_path):
                path.unlink()
        real(file, how)  # type: ignore[arg-type] # whatever the caller passes

    monkeypatch.setattr(fcntl, "flock", late)
    assert blobs.verify(blobs.seal(io.BytesIO(BREAD)).oid).size == len(BREAD)
    assert len(swept) == 1


@pytest.mark.parametrize(
    ("step", "number", "code"),
    [
        ("fsync", errno.ENOSPC, "disk-full"),
        ("fsync", errno.EIO, "not-written"),
        ("write", errno.ENOSPC, "disk-full"),
        ("pwrite", errno.ENOSPC, "disk-full"),
        ("open", errno.EDQUOT, "disk-full"),
        ("open", errno.EROFS, "not-written"),
        ("rename", errno.ENOSPC, "disk-full"),
    ],
)
def test_a_disk_that_refuses_leaves_nothing_half_there(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, code: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(BlobNotWritten) as caught:
        blobs.seal(io.BytesIO(BREAD))
    assert caught.value.code == code
    assert caught.value.errno == number
    assert files(tmp_path) == []


FULL_DISK = """
import io, resource, signal, sys
from pathlib import Path
from guwah.vault.age import Identity
from guwah.vault.blobs import BlobNotWritten, BlobStore
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
identity = Identity(bytes([1]) * 32)
store = BlobStore(Path(sys.argv[1]), bytes(32), (identity.recipient,), identity)
for push in (False, True):
    try:
        if push:
            with store.begin() as writer:
                for _ in range(40):
                    writer.write(bytes(100_000))
                writer.finish()
        else:
            store.seal(io.BytesIO(bytes(4_000_000)))
    except BlobNotWritten as refused:
        print(refused.code)
"""


def test_a_really_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    shown = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    assert shown.stdout.split() == ["disk-full", "disk-full"]
    assert files(tmp_path) == []


def test_nobody_to_open_it_means_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nobody"):
        BlobStore(tmp_path, NAME_KEY, ()).begin()
    assert files(tmp_path) == []


def test_memory_stays_flat(blobs: BlobStore) -> None:
    class Endless(io.RawIOBase):
        left = 120 * PIECE

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # one kind is enough here
            got = min(len(buffer), self.left)
            self.left -= got
            return got

    tracemalloc.start()
    try:
        oid = blobs.seal(Endless()).oid  # type: ignore[arg-type] # a raw stream is a binary stream
        blobs.verify(oid)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * PIECE


def test_the_writer_counts_what_came(blobs: BlobStore) -> None:
    with blobs.begin() as writer:
        assert isinstance(writer, SealingWriter)
        writer.write(memoryview(b"bread"))
        assert writer.size == 5


def test_each_changed_byte_of_a_small_blob_is_found_by_both_looks(blobs: BlobStore) -> None:
    oid = blobs.seal(io.BytesIO(b"a short list of bread")).oid
    raw = blobs.path(oid).read_bytes()
    for place in range(len(raw)):
        blobs.path(oid).write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        for look in (blobs.scrub, blobs.verify):
            with pytest.raises(BlobBroken):
                look(oid)
    blobs.path(oid).write_bytes(raw)
    assert blobs.verify(oid).oid == oid
