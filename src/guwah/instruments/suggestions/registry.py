"""Which finder knows which kinds, and what they find together."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from guwah.instruments.suggestions import (
    consent,
    declarations,
    glosses,
    named,
    personal_data,
    promises,
    statuses,
    sums,
    times,
    trained_reader,
    violations,
)
from guwah.instruments.suggestions.model import KINDS, Found, Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from guwah.instruments.suggestions.material import Material
    from guwah.instruments.suggestions.watching import Watch

    Finder = Callable[[Material], Iterable[Found]]

# What each finder knows to find.
FINDERS: tuple[tuple[Finder, frozenset[str]], ...] = (
    (times.find, frozenset({"date", "duration", "age"})),
    (sums.find, frozenset({"money", "area", "share"})),
    (glosses.find, frozenset({"gloss"})),
    (named.find, named.NAMED | {"personal_data"}),
    (personal_data.find, frozenset({"personal_data"})),
    (consent.find, frozenset({"consent"})),
    (promises.find, frozenset({"promise"})),
    (declarations.find, frozenset({"declaration"})),
    (violations.find, frozenset({"violation"})),
    (statuses.find, frozenset({"status"})),
    (trained_reader.find, frozenset({"trained_reader"})),
)


def suggest(
    material: Material, kinds: Collection[str] = KINDS, watch: Callable[[int], Watch] | None = None
) -> list[Suggestion]:
    """Find what the words of a material may mean.

    Args:
        material: the text.
        kinds: which kinds to look for.
        watch: makes who is told how far it is, given the number of finders that read the text.

    Returns:
        As `joined` gives them.
    """
    finders = [find for find, its in FINDERS if its & set(kinds)]
    watching = watch(len(finders)) if watch else None
    found: list[Found] = []
    for step, find in enumerate(finders):
        found += find(watching.over(material, step) if watching else material)
    return joined(found, material, kinds)


def joined(found: Iterable[Found], material: Material, kinds: Collection[str] = KINDS) -> list[Suggestion]:
    """Return what finders saw, each in the order of `FINDERS`, as suggestions with their words.

    Returns:
        Suggestions in the order of the text, the wider one first where two start together; suggestions of
        different kinds may overlap.
    """
    once = {
        (one.kind, one.start, one.end, one.value.get("code"), one.value.get("category")): one
        for one in found
        if one.kind in kinds
    }
    return [
        _with_words(one, material)
        for one in sorted(once.values(), key=lambda one: (one.start, -one.end, KINDS.index(one.kind)))
    ]


def _with_words(found: Found, material: Material) -> Suggestion:
    words = material.text[found.start : found.end]
    place = bisect_right(material.passages, found.start, key=lambda passage: passage.start) - 1
    passage = material.passages[place] if place >= 0 else None
    if passage is None or found.start >= passage.end:
        return Suggestion(found, words, None, None, None)
    return Suggestion(found, words, passage.session, passage.turn, passage.speaker)
