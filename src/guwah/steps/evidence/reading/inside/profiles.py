"""Colour profiles without what they tell of devices, makers and days: only what the colours need (ICC.1)."""

from __future__ import annotations

import struct
from typing import Final

_HEADER: Final = 128
_ENTRY: Final = 12
_MOST_TAGS: Final = 200
# ICC.1:2022, 9.2: matrix, curves, tables, white and black point, adaptation, coding-independent code points.
_KEPT: Final = frozenset(
    (
        "rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad cicp "
        "A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 B2D0 gamt"
    ).encode("ascii").split()
)  # fmt: skip
# ICC.1:2022, 7.2, as (first, after): colour management module, date, platform, manufacturer and model,
# creator and profile id, reserved bytes.
_TELLING: Final = ((4, 8), (24, 36), (40, 44), (48, 56), (80, 128))


def without_origin(profile: bytes) -> bytes:
    """Return the profile with its colours and nothing else; nothing when it is none."""
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return b""
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    if count > _MOST_TAGS or len(profile) < _HEADER + 4 + count * _ENTRY:
        return b""
    entries = [struct.unpack_from(">4sII", profile, _HEADER + 4 + index * _ENTRY) for index in range(count)]
    kept = [
        (name, profile[at : at + size])
        for name, at, size in entries
        if name in _KEPT and at + size <= len(profile)
    ]
    return _written(profile[:_HEADER], kept) if kept else b""


def _written(header: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    table, body = bytearray(struct.pack(">I", len(tags))), bytearray()
    begin = _HEADER + 4 + len(tags) * _ENTRY
    for name, data in tags:
        table += struct.pack(">4sII", name, begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    blank = bytearray(header)
    for first, after in _TELLING:
        blank[first:after] = bytes(after - first)
    blank[:4] = struct.pack(">I", begin + len(body))
    return bytes(blank + table + body)
