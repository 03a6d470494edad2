"""An item's life drawn from top to bottom: a line, a sign for each moment, its words beside it.

Pure: moments in, places out. Shapes tell what colours tell, so that it prints in black.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.languages.direction import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 56
"""Height of a moment: two lines of words."""
LINE = 22
"""From the edge to the line."""
TEXT = 48
"""From the edge to the words."""
NARROWEST = 320
_LETTER, _SIGN = 8.0, 15.5  # widths of a letter and of a Chinese sign in 15 px type, the wide ones too
_WIDE = frozenset("WF")  # UAX 11

# What is drawn around (0, 0), ten pixels to each side.
SHAPES = {
    "sealed": "M-10 0A10 10 0 1 0 10 0A10 10 0 1 0 -10 0ZM-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "intact": "M-10 0A10 10 0 1 0 10 0A10 10 0 1 0 -10 0ZM-5 0L-1 4L5 -4",
    "broken": "M0 -11L11 0L0 11L-11 0ZM-4 -4L4 4M4 -4L-4 4",
    "stamped": "M-9 -9H9V9H-9ZM0 -5V0L4 3",
    "opened": "M-11 0Q0 -12 11 0Q0 12 -11 0ZM-3 0A3 3 0 1 0 3 0A3 3 0 1 0 -3 0Z",
    "came": "M-9 -9H9V9H-9ZM0 -6V4M-4 0L0 5L4 0",
    "made": "M-9 -9H9V9H-9ZM-5 0H5M1 -4L5 0L1 4",
    "read": "M-8 -10H8V10H-8ZM-4 -5H4M-4 0H4M-4 5H1",
    "gone-out": "M0 -11L10 9H-10Z",
    "other": "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z",
}
ALARMING = frozenset({"broken"})


@dataclass(frozen=True, slots=True)
class Drawable:
    """What is drawn for one moment.

    Attributes:
        sign: a key of `SHAPES`; an unknown one is drawn as `other`.
        words: the first line.
        detail: the second line: when, by whom.
        url: where the words lead, may be empty.
    """

    sign: str
    words: str
    detail: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One moment in its place: the middle of the sign, and the baselines of its two lines."""

    x: int
    y: int
    shape: str
    alarming: bool
    text_x: int
    first_y: int
    second_y: int
    words: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class LifePicture:
    """The picture; everything lies between 0 and `width`, and 0 and `height`."""

    width: int
    height: int
    line_x: int
    line_top: int
    line_bottom: int
    mirrored: bool
    rows: tuple[Drawn, ...]


def layout(moments: Sequence[Drawable], *, rtl: bool = False) -> LifePicture:
    """Place moments one below the other, as far apart as one another: the words say when.

    Args:
        moments: oldest first.
        rtl: the line stands at the right and words run to its left.
    """
    widest = max((_width(line) for each in moments for line in (each.words, each.detail)), default=0)
    width = max(NARROWEST, TEXT + round(widest) + 12)
    rows = tuple(_drawn(each, place, width, rtl=rtl) for place, each in enumerate(moments))
    middle = ROW // 2
    bottom = max(middle, len(rows) * ROW - middle)
    return LifePicture(width, len(rows) * ROW, _across(LINE, width, rtl=rtl), middle, bottom, rtl, rows)


def _drawn(each: Drawable, place: int, width: int, *, rtl: bool) -> Drawn:
    y = place * ROW + ROW // 2
    return Drawn(
        x=_across(LINE, width, rtl=rtl),
        y=y,
        shape=SHAPES.get(each.sign, SHAPES["other"]),
        alarming=each.sign in ALARMING,
        text_x=_across(TEXT, width, rtl=rtl),
        first_y=y - 4,
        second_y=y + 15,
        words=isolate(each.words),
        detail=isolate(each.detail),
        url=each.url,
    )


def _across(x: int, width: int, *, rtl: bool) -> int:
    return width - x if rtl else x


def _width(line: str) -> float:
    """Return a generous width of a line; signs that combine or steer take none."""
    return sum(
        0.0
        if unicodedata.category(sign) in {"Mn", "Me", "Cf"}
        else _SIGN
        if unicodedata.east_asian_width(sign) in _WIDE
        else _LETTER
        for sign in line
    )
