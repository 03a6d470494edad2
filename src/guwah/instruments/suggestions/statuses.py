"""How things stand with a person, on separate axes: liberty, whereabouts, contact, life, papers to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.dates.mentions import find as mentions_in
from guwah.instruments.suggestions.clauses import sentences
from guwah.instruments.suggestions.modality import TOLD, Stance, stance
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.parts import parts_in
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material
    from guwah.instruments.suggestions.parts import Part

# What stands in `data/standing.LANGUAGE.txt`: `at:AXIS:CODE`, a place or state that is a status where the
# words are of now; `is:AXIS:CODE`, one that is by itself; `now`; `who`, of whom it is said; `over`, a tale of
# the past.
_AT, _IS, _NOW, _WHO, _OVER = "at:", "is:", "now", "who", "over"
_EVENTS = ("-in-prison", "-in-camp", "-in-detention", "-taken", "-released", "-exiled", "-no-passport")
_HELD, _DEATH = ("-in-prison", "-in-camp", "-in-detention"), "-death"
_BESIDE = 3  # code points between a death and the place it happened in
_EVENT_ALONE = 60  # code points of a sentence that tells an event for itself and not within a tale
_SAID = TOLD | {Stance.REPORTED}  # a status is always somebody's word: what was heard of him counts
_NARROW = ("known_first_hand", "alive_confirmed", "death_reported", "death_confirmed")
_UNSAID = (None, "XXXX-XX-XX", "XXXX")  # "since Friday" is no date until the day of the talk is known
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
    parts = _parts(sentence)
    codes = {part.code for part in parts}
    for rule, match in table("status", sentence.language).hits(sentence.words):
        if rule.name.endswith(_EVENTS) and not _stands(sentence, codes):
            continue
        axis, _, code = rule.code.partition(":")
        start, end = match.span()
        clause = sentence.clause(start, start + 1)[0], sentence.clause(end - 1, end)[1]
        if rule.name.endswith(_HELD) and _is_where_one_died(sentence, start, end):
            continue
        if (axis, *clause) in seen or stance(sentence, start, end) not in _SAID:
            continue
        seen.add((axis, *clause))
        edtf = _date(sentence, *clause)
        value = {"axis": axis, "code": code, "edtf": edtf}
        yield Found("status", *sentence.in_text(*clause), rule.name, value)
    yield from () if seen else _by_parts(sentence, parts)


def _is_where_one_died(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a death is told right beside a place of detention: it holds that person no longer."""
    return any(
        rule.name.endswith(_DEATH) and max(start - match.end(), match.start() - end) <= _BESIDE
        for rule, match in table("trained_reader", sentence.language).hits(sentence.words)
    )


def _parts(sentence: Sentence) -> list[Part]:
    """Return what is there of a status; the sections that open a file are those of places and states."""
    known = {rule.code for rule in table("standing", sentence.language).rules}
    return parts_in("standing", sentence.language, sentence.words, known)


def _stands(sentence: Sentence, codes: set[str]) -> bool:
    """Say whether something that happened to a person still tells how things stand with them."""
    if _OVER in codes:
        return False
    return _NOW in codes or (_WHO in codes and len(sentence.words) <= _EVENT_ALONE)


def _by_parts(sentence: Sentence, parts: list[Part]) -> Iterator[Found]:
    codes = {part.code for part in parts}
    if _OVER in codes:
        return
    for part in parts:
        alone = part.code.startswith(_IS)
        if not alone and not (part.code.startswith(_AT) and _NOW in codes):
            continue
        clause = sentence.clause(part.start, part.end)
        if stance(sentence, part.start, part.end) not in (_SAID | {Stance.NEGATED} if alone else _SAID):
            continue
        _, axis, code = part.code.split(":")
        value = {"axis": axis, "code": code, "edtf": _date(sentence, *clause)}
        yield Found("status", *sentence.in_text(*clause), f"status-{sentence.language}-by-parts", value)
        return


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
