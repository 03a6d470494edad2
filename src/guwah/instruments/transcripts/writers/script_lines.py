"""A transcript as labelled lines in reading order; shared by the writers of labelled text, DOCX and PDF."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.model import Session, Span, SpanLike, Time, Transcript, Turn
from guwah.instruments.transcripts.unnamed import ASKING, NOBODY, UNNAMED

_LINE = re.compile("[^\r\n\u2028\u2029]+")
_OPENING = tuple("[(【（<［")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One line to write.

    Attributes:
        kind: `preamble`, `title`, `matter`, `turn`, `more` (a later paragraph of a turn), `event`,
            `paragraph`, or `empty`, which parts what would be read as one.
        label: Label with what stands beside it, empty where there is none.
        words: The words of the line.
        at: Where they begin in the text of the transcript; None for words that stand nowhere in it.
    """

    kind: str
    label: str
    words: str
    at: int | None = None


def script_lines(transcript: Transcript) -> Iterator[ScriptLine]:
    """Yield the lines of a transcript in the order they are read."""
    if transcript.preamble:
        yield from _lines(transcript, "preamble", transcript.preamble)
    unlabelled = all(_is_nobody(turn) for session in transcript.sessions for turn in session.turns)
    for session in transcript.sessions:
        if session.title:
            span = session.title_span
            yield ScriptLine("title", "", session.title, span.start if span else None)
        parts = sorted(_parts(transcript, session, unlabelled=unlabelled), key=lambda pair: pair[0])
        apart = _apart(session) if unlabelled else frozenset()
        for number, (start, lines) in enumerate(parts):
            if number and start in apart:
                yield ScriptLine("empty", "", "")
            yield from lines
    for block in transcript.blocks:
        yield from _lines(transcript, "paragraph", block)


def _is_nobody(turn: Turn) -> bool:
    """Tell whether nobody is named for a turn, and nothing stands beside a label."""
    named = NOBODY.fullmatch(turn.label) is None or NOBODY.fullmatch(turn.speaker) is None
    return not (named or turn.time or turn.manner or turn.addressee)


def _apart(session: Session) -> frozenset[int]:
    """Return where lines begin that the empty one above tells: questions without a sign, a note below."""
    asked = (turn.start for turn in session.turns if turn.speaker == ASKING and not turn.label)
    below = (span.start for span in session.matter if span.start >= session.turns[-1].end)
    return frozenset((*asked, *below))


def _parts(
    transcript: Transcript, session: Session, *, unlabelled: bool
) -> Iterator[tuple[int, tuple[ScriptLine, ...]]]:
    for span in session.matter:
        yield span.start, tuple(_lines(transcript, "matter", span))
    for event in session.events:
        yield event.start, tuple(map(_bracketed, _lines(transcript, "event", event)))
    for mark in transcript.marks:
        if mark.session == session.n and mark.turn is None and mark.start < mark.end:
            yield mark.start, tuple(_lines(transcript, "event", mark))
    for turn in session.turns:
        yield turn.start, tuple(_turn(transcript, turn, "" if unlabelled else label_of(turn)))


def _bracketed(line: ScriptLine) -> ScriptLine:
    if line.words.startswith(_OPENING):
        return line
    return ScriptLine(line.kind, line.label, f"[{line.words}]")


def _lines(transcript: Transcript, kind: str, span: SpanLike) -> Iterator[ScriptLine]:
    for match in _LINE.finditer(transcript.text, span.start, span.end):
        line = match.group()
        if line.strip():
            leading = len(line) - len(line.lstrip())
            yield ScriptLine(kind, "", line.strip(), match.start() + leading)


def _turn(transcript: Transcript, turn: Turn, label: str) -> Iterator[ScriptLine]:
    # A dash that stands for nobody's name is read again where it stands before the words.
    words = Span(turn.label_span.start, turn.end) if turn.label_span and not label else turn
    lines = list(_lines(transcript, "more", words)) or [ScriptLine("more", "", "", turn.start)]
    yield ScriptLine("turn" if label else "more", label, lines[0].words, lines[0].at)
    yield from lines[1:]


def label_of(turn: Turn) -> str:
    """Return a turn's label as it is written: time, label, manner and addressee.

    Where a dash or nothing is printed it is the name a person gave; a dash, too, where nobody is named.
    """
    notes = (f" ({turn.manner})" if turn.manner else "") + (f" [{turn.addressee}]" if turn.addressee else "")
    time = f"[{clock(turn.time)}] " if turn.time else ""
    who = turn.speaker if NOBODY.fullmatch(turn.label) else turn.label
    if NOBODY.fullmatch(who):
        who = ASKING if who == ASKING else UNNAMED
    return f"{time}{who}{notes}"


def clock(time: Time) -> str:
    """Return a time code of the form 01:02:03, with an end where there is one."""
    ends = [_clock(seconds) for seconds in time if seconds is not None]
    return " - ".join(ends)


def _clock(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{rest:03}" if rest else "")
