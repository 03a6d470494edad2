"""A reading drawn before it is kept: the text part by part, every doubt at the place it is about."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guwah.instruments.transcripts.pieces import pieces
from guwah.steps.testimony.form_signs import form_signs
from guwah.steps.testimony.naming import nobody
from guwah.steps.testimony.taking.doubt_words import doubt
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guwah.instruments.transcripts.model import Transcript, Turn

# So many parts are drawn from the beginning; of the rest those with a doubt, until a page has this many.
FIRST = 200
MOST = 600


@dataclass(slots=True)
class Part:
    """One part of the text as it was understood.

    Attributes:
        kind: `turn paragraph preamble title matter note event`, or `gap` for parts that are not drawn.
        start: code point of the text at which it begins, its label with it.
        words_start: code point of the text at which its words begin.
        words: the words, marks included; empty for a gap.
        language: tag of the words, or empty.
        way: `ltr`, `rtl` or `auto`.
        n: number of the turn or paragraph, of the parts left out for a gap.
        speaker: who speaks, empty where nobody does.
        label: the label as printed.
        code: kind of the event.
        ranges: the marks within, as the tag `words` takes them.
        doubts: what a person should look at here.
    """

    kind: str
    start: int
    words_start: int = 0
    words: str = ""
    language: str = ""
    way: str = "auto"
    n: int = 0
    speaker: str = ""
    label: str = ""
    code: str = ""
    ranges: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[dict[str, Any]] = field(default_factory=list)


def drawn(transcript: Transcript) -> tuple[list[Part], list[dict[str, Any]]]:
    """Return the parts of a reading with their doubts, and the doubts that are about no place in it."""
    parts = list(_parts(transcript))
    starts = [part.start for part in parts]
    elsewhere: list[dict[str, Any]] = []
    for warning in transcript.warnings:
        at = bisect.bisect_right(starts, warning.at) - 1 if warning.at is not None else -1
        here = elsewhere if at < 0 else parts[at].doubts
        here.append(doubt(warning))
    return list(_few(parts)), elsewhere


def _parts(transcript: Transcript) -> Iterator[Part]:
    turns = [turn for session in transcript.sessions for turn in session.turns]
    heads = {(turn.label_span.start if turn.label_span else turn.start): turn for turn in turns}
    events = {event.start: event.kind for session in transcript.sessions for event in session.events}
    blocks = {block.start: block.n for block in transcript.blocks}
    marks = sorted(transcript.marks, key=lambda one: one.start)
    starts = [one.start for one in marks]
    for piece in pieces(transcript):
        turn = heads.get(piece.start)
        if piece.kind in {"label", "words"}:
            if turn is None:
                continue
            part = _spoken(turn, piece.start)
            start, end = turn.start, turn.end
        elif piece.kind == "between":
            continue
        else:
            part = Part(
                piece.kind, piece.start, n=blocks.get(piece.start, 0), code=events.get(piece.start, "")
            )
            start, end = piece.start, piece.end
        part.words_start, part.words = start, transcript.text[start:end]
        tongue = tongue_of(part.words, transcript.text_language or "")
        part.language, part.way = tongue.language, tongue.way
        inside = marks[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
        part.ranges = [
            {"start": one.start, "end": min(one.end, end), "kind": "mark", "code": one.kind} for one in inside
        ]
        part.ranges += form_signs(part.words, start)
        yield part


def _spoken(turn: Turn, start: int) -> Part:
    return Part("turn", start, n=turn.n, speaker=nobody(turn.speaker) or turn.speaker, label=turn.label)


def _few(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts a person looks at; what is left out between them is counted."""
    shown = left = 0
    for number, part in enumerate(parts):
        if shown < MOST and (number < FIRST or part.doubts):
            if left:
                yield Part("gap", 0, n=left)
            shown, left = shown + 1, 0
            yield part
        else:
            left += 1
    if left:
        yield Part("gap", 0, n=left)
