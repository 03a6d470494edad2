"""A little of a block around the words found, without what is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.words.splitting import split

if TYPE_CHECKING:
    from collections.abc import Iterator

# Code points on each side of the first words found, and of a block that is shown whole.
_BEFORE: Final = 90
_AFTER: Final = 190
_WHOLE: Final = 320


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a snippet in order. `kind`: empty, `found`, `withheld` (no words), or `more` (left out)."""

    text: str
    kind: str = ""


def snippet(text: str, found: Spans, holes: Spans = NOTHING) -> list[Piece]:
    """Return what is shown of a block.

    Args:
        text: its words.
        found: what was looked for, code points of `text`.
        holes: what is withheld; no part of it is in any piece.
    """
    start, end = _window(text, found)
    shown = Spans.of([(start, end)])
    marks = [(a, b, "found") for a, b in (found - holes) & shown]
    marks += [(a, b, "withheld") for a, b in holes & shown]
    pieces = [Piece("", "more")] if start else []
    at = start
    for a, b, kind in sorted(marks):
        pieces += [Piece(text[at:a])] if at < a else []
        pieces.append(Piece("" if kind == "withheld" else text[a:b], kind))
        at = b
    pieces += [Piece(text[at:end])] if at < end else []
    return [*pieces, *([Piece("", "more")] if end < len(text) else [])]


def _window(text: str, found: Spans) -> tuple[int, int]:
    if len(text) <= _WHOLE or not found:
        return 0, min(len(text), _WHOLE)
    first = found.pairs[0][0]
    wanted = (max(0, first - _BEFORE), min(len(text), first + _AFTER))
    starts = [each for each in _borders(text) if wanted[0] <= each <= first]
    ends = [each for each in _borders(text) if first < each <= wanted[1]]
    return (
        0 if wanted[0] == 0 else min(starts, default=wanted[0]),
        len(text) if wanted[1] == len(text) else max(ends, default=wanted[1]),
    )


def _borders(text: str) -> Iterator[int]:
    """Yield where words begin and the text ends: a snippet never shows half a word."""
    yield from (word.start for word in split(text))
    yield len(text)
