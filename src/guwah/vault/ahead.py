"""Reading ahead: one thread fetches and decrypts while another hashes or sends what came before."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

PIECE: Final = 1 << 20
DEPTH: Final = 6


def ahead(fill: Callable[[memoryview], int], *, piece: int = PIECE) -> Iterator[memoryview]:
    """Yield what `fill` puts into buffers, in order, with flat memory.

    Both cores are used where filling and the caller's own work let go of the interpreter (hashing and
    decrypting of large buffers do). What `fill` raises is raised here, in its place.

    Args:
        fill: puts bytes into the buffer it is given and returns how many; 0 at the end, and ever after.
        piece: size of a buffer in bytes.

    Yields:
        Bytes that are valid until the next one is asked for.
    """
    waiting: deque[tuple[memoryview, Future[int]]] = deque()
    with ThreadPoolExecutor(1) as pool:
        try:
            for _ in range(DEPTH):
                buffer = memoryview(bytearray(piece))
                waiting.append((buffer, pool.submit(fill, buffer)))
            while True:
                buffer, filled = waiting.popleft()
                got = filled.result()
                if not got:
                    return
                yield buffer[:got]
                waiting.append((buffer, pool.submit(fill, buffer)))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
