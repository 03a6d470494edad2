"""Editors' signs in the words of a turn: which kind each is, and what it says."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from guwah.instruments.languages import script_of, shares
from guwah.instruments.transcripts.brackets import Bracket, brackets
from guwah.instruments.transcripts.clocks import time_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.model import Mark
from guwah.instruments.transcripts.restating import restates
from guwah.instruments.transcripts.wordlists import begins, holds, is_one_of, last_word

_FEW = 4
_UNCERTAIN_WORDS = 3
_QUESTION = ("?", "？", "؟")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔:]['\"”’»」』]*$")
_TERM_WORDS = 6
_WINDOW = 300
_SAMPLE = 4_000
_NOTHING: Mapping[str, str] = MappingProxyType({})

Said = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose words are searched: number of the session and of the turn in it, None outside."""

    session: int | None
    turn: int | None


def find_marks(text: str, start: int, end: int, place: Place, conventions: Conventions) -> Iterator[Mark]:
    """Yield the editor's signs between two offsets, in order, never overlapping.

    Square brackets are always a sign. Round ones are a sign only when their words are on a list, or
    when they explain a term: a stretch in another script, or a quotation after a quotation; all other
    parentheses are the punctuation of the text.

    Args:
        text: The whole text.
        start: First code point of the words.
        end: One past the last.
        place: Session and turn the words belong to.
        conventions: Signs and words.
    """
    pairs = tuple(brackets(text, start, end))
    main = _main_script(text, start, end, pairs)
    tokens = tuple(_tokens(text, start, end, conventions))
    found = list(tokens)
    taken = [one.start for one in tokens]
    for bracket in pairs:
        nearest = bisect_left(taken, bracket.end) - 1
        if nearest >= 0 and tokens[nearest].end > bracket.start:
            continue
        said = _square(text, bracket, start, end, conventions) if bracket.square else None
        if not bracket.square:
            said = _round(text, bracket, start, main, conventions)
        if said:
            found.append(Mark(said[0], bracket.start, bracket.end, attributes=said[1]))
    for one in sorted(found, key=lambda mark: mark.start):
        yield Mark(one.kind, one.start, one.end, place.session, place.turn, one.attributes)


def _main_script(text: str, start: int, end: int, pairs: tuple[Bracket, ...]) -> str:
    """Return the script of the words outside brackets: long glosses must not outvote a short sentence."""
    edges = [start, *(edge for pair in pairs for edge in (pair.start, pair.end)), end]
    return script_of("".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))[:_SAMPLE])


@lru_cache(maxsize=8)
def _token_patterns(conventions: Conventions) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(token.pattern), token.kind) for token in conventions.tokens)


def _tokens(text: str, start: int, end: int, conventions: Conventions) -> Iterator[Mark]:
    reached = start
    found = (
        Mark(kind, match.start(), match.end())
        for pattern, kind in _token_patterns(conventions)
        for match in pattern.finditer(text, start, end)
    )
    for mark in sorted(found, key=lambda one: (one.start, -one.end)):
        if mark.start >= reached and mark.end > mark.start:
            reached = mark.end
            yield mark


def said_by_words(inside: str, conventions: Conventions) -> Said | None:
    """Classify a bracket by the words in it alone; None when they are on no list."""
    if is_one_of(inside, conventions.withheld) or begins(inside, conventions.withheld):
        return "withheld", _NOTHING
    if is_unheard(inside, conventions):
        return "unheard", _NOTHING
    if holds(inside, conventions.vocal, _FEW):
        return "vocal", _NOTHING
    return None


def is_unheard(inside: str, conventions: Conventions) -> bool:
    """Tell whether a bracket says that words could not be made out."""
    phrase = begins(inside, conventions.unheard)
    if phrase is None:
        return "?" in inside and not any(map(str.isalnum, inside))
    rest = " ".join(inside.split())[len(phrase) :].strip()
    first = re.match(r"[^\W\d_]+", rest)
    return first is None or first.group().casefold() in conventions.unheard_tails


def _square(text: str, bracket: Bracket, start: int, end: int, conventions: Conventions) -> Said:
    inside = bracket.inside
    clock = time_of(inside)
    if clock:
        return "note", MappingProxyType({"time": str(clock[0])})
    said = said_by_words(inside, conventions)
    if said:
        return said
    if begins(inside, conventions.note):
        return "note", _NOTHING
    before = _before(text, start, bracket)
    hedged = begins(inside, conventions.hedges) is not None
    if _is_uncertain(inside) and not begins(inside, conventions.correction):
        return "uncertain", _NOTHING
    if _corrects(before, inside, conventions, hedged=hedged):
        return "correction", MappingProxyType({"doubts": last_word(before)})
    if hedged:
        return "description", MappingProxyType({"hedged": "yes"})
    if _describes(text, bracket, start, end, conventions):
        return "description", _NOTHING
    return "insertion", _NOTHING


def _corrects(before: str, inside: str, conventions: Conventions, *, hedged: bool) -> bool:
    """Tell whether a bracket doubts: in so many words, or by another noun in the place of one."""
    if begins(inside, conventions.correction):
        return True
    return not hedged and restates(before, inside, conventions)


def _is_uncertain(inside: str) -> bool:
    bare = inside.strip()
    few = len(bare.split()) <= _UNCERTAIN_WORDS + 1
    return few and (bare.endswith(_QUESTION) or bare.startswith(_QUESTION))


def _before(text: str, start: int, bracket: Bracket) -> str:
    """Return what stands before a bracket, as far as any rule looks back."""
    return text[max(start, bracket.start - _WINDOW) : bracket.start]


def _describes(text: str, bracket: Bracket, start: int, end: int, conventions: Conventions) -> bool:
    """Tell what happens (a description) from words put into a sentence (an insertion)."""
    if begins(bracket.inside, conventions.description):
        return True
    before = _before(text, start, bracket).rstrip(" \t")
    after = text[bracket.end : min(end, bracket.end + _WINDOW)].lstrip(" \t")
    own_sentence = not before or before.endswith(("\n", "\r")) or bool(_SENTENCE_END.search(before[-8:]))
    closed = not after or after[0] in "\r\n" or after[0].isupper()
    return own_sentence and closed and len(bracket.inside.split()) > 1


def _round(text: str, bracket: Bracket, start: int, main: str, conventions: Conventions) -> Said | None:
    inside = bracket.inside
    said = said_by_words(inside, conventions)
    if said:
        return said
    if is_one_of(inside, conventions.sic):
        return "correction", MappingProxyType({"doubts": last_word(_before(text, start, bracket))})
    note = begins(inside, conventions.note)
    # A word alone may be the speaker's own aside; a note says so before a colon or a full stop.
    if note and (note.endswith(".") or inside[len(note) :].lstrip()[:1] in {":", "：", "-", "–", "—"}):
        return "note", _NOTHING
    if len(inside.split()) <= _FEW and begins(inside, conventions.description):
        return "description", _NOTHING
    return _gloss(_before(text, start, bracket), inside, main, conventions)


def _gloss(before: str, inside: str, main: str, conventions: Conventions) -> Said | None:
    found = shares(inside)
    other = next((script for script in found if script != main), None)
    quoted = _quoted_at_start(inside, conventions)
    after_quote = before.rstrip().endswith(tuple(close for _, close in conventions.quote_pairs))
    if not other and not (quoted and after_quote):
        return None
    term = _term_before(before, conventions)
    if not term:
        return None
    said = {"term": term, "script": other or next(iter(found), main)}
    meaning = quoted or _quoted_inside(inside, conventions)
    # What is quoted in the other script is the term itself, not what it means.
    if meaning and script_of(meaning) == main:
        said["meaning"] = meaning
    return "gloss", MappingProxyType(said)


def _quoted_at_start(inside: str, conventions: Conventions) -> str | None:
    for opening, closing in conventions.quote_pairs:
        if inside.startswith(opening) and closing in inside[1:]:
            return inside[1 : inside.index(closing, 1)]
    return None


def _quoted_inside(inside: str, conventions: Conventions) -> str | None:
    for opening, closing in conventions.quote_pairs:
        at = inside.find(opening)
        to = inside.find(closing, at + 1)
        if 0 <= at < to:
            return inside[at + 1 : to]
    return None


def _term_before(before: str, conventions: Conventions) -> str:
    """Return the term a gloss explains: the quotation before it, or the capitalised words, or one word."""
    bare = before.rstrip()
    for opening, closing in conventions.quote_pairs:
        if bare.endswith(closing):
            at = bare.rfind(opening, 0, len(bare) - 1)
            return bare[at + 1 : -1].strip(" ,.;") if at >= 0 else ""
    term: list[str] = []
    for word in reversed(bare[-120:].split()[-_TERM_WORDS:]):
        if not word[:1].isupper() or word[-1:] in ".,;:!?":
            break
        term.insert(0, word)
    return " ".join(term) or last_word(bare)
