from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.vault import partials
from guwah.vault.age import CHUNK, SEALED_CHUNK, Identity, Payload
from guwah.vault.blobs import (
    PARTIALS_KEPT,
    PIECE,
    BlobClosed,
    BlobNotWritten,
    BlobStore,
    PartialBusy,
    PartialDiffers,
    SealingWriter,
)
from guwah.vault.partials import STRETCH

OURS, LATER = Identity(b"\x01" * 32), Identity(b"\x02" * 32)
NOTE = {"filename": "oven.mp4"}
FILM = random.Random(3).randbytes(5 * PIECE + 777)  # noqa: S311 - seeded on purpose, nothing secret


def store_in(folder: Path, identity: Identity = OURS) -> BlobStore:
    folder.mkdir(exist_ok=True)
    return BlobStore(folder, b"\x03" * 32, (identity.recipient,), identity)


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return store_in(tmp_path)


def partial_of(folder: Path) -> Path:
    (found,) = [path for path in folder.glob(".partial-*") if not path.name.endswith(partials.JOURNAL)]
    return found


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def begun(blobs: BlobStore, data: bytes, *, which: bytes = b"film") -> int:
    """Push data in, stop as a crash would, and return how many bytes are durable."""
    writer = blobs.resume(which, NOTE)
    writer.write(data[writer.resumed :])
    writer.leave()
    again = blobs.resume(which, NOTE)
    again.leave()
    return again.resumed


def test_sealing_goes_on_where_the_ciphertext_ends(blobs: BlobStore, tmp_path: Path) -> None:
    came = begun(blobs, FILM[: 3 * PIECE + 5])
    assert came == 3 * PIECE
    assert b"oven" not in b"".join(path.read_bytes() for path in tmp_path.glob(".partial-*"))
    told: list[int] = []
    with blobs.resume(b"film", NOTE, told=told.append) as writer:
        assert (writer.resumed, writer.size) == (came, came)
        assert writer.way.hasher.hexdigest() == hashlib.sha256(FILM[:came]).hexdigest()
        writer.write(FILM[came:])
        sealed = writer.finish()
    assert told[-1] == came
    assert sealed.oid == hashlib.sha256(FILM).hexdigest()
    assert blobs.verify(sealed.oid).size == len(FILM)
    assert files(tmp_path) == [sealed.name[3:]]


def test_a_resumed_blob_opens_with_debians_age(blobs: BlobStore, tmp_path: Path) -> None:
    came = begun(blobs, FILM[: 2 * PIECE + 9])
    with blobs.resume(b"film", NOTE) as writer:
        writer.write(FILM[came:])
        path = blobs.path(writer.finish().oid)
    (tmp_path / "key").write_text(OURS.reveal())
    shown = subprocess.run(["age", "-d", "-i", tmp_path / "key", path], check=True, capture_output=True)
    assert shown.stdout == FILM


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a_file_stopped_just_before_its_name_is_sealed_the_same(blobs: BlobStore, size: int) -> None:
    writer = blobs.resume(b"film", NOTE)
    writer.write(FILM[:size])
    writer.end()
    before = writer.way.path.read_bytes()
    writer.leave()
    with blobs.resume(b"film", NOTE) as again:
        again.write(FILM[again.resumed : size])
        oid = again.finish().oid
    assert blobs.path(oid).read_bytes() == before
    assert blobs.verify(oid).size == size


def test_a_torn_last_chunk_is_dropped(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    path = partial_of(tmp_path)
    os.truncate(path, path.stat().st_size - 100)
    writer = blobs.resume(b"film", NOTE)
    writer.leave()
    assert writer.resumed == 2 * PIECE - CHUNK
    assert (path.stat().st_size - writer.way.begun.start) % SEALED_CHUNK == 0


def test_a_hole_in_the_middle_ends_what_is_taken_as_whole(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 4 * PIECE])
    path = partial_of(tmp_path)
    with path.open("r+b") as file:
        file.seek(1_500_000)
        file.write(bytes(CHUNK))
    with blobs.resume(b"film", NOTE) as writer:
        assert writer.resumed <= 1_500_000
        writer.write(FILM[writer.resumed :])
        assert blobs.verify(writer.finish().oid).size == len(FILM)


def test_other_bytes_than_promised_are_never_sealed_under_the_key(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    path = partial_of(tmp_path)
    os.truncate(path, path.stat().st_size - 2 * SEALED_CHUNK)
    writer = blobs.resume(b"film", NOTE)
    came = writer.resumed
    changed = bytearray(FILM)
    changed[came + 10] ^= 1
    with pytest.raises(PartialDiffers) as caught:
        writer.write(changed[came:])
    assert caught.value.code == "partial-differs"
    assert files(tmp_path) == []
    with blobs.resume(b"film", NOTE) as fresh:
        assert fresh.resumed == 0
        fresh.write(changed)
        assert fresh.finish().oid == hashlib.sha256(changed).hexdigest()


def test_an_end_before_the_promised_place_is_another_file(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    path = partial_of(tmp_path)
    os.truncate(path, path.stat().st_size - 2 * SEALED_CHUNK)
    writer = blobs.resume(b"film", NOTE)
    writer.write(FILM[writer.resumed : writer.resumed + 5])
    with pytest.raises(PartialDiffers):
        writer.finish()
    assert files(tmp_path) == []


def test_a_file_that_goes_on_behind_its_promised_end_begins_anew(blobs: BlobStore) -> None:
    writer = blobs.resume(b"film", NOTE)
    writer.write(FILM[: PIECE + 5])
    writer.end()
    writer.leave()
    again = blobs.resume(b"film", NOTE)
    with pytest.raises(PartialDiffers):
        again.write(FILM[again.resumed :])


def test_nothing_more_than_was_here_is_no_whole_file(blobs: BlobStore) -> None:
    came = begun(blobs, FILM[: 2 * PIECE])
    writer = blobs.resume(b"film", NOTE)
    assert writer.resumed == came
    with pytest.raises(PartialDiffers):
        writer.finish()


def test_a_promise_is_durable_before_its_stretch_is_encrypted(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    synced, seal = os.fdatasync, Payload.seal

    def sync(descriptor: int) -> None:
        synced(descriptor)
        order.append("promised")

    def sealing(self: Payload, first: int, plain: memoryview, sealed: memoryview, *, final: bool) -> int:
        order.append(f"sealed {first + -(-len(plain) // CHUNK)}")
        return seal(self, first, plain, sealed, final=final)

    monkeypatch.setattr(os, "fdatasync", sync)
    monkeypatch.setattr(Payload, "seal", sealing)
    writer = blobs.resume(b"film", NOTE)
    writer.write(FILM)
    writer.finish()
    # The first is the note; then at least one promise stands before whatever is sealed.
    assert order[:3] == ["promised", "promised", "sealed 16"]
    last = len(order) - 1 - order[::-1].index("promised")
    assert last < order.index(f"sealed {-(-len(FILM) // CHUNK)}")


class Seals:
    """Every (key, chunk number, last or not) that was sealed, and the one plaintext it may ever seal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known: dict[tuple[bytes, int, bool], bytes] = {}
        self.again = 0
        seal, seals = Payload.seal, self

        def sealing(self: Payload, first: int, plain: memoryview, sealed: memoryview, *, final: bool) -> int:
            seals.note(self, first, plain, final=final)
            return seal(self, first, plain, sealed, final=final)

        monkeypatch.setattr(Payload, "seal", sealing)

    def note(self, payload: Payload, first: int, plain: memoryview, *, final: bool) -> None:
        key = payload._aead.encrypt(bytes(12), b"", None)
        starts = range(0, max(len(plain), 1), CHUNK)
        for number, start in enumerate(starts, first):
            which = (key, number, final and start == starts[-1])
            digest = hashlib.sha256(plain[start : start + CHUNK]).digest()
            self.again += which in self.known
            assert self.known.setdefault(which, digest) == digest, "one nonce for two plaintexts"


def hurt(chance: random.Random, path: Path) -> None:
    """Do to a partial what a pulled plug may do: cut it, tear a hole, tear the journal's last record."""
    journal = partials.journal_of(path)
    size = path.stat().st_size
    match chance.randrange(4):
        case 0:
            os.truncate(path, chance.randrange(size))
        case 1:
            with path.open("r+b") as file:
                file.seek(chance.randrange(size))
                file.write(bytes(chance.randrange(1, 3 * CHUNK)))
        case 2:
            os.truncate(journal, journal.stat().st_size - chance.randrange(1, 40))
            os.truncate(path, chance.randrange(size))
        case _:
            return


@pytest.mark.parametrize("seed", range(12))
def test_no_nonce_ever_seals_two_plaintexts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    seals, blobs = Seals(monkeypatch), store_in(tmp_path)
    film = chance.randbytes(chance.randrange(PIECE, 4 * PIECE))
    for _ in range(12):
        if chance.random() < 0.4:
            at = chance.randrange(len(film))
            film = film[:at] + chance.randbytes(chance.randrange(1, len(film)))
        writer = blobs.resume(b"film", NOTE)
        prefix = hashlib.sha256(film[: writer.resumed]).hexdigest()
        if writer.way.hasher.hexdigest() != prefix:
            writer.abandon()
            continue
        rest = film[writer.resumed :]
        try:
            writer.write(rest[: chance.randrange(len(rest) + 1)] if chance.random() < 0.8 else rest)
            if chance.random() < 0.3:
                writer.end()
        except PartialDiffers:
            continue
        writer.leave()
        for path in tmp_path.glob(".partial-*[!l]"):
            hurt(chance, path)
    assert seals.known


def test_the_same_chunk_is_sealed_again_with_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above would prove nothing if nothing were ever sealed twice."""
    seals, blobs = Seals(monkeypatch), store_in(tmp_path)
    begun(blobs, FILM[: 3 * PIECE])
    path = partial_of(tmp_path)
    os.truncate(path, path.stat().st_size - 3 * SEALED_CHUNK - 7)
    with blobs.resume(b"film", NOTE) as writer:
        writer.write(FILM[writer.resumed :])
        writer.finish()
    assert seals.again >= 4


def test_a_journal_behind_its_ciphertext_proves_nothing(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    journal = partials.journal_of(partial_of(tmp_path))
    raw = journal.read_bytes()
    length = int.from_bytes(raw[:4], "big")
    journal.write_bytes(raw[: 4 + length])
    writer = blobs.resume(b"film", NOTE)
    writer.leave()
    assert writer.resumed == 0


@pytest.mark.parametrize("harm", ["journal gone", "journal changed", "another inode", "header changed"])
def test_what_cannot_be_gone_on_with_begins_anew(blobs: BlobStore, tmp_path: Path, harm: str) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    path = partial_of(tmp_path)
    journal = partials.journal_of(path)
    if harm == "journal gone":
        journal.unlink()
    elif harm == "journal changed":
        journal.write_bytes(b"\x00\x00\xff\xff" + journal.read_bytes()[4:])
    elif harm == "another inode":
        shutil.copy(path, tmp_path / "copy")
        (tmp_path / "copy").rename(path)
    else:
        path.write_bytes(b"x" + path.read_bytes()[1:])
    writer = blobs.resume(b"film", NOTE)
    writer.abandon()
    assert writer.resumed == 0
    assert [name for name in files(tmp_path) if name.startswith(".")] == []


def test_changed_keys_begin_anew(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    assert store_in(tmp_path, LATER).unfinished() == []
    assert len(store_in(tmp_path, LATER).sweep()) == 1
    assert files(tmp_path) == []


def test_one_file_is_sealed_by_one_at_a_time(blobs: BlobStore, tmp_path: Path) -> None:
    with blobs.resume(b"film", NOTE) as writer:
        writer.write(FILM)
        with pytest.raises(PartialBusy) as caught:
            blobs.resume(b"film", NOTE)
        assert caught.value.code == "partial-busy"
        assert blobs.unfinished() == []
        assert blobs.sweep(time.time() + 2 * PARTIALS_KEPT) == ()
        with blobs.resume(b"another film", NOTE) as other:
            other.write(FILM[:10])
            other.finish()
        writer.finish()
    assert not [name for name in files(tmp_path) if name.startswith(".")]


def test_the_unfinished_are_told_and_go_after_a_time(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    (left,) = blobs.unfinished()
    assert left.note == NOTE
    assert left.sealed > 2 * PIECE
    assert blobs.sweep() == ()
    assert blobs.sweep(left.touched + PARTIALS_KEPT + 1) == (left.name,)
    assert files(tmp_path) == []


def test_a_journal_without_its_ciphertext_is_swept(blobs: BlobStore, tmp_path: Path) -> None:
    begun(blobs, FILM[: 3 * PIECE])
    partial_of(tmp_path).unlink()
    (swept,) = blobs.sweep()
    assert swept.endswith(partials.JOURNAL)
    assert files(tmp_path) == []


def test_an_exception_leaves_a_partial_and_an_ordinary_end_does_not(blobs: BlobStore, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), blobs.resume(b"film", NOTE) as writer:
        writer.write(FILM)
        raise KeyboardInterrupt
    assert len(files(tmp_path)) == 2
    with blobs.resume(b"film", NOTE) as writer:
        assert writer.resumed > 0
    assert files(tmp_path) == []


def test_a_store_that_cannot_open_begins_anew_each_time(tmp_path: Path) -> None:
    intake = BlobStore(tmp_path, b"\x03" * 32, (OURS.recipient,))
    writer = intake.resume(b"film", NOTE)
    writer.write(FILM[: 3 * PIECE])
    writer.leave()
    with intake.resume(b"film", NOTE) as again:
        assert again.resumed == 0
        again.write(FILM)
        oid = again.finish().oid
    assert intake.unfinished() == []
    assert intake.sweep() == ()
    with pytest.raises(BlobClosed):
        intake.open(oid)


@pytest.mark.parametrize("step", ["open", "write", "pwrite", "fdatasync", "fsync"])
def test_a_disk_that_refuses_leaves_nothing(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "refused")

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(BlobNotWritten), blobs.resume(b"film", NOTE) as writer:
        writer.write(FILM)
        writer.finish()
    assert files(tmp_path) == []


def test_a_disk_that_fills_up_half_way_leaves_nothing(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, left = os.fdatasync, 3

    def refuse(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise OSError(28, "full")
        synced(descriptor)

    monkeypatch.setattr(os, "fdatasync", refuse)
    with pytest.raises(BlobNotWritten), blobs.resume(b"film", NOTE) as writer:
        for start in range(0, len(FILM), PIECE):
            writer.write(FILM[start : start + PIECE])
        writer.finish()
    assert files(tmp_path) == []


def test_what_came_is_named_by_stretches_for_a_sender_that_cannot_hash_on(blobs: BlobStore) -> None:
    data = (FILM * 4)[: 2 * STRETCH + 3 * PIECE]
    came = begun(blobs, data)
    writer = blobs.resume(b"film", NOTE)
    writer.leave()
    stretches = b"".join(
        hashlib.sha256(data[start : min(start + STRETCH, came)]).digest() for start in range(0, came, STRETCH)
    )
    assert writer.way.stretches == hashlib.sha256(stretches).hexdigest()


@given(st.lists(st.integers(1, 2 * PIECE + 50), min_size=1, max_size=4), st.integers(0, 3 * PIECE))
def test_however_often_it_breaks_off_the_blob_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], rest: int
) -> None:
    blobs = store_in(tmp_path_factory.mktemp("blobs"))
    data = (FILM * 2)[: sum(steps) + rest + 1]
    for step in steps:
        writer = blobs.resume(b"film", NOTE)
        writer.write(data[writer.resumed : writer.resumed + step])
        writer.leave()
    with blobs.resume(b"film", NOTE) as writer:
        writer.write(data[writer.resumed :])
        sealed = writer.finish()
    assert sealed.oid == hashlib.sha256(data).hexdigest()
    with blobs.open(sealed.oid) as reader:
        assert reader.read() == data


def test_streams_are_taken_where_they_stand(blobs: BlobStore) -> None:
    came = begun(blobs, FILM[: 3 * PIECE])
    stream = io.BytesIO(FILM)
    stream.seek(came)
    with blobs.resume(b"film", NOTE) as writer:
        while writer.take(stream):
            assert isinstance(writer, SealingWriter)
        assert writer.finish().oid == hashlib.sha256(FILM).hexdigest()


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    import threading

    # An upload that another test of this process left open has its own.
    before = set(threading.enumerate())
    yield
    new = set(threading.enumerate()) - before
    assert [thread.name for thread in new if "ThreadPool" in thread.name] == []
