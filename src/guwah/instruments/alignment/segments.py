"""Sentences of two stretches that answer to one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.alignment.groups import align
from guwah.instruments.alignment.signs import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

# Where a sentence ends: the signs of five scripts with what closes after them; a new line ends one too.
_END = re.compile(r"(?:[。！？]+|[.!?…؟۔]+(?=[\s\"'’”»)\]]|$))[\"'’”»)\]]*\s*|\n\s*")


class Segment(NamedTuple):
    """Characters `start` to `end` of one text answer to `other_start` to `other_end` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, half-open code points from 0; white space around them is in none.

    An abbreviation with a full stop ends one too: alignment takes such pieces together again.
    """
    ends = [match.end() for match in _END.finditer(text)]
    found = []
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        words = text[start:end].strip()
        if words:
            first = text.index(words, start)
            found.append((first, first + len(words)))
    return found


class Said(NamedTuple):
    """A turn or paragraph: where its words begin in its text, the words, and who speaks."""

    start: int
    words: str
    speaker: str = ""


class Answering(NamedTuple):
    """Sentences of two texts that answer to one another, several to several; places in each whole text."""

    ours: tuple[tuple[int, int], ...]
    theirs: tuple[tuple[int, int], ...]


def answering(ours: Sequence[Said], theirs: Sequence[Said]) -> list[Answering]:
    """Propose which sentences of some turns answer to which of others, by order, speaker, length and signs.

    Sentences that nothing answers to are in none; every other sentence is in exactly one.
    """
    left, right = _placed(ours), _placed(theirs)
    groups = align([unit for _, unit in left], [unit for _, unit in right])
    return [
        Answering(tuple(place for place, _ in left[a:b]), tuple(place for place, _ in right[c:d]))
        for (a, b), (c, d) in ((each.left, each.right) for each in groups)
        if b > a and d > c
    ]


def _placed(said: Sequence[Said]) -> list[tuple[tuple[int, int], Unit]]:
    return [
        ((each.start + start, each.start + end), Unit(each.words[start:end], each.speaker))
        for each in said
        for start, end in sentences(each.words)
    ]


def segments(text: str, other: str) -> list[Segment]:
    """Propose which sentences of two stretches answer to one another, in order.

    Sentences that nothing answers to are in none. Where one stretch has no sentence there is nothing to say.
    """
    ours, theirs = sentences(text), sentences(other)
    groups = align([Unit(text[a:b]) for a, b in ours], [Unit(other[a:b]) for a, b in theirs])
    return [
        Segment(ours[a][0], ours[b - 1][1], theirs[c][0], theirs[d - 1][1])
        for (a, b), (c, d) in ((each.left, each.right) for each in groups)
        if b > a and d > c
    ]
