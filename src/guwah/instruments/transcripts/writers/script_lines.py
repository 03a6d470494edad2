"""A transcript as labelled lines in reading order; shared by the writers of labelled text and DOCX."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.model import Session, Time, Transcript, Turn

_BREAKS = re.compile("[\r\n\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One line to write.

    Attributes:
        kind: `preamble`, `title`, `matter`, `turn`, `more` (a later paragraph of a turn), `event`
            or `paragraph`.
        label: Label with what stands beside it, empty where there is none.
        words: The words of the line.
    """

    kind: str
    label: str
    words: str


def script_lines(transcript: Transcript) -> Iterator[ScriptLine]:
    """Yield the lines of a transcript in the order they are read."""
    if transcript.preamble:
        yield from _plain("preamble", transcript.text_of(transcript.preamble))
    for session in transcript.sessions:
        if session.title:
            yield ScriptLine("title", "", session.title)
        for _, lines in sorted(_parts(transcript, session), key=lambda pair: pair[0]):
            yield from lines
    for block in transcript.blocks:
        yield from _plain("paragraph", transcript.text_of(block))


def _parts(transcript: Transcript, session: Session) -> Iterator[tuple[int, tuple[ScriptLine, ...]]]:
    for span in session.matter:
        yield span.start, tuple(_plain("matter", transcript.text_of(span)))
    for event in session.events:
        yield event.start, tuple(_plain("event", _bracketed(transcript.text_of(event))))
    for mark in transcript.marks:
        if mark.session == session.n and mark.turn is None and mark.start < mark.end:
            yield mark.start, tuple(_plain("event", transcript.text_of(mark)))
    for turn in session.turns:
        yield turn.start, tuple(_turn(turn, transcript.text_of(turn)))


def _bracketed(words: str) -> str:
    return words if words[:1] in "[(【（<［" else f"[{words}]"


def _plain(kind: str, words: str) -> Iterator[ScriptLine]:
    for line in _split(words):
        yield ScriptLine(kind, "", line)


def _split(words: str) -> list[str]:
    return [line.strip() for line in _BREAKS.split(words) if line.strip()]


def _turn(turn: Turn, words: str) -> Iterator[ScriptLine]:
    lines = _split(words) or [""]
    yield ScriptLine("turn", label_of(turn), lines[0])
    for line in lines[1:]:
        yield ScriptLine("more", "", line)


def label_of(turn: Turn) -> str:
    """Return a turn's label as it is written: time, label, manner and addressee."""
    notes = (f" ({turn.manner})" if turn.manner else "") + (f" [{turn.addressee}]" if turn.addressee else "")
    time = f"[{clock(turn.time)}] " if turn.time else ""
    return f"{time}{turn.label or '—'}{notes}"


def clock(time: Time) -> str:
    """Return a time code of the form 01:02:03, with an end where there is one."""
    ends = [_clock(seconds) for seconds in time if seconds is not None]
    return " - ".join(ends)


def _clock(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{rest:03}" if rest else "")
