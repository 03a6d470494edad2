"""The shape of a sound: how far it swings in each stretch, from samples that were decoded in the jail."""

from __future__ import annotations

import json
import sys
from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLES_PER_SECOND: Final = 4000
COLUMNS: Final = 1200
_FIRST_BUCKET: Final = 16
_FULL: Final = 32_768
_TENTH: Final = SAMPLES_PER_SECOND // 10
_LOWEST, _STEPS = ord("0"), ord("z") - ord("0")


def shape(pieces: Iterable[bytes]) -> bytes:
    """Return the shape as JSON: `{"seconds": s, "peaks": [[low, high], …], "levels": "…"}`.

    There are at most 1200 pairs in -100..100, whatever the length; `levels` has one sign for each tenth of a
    second, "0" (silence) to "z" (all there is), so that any stretch can be shown near.

    Args:
        pieces: samples of sixteen bits, signed, little end first, one channel, 4000 to the second.
    """
    bucket, peaks, count = _FIRST_BUCKET, [], 0
    rest, near = b"", _Levels()
    for piece in pieces:
        near.take(piece)
        data = rest + piece
        samples = array("h")
        whole = len(data) - len(data) % (2 * bucket)
        samples.frombytes(data[:whole])
        rest = data[whole:]
        peaks += _peaks(samples, bucket)
        count += len(samples)
        # When there are too many, two neighbours become one and every later one is twice as long.
        while len(peaks) > 2 * COLUMNS:
            peaks = [_joined(peaks[at : at + 2]) for at in range(0, len(peaks), 2)]
            bucket *= 2
    last = array("h")
    last.frombytes(rest[: len(rest) - len(rest) % 2])
    peaks += _peaks(last, bucket)
    seconds = round((count + len(last)) / SAMPLES_PER_SECOND, 3)
    shown = [_joined(each) for each in _spread(peaks)]
    told = {"seconds": seconds, "peaks": shown, "levels": near.end()}
    return json.dumps(told, separators=(",", ":")).encode("ascii")


class _Levels:
    """How far a sound swings in each tenth of a second, as one sign each."""

    def __init__(self) -> None:
        self._rest = b""
        self._signs: list[str] = []

    def take(self, piece: bytes) -> None:
        data = self._rest + piece
        whole = len(data) - len(data) % (2 * _TENTH)
        self._add(data[:whole])
        self._rest = data[whole:]

    def end(self) -> str:
        self._add(self._rest[: len(self._rest) - len(self._rest) % 2])
        return "".join(self._signs)

    def _add(self, data: bytes) -> None:
        samples = array("h")
        samples.frombytes(data)
        if sys.byteorder == "big":
            samples.byteswap()
        for at in range(0, len(samples), _TENTH):
            stretch = samples[at : at + _TENTH]
            highest, lowest = max(stretch), min(stretch)
            swing = max(highest, -lowest, 0)
            self._signs.append(chr(_LOWEST + -(-min(swing, _FULL) * _STEPS // _FULL)))


def _peaks(samples: array[int], bucket: int) -> list[tuple[int, int]]:
    if sys.byteorder == "big":
        samples.byteswap()
    return [
        (round(min(stretch) * 100 / _FULL), round(max(stretch) * 100 / _FULL))
        for at in range(0, len(samples), bucket)
        if (stretch := samples[at : at + bucket])
    ]


def _joined(peaks: list[tuple[int, int]]) -> tuple[int, int]:
    return min(low for low, _high in peaks), max(high for _low, high in peaks)


def _spread(peaks: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    columns = min(COLUMNS, len(peaks))
    return [
        peaks[index * len(peaks) // columns : (index + 1) * len(peaks) // columns] for index in range(columns)
    ]
