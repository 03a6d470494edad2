"""Voice messages of WeChat (Silk), inside the jail: how long they last; nothing here plays them."""

from __future__ import annotations

from typing import BinaryIO, Final

from guwah.steps.evidence.reading.inside.saying import CannotRead

LARGEST: Final = 100_000_000
_BEGIN: Final = b"#!SILK_V3"
# WeChat puts this byte before the beginning.
_TENCENT: Final = b"\x02"
# A piece is twenty milliseconds; its length stands before it, and 0xFFFF after the last where somebody cared.
_PIECES_PER_SECOND: Final = 50
_NO_MORE: Final = 0xFFFF


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return whether WeChat wrote it, how long it lasts in seconds, and whether its last piece is whole.

    Raises:
        CannotRead: `not-readable`, `needs-too-much`.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise CannotRead("needs-too-much")
    wechat = data.startswith(_TENCENT)
    at = len(_TENCENT if wechat else b"") + len(_BEGIN)
    if not data[:at].endswith(_BEGIN):
        raise CannotRead("not-readable")
    pieces, whole = 0, True
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "little")
        if length == _NO_MORE:
            break
        at += 2 + length
        whole = at <= len(data)
        pieces += whole
    return {
        "format": "SILK_V3",
        "WeChat": wechat,
        "pieces": pieces,
        "seconds": pieces / _PIECES_PER_SECOND,
        "whole": whole,
    }
