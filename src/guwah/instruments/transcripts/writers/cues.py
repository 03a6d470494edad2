"""A transcript as cues in reading order; shared by the writers of WebVTT and SRT."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guwah.instruments.transcripts.model import Segment, Session, Span, SpanLike, Time, Transcript, Turn, Word
from guwah.instruments.transcripts.unnamed import NOBODY
from guwah.instruments.transcripts.word_times import located, said_in, within

_BREAKS = re.compile("[\r\n\u2028\u2029]+")
_LEAST = 0.001


@dataclass(frozen=True, slots=True)
class CueLine:
    """One cue to write, or a note between cues.

    Attributes:
        voice: Who speaks; empty for what nobody says.
        words: What is said, line by line.
        time: Start and end in seconds; None for a note, which has no time.
        heard: The single words that have a time of their own; they stand in `words`.
    """

    voice: str
    words: str
    time: tuple[float, float] | None
    heard: Sequence[Word] = ()


def timed(transcript: Transcript) -> bool:
    """Tell whether every turn or paragraph has a time; otherwise cues keep the order, a second to each."""
    turns = [turn.time for session in transcript.sessions for turn in session.turns]
    times = turns + [block.time for block in transcript.blocks]
    return bool(times) and all(times)


def cue_lines(transcript: Transcript) -> Iterator[CueLine]:
    """Yield cues, and as notes whatever stands before or between them and is no event."""
    if transcript.preamble:
        yield _note(transcript.text_of(transcript.preamble))
    reached = 0.0
    for session in transcript.sessions:
        if len(transcript.sessions) > 1:
            yield _note(f"Session {session.n}: {session.title or ''}")
        for line in _session(transcript, session, reached, timed=timed(transcript)):
            reached = line.time[1] if line.time else reached
            yield line
    kept = timed(transcript)
    for n, block in enumerate(transcript.blocks):
        time = _both(block.time) if kept and block.time else (n, n + 1)
        line = CueLine(*_spoken(transcript, "", block, time))
        yield line if kept else replace(line, heard=())


def lines_of(words: str) -> str:
    """Return words without empty lines, which would end a cue."""
    return "\n".join(line.strip() for line in _BREAKS.split(words) if line.strip())


def clock(seconds: float, sign: str) -> str:
    """Return a time as 01:02:03 and thousandths after `sign`."""
    whole, rest = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{sign}{rest:03}"


def _note(words: str) -> CueLine:
    return CueLine("", lines_of(words), None)


def _session(transcript: Transcript, session: Session, reached: float, *, timed: bool) -> Iterator[CueLine]:
    parts: list[tuple[int, SpanLike]] = [(one.start, one) for one in session.turns]
    parts.extend((one.start, one) for one in session.events)
    marks = (one for one in transcript.marks if one.session == session.n and one.turn is None)
    beside: list[SpanLike] = [*session.matter, *(one for one in marks if one.start < one.end)]
    aside = {id(one) for one in beside}
    parts.extend((one.start, one) for one in beside)
    for _, part in sorted(parts, key=lambda pair: pair[0]):
        words = transcript.text_of(part)
        if id(part) in aside:
            yield _note(words)
        elif timed and isinstance(part, Turn):
            for line in _pieces(transcript, part):
                reached = line.time[1] if line.time else reached
                yield line
        else:
            # What nobody says has no time of its own: it comes right after what was said before it.
            end = reached + (_LEAST if timed else 1)
            yield CueLine(part.speaker if isinstance(part, Turn) else "", lines_of(words), (reached, end))
            reached = end


def _pieces(transcript: Transcript, turn: Turn) -> Iterator[CueLine]:
    for number, one in enumerate(turn.segments or (Segment(turn.start, turn.end, turn.time),)):
        time = _both(one.time or turn.time or (0, None))
        # The dash of nobody begins a turn wherever it stands.
        voice = "" if number and NOBODY.fullmatch(turn.speaker) else turn.speaker
        yield CueLine(*_spoken(transcript, voice, one, time))


def _spoken(
    transcript: Transcript, voice: str, place: SpanLike, time: tuple[float, float]
) -> tuple[str, str, tuple[float, float], Sequence[Word]]:
    """Return a cue with where its single words stand in the lines that are written."""
    words = lines_of(transcript.text_of(place))
    said = said_in(transcript.text, place, within(transcript.words, place)) if transcript.words else []
    return voice, words, time, located(words, Span(0, len(words)), said)


def _both(time: Time) -> tuple[float, float]:
    return time[0], max(time[1] if time[1] is not None else time[0] + 1, time[0] + _LEAST)
