"""How things stand with a person, on separate axes: liberty, whereabouts, contact, life, papers to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.dates.mentions import find as mentions_in
from guwah.instruments.suggestions.clauses import sentences
from guwah.instruments.suggestions.modality import TOLD, Stance, stance
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material

_SAID = TOLD | {Stance.REPORTED}  # a status is always somebody's word: what was heard of him counts
_NARROW = ("known_first_hand", "alive_confirmed", "death_reported", "death_confirmed")
_UNSAID = (None, "XXXX-XX-XX")  # "since Friday" is no date until the day of the talk is known
NEVER_SUGGESTED = frozenset(_NARROW)
"""Codes that need proof or a trained reader, and are no pattern's to give."""


def find(material: Material) -> Iterator[Found]:
    """Yield statuses with their axis, code and, where a date stands in the same sentence, its EDTF value."""
    for passage in material.passages:
        for sentence in sentences(passage):
            if not sentence.asked:
                yield from _in_sentence(sentence)


def _in_sentence(sentence: Sentence) -> Iterator[Found]:
    seen: set[tuple[str, int, int]] = set()
    for rule, match in table("status", sentence.language).hits(sentence.words):
        axis, _, code = rule.code.partition(":")
        start, end = match.span()
        clause = sentence.clause(start, start + 1)[0], sentence.clause(end - 1, end)[1]
        if (axis, *clause) in seen or stance(sentence, start, end) not in _SAID:
            continue
        seen.add((axis, *clause))
        edtf = _date(sentence, *clause)
        value = {"axis": axis, "code": code, "edtf": edtf}
        yield Found("status", *sentence.in_text(*clause), rule.name, value)


def _date(sentence: Sentence, start: int, end: int) -> str | None:
    """Return the date of the clause, or that of the sentence where it has only one."""
    first = sentence.start - sentence.passage.start
    words = sentence.passage.words[first : first + len(sentence.words)]
    dated = [
        (mention.start, mention.readings[0].edtf)
        for mention in mentions_in(words, sentence.language, session=sentence.passage.held)
        if mention.readings and mention.readings[0].edtf not in _UNSAID
    ]
    inside = [edtf for place, edtf in dated if start <= place < end]
    return inside[0] if inside else dated[0][1] if len(dated) == 1 else None
