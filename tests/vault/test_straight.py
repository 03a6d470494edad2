"""What goes past the page cache arrives whole: any pieces, any beginning, any file system, any refusal."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.vault import straight
from guwah.vault.straight import Straight, open_whole, soon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BLOCK = 4096
PIECE = 3 * BLOCK + 17
HEADS = st.sampled_from((b"", b"h", b"h" * (BLOCK - 1), b"h" * BLOCK, b"h" * (2 * BLOCK + 5)))
SIZES = st.lists(st.integers(0, PIECE), max_size=24)


@pytest.fixture(autouse=True, scope="module")
def little_room() -> Iterator[None]:
    """So little that few pieces fill it and are worth going past the cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(straight, "ROOM", 4 * BLOCK)
        patch.setattr(straight, "WORTH", BLOCK)
        patch.setattr(straight, "AHEAD_FROM", 9 * BLOCK)
        yield


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("straight") / "file"


@pytest.fixture
def refuses(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what makes the file system refuse the flag with an error of its own."""

    def refuse(number: int) -> None:
        ask = fcntl.fcntl

        def asked(descriptor: int, what: int, how: int = 0) -> int:
            if what == fcntl.F_SETFL and how & os.O_DIRECT:
                raise OSError(number, os.strerror(number))
            return ask(descriptor, what, how)

        monkeypatch.setattr(fcntl, "fcntl", asked)

    return refuse


def opened(path: Path, head: bytes = b"") -> int:
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR)
    os.write(descriptor, head)
    return descriptor


def pieces(sizes: Sequence[int]) -> list[bytes]:
    chance = random.Random(7)  # noqa: S311 - any bytes will do
    return [chance.randbytes(size) for size in sizes]


def put(out: Straight, piece: bytes) -> None:
    out.room(len(piece))[:] = piece
    out.put(len(piece))


@given(HEADS, SIZES, st.sets(st.integers(0, 23)), st.booleans(), st.integers(0, 9 * BLOCK))
def test_any_pieces_after_any_head_stand_in_the_file_as_they_came(
    path: Path, head: bytes, sizes: list[int], settled: set[int], beside: bool, expected: int
) -> None:
    descriptor = opened(path, head)
    out = Straight(descriptor, PIECE, expected, beside=beside)
    came = head
    for number, piece in enumerate(pieces(sizes)):
        put(out, piece)
        came += piece
        if number in settled:
            out.settle()
            assert path.read_bytes() == came
    out.settle()
    out.stop()
    assert not fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT
    os.close(descriptor)
    assert path.read_bytes() == came


@given(HEADS, SIZES, SIZES)
def test_a_file_is_gone_on_with_where_it_ends(
    path: Path, head: bytes, first: list[int], then: list[int]
) -> None:
    came = head
    descriptor = opened(path, head)
    for sizes in (first, then):
        os.lseek(descriptor, 0, os.SEEK_END)
        out = Straight(descriptor, PIECE)
        for piece in pieces(sizes):
            put(out, piece)
            came += piece
        out.settle()
        out.stop()
    os.close(descriptor)
    assert path.read_bytes() == came


def test_whole_blocks_go_past_the_cache_and_the_rest_through_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[bool, int, int]] = []
    write = straight._write_at

    def written(descriptor: int, data: memoryview, place: int) -> None:
        past = bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT)
        went.append((past, len(data), place))
        write(descriptor, data, place)

    monkeypatch.setattr(straight, "_write_at", written)
    descriptor = opened(path, b"head")
    able = straight_able(path)
    out = Straight(descriptor, PIECE)
    for piece in pieces([PIECE] * 4):
        put(out, piece)
    out.settle()
    out.stop()
    os.close(descriptor)
    whole = (4 + 4 * PIECE) // BLOCK * BLOCK
    assert went[-1] == (False, (4 + 4 * PIECE) % BLOCK, whole)
    assert {past for past, _size, _place in went[:-1]} == {able}
    assert all(size % BLOCK == 0 and place % BLOCK == 0 for _past, size, place in went[:-1])
    assert sum(size for _past, size, _place in went[:-1]) == whole


def straight_able(path: Path) -> bool:
    """Say whether this file system knows writing past the cache at all."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_DIRECT))
    except OSError:
        return False
    return True


def test_a_small_file_goes_through_the_cache(path: Path, refuses: Callable[[int], None]) -> None:
    # Nobody may ask for the flag: it would be an error that is not understood.
    refuses(errno.EPERM)
    descriptor = opened(path, b"head")
    out = Straight(descriptor, PIECE, 100)
    put(out, b"x" * 100)
    out.settle()
    out.stop()
    os.close(descriptor)
    assert path.read_bytes() == b"head" + b"x" * 100


@pytest.mark.parametrize("beside", [False, True])
def test_where_the_flag_is_unknown_the_disk_is_asked_to_begin(
    path: Path, monkeypatch: pytest.MonkeyPatch, refuses: Callable[[int], None], *, beside: bool
) -> None:
    refuses(errno.EINVAL)
    asked: list[int] = []
    monkeypatch.setattr(straight, "begin_writing", lambda _file, place: asked.append(place))
    descriptor = opened(path, b"head")
    out = Straight(descriptor, PIECE, beside=beside)
    came = pieces([PIECE] * 6)
    for piece in came:
        put(out, piece)
    out.settle()
    out.stop()
    os.close(descriptor)
    assert path.read_bytes() == b"head" + b"".join(came)
    assert asked == sorted(set(asked))
    assert len(asked) > 2


def test_a_flag_that_is_taken_and_not_meant_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, tried = straight._write_at, 0

    def written(descriptor: int, data: memoryview, place: int) -> None:
        nonlocal tried
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT:
            tried += 1
            raise OSError(errno.EINVAL, "not so")
        write(descriptor, data, place)

    monkeypatch.setattr(straight, "_write_at", written)
    descriptor = opened(path)
    out = Straight(descriptor, PIECE)
    came = pieces([PIECE] * 6)
    for piece in came:
        put(out, piece)
    out.settle()
    out.stop()
    os.close(descriptor)
    assert path.read_bytes() == b"".join(came)
    assert tried == straight_able(path)


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_is_told_of(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, beside: bool
) -> None:
    def refused(_descriptor: int, _data: memoryview, _place: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(straight, "_write_at", refused)
    descriptor = opened(path)
    out = Straight(descriptor, PIECE, beside=beside)
    with pytest.raises(OSError, match="no") as told:
        for piece in pieces([PIECE] * 9):
            put(out, piece)
        out.settle()
    assert told.value.errno == number
    out.stop()
    os.close(descriptor)


def test_another_error_of_the_flag_is_told_of(path: Path, refuses: Callable[[int], None]) -> None:
    refuses(errno.EIO)
    descriptor = opened(path)
    out = Straight(descriptor, PIECE)
    with pytest.raises(OSError, match="Input/output") as told:
        for piece in pieces([PIECE] * 3):
            put(out, piece)
    assert told.value.errno == errno.EIO
    out.stop()
    os.close(descriptor)


def test_a_file_cut_off_meanwhile_is_told_of(path: Path) -> None:
    descriptor = opened(path, b"head")
    out = Straight(descriptor, PIECE)
    os.truncate(path, 0)
    with pytest.raises(OSError, match="shorter"):
        out.room(1)
    out.stop()
    os.close(descriptor)


def test_settling_nothing_writes_nothing(path: Path) -> None:
    descriptor = opened(path, b"head")
    out = Straight(descriptor, PIECE)
    out.settle()
    out.stop()
    os.close(descriptor)
    assert path.read_bytes() == b"head"


READS = st.lists(st.tuples(st.integers(0, 20 * BLOCK), st.integers(0, 6 * BLOCK)), max_size=12)


@given(st.integers(0, 19 * BLOCK), READS)
def test_what_is_read_is_what_stands_there(path: Path, size: int, reads: list[tuple[int, int]]) -> None:
    (data,) = pieces([size])
    path.write_bytes(data)
    with open_whole(path) as file:
        for place, wanted in reads:
            file.seek(place)
            assert file.read(wanted) == data[place : place + wanted]
        file.seek(0, os.SEEK_END)
        assert (file.tell(), file.read()) == (size, b"")
        file.seek(0)
        assert file.read() == data


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, 8 * BLOCK, 9 * BLOCK, 18 * BLOCK + 5])
def test_a_file_is_read_where_the_flag_is_unknown(
    path: Path, refuses: Callable[[int], None], size: int
) -> None:
    refuses(errno.EINVAL)
    (data,) = pieces([size])
    path.write_bytes(data)
    with open_whole(path) as file:
        assert file.read() == data


def test_a_file_is_read_where_the_flag_is_taken_and_not_meant(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = os.preadv

    def refused(descriptor: int, rooms: list[memoryview], place: int) -> int:
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT:
            raise OSError(errno.EINVAL, "not so")
        # And a little at a time.
        return read(descriptor, [rooms[0][:777]], place)

    (data,) = pieces([18 * BLOCK + 5])
    path.write_bytes(data)
    monkeypatch.setattr(os, "preadv", refused)
    with open_whole(path) as file:
        assert file.read() == data


@pytest.mark.parametrize("size", [8 * BLOCK, 18 * BLOCK])
def test_a_disk_that_does_not_give_is_told_of_when_it_is_asked(
    path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    read = os.preadv

    def broken(descriptor: int, rooms: list[memoryview], place: int) -> int:
        if place >= 4 * BLOCK:
            raise OSError(errno.EIO, "no")
        return read(descriptor, rooms, place)

    (data,) = pieces([size])
    path.write_bytes(data)
    monkeypatch.setattr(os, "preadv", broken)
    with open_whole(path) as file:
        assert file.read(4 * BLOCK) == data[: 4 * BLOCK]
        for _ in range(2):
            with pytest.raises(OSError, match="no") as told:
                file.read(1)
            assert told.value.errno == errno.EIO
        file.seek(0)
        assert file.read(BLOCK) == data[:BLOCK]


def test_a_file_cut_off_while_it_is_read_ends_there(path: Path) -> None:
    path.write_bytes(bytes(18 * BLOCK))
    with open_whole(path) as file:
        assert file.read(BLOCK) == bytes(BLOCK)
        os.truncate(path, 10 * BLOCK)
        assert set(file.read()) == {0}
        assert file.tell() < 18 * BLOCK


def test_only_a_file_worth_it_goes_past_the_cache(path: Path) -> None:
    able = False
    for size in (BLOCK - 1, BLOCK):
        path.write_bytes(bytes(size))
        with open_whole(path) as file:
            flags = fcntl.fcntl(file.fileno(), fcntl.F_GETFL) if size < BLOCK else _flags(file)
            able = straight_able(path)
            assert bool(flags & os.O_DIRECT) == (size >= BLOCK and able)


def test_a_small_file_is_asked_of_the_disk_before_it_is_needed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int, int, int]] = []

    def advised(descriptor: int, start: int, size: int, advice: int) -> None:
        asked.append((str(Path(f"/proc/self/fd/{descriptor}").readlink()), start, size, advice))

    monkeypatch.setattr(os, "posix_fadvise", advised)
    path.write_bytes(b"sealed")
    held = len(list(Path("/proc/self/fd").iterdir()))

    soon(path)
    soon(path.with_name("nothing here"))
    monkeypatch.undo()
    os.mkfifo(path.with_name("pipe"))
    soon(path.with_name("pipe"))

    assert asked == [(str(path.resolve()), 0, 0, os.POSIX_FADV_WILLNEED)]
    assert len(list(Path("/proc/self/fd").iterdir())) == held


def _flags(file: io.BufferedReader) -> int:
    return fcntl.fcntl(file.raw._file, fcntl.F_GETFL)  # type: ignore[attr-defined] # its own
