"""Writes WebVTT with one voice to a cue (W3C WebVTT 1, section 4)."""

import html
import re
from collections.abc import Iterator

from guwah.instruments.transcripts.model import Segment, Session, Time, Transcript, Turn, Warning_
from guwah.instruments.transcripts.readers.webvtt import ORDER_ONLY
from guwah.instruments.transcripts.writers.written import Written

_BREAKS = re.compile("[\r\n\u2028\u2029]+")
_LEAST = 0.001


def write(transcript: Transcript) -> Written:
    """Write a transcript as cues.

    Where the turns have no times, cues are numbered by seconds and a note says that the times keep
    the order only; our reader then gives no times back.

    Returns:
        The file, with warnings for what cues cannot hold.
    """
    timed = all(turn.time for session in transcript.sessions for turn in session.turns)
    out = ["WEBVTT" + _title(transcript)]
    if not timed or not transcript.sessions:
        out.append(ORDER_ONLY)
    if transcript.preamble:
        out.append(_note(transcript.text_of(transcript.preamble)))
    reached = 0.0
    for session in transcript.sessions:
        if len(transcript.sessions) > 1:
            out.append(_note(f"Session {session.n}: {session.title or ''}"))
        cues, reached = _session(transcript, session, reached, timed=timed)
        out.extend(cues)
    out.extend(_cue("", transcript.text_of(one), (n, n + 1)) for n, one in enumerate(transcript.blocks))
    return Written(("\n\n".join(out) + "\n").encode("utf-8"), tuple(_warnings(transcript, timed=timed)))


def _session(
    transcript: Transcript, session: Session, reached: float, *, timed: bool
) -> tuple[list[str], float]:
    """Return the cues of a session, begun at the seconds that were reached, and the seconds they reach."""
    out: list[str] = []
    for turn, words in _spoken(transcript, session):
        # What nobody says has no time of its own: it comes right after what was said before it.
        cues = [(words, (reached, reached + (_LEAST if timed else 1)))]
        if timed and turn:
            cues = _pieces(transcript, turn)
        out.extend(_cue(turn.speaker if turn else "", words_of, time) for words_of, time in cues)
        reached = cues[-1][1][1]
    return out, reached


def _spoken(transcript: Transcript, session: Session) -> Iterator[tuple[Turn | None, str]]:
    parts: list[tuple[int, Turn | None, str]] = [
        (turn.start, turn, transcript.text_of(turn)) for turn in session.turns
    ]
    parts.extend((event.start, None, transcript.text_of(event)) for event in session.events)
    for _, turn, words in sorted(parts, key=lambda part: part[0]):
        yield turn, words


def _pieces(transcript: Transcript, turn: Turn) -> list[tuple[str, tuple[float, float]]]:
    segments = turn.segments or (Segment(turn.start, turn.end, turn.time),)
    return [(transcript.text_of(one), _both(one.time or (0, None))) for one in segments]


def _both(time: Time) -> tuple[float, float]:
    return time[0], max(time[1] if time[1] is not None else time[0] + 1, time[0] + _LEAST)


def _title(transcript: Transcript) -> str:
    titles = [session.title for session in transcript.sessions if session.title]
    return f" - {titles[0]}" if len(titles) == 1 and "-->" not in titles[0] else ""


def _note(words: str) -> str:
    return "NOTE\n" + "\n".join(line for line in _BREAKS.split(words) if line.strip()).replace("-->", "→")


def _cue(voice: str, words: str, time: tuple[float, float]) -> str:
    lines = "\n".join(line.strip() for line in _BREAKS.split(words) if line.strip())
    # Only the three signs of the format are escaped; quotes stay as they are.
    body = html.escape(lines, quote=False)
    named = " ".join(html.escape(voice, quote=False).split())
    return f"{_clock(time[0])} --> {_clock(time[1])}\n" + (f"<v {named}>{body}" if named else body)


def _clock(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{rest:03}"


def _warnings(transcript: Transcript, *, timed: bool) -> Iterator[Warning_]:
    if not timed:
        yield Warning_("no-times", "The turns have no times: the cues keep their order only.")
    if len(transcript.sessions) > 1:
        yield Warning_("sessions-joined", "WebVTT holds one session: the others are told in notes.")
    if any(session.matter for session in transcript.sessions):
        yield Warning_("matter-left-out", "Header lines and forewords are not written.")
    if not transcript.sessions:
        yield Warning_("no-times", "A text without turns has no times: the cues keep its order only.")
