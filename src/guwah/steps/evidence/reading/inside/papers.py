"""PDF, inside the jail: what it says of itself, its words, and pictures of its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

import pypdfium2
import pypdfium2.raw as pdfium

from guwah.steps.evidence.reading.inside.pictures import THUMBNAIL, draw
from guwah.steps.evidence.reading.inside.saying import CannotRead, say

if TYPE_CHECKING:
    from collections.abc import Iterator

# Enough for the longest file of a court; the rest is told as "more".
MOST_PAGES: Final = 300
PAGE_PIXELS: Final = 1400
PUBLISHED_PIXELS: Final = 3000
_POINTS_PER_INCH: Final = 72
_PUBLISHED_DPI: Final = 150
_LONGEST_TEXT: Final = 12_000_000
_XMP: Final = re.compile(rb"<x:xmpmeta\b.{0,1000000}?</x:xmpmeta>", re.DOTALL)
_MOST_PACKETS: Final = 20


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return the document information, every XMP packet that lies in the clear, and what is attached."""
    found: dict[str, object] = {}
    with opened(file) as document:
        found["pages"] = len(document)
        found["version"] = document.get_version()
        found["information"] = document.get_metadata_dict(skip_empty=True)
        found["attachments"] = [
            document.get_attachment(index).get_name() for index in range(document.count_attachments())
        ]
        found["form"] = document.get_formtype() != pdfium.FORMTYPE_NONE
    file.seek(0)
    packets = _XMP.findall(file.read())[:_MOST_PACKETS]
    return found | ({"xmp": packets} if packets else {})


def text(file: BinaryIO) -> str:
    """Return the words of all pages, a form feed between two."""
    pages, length = [], 0
    with opened(file) as document:
        for page in _pages(document, len(document)):
            words = page.get_textpage()
            # PDFium writes U+0002 where a line ends in a hyphen: printed were the hyphen and the line's end.
            pages.append(words.get_text_bounded().replace("\x02", "-\r\n"))
            words.close()
            length += len(pages[-1])
            if length > _LONGEST_TEXT:
                raise CannotRead("too-much-output")
    return "\f".join(pages)


def thumbnail(file: BinaryIO) -> None:
    """Say the first page made small."""
    with opened(file) as document:
        for page in _pages(document, 1):
            _draw(page, 1, THUMBNAIL / max(page.get_size()))


def page_images(file: BinaryIO) -> None:
    """Say pictures of the pages, to be read on a screen."""
    with opened(file) as document:
        for number, page in enumerate(_pages(document, MOST_PAGES), 1):
            _draw(page, number, PAGE_PIXELS / max(page.get_size()))
        if len(document) > MOST_PAGES:
            say("more")


def redrawn(file: BinaryIO) -> None:
    """Say pictures of every page with its size in points, to be put together again without anything else.

    Raises:
        CannotRead: `too-many-pages`; half a document is not published.
    """
    with opened(file) as document:
        if len(document) > MOST_PAGES:
            raise CannotRead("too-many-pages")
        for number, page in enumerate(_pages(document, MOST_PAGES), 1):
            largest = max(page.get_size())
            _draw(page, number, min(_PUBLISHED_DPI / _POINTS_PER_INCH, PUBLISHED_PIXELS / largest))


def opened(file: BinaryIO) -> pypdfium2.PdfDocument:
    """Open a PDF.

    Raises:
        CannotRead: `needs-passphrase`, or `not-readable`, it has no page.
    """
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as broken:
        raise CannotRead(
            "needs-passphrase" if "password" in str(broken).lower() else "not-readable"
        ) from broken
    if not len(document):
        raise CannotRead("not-readable")
    return document


def _pages(document: pypdfium2.PdfDocument, most: int) -> Iterator[pypdfium2.PdfPage]:
    for index in range(min(most, len(document))):
        page = document[index]
        yield page
        page.close()


def _draw(page: pypdfium2.PdfPage, number: int, scale: float) -> None:
    width, height = page.get_size()
    # pdfium rounds up; a page a thousand times as long as wide must not become nothing.
    bitmap = page.render(scale=scale, may_draw_forms=True)
    image = bitmap.to_pil()
    draw(image, number, points_wide=width, points_high=height)
    bitmap.close()
