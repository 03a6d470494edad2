"""PNG without what it tells besides its pixels: chunks are dropped, the pixels stay byte for byte."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from guwah.steps.evidence.reading.inside.jpegs import orientation_only, way_up
from guwah.steps.evidence.reading.inside.profiles import without_origin
from guwah.steps.evidence.reading.inside.saying import CannotRead, say

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# ISO/IEC 15948 clause 11, and the chunks of moving pictures.
_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB cICP sBIT bKGD acTL fcTL fdAT".split(),
)
_LARGEST_PROFILE: Final = 16 << 20
_CRITICAL: Final = 0x20


def clean(file: BinaryIO) -> None:
    """Say the picture without anything that is not needed to show it."""
    say("file", cleaned(file.read()))


def cleaned(data: bytes) -> bytes:
    """Return the PNG with its pixels, its colours and how it lies, and nothing after its end.

    Raises:
        CannotRead: `not-readable`, it is no whole PNG.
    """
    out = [_SIGNATURE]
    for name, body in _chunks(data):
        if name in _KEPT:
            out.append(_framed(name, body))
        elif name == b"iCCP":
            profile = without_origin(_unpacked(body))
            out += [_framed(name, b"colours\x00\x00" + zlib.compress(profile))] if profile else []
        elif name == b"eXIf":
            lies = way_up(b"Exif\x00\x00" + body)
            out += [_framed(name, orientation_only(lies))] if lies != 1 else []
        elif not name[0] & _CRITICAL:
            raise CannotRead("not-readable")
    return b"".join(out)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        raise CannotRead("not-readable")
    at, name = len(_SIGNATURE), b""
    while name != b"IEND":
        if at + 12 > len(data):
            raise CannotRead("not-readable")
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if data[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(name + body)):
            raise CannotRead("not-readable")
        yield name, body
        at += length + 12


def _framed(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _unpacked(body: bytes) -> bytes:
    """Return the profile an iCCP chunk carries: a name, a zero, the method, and the packed profile."""
    packed = body.partition(b"\x00")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, _LARGEST_PROFILE)
    except zlib.error:
        return b""
