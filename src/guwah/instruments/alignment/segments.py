"""Sentences of two stretches that answer to one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.alignment.groups import Group, align, align_between
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


_Placed = tuple[tuple[int, int], Unit]


class Said(NamedTuple):
    """A turn or paragraph: where its words begin in its text, the words, and who speaks."""

    start: int
    words: str
    speaker: str = ""


class Answering(NamedTuple):
    """Sentences of two texts that answer to one another, several to several; places in each whole text."""

    ours: tuple[tuple[int, int], ...]
    theirs: tuple[tuple[int, int], ...]


def answering(
    ours: Sequence[Said], theirs: Sequence[Said], decided: Sequence[Answering] = ()
) -> list[Answering]:
    """Propose which sentences of some turns answer to which of others, by order, speaker, length and signs.

    Sentences that nothing answers to are in none; every other sentence is in exactly one.

    Args:
        ours: The turns of the one text.
        theirs: Those of the other.
        decided: What a person has said answers to one another; it is among the answers as it is, and nothing
            else is proposed for its sentences.
    """
    left, right = _placed(ours), _placed(theirs)
    groups = align_between(
        [unit for _, unit in left], [unit for _, unit in right], _in_order(left, right, decided)
    )
    found = [
        Answering(tuple(place for place, _ in left[a:b]), tuple(place for place, _ in right[c:d]))
        for (a, b), (c, d) in ((each.left, each.right) for each in groups)
        if b > a and d > c
    ]
    return sorted([*_free(found, decided), *decided])


def _free(found: Sequence[Answering], decided: Sequence[Answering]) -> list[Answering]:
    """Leave out what is proposed for sentences that a person has decided on."""
    ours = {place for each in decided for place in each.ours}
    theirs = {place for each in decided for place in each.theirs}
    return [each for each in found if ours.isdisjoint(each.ours) and theirs.isdisjoint(each.theirs)]


def _in_order(left: Sequence[_Placed], right: Sequence[_Placed], decided: Sequence[Answering]) -> list[Group]:
    """Return what was decided as groups of neighbours, in order; what crosses another is no guide."""
    found = [Group((0, 0), (0, 0))]
    for each in sorted(decided):
        group = Group(_run(left, each.ours), _run(right, each.theirs))
        before = found[-1]
        if (
            before.left[1] <= group.left[0] < group.left[1]
            and before.right[1] <= group.right[0] < group.right[1]
        ):
            found.append(group)
    return found[1:]


def _run(placed: Sequence[_Placed], places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the numbers of sentences that are neighbours; an empty run where they are none."""
    known = {place: number for number, (place, _) in enumerate(placed)}
    numbers = [known.get(place, -1) for place in places]
    first = numbers[0] if numbers else -1
    return (
        (first, first + len(numbers))
        if numbers == [*range(first, first + len(numbers))] and first >= 0
        else (0, 0)
    )


def _placed(said: Sequence[Said]) -> list[_Placed]:
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
