"""Brackets of every script in a line: where they open, close, and what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.lines import INVISIBLE

_LONGEST = 400
_SQUARE = ("[]", "［］", "【】", "〔〕")
_ROUND = ("()", "（）")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket pair in a text, both signs included.

    Attributes:
        start: Offset of the opening sign.
        end: One past the closing sign.
        inside: What stands between them, without space at the edges.
        square: Whether it is a square or lenticular pair, an editor's sign by habit.
    """

    start: int
    end: int
    inside: str
    square: bool


def _pattern(pairs: tuple[str, ...]) -> str:
    return "|".join(map(_pair, pairs))


def _pair(pair: str) -> str:
    opening, closing = re.escape(pair[0]), re.escape(pair[1])
    other = rf"[^{opening}{closing}\r\n]"
    # One level of brackets inside is read over; the length is bounded so that an opening sign that
    # nobody closes costs little.
    return rf"{opening}(?:{other}|{opening}{other}{{0,{_LONGEST}}}{closing}){{0,{_LONGEST}}}{closing}"


_ANY = re.compile(_pattern(_SQUARE + _ROUND))
_ANGLE = re.compile(r"<[^<>\r\n]{1,80}>|\(\+{2,}\)")
_EDGES = f" \t*_{INVISIBLE}"


def brackets(text: str, start: int, end: int) -> Iterator[Bracket]:
    """Yield the outermost bracket pairs between two offsets, in order."""
    for match in _ANY.finditer(text, start, end):
        square = any(match.group().startswith(pair[0]) for pair in _SQUARE)
        yield Bracket(match.start(), match.end(), match.group()[1:-1].strip(), square)


def standing_alone(line: str) -> str | None:
    """Return what stands in the bracket when a line is one bracket and nothing else, else None."""
    words = line.strip(_EDGES).rstrip(".。").rstrip(_EDGES)
    match = _ANY.fullmatch(words)
    if match:
        return match.group()[1:-1].strip()
    return words if _ANGLE.fullmatch(words) else None
