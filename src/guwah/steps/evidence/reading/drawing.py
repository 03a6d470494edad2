"""Pictures as files of our own making: PNG and PDF around rows of pixels whose form was checked."""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST_EDGE: Final = 20_000
_COLOURS: Final = 3
# ISO/IEC 15948, 9.2: none, sub, up, average, Paeth. Any bytes after one of these are a row of some pixels.
_FILTERS: Final = frozenset(range(5))
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_POINTS_PER_PIXEL: Final = 72 / 150
# ISO 32000-1, annex C.2.
_LARGEST_PAGE: Final = 14_400.0


class NotAPicture(Exception):
    """What came is not the rows of a picture of the stated size."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of three colours of eight bits.

    Attributes:
        width: pixels.
        height: pixels.
        rows: each a filter byte and `3 * width` bytes (ISO/IEC 15948, clause 9).
        number: which page it is, from 1.
        points: width and height of the page in points (1/72 inch).
    """

    width: int
    height: int
    rows: bytes
    number: int = 1
    points: tuple[float, float] = (0.0, 0.0)

    def checked(self) -> Self:
        """Return it when its rows are those of a picture of its size.

        Raises:
            NotAPicture: they are not; whatever made them is not to be trusted.
        """
        stride = 1 + _COLOURS * self.width
        if not (0 < self.width <= LARGEST_EDGE and 0 < self.height <= LARGEST_EDGE):
            raise NotAPicture
        if len(self.rows) != stride * self.height or not set(self.rows[::stride]) <= _FILTERS:
            raise NotAPicture
        return self


def from_ppm(data: bytes) -> Picture:
    """Return the picture of a portable pixmap (P6, 255 shades).

    Raises:
        NotAPicture: it is none.
    """
    head = data[:32].split(b"\n", 3)
    size = head[1].split(b" ") if len(head) > 1 else []
    if len(head) < 4 or head[0] != b"P6" or head[2] != b"255" or len(size) != 2:  # noqa: PLR2004 - four parts of a P6
        raise NotAPicture
    if not all(each.isdigit() for each in size):
        raise NotAPicture
    width, height = int(size[0]), int(size[1])
    pixels, stride = data[len(b"\n".join(head[:3])) + 1 :], _COLOURS * width
    rows = b"".join(b"\x00" + pixels[at : at + stride] for at in range(0, len(pixels), max(stride, 1)))
    return Picture(width, height, rows).checked()


def png(picture: Picture) -> bytes:
    """Return a PNG that holds the pixels and nothing else."""
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(picture.rows)), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def pdf(pictures: Iterable[Picture]) -> Iterator[bytes]:
    """Give a PDF of pictures, one to a page, piece by piece; it says nothing of anybody (ISO 32000-1)."""
    yield (begin := b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets, at, kids = {}, len(begin), []
    for index, picture in enumerate(pictures):
        first = 3 + 3 * index
        kids.append(b"%d 0 R" % first)
        for number, body in enumerate(_page(picture, first), first):
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            offsets[number], at = at, at + len(piece)
            yield piece
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    for number, body in ((1, b"<< /Type /Catalog /Pages 2 0 R >>"), (2, pages)):
        piece = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        offsets[number], at = at, at + len(piece)
        yield piece
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    size = len(offsets) + 1
    yield b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (size, table)
    yield b"<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, at)


def _page(picture: Picture, number: int) -> tuple[bytes, bytes, bytes]:
    """Return a page, what it draws, and the picture, as the objects `number` and the two after it."""
    wide, high = (
        _points(*pair) for pair in zip(picture.points, (picture.width, picture.height), strict=True)
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R "
        b"/Resources << /XObject << /P %d 0 R >> >> >>"
    ) % (wide, high, number + 1, number + 2)
    drawn = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (wide, high)
    packed = zlib.compress(picture.rows)
    head = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns %d >> "
        b"/Length %d >>"
    ) % (picture.width, picture.height, picture.width, len(packed))
    return page, _stream(b"<< /Length %d >>" % len(drawn), drawn), _stream(head, packed)


def _stream(head: bytes, body: bytes) -> bytes:
    return head + b"\nstream\n" + body + b"\nendstream"


def _points(stated: float, pixels: int) -> float:
    """Return an edge in points as stated, or as 150 dots to the inch make it when that cannot be."""
    if math.isfinite(stated) and 1 <= stated <= _LARGEST_PAGE:
        return stated
    return min(max(1.0, pixels * _POINTS_PER_PIXEL), _LARGEST_PAGE)
