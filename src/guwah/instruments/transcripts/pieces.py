"""The text cut into the parts the model knows: put together again they are the text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.model import Session, SpanLike, Transcript


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the text.

    Attributes:
        kind: `preamble title label words event matter note paragraph`, or `between` for the line ends,
            separators and signs between the parts.
        start: First code point.
        end: One past the last.
    """

    kind: str
    start: int
    end: int


def pieces(transcript: Transcript) -> tuple[Piece, ...]:
    """Cut a transcript's text into parts that follow one another without gap or overlap.

    Marks inside words are not cut out: they are part of the words' piece.

    Returns:
        The parts in order; nothing but parts of the kind `between` lies outside what the model names.
    """
    found: list[Piece] = []
    position = 0
    for piece in sorted(_known(transcript), key=lambda one: (one.start, one.end)):
        start = max(piece.start, position)
        if piece.end <= start:
            continue
        if start > position:
            found.append(Piece("between", position, start))
        found.append(Piece(piece.kind, start, piece.end))
        position = piece.end
    if position < len(transcript.text):
        found.append(Piece("between", position, len(transcript.text)))
    return tuple(found)


def _known(transcript: Transcript) -> Iterator[Piece]:
    if transcript.preamble:
        yield _piece("preamble", transcript.preamble)
    for block in transcript.blocks:
        yield _piece("paragraph", block)
    for session in transcript.sessions:
        yield from _of_session(session)
    words = {(session.n, turn.n): turn.start for session in transcript.sessions for turn in session.turns}
    for mark in transcript.marks:
        # Beside a label, or on a line of its own between turns.
        if transcript.sessions and mark.start < words.get((mark.session or 0, mark.turn or 0), mark.end):
            yield _piece("note", mark)


def _of_session(session: Session) -> Iterator[Piece]:
    if session.title_span:
        yield _piece("title", session.title_span)
    for span in session.matter:
        yield _piece("matter", span)
    for event in session.events:
        yield _piece("event", event)
    for turn in session.turns:
        if turn.label_span:
            yield _piece("label", turn.label_span)
        yield _piece("words", turn)


def _piece(kind: str, span: SpanLike) -> Piece:
    return Piece(kind, span.start, span.end)


def compose(parts: Iterable[Piece], text: str) -> str:
    """Put parts together again."""
    return "".join(text[part.start : part.end] for part in parts)
