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


def shape(pieces: Iterable[bytes]) -> bytes:
    """Return the shape as JSON: `{"seconds": s, "peaks": [[low, high], …]}`, at most 1200 pairs in -100..100.

    Args:
        pieces: samples of sixteen bits, signed, little end first, one channel, 4000 to the second.
    """
    bucket, peaks, count = _FIRST_BUCKET, [], 0
    rest = b""
    for piece in pieces:
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
    return json.dumps({"seconds": seconds, "peaks": shown}, separators=(",", ":")).encode("ascii")


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
