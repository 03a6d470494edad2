"""Paths of what a picture of time is drawn with, as SVG writes them (SVG 2, 9.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guwah.instruments.chronology.axis import Paper

BAR = 12
"""Height of a mark."""
_HATCH = 6
ARROW = 8
"""How long the head of an arrow is."""


def triangle(paper: Paper, x: int, y: int, *, backward: bool) -> str:
    """Return a triangle whose upright side stands on a day; it points forward in time, or backward."""
    foot, tip = paper.x(x), paper.x(x - BAR if backward else x + BAR)
    return f"{foot},{y} {tip},{y + BAR // 2} {foot},{y + BAR}"


def hatching(paper: Paper, x: int, y: int, width: int) -> str:
    """Return strokes through a bar, all rising to the right."""
    left = paper.box(x, width)
    strokes = []
    for start in range(left, left + width, _HATCH):
        run = min(BAR, left + width - start)
        strokes.append(f"M{start} {y + BAR}L{start + run} {y + BAR - run}")
    return "".join(strokes)


def arrow(paper: Paper, x: int, y: int, *, backward: bool) -> str:
    """Return the head of an arrow whose tip stands at a place."""
    tip, back = paper.x(x), paper.x(x + ARROW if backward else x - ARROW)
    return f"M{back} {y}L{tip} {y + BAR // 2}L{back} {y + BAR}"


def line(paper: Paper, *corners: tuple[int, int]) -> str:
    """Return a line from corner to corner."""
    return "M" + "L".join(f"{paper.x(x)} {y}" for x, y in corners)


def tear(paper: Paper, x: int, y: int, width: int) -> str:
    """Return the sign of a torn axis: two strokes that rise to the right, in the middle of a strip."""
    middle = paper.box(x, width) + width // 2
    return "".join(f"M{middle + at - 4} {y + 7}L{middle + at + 4} {y - 7}" for at in (-4, 4))
