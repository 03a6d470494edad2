"""A transcript or text as finders see it: passages in one language each, said by one speaker each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.languages import language_of, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from guwah.instruments.transcripts import Mark, Participant, Session, Transcript

LANGUAGES = ("en", "ru", "zh", "kk", "ug")
"""Languages that finders know; anything else is read as the language of the whole text."""

_PARAGRAPH = re.compile(r"[^\n\r]*[^\s][^\n\r]*")
# A dot with a letter behind it ends no sentence: it stands in an address of mail, a number, an abbreviation.
_SENTENCE = re.compile(r"(?:[^.!?…。！？؟۔]|[.!?](?=[\w/]))*(?:[.!?…。！？؟۔]+[\s”»\"')\]]*|$)")
_SCRIPTS = frozenset({"Latn", "Cyrl", "Arab", "Hani"})
_ENOUGH = 12  # letters that tell a language; a shorter turn is taken to be in that of the whole text


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn or a paragraph, or the part of one that is in one script.

    Attributes:
        start: first code point in the material's text, from 0.
        end: one past its last.
        words: the text between them.
        language: one of `LANGUAGES`.
        session: number of the session, or None.
        turn: number of the turn in its session, or None in a paragraph.
        speaker: who speaks, or None in a paragraph.
        held: the day of the talk where it is known, for "two days ago".
    """

    start: int
    end: int
    words: str
    language: str
    session: int | None = None
    turn: int | None = None
    speaker: str | None = None
    held: date | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What is searched.

    Attributes:
        text: the text every offset counts in.
        passages: in order, not overlapping.
        participants: who speaks, in each session.
        marks: the signs an editor set.
    """

    text: str
    passages: tuple[Passage, ...]
    participants: tuple[Participant, ...]
    marks: tuple[Mark, ...]


def material_of(
    transcript: Transcript, language: str = "", held: Mapping[int, date] | date | None = None
) -> Material:
    """Return a transcript as passages; what stands outside turns counts as paragraphs.

    Args:
        transcript: any text, with turns or without.
        language: the language of every passage; empty to tell it by the words.
        held: the day of the talk; where there are several, the day of each session by its number.
    """
    main = language or _known(transcript.text_language) or _told(transcript.text) or LANGUAGES[0]
    days = (
        held if isinstance(held, Mapping) else dict.fromkeys([each.n for each in transcript.sessions], held)
    )
    passages = (
        Passage(start, end, words, language or _language(words, main), *said, days.get(said[0] or 0))
        for start, end, words, said in _stretches(transcript)
        for start, end, words in ([(start, end, words)] if language else _by_script(start, words))
    )
    return Material(
        transcript.text,
        tuple(sorted(passages, key=lambda passage: passage.start)),
        tuple(one for session in transcript.sessions for one in session.participants),
        transcript.marks,
    )


_Said = tuple[int | None, int | None, str | None]


def _stretches(transcript: Transcript) -> Iterator[tuple[int, int, str, _Said]]:
    if transcript.preamble:
        yield from _paragraphs(transcript, transcript.preamble.start, transcript.preamble.end, None)
    for session in transcript.sessions:
        yield from _of_session(transcript, session)
    for block in transcript.blocks:
        yield block.start, block.end, transcript.text_of(block), (None, None, None)


def _of_session(transcript: Transcript, session: Session) -> Iterator[tuple[int, int, str, _Said]]:
    for matter in (session.title_span, *session.matter):
        if matter:
            yield from _paragraphs(transcript, matter.start, matter.end, session.n)
    for turn in session.turns:
        yield turn.start, turn.end, transcript.text_of(turn), (session.n, turn.n, turn.speaker or None)


def _paragraphs(
    transcript: Transcript, start: int, end: int, session: int | None
) -> Iterator[tuple[int, int, str, _Said]]:
    for line in _PARAGRAPH.finditer(transcript.text, start, end):
        yield *line.span(), line.group(), (session, None, None)


def _by_script(start: int, words: str) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of a turn: between sentences somebody may change the language, and its script."""
    first = last = 0
    script: str | None = None
    for sentence in _SENTENCE.finditer(words):
        most = script_of(sentence.group())
        own = most if most in _SCRIPTS else None
        if own and script and own != script:
            yield start + first, start + last, words[first:last]
            first = last
        script, last = own or script, sentence.end()
    yield start + first, start + len(words), words[first:]


def _language(words: str, main: str) -> str:
    return (_told(words) if len(words) >= _ENOUGH else None) or main


def _told(words: str) -> str | None:
    return language_of(words, LANGUAGES)


def _known(tag: str | None) -> str | None:
    primary = (tag or "").partition("-")[0].lower()
    return primary if primary in LANGUAGES else None
