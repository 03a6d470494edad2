"""Ciphertext on its way to a file, or read from its beginning to its end: past the page cache.

What is written once and read again in years gains nothing from the page cache, and passing through it costs
as much processor time as the hash, or more. O_DIRECT (open(2)) asks for whole blocks at whole blocks' places
from whole pages, and an age file has neither: so its bytes are gathered here, whole blocks go out, the rest
waits. The last bytes, and files too small to gain, go through the cache, as everything does where a file
system knows no O_DIRECT.
"""

from __future__ import annotations

import errno
import fcntl
import io
import mmap
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from guwah.vault.durable import begin_writing

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

# The size of a page, and a multiple of that of every disk's blocks.
_BLOCK: Final = 4096
ROOM: Final = 4 << 20
"""So many bytes go to the disk at a time; through the cache, the disk is asked to begin after as many."""
WORTH: Final = 1 << 20
"""From so many bytes on a file goes past the cache."""
AHEAD_FROM: Final = 16 << 20
"""From so many bytes on a file that is read is worth a thread that reads ahead."""
# Clearing new pages takes longer than filling them: the rooms of files that are done serve those that come.
_SPARE: Final[deque[memoryview]] = deque(maxlen=6)


class Straight:
    """The bytes of one file in order, from where its descriptor stands on."""

    def __init__(self, descriptor: int, largest: int, expected: int = 0, *, beside: bool = False) -> None:
        """Take the file.

        Args:
            descriptor: open for reading and writing; stays the caller's, and the place it stands at is kept.
            largest: how many bytes are put in at once at most.
            expected: about how many bytes will come; 0 when nobody knows.
            beside: whether a thread of its own writes while the next bytes are put in.
        """
        self._file = descriptor
        # A large file's room is never smaller than another's, so that it can serve again.
        self._size = largest + 2 * _BLOCK + (expected if 0 < expected < WORTH else ROOM)
        self._pool = ThreadPoolExecutor(1) if beside else None
        self._writing: Future[None] | None = None
        self._rooms: list[memoryview] = []
        # Bytes in the room that is filled now, and where in the file it begins: at a whole block.
        self._fill = self._place = 0
        self._direct = self._refused = False

    def room(self, size: int) -> memoryview:
        """Return room for the next `size` bytes; `put` says how many there are.

        Raises:
            OSError: the disk refused what was put in before.
        """
        if not self._rooms:
            self._begin()
        if self._fill + size > len(self._rooms[0]):
            self._write_out()
        return self._rooms[0][self._fill : self._fill + size]

    def put(self, size: int) -> None:
        """Take what the first bytes of the room are now."""
        self._fill += size

    def settle(self) -> None:
        """Hand everything to the file; more may follow.

        Raises:
            OSError: the disk refused.
        """
        if self._rooms:
            if self._direct or self._fill >= WORTH:
                self._write_out()
            self._wait()
            self._go_direct(wanted=False)
            _write_at(self._file, self._rooms[0][: self._fill], self._place)

    def stop(self) -> None:
        """Let go of the file when what is being written has been, whatever became of it."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        _SPARE.extend(room for room in self._rooms if len(room) > ROOM)
        self._rooms.clear()

    def _begin(self) -> None:
        self._rooms = [_new_room(self._size) for _ in range(1 if self._pool is None else 2)]
        place = os.lseek(self._file, 0, os.SEEK_CUR)
        self._fill = place % _BLOCK
        self._place = place - self._fill
        # The block that the first bytes belong to is written whole, with what it holds already.
        if os.preadv(self._file, [self._rooms[0][: self._fill]], self._place) != self._fill:
            raise OSError(errno.EIO, "the file is shorter than it was")

    def _write_out(self) -> None:
        """Send whole blocks off; the rest is what the next room begins with."""
        self._wait()
        whole = self._fill - self._fill % _BLOCK
        full, rest = self._rooms[0][:whole], self._rooms[0][whole : self._fill]
        if self._pool is None:
            self._write(full, self._place)
        else:
            self._writing = self._pool.submit(self._write, full, self._place)
            self._rooms.reverse()
        self._rooms[0][: len(rest)] = rest
        self._fill = len(rest)
        self._place += whole

    def _wait(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def _write(self, data: memoryview, place: int) -> None:
        self._go_direct(wanted=True)
        try:
            _write_at(self._file, data, place)
        except OSError as refused:
            if not self._direct or refused.errno != errno.EINVAL:
                raise
            # Some file systems take the flag and then no writing by it.
            self._refused = True
            self._go_direct(wanted=False)
            _write_at(self._file, data, place)
        if not self._direct:
            begin_writing(self._file, place)

    def _go_direct(self, *, wanted: bool) -> None:
        if wanted == self._direct or (wanted and self._refused):
            return
        if _set_direct(self._file, wanted=wanted):
            self._direct = wanted
        else:
            self._refused = True


class _Window:
    """A stretch of a file that was read, or is being read, into a room of its own."""

    def __init__(self, room: memoryview) -> None:
        self.room = room
        self.place = -1
        self.filled = 0
        self.reading: Future[None] | None = None


def soon(path: Path) -> None:
    """Have the system begin to read a small file that will be opened presently; nothing is waited for.

    A file that cannot be opened is told of when it is needed.
    """
    try:
        # Another program may have put a pipe in its place meanwhile, which would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return
    try:
        with suppress(OSError):  # a pipe has nothing to read ahead
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
    finally:
        os.close(descriptor)


def open_whole(path: Path) -> io.BufferedReader:
    """Open a file that will be read once, from its beginning to its end, and soon by nobody else.

    Raises:
        OSError: it is not there, or not to be read.
    """
    if path.stat().st_size < WORTH:
        return path.open("rb")
    return io.BufferedReader(StraightReader(path))


class StraightReader(io.RawIOBase):
    """A file read from its beginning to its end; of a large one the next stretch comes while one is used."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            OSError: it is not there, or not to be read.
        """
        super().__init__()
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._size = os.fstat(self._file).st_size
        self._at = 0
        self._windows: list[_Window] = []
        self._direct = _set_direct(self._file, wanted=True)
        self._pool = ThreadPoolExecutor(1) if self._size >= AHEAD_FROM else None

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the file."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # one kind is enough here
        """Fill the buffer as far as one stretch goes and return the number of bytes; 0 at the end.

        Raises:
            OSError: the disk does not give them.
        """
        window = self._window(self._at - self._at % ROOM)
        within = self._at - window.place
        got = max(min(len(buffer), window.filled - within), 0)
        buffer[:got] = window.room[within : within + got]
        self._at += got
        return got

    def close(self) -> None:
        """Close it, when what is being read ahead has been."""
        if not self.closed:
            if self._pool is not None:
                self._pool.shutdown(wait=True, cancel_futures=True)
            os.close(self._file)
            _SPARE.extend(window.room for window in self._windows)
            self._windows.clear()
        super().close()

    def _window(self, place: int) -> _Window:
        """Return the stretch that begins at this multiple of `ROOM`; the one used last stays beside it."""
        window = self._load(place)
        self._windows.sort(key=lambda each: each is not window)
        if window.reading is not None:
            reading, window.reading = window.reading, None
            reading.result()
        if self._pool is not None and place + ROOM < self._size:
            self._load(place + ROOM)
        return window

    def _load(self, place: int) -> _Window:
        """Return the window of a stretch, which may still be on its way."""
        window = next((each for each in self._windows if each.place == place), None)
        if window is not None:
            return window
        if len(self._windows) < 2:  # noqa: PLR2004 - one that is used, one that comes
            self._windows.append(_Window(_new_room(ROOM)))
        window = self._windows[-1]
        if window.reading is not None:
            # Nobody asked for it after all, nor for an error of it.
            wait([window.reading])
        window.place, window.reading = place, None
        if self._pool is None:
            self._fill(window, place)
        else:
            window.reading = self._pool.submit(self._fill, window, place)
        return window

    def _fill(self, window: _Window, place: int) -> None:
        window.filled = 0
        while window.filled < min(ROOM, self._size - place):
            try:
                got = self._read(window.room[window.filled :], place + window.filled)
            except OSError:
                # Else the next who asks would take what came for the end of the file.
                window.place = -1
                raise
            if not got:
                break
            window.filled += got

    def _read(self, room: memoryview, place: int) -> int:
        try:
            return os.preadv(self._file, [room], place)
        except OSError as refused:
            if not self._direct or refused.errno != errno.EINVAL:
                raise
            # Also after a part of a block was given, behind which nothing can be asked for.
            self._direct = False
            _set_direct(self._file, wanted=False)
            return os.preadv(self._file, [room], place)


def _set_direct(descriptor: int, *, wanted: bool) -> bool:
    """Set or take away O_DIRECT; tell False where the file system does not know it.

    Raises:
        OSError: of any other kind.
    """
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_DIRECT if wanted else flags & ~os.O_DIRECT)
    except OSError as refused:
        if refused.errno != errno.EINVAL:
            raise
        return False
    return True


def _new_room(size: int) -> memoryview:
    """Return whole pages of at least this size."""
    try:
        spare = _SPARE.pop()
    except IndexError:
        spare = memoryview(b"")
    if len(spare) == size:
        return spare
    return memoryview(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))


def _write_at(descriptor: int, data: memoryview, place: int) -> None:
    """Write all of the bytes, where one call may take a part of them."""
    done = 0
    while done < len(data):
        done += os.pwrite(descriptor, data[done:], place + done)
