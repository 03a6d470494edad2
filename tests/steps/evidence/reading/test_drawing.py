from __future__ import annotations

import io
import math

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guwah.steps.evidence.reading.drawing import NotAPicture, Picture, from_ppm, pdf, png

RED = b"\xff\x00\x00"


def picture(width: int = 3, height: int = 2, **more: object) -> Picture:
    return Picture(width, height, (b"\x00" + RED * width) * height, **more)  # type: ignore[arg-type]  # as the class says


@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_any_rows_of_the_right_form_are_a_picture(width: int, height: int, data: st.DataObject) -> None:
    rows = b"".join(
        bytes([data.draw(st.integers(0, 4))]) + data.draw(st.binary(min_size=3 * width, max_size=3 * width))
        for _ in range(height)
    )

    drawn = Image.open(io.BytesIO(png(Picture(width, height, rows).checked())))

    drawn.load()
    assert (drawn.size, drawn.mode, drawn.info) == ((width, height), "RGB", {})


@pytest.mark.parametrize(
    ("width", "height", "rows"),
    [
        (0, 1, b""),
        (1, 0, b""),
        (1, 1, b"\x00\x00\x00"),
        (1, 1, b"\x05\x00\x00\x00"),
        (1, 2, b"\x00\x00\x00\x00\x07\x00\x00\x00"),
        (20_001, 1, b"\x00" + bytes(60_003)),
        (-1, -1, b""),
    ],
)
def test_what_is_no_picture_is_none(width: int, height: int, rows: bytes) -> None:
    with pytest.raises(NotAPicture):
        Picture(width, height, rows).checked()


def test_a_pixmap_is_taken_row_by_row() -> None:
    taken = from_ppm(b"P6\n2 2\n255\n" + bytes(range(12)))

    assert (taken.width, taken.height, taken.rows) == (
        2,
        2,
        b"\0" + bytes(range(6)) + b"\0" + bytes(range(6, 12)),
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"P6",
        b"P5\n1 1\n255\n\0\0\0",
        b"P6\n1 1\n65535\n\0\0\0",
        b"P6\n1\n255\n\0\0\0",
        b"P6\n-1 1\n255\n\0\0\0",
        b"P6\n1 1\n255\n\0\0",
        b"P6\n0 1\n255\n",
        b"P6\n1 1\n255\n\0\0\0\0",
    ],
)
def test_what_is_no_pixmap_is_none(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        from_ppm(data)


def test_pages_have_the_size_that_was_stated_or_the_one_of_their_pixels() -> None:
    pictures = [
        picture(number=1, points=(300.0, 200.0)),
        picture(150, 300, number=2, points=(math.nan, -5.0)),
    ]

    shown = pypdfium2.PdfDocument(b"".join(pdf(pictures)))

    assert [page.get_size() for page in shown] == [(300.0, 200.0), (72.0, 144.0)]
    pixel = shown[0].render(scale=0.1).to_pil().getpixel((15, 10))
    assert pixel == (255, 0, 0)


def test_a_pdf_of_ours_says_nothing_but_what_is_shown() -> None:
    first, second = (b"".join(pdf([picture()])) for _ in range(2))

    assert first == second
    assert not any(word in first for word in (b"/Info", b"/ID", b"Date", b"Producer", b"Metadata"))
