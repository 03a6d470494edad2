"""From the geometry of a chronology to the shapes a template draws; numbers in, numbers and paths out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.languages import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.instruments.chronology.picture import Mark, Picture

WIDTH = 1130
BAR, INSET = 12, 6
_HATCH = 6
_ARROW = 8
# What the number of a claim takes beside a mark, and each sign of a conflict after it.
_ROOM, _SIGN = 40, 27
_LONGEST_TITLE = 34


@dataclass(frozen=True, slots=True)
class Said:
    """What a mark stands for: its claim, where it leads, what is read; no number for what is worked out."""

    number: int | None
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark as drawn.

    Attributes:
        said: what it stands for.
        x: left edge; y: upper edge; width: in pixels.
        points: corners of a triangle for a single day, empty for a bar.
        hatch: path of the hatching of what is not certain, empty for what is.
        arrows: path of the open ends.
        text_x: where the number stands; text_y: its base line; before: it stands before the mark.
        flags: numbers of its conflicts as the page of conflicts counts them.
    """

    said: Said
    x: int
    y: int
    width: int
    points: str
    hatch: str
    arrows: str
    text_x: int
    text_y: int
    before: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One occurrence: its title, cut to what fits, where it stands, and its shapes."""

    anchor: str
    title: str
    whole_title: str
    x: int
    y: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The whole picture in pixels; `mirrored` when time runs to the left."""

    width: int
    height: int
    axis_y: int
    mirrored: bool
    ticks: tuple[tuple[int, str], ...]
    rows: tuple[DrawnRow, ...]


def drawn(picture: Picture, said: Mapping[str, Said]) -> Drawn:
    """Return the shapes of a picture.

    Args:
        picture: of `chronology.picture.layout`, its row ids the anchors of the table below it.
        said: what each statement of the picture stands for, by its id.
    """
    mirrored = picture.anchor == "right"
    rows = tuple(
        DrawnRow(
            anchor=row.id,
            title=isolate(_fitting(row.label)),
            whole_title=row.label,
            x=round(row.label_x),
            y=round(row.y) + 17,
            shapes=tuple(_shape(mark, picture, said, mirrored=mirrored) for mark in row.marks),
        )
        for row in picture.rows
    )
    ticks = tuple((round(tick.x), isolate(tick.edtf)) for tick in picture.ticks)
    return Drawn(round(picture.width), round(picture.height), round(picture.axis_y), mirrored, ticks, rows)


def _shape(mark: Mark, picture: Picture, said: Mapping[str, Said], *, mirrored: bool) -> Shape:
    x, y, width = round(mark.x), round(mark.y) + INSET, max(2, round(mark.width))
    meant = said[mark.statement]
    single = mark.shape == "point"
    uncertain = meant.number is not None and not single
    before = x + width + _ROOM + _SIGN * len(mark.flags) > picture.width
    beside = BAR + 2 if single else _ARROW
    return Shape(
        said=meant,
        x=x,
        y=y,
        width=width,
        points=_triangle(x + width // 2, y, leftwards=(mark.edge == "closing") != mirrored) if single else "",
        hatch=_hatching(x, y, width) if uncertain or mark.hatched else "",
        arrows=_arrows(mark, x, y, width),
        text_x=x - beside if before else x + width + beside,
        text_y=y + BAR - 1,
        before=before,
        flags=tuple(sorted((picture.conflicts[flag - 1] for flag in mark.flags), key=int)),
    )


def _triangle(x: int, y: int, *, leftwards: bool) -> str:
    """Return a triangle whose upright side stands on the day."""
    tip = x - BAR if leftwards else x + BAR
    return f"{x},{y} {tip},{y + BAR // 2} {x},{y + BAR}"


def _hatching(x: int, y: int, width: int) -> str:
    strokes = []
    for left in range(x, x + width, _HATCH):
        run = min(BAR, x + width - left)
        strokes.append(f"M{left} {y + BAR}l{run} {-run}")
    return "".join(strokes)


def _arrows(mark: Mark, x: int, y: int, width: int) -> str:
    paths = []
    if mark.arrow_left:
        paths.append(f"M{x + _ARROW} {y}l{-_ARROW} {BAR // 2}l{_ARROW} {BAR // 2}")
    if mark.arrow_right:
        paths.append(f"M{x + width - _ARROW} {y}l{_ARROW} {BAR // 2}l{-_ARROW} {BAR // 2}")
    return "".join(paths)


def _fitting(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
