from __future__ import annotations

import io
import os
import subprocess
from typing import TYPE_CHECKING

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.vault.age import BATCH, CHUNK, AgeBroken, AgeReader, AgeWriter, Identity, Recipient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ALICE, BOB, CHARLIE = (Identity.generate() for _ in range(3))
BUFFER = (BATCH + 1) * CHUNK
BORDERS = (
    0,
    1,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    2 * CHUNK,
    BUFFER - 1,
    BUFFER,
    BUFFER + 1,
    BUFFER + BATCH * CHUNK,
)


def sealed(data: bytes, recipients: Sequence[Recipient], *, steps: Sequence[int] = ()) -> bytes:
    """Write an age file, taking the data in steps of the given sizes, then the rest."""
    out = bytearray()
    writer = AgeWriter(out.extend, recipients)
    at = 0
    for step in steps:
        writer.write(data[at : at + step])
        at += step
    writer.write(data[at:])
    writer.finish()
    return bytes(out)


def opened(data: bytes, *identities: Identity) -> AgeReader:
    return AgeReader(io.BytesIO(data), identities)


def text(size: int) -> bytes:
    return (b"flour, water, salt; " * (size // 20 + 1))[:size]


@pytest.mark.parametrize("size", BORDERS)
def test_files_open_again_and_in_pyrage_whatever_their_size(size: int) -> None:
    data = text(size)
    file = sealed(data, [ALICE.recipient])
    reader = opened(file, ALICE)
    assert reader.size == size
    assert reader.read() == data
    assert pyrage.decrypt(file, [pyrage.x25519.Identity.from_str(ALICE.reveal())]) == data


@pytest.mark.parametrize("size", BORDERS)
def test_files_of_pyrage_open_here(size: int) -> None:
    data = text(size)
    file = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(str(ALICE.recipient))])
    assert opened(file, ALICE).read() == data


def test_debians_age_opens_ours_and_we_open_its(tmp_path: Path) -> None:
    data = text(3 * CHUNK)
    keys = tmp_path / "key.txt"
    keys.write_text(ALICE.reveal() + "\n")
    file = tmp_path / "ours.age"
    file.write_bytes(sealed(data, [BOB.recipient, ALICE.recipient]))
    shown = subprocess.run(["age", "-d", "-i", keys, file], check=True, capture_output=True)
    assert shown.stdout == data
    recipients = ["-r", str(ALICE.recipient), "-r", str(BOB.recipient)]
    theirs = subprocess.run(["age", "-e", *recipients], check=True, capture_output=True, input=data).stdout
    assert opened(theirs, ALICE).read() == data
    assert opened(theirs, CHARLIE, BOB).read() == data


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(BORDERS).flatmap(lambda size: st.integers(max(size - 2, 0), size + 2)),
    st.lists(st.integers(0, 100_000), max_size=6),
)
def test_it_does_not_matter_in_what_steps_the_bytes_come(size: int, steps: list[int]) -> None:
    data = text(size)
    assert opened(sealed(data, [ALICE.recipient], steps=steps), ALICE).read() == data


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 3 * CHUNK + 10), st.integers(0, 2 * CHUNK + 1)), min_size=1, max_size=8)
)
def test_any_place_can_be_read_in_any_order(reads: list[tuple[int, int]]) -> None:
    data = os.urandom(3 * CHUNK + 5)
    reader = opened(sealed(data, [ALICE.recipient]), ALICE)
    for place, size in reads:
        assert reader.seek(place) == reader.tell() == place
        assert reader.read(size) == data[place : place + size]


def test_seeking_works_as_in_any_file() -> None:
    data = text(CHUNK + 100)
    reader = opened(sealed(data, [ALICE.recipient]), ALICE)
    assert reader.readable()
    assert reader.seekable()
    assert reader.seek(-100, os.SEEK_END) == CHUNK
    assert reader.read(10) == data[CHUNK : CHUNK + 10]
    assert reader.seek(5, os.SEEK_CUR) == CHUNK + 15
    assert reader.seek(10, os.SEEK_END) == CHUNK + 110
    assert reader.read() == b""
    with pytest.raises(ValueError, match="beginning"):
        reader.seek(-1)
    assert io.BufferedReader(opened(sealed(data, [ALICE.recipient]), ALICE)).read() == data


def test_closing_the_reader_closes_the_file() -> None:
    file = io.BytesIO(sealed(b"bread", [ALICE.recipient]))
    with AgeReader(file, (ALICE,)) as reader:
        assert reader.read() == b"bread"
    assert file.closed
    reader.close()


def test_every_file_has_its_own_keys() -> None:
    assert sealed(b"bread", [ALICE.recipient]) != sealed(b"bread", [ALICE.recipient])


def test_a_file_nobody_could_open_is_not_written() -> None:
    with pytest.raises(ValueError, match="nobody"):
        sealed(b"bread", [])


def test_a_stranger_does_not_open_it() -> None:
    with pytest.raises(AgeBroken) as caught:
        opened(sealed(b"bread", [ALICE.recipient]), BOB)
    assert caught.value.code == "not-for-us"


def test_no_changed_byte_is_ever_returned() -> None:
    data = text(300)
    file = sealed(data, [ALICE.recipient])
    for at in range(len(file)):
        for bit in (1, 128):
            changed = bytearray(file)
            changed[at] ^= bit
            with pytest.raises(AgeBroken):
                opened(bytes(changed), ALICE).read()


@pytest.mark.parametrize("chunks", [1, 2, 3])
def test_no_cut_off_file_opens(chunks: int) -> None:
    data = text(chunks * CHUNK)
    file = sealed(data, [ALICE.recipient])
    header = len(file) - chunks * (CHUNK + 16)
    for size in {
        0,
        10,
        header - 16,
        header - 1,
        header,
        header + 15,
        header + CHUNK + 16,
        len(file) - 1,
        len(file) - CHUNK - 16,
    }:
        if size < len(file):
            with pytest.raises(AgeBroken) as caught:
                opened(file[:size], ALICE)
            assert caught.value.code in {"bad-header", "truncated", "bad-chunk"}


def test_nothing_can_be_added_or_swapped() -> None:
    data = text(3 * CHUNK)
    file = sealed(data, [ALICE.recipient])
    start = len(file) - 3 * (CHUNK + 16)
    chunks = [file[at : at + CHUNK + 16] for at in range(start, len(file), CHUNK + 16)]
    for order in ((1, 0, 2), (0, 0, 2), (0, 2), (0, 1, 2, 2), (0, 2, 1)):
        reordered = file[:start] + b"".join(chunks[place] for place in order)
        with pytest.raises(AgeBroken):
            opened(reordered, ALICE).read()
    for tail in (b"x", bytes(16), bytes(17)):
        with pytest.raises(AgeBroken):
            opened(file + tail, ALICE)


def test_an_empty_final_chunk_after_a_full_one_is_refused() -> None:
    file = sealed(text(CHUNK), [ALICE.recipient])
    empty = sealed(b"", [ALICE.recipient])
    with pytest.raises(AgeBroken) as caught:
        opened(file + empty[-16:], ALICE)
    assert caught.value.code == "truncated"


def test_a_file_that_shrinks_while_it_is_read_is_not_silently_short() -> None:
    data = text(3 * CHUNK)
    file = io.BytesIO(sealed(data, [ALICE.recipient]))
    reader = AgeReader(file, (ALICE,))
    file.truncate(len(file.getvalue()) - 2 * CHUNK)
    with pytest.raises(AgeBroken) as caught:
        reader.read()
    assert caught.value.code == "truncated"
