"""Promises and check-ins: who will do what, for whom, and when; each may become a task with its fallback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.dates.mentions import find as mentions_in
from guwah.instruments.suggestions.clauses import sentences
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.parts import met, parts_in, ways
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material
    from guwah.instruments.suggestions.tables import Rule

# What stands in `data/vow.LANGUAGE.txt`: `act`, a verb of coming, sending, calling; `shall`, one that has
# the sign of the future in itself; `their`, one that others will do; `will`, the future; `future`, any
# verb in the first person of the future; `yours`, what I do for you; `vow`, a promise; `habit`, what is
# done each time; `when`; `else`, what if not; `alarm`, what is done then; `you` and `to-me`, to whom;
# `past`, the end of a tale; `never`, words that make it a threat or a tale.
FIRST = ("act", "shall", "future", "yours", "their", "else", "to-me", "you")
WAYS = ways(
    *("vow act", "vow shall", "vow their", "will act when", "will act else", "shall when", "shall else"),
    *("their when else", "act when else", "habit act when", "else alarm", "future else", "future you when"),
    *("yours when", "yours else"),
)
_BACKING = {
    "-will-do": frozenset({"when", "else", "vow", "you"}),
    "-do-call": frozenset({"when", "else", "to-me"}),
}
_PAST, _HOLDING = "past", frozenset({"else", "vow"})  # a promise that is told of was made in the past
_BY, _TO, _DUE = "by-", "to:", "due"
_NEVER = "never"
_UNDONE = frozenset({"not", _NEVER})  # said before it in its clause; said anywhere in it
_BY_SPEAKER, _BY_ADDRESSEE = "by-speaker", "by-addressee"
_TWO = 2
_LONG = 300  # of a sentence in which parts that meet still belong together
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
    seen = parts_in("vow", sentence.language, sentence.words, FIRST)
    parts = frozenset(part.code for part in seen)
    promises = [one for one in promises if _is_backed(one[3], parts, said)]
    if not promises:
        yield from _by_parts(sentence, other, said, (parts, material))
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


def _is_backed(name: str, parts: frozenset[str], said: list[tuple[Rule, re.Match[str]]]) -> bool:
    """Whether "I will write" is said to somebody, or with a time or an "if not": alone it is talk."""
    backing = next((needed for mere, needed in _BACKING.items() if name.endswith(mere)), None)
    if backing is None:
        return True
    if _NEVER in parts or (_PAST in parts and not parts & _HOLDING):
        return False
    return bool(parts & backing) or any(rule.code.startswith(_TO) or rule.code == _DUE for rule, _ in said)


def _by_parts(
    sentence: Sentence,
    other: str | None,
    said: list[tuple[Rule, re.Match[str]]],
    around: tuple[frozenset[str], Material],
) -> Iterator[Found]:
    """Yield the sentence where the parts of a promise meet in it; who promised is left open."""
    parts, material = around
    way = met(parts, WAYS)
    undone = _NEVER in parts or any(rule.code == _NEVER for rule, _ in said)
    if way is None or undone or len(sentence.words) > _LONG:
        return
    if _PAST in parts and not way & _HOLDING:
        return
    value = {
        "by": sentence.passage.speaker,
        "to": other,
        "due": _date(sentence, material) or _due_in_words(sentence, said, material),
    }
    name = f"promise-{sentence.language}-by-parts-{'-'.join(sorted(way))}"
    yield Found("promise", *sentence.in_text(0, len(sentence.words)), name, value)


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
