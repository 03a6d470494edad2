"""The line that says a text is a machine's: put before it, known again in any file, taken out again."""

import re
from collections.abc import Iterator
from dataclasses import replace

from guwah.instruments.transcripts.masking import masked
from guwah.instruments.transcripts.model import Block, Mark, Session, Span, SpanLike, Transcript, Turn
from guwah.instruments.transcripts.saying import doubt

HEAD = "Machine draft, unchecked."
"""What every file made of a machine's draft says of itself, inside."""

CODE = "machine-draft"
"""The doubt of a text that no person wrote."""

# A file of cues may hold it where no text is read: in a note, or in another encoding.
_AS_BYTES = tuple(HEAD.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be"))
_AT_START = re.compile(rf"\s*{re.escape(HEAD)}[ \t]*(?:\s*[\r\n\u2028\u2029]\s*|\s*$)")


def drafted(transcript: Transcript) -> bool:
    """Tell whether no person wrote a text, as the program that made the file or the line in it says."""
    return any(one.code == CODE for one in transcript.warnings) or says_so(transcript)


def says_so(transcript: Transcript) -> bool:
    """Tell whether a text, or the file it came in, holds the line."""
    return HEAD in transcript.text or any(one in transcript.origin.raw for one in _AS_BYTES)


def headed(transcript: Transcript) -> Transcript:
    """Put the line before a text, unless it begins with it."""
    return transcript if begins(transcript.text) else masked(transcript, (), HEAD)


def begins(text: str) -> bool:
    """Tell whether a text begins with the line, as a line of its own."""
    return _AT_START.match(text) is not None


def stands_before(transcript: Transcript) -> bool:
    """Tell whether the line begins what stands before the talk, where some formats have no place."""
    return transcript.preamble is not None and begins(transcript.text_of(transcript.preamble))


def known_again(transcript: Transcript) -> Transcript:
    """Return what a reader made of a file, with the doubt that a machine wrote it where the line says so.

    Captions have no place before the first cue: where the line is a cue of its own among paragraphs it stands
    before the text again.
    """
    found = transcript
    first = next(iter(transcript.blocks), None)
    if first and transcript.preamble is None and transcript.text_of(first).strip() == HEAD:
        rest = tuple(replace(one, n=one.n - 1) for one in transcript.blocks[1:])
        found = replace(found, preamble=Span(first.start, first.end), blocks=rest)
    if not says_so(found) or any(one.code == CODE for one in found.warnings):
        return found
    return replace(found, warnings=(*found.warnings, doubt(CODE)))


def without_head(transcript: Transcript) -> Transcript:
    """Take the line out of the beginning of a text, and nothing else; what is beside it keeps its words.

    Returns:
        The same where it does not begin with the line, or somebody says it. The file and the doubts stay, the
        places of these count in the new text.
    """
    match = _AT_START.match(transcript.text)
    if match is None or any(turn.start < match.end() for one in transcript.sessions for turn in one.turns):
        return transcript
    gone = match.end()
    before = transcript.preamble
    return replace(
        transcript,
        text=transcript.text[gone:],
        preamble=_moved(before, gone) if before and before.end > gone else None,
        sessions=tuple(_session(one, gone) for one in transcript.sessions),
        blocks=tuple(_blocks(transcript.blocks, gone)),
        marks=tuple(
            replace(one, start=one.start - gone, end=one.end - gone) for one in _after(transcript.marks, gone)
        ),
        warnings=tuple(
            one if one.at is None else replace(one, at=max(0, one.at - gone)) for one in transcript.warnings
        ),
        words=tuple(
            replace(one, start=one.start - gone, end=one.end - gone)
            for one in transcript.words
            if one.start >= gone
        ),
    )


def _after(marks: tuple[Mark, ...], gone: int) -> Iterator[Mark]:
    return (one for one in marks if one.start >= gone)


def _blocks(blocks: tuple[Block, ...], gone: int) -> Iterator[Block]:
    kept = (one for one in blocks if one.end > gone)
    for n, one in enumerate(kept, start=1):
        yield replace(one, n=n, start=max(0, one.start - gone), end=one.end - gone)


def _moved(span: SpanLike, gone: int) -> Span:
    return Span(max(0, span.start - gone), max(0, span.end - gone))


def _session(session: Session, gone: int) -> Session:
    span = _moved(session, gone)
    return replace(
        session,
        title_span=_moved(session.title_span, gone) if session.title_span else None,
        turns=tuple(_turn(one, gone) for one in session.turns),
        events=tuple(
            replace(one, start=one.start - gone, end=one.end - gone)
            for one in session.events
            if one.start >= gone
        ),
        matter=tuple(_moved(one, gone) for one in session.matter if one.end > gone),
        start=span.start,
        end=span.end,
    )


def _turn(turn: Turn, gone: int) -> Turn:
    span = _moved(turn, gone)
    return replace(
        turn,
        start=span.start,
        end=span.end,
        label_span=_moved(turn.label_span, gone) if turn.label_span else None,
        segments=tuple(replace(cue, start=cue.start - gone, end=cue.end - gone) for cue in turn.segments),
    )
