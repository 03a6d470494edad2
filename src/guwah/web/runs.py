"""Cuts a stretch of words into runs that carry the same signs, so that overlapping ranges nest on a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = frozenset(
    {
        "mark",
        "claim",
        "conflict",
        "cut",
        "condition",
        "personal",
        "touched",
        "selected",
        "term",
        "spot",
        "form",
    }
)


@dataclass(frozen=True, slots=True)
class Range:
    """Something said about a stretch of a layer.

    Attributes:
        start: first code point, counted from the start of the layer's text.
        end: code point after the last one; must be greater than `start`.
        kind: one of `KINDS`.
        code: which mark (`insertion`, `unheard`, …), for `mark` only.
        number: what the page calls it; shown after the last character of a claim or conflict.
        url: where the number leads.
    """

    start: int
    end: int
    kind: str
    code: str = ""
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters under the same ranges.

    Attributes:
        start: first code point in the layer.
        text: the characters.
        ranges: every range that covers all of them, in the order given.
        opening: those of `ranges` that begin here.
        closing: those of `ranges` that end here.
    """

    start: int
    text: str
    ranges: tuple[Range, ...]
    opening: tuple[Range, ...]
    closing: tuple[Range, ...]


def split(text: str, start: int, ranges: Iterable[Range]) -> list[Run]:
    """Return runs that put together are exactly `text`.

    Args:
        text: the words of one block.
        start: code point of the layer at which `text` begins.
        ranges: in layer offsets; parts outside `text` are left out, and so is an empty range.
    """
    end = start + len(text)
    inside = [each for each in ranges if max(each.start, start) < min(each.end, end)]
    places = _places(start, end, inside)
    return [_run(text, start, (a, b), inside) for a, b in pairwise(places)]


def _places(start: int, end: int, ranges: Sequence[Range]) -> list[int]:
    borders = {each.start for each in ranges} | {each.end for each in ranges}
    return sorted({start, end} | {place for place in borders if start < place < end})


def _run(text: str, start: int, stretch: tuple[int, int], ranges: Sequence[Range]) -> Run:
    first, after = stretch
    over = tuple(each for each in ranges if each.start <= first and after <= each.end)
    return Run(
        start=first,
        text=text[first - start : after - start],
        ranges=over,
        opening=tuple(each for each in over if each.start == first),
        closing=tuple(each for each in over if each.end == after),
    )
