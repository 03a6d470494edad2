"""Where what somebody looks for stands in a text: the same answer as the index gives, with the places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.words.keys import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.words.asking import Question, Term, Way
    from guwah.instruments.words.keys import Unit


def found(text: str, question: Question, language: str = "", holes: Spans = NOTHING) -> Spans:
    """Return where the terms of a question stand, or nothing where the text does not answer it.

    Args:
        text: the words of a block.
        question: what is looked for.
        language: language tag of the block, or empty.
        holes: withheld stretches of `text`; nothing in them is found.

    Returns:
        Code points of `text`, from 0.
    """
    row = list(units(text, language, holes))
    if not question or any(_first(row, term) for term in question.without):
        return NOTHING
    places: list[tuple[int, int]] = []
    for term in question.terms:
        here = list(_places(row, term))
        if not here:
            return NOTHING
        places += here
    return Spans.of(places)


def _first(row: Sequence[Unit], term: Term) -> bool:
    return next(_places(row, term), None) is not None


def _places(row: Sequence[Unit], term: Term) -> Iterator[tuple[int, int]]:
    for way in term.ways:
        many = len(way.forms)
        for at in range(len(row) - many + 1):
            stretch = row[at : at + many]
            if all(_fits(unit, way, number) for number, unit in enumerate(stretch)):
                yield stretch[0].start, _end(stretch[-1], way)


def _fits(unit: Unit, way: Way, number: int) -> bool:
    form, goes_on = way.forms[number], way.more and number == len(way.forms) - 1
    kept = unit.stems if way.key == "stem" else (unit.plain if way.key == "plain" else unit.sound,)
    return any(each.startswith(form) if goes_on else each == form for each in kept)


def _end(last: Unit, way: Way) -> int:
    """Return where the words found end: of two characters kept together only one may have been asked for."""
    alone = last.han and (way.key != "plain" or len(way.forms[-1]) == 1)
    return last.start + 1 if alone else last.end
