"""What is found in words, remembered by their digest: the same are not searched for every page."""

from __future__ import annotations

from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from guwah.instruments.redaction.requests import asks_to_cut

if TYPE_CHECKING:
    from collections.abc import Callable

# Turns remembered at once; a turn of ten findings takes about 2 kB.
_MOST = 20_000
_Answer = TypeVar("_Answer")


class Remembered(Generic[_Answer]):
    """Answers by digest; when there are too many, all are forgotten. No word is kept beyond the call."""

    def __init__(self) -> None:
        self._answers: dict[bytes, _Answer] = {}
        self._lock = Lock()

    def of(self, key: bytes, answer: Callable[[], _Answer]) -> _Answer:
        """Return what is remembered under a digest, else what is answered now."""
        known = self._answers.get(key)
        if known is not None:
            return known
        found = answer()
        with self._lock:
            if len(self._answers) >= _MOST:
                self._answers.clear()
            self._answers[key] = found
        return found


def digest_of(*words: str) -> bytes:
    """Return 16 bytes that stand for words in their order."""
    digest = blake2b(digest_size=16)
    for each in words:
        digest.update(each.encode("utf-8", "surrogatepass") + b"\x00")
    return digest.digest()


_asking = Remembered[bool]()


def asks(words: str) -> bool:
    """Say whether the words of a turn read like a request to cut, or an answer to one."""
    return _asking.of(digest_of(words), lambda: asks_to_cut(words))
