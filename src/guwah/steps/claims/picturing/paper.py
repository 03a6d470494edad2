"""What both pictures are drawn on: room for words, lines of words, boxes by what somebody is."""

from __future__ import annotations

import unicodedata

from guwah.instruments.languages import isolate

WIDTH = 1130
LINE = 18
"""Height of a line of words."""
_LETTER, _WIDE = 8, 15
_ROOF = 10


def width_of(text: str) -> int:
    """Return how wide words are, about: signs of Han and their like are twice as wide (UAX 11)."""
    return sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _LETTER for sign in text)


def lines_of(text: str, room: int, most: int = 2) -> list[str]:
    """Break words into lines that fit the room; what is too long ends with an ellipsis."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        taken = _fitting(rest, room)
        if taken < len(rest) and len(lines) == most - 1:
            lines.append(rest[: max(1, _fitting(rest, room - _WIDE))].rstrip() + "…")
            break
        if taken < len(rest) and (space := rest.rfind(" ", 1, taken + 1)) > 0:
            taken = space
        lines.append(rest[:taken].strip())
        rest = rest[taken:].strip()
    return lines


def _fitting(text: str, room: int) -> int:
    """Return how many signs fit the room, one at least."""
    taken = 0
    for place, sign in enumerate(text, start=1):
        taken += width_of(sign)
        if taken > room:
            return max(1, place - 1)
    return len(text)


def centred(lines: list[str], x: int, y: int, height: int) -> tuple[tuple[str, int, int], ...]:
    """Place lines in the middle of a box: each with its middle and its base line, isolated (UAX 9)."""
    top = y + (height - LINE * len(lines)) // 2 + LINE - 5
    return tuple((isolate(line), x, top + LINE * place) for place, line in enumerate(lines))


def outline(kind: str, box: tuple[int, int, int, int]) -> str:
    """Return the path round a box: round ends for a person, a roof for a facility or place, else square.

    Args:
        kind: one of `Entity.Kind`.
        box: left edge, top, width, height.
    """
    x, y, width, height = box
    right, foot = x + width, y + height
    if kind == "person":
        bend = height // 2
        return (
            f"M{x + bend} {y}H{right - bend}A{bend} {bend} 0 0 1 {right - bend} {foot}"
            f"H{x + bend}A{bend} {bend} 0 0 1 {x + bend} {y}Z"
        )
    if kind in {"facility", "place"}:
        return f"M{x} {y}L{x + width // 2} {y - _ROOF}L{right} {y}V{foot}H{x}Z"
    return f"M{x} {y}H{right}V{foot}H{x}Z"
