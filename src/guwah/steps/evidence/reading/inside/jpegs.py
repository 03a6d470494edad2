"""JPEG without what it tells of camera, place, day and hand: segments are dropped, no pixel is touched."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from PIL import Image

from guwah.steps.evidence.reading.inside.profiles import without_origin
from guwah.steps.evidence.reading.inside.saying import STUMBLES, CannotRead, say

# ITU-T T.81, table B.1: frames (SOF), tables (DHT, DAC, DQT), DRI, DNL.
_NEEDED: Final = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xD0), 0xDB, 0xDC, 0xDD})
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
# What follows a scan: a marker that is neither a stuffed zero nor a restart.
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_EXIF, _PROFILE = b"Exif\x00\x00", b"ICC_PROFILE\x00"
_ORIENTATION: Final = 0x0112
_LONGEST_CHUNK: Final = 65_519
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
_LAST_WAY_UP: Final = 8


def clean(file: BinaryIO) -> None:
    """Say the picture without anything that is not needed to show it, and show it the right way up."""
    say("file", cleaned(file.read()))


@dataclass(slots=True)
class _Kept:
    """What is kept of a JPEG: how it lies, its colours, two old marks decoders heed, and its picture."""

    way_up: int = 1
    jfif: bytes = b""
    adobe: bytes = b""
    profile: list[tuple[int, bytes]] = field(default_factory=list)
    picture: list[bytes] = field(default_factory=list)


def cleaned(data: bytes) -> bytes:
    """Return the JPEG without its APPn and COM segments and without whatever follows its end.

    Kept or made anew: JFIF without its thumbnail and the Adobe mark (decoders take the colour model from
    them), the orientation alone, the colour profile without its origin.

    Raises:
        CannotRead: `not-readable`, it is no whole JPEG.
    """
    if data[:2] != bytes((0xFF, _SOI)):
        raise CannotRead("not-readable")
    kept, at = _Kept(), 2
    while True:
        marker, at = _marker(data, at)
        if marker == _EOI:
            return _written(kept)
        body, at = _segment(data, at)
        if marker == _SOS:
            found = _NEXT_MARKER.search(data, at)
            if found is None:
                raise CannotRead("not-readable")
            kept.picture += [_framed(marker, body), data[at : found.start()]]
            at = found.start()
        elif marker in _NEEDED:
            kept.picture.append(_framed(marker, body))
        elif _APP0 <= marker <= _APP15 or marker == _COM:
            _heed(kept, marker, body)
        else:
            raise CannotRead("not-readable")


def way_up(exif: bytes) -> int:
    """Return the orientation an Exif block states (1 to 8, TIFF 6.0), 1 when it states none."""
    try:
        stated = Image.Exif()
        stated.load(exif)
        value = stated.get(_ORIENTATION, 1)
    except STUMBLES:
        return 1
    return value if isinstance(value, int) and 1 <= value <= _LAST_WAY_UP else 1


def orientation_only(value: int) -> bytes:
    """Return a TIFF block that states the orientation and nothing else."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data) or data[at] != 0xFF:  # noqa: PLR2004 - T.81, B.1.1.2: every marker begins so
        raise CannotRead("not-readable")
    while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - and may be filled up with more of them
        at += 1
    if at >= len(data):
        raise CannotRead("not-readable")
    return data[at], at + 1


def _segment(data: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):  # noqa: PLR2004 - the length counts its own two bytes
        raise CannotRead("not-readable")
    return data[at + 2 : at + length], at + length


def _framed(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


_KNOWN = {
    _APP0: (b"JFIF\x00", _JFIF_BYTES),
    _APP1: (_EXIF, len(_EXIF)),
    _APP2: (_PROFILE, len(_PROFILE) + 3),
    _APP14: (b"Adobe", _ADOBE_BYTES),
}
"""Marker -> how a segment that showing the picture needs begins, and its fewest bytes."""


def _is_known(marker: int, body: bytes) -> bool:
    beginning, fewest = _KNOWN.get(marker, (b"", 0))
    return bool(beginning) and body.startswith(beginning) and len(body) >= fewest


def _heed(kept: _Kept, marker: int, body: bytes) -> None:
    if not _is_known(marker, body):
        return
    if marker == _APP0 and not kept.jfif:
        # Version, unit, density; the last two bytes say how large the thumbnail is: none.
        kept.jfif = body[: _JFIF_BYTES - 2] + b"\x00\x00"
    elif marker == _APP1:
        kept.way_up = way_up(body)
    elif marker == _APP2:
        kept.profile.append((body[len(_PROFILE)], body[len(_PROFILE) + 2 :]))
    elif marker == _APP14:
        kept.adobe = body[:_ADOBE_BYTES]


def _written(kept: _Kept) -> bytes:
    if not kept.picture:
        raise CannotRead("not-readable")
    out = [bytes((0xFF, _SOI))]
    if kept.jfif:
        out.append(_framed(_APP0, kept.jfif))
    if kept.way_up != 1:
        out.append(_framed(_APP1, _EXIF + orientation_only(kept.way_up)))
    profile = without_origin(b"".join(chunk for _number, chunk in sorted(kept.profile)))
    chunks = [profile[at : at + _LONGEST_CHUNK] for at in range(0, len(profile), _LONGEST_CHUNK)]
    out += [
        _framed(_APP2, _PROFILE + bytes((number, len(chunks))) + chunk)
        for number, chunk in enumerate(chunks, 1)
    ]
    if kept.adobe:
        out.append(_framed(_APP14, kept.adobe))
    return b"".join([*out, *kept.picture, bytes((0xFF, _EOI))])
