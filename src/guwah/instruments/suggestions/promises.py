"""Promises and check-ins: who will do what, for whom, and when; each may become a task with its fallback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.dates.mentions import find as mentions_in
from guwah.instruments.suggestions.clauses import sentences
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material
    from guwah.instruments.suggestions.tables import Rule

_BY, _TO, _DUE = "by-", "to:", "due"
_NEVER = "never"
_UNDONE = frozenset({"not", _NEVER})  # said before it in its clause; said anywhere in it
_BY_SPEAKER, _BY_ADDRESSEE = "by-speaker", "by-addressee"
_TWO = 2
_SHORT = 200  # code points of a sentence that a reader takes in as a whole


def find(material: Material) -> Iterator[Found]:
    """Yield the sentences that promise something or agree on a sign of life.

    The value holds `by` and `to` (a participant where the talk has two, else a word like "mother", else None)
    and `due` (an EDTF date, else the words, else None).
    """
    pairs = _pairs(material)
    for passage in material.passages:
        other = pairs.get((passage.session, passage.speaker))
        for sentence in sentences(passage):
            yield from _in_sentence(sentence, other, material)


def _pairs(material: Material) -> dict[tuple[int | None, str | None], str]:
    """Return the other one of each who speaks in a session of two."""
    speakers: dict[int | None, dict[str, None]] = {}
    for passage in material.passages:
        if passage.speaker:
            speakers.setdefault(passage.session, {})[passage.speaker] = None
    return {
        (session, name): next(other for other in names if other != name)
        for session, names in speakers.items()
        if len(names) == _TWO
        for name in names
    }


def _in_sentence(sentence: Sentence, other: str | None, material: Material) -> Iterator[Found]:
    if sentence.asked:
        return
    said = list(table("promise", sentence.language).hits(sentence.words))
    excluded = [(rule.code, *match.span()) for rule, match in said if rule.code in _UNDONE]
    promises = [
        (match.start(), match.end(), rule.code, rule.name)
        for rule, match in said
        if rule.code.startswith(_BY) and not any(_bears_on(sentence, each, match.span()) for each in excluded)
    ]
    if not promises:
        return
    start, end, code, name = min(promises, key=lambda one: (one[0], -one[1]))
    end = max(one[1] for one in promises)
    first, last = sentence.clause(start, start + 1)[0], sentence.clause(end - 1, end)[1]
    if len(sentence.words) <= _SHORT:  # the condition of a promise stands in another clause
        first, last = 0, len(sentence.words)
    speaker = sentence.passage.speaker
    by, to = (other, speaker) if code == _BY_ADDRESSEE else (speaker, other)
    named = [rule.code for rule, match in said if rule.code.startswith(_TO) and first <= match.start() < last]
    value = {
        "by": by,
        "to": named[0].removeprefix(_TO) if named and code == _BY_SPEAKER else to,
        "due": _date(sentence, material) or _due_in_words(sentence, said, material),
    }
    yield Found("promise", *sentence.in_text(first, last), name, value)


def _bears_on(sentence: Sentence, excluded: tuple[str, int, int], promise: tuple[int, int]) -> bool:
    """Whether words that undo a promise stand in its clause: before it, or anywhere."""
    code, start, _ = excluded
    first, last = sentence.clause(*promise)
    return first <= start <= promise[0] or (code == _NEVER and first <= start < last)


def _due_in_words(
    sentence: Sentence, said: list[tuple[Rule, re.Match[str]]], material: Material
) -> str | None:
    """Return the first words that say when, as they are written."""
    places = [sentence.in_text(*match.span()) for rule, match in said if rule.code == _DUE]
    return material.text[slice(*places[0])] if places else None


def _date(sentence: Sentence, material: Material) -> str | None:
    """Return the first whole date that the sentence names."""
    words = material.text[sentence.start : sentence.start + len(sentence.words)]
    dates = (
        mention.readings[0].edtf
        for mention in mentions_in(words, sentence.language, session=sentence.passage.held)
        if mention.readings
    )
    return next((edtf for edtf in dates if edtf and "X" not in edtf), None)
