"""What would be understood of a text, before it is kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.page import clock

if TYPE_CHECKING:
    from guwah.instruments.transcripts.model import Session, Transcript


def told(transcript: Transcript) -> dict[str, Any]:
    """Return counts and names for the page: nothing of it is stored."""
    return {
        "format": transcript.format,
        "language": transcript.text_language or "",
        "encoding": transcript.origin.encoding,
        "characters": len(transcript.text),
        "sessions": [_session(each) for each in transcript.sessions],
        "paragraphs": len(transcript.blocks),
        "marks": sorted(Counter(mark.kind for mark in transcript.marks).items()),
        "events": sorted(
            Counter(event.kind for session in transcript.sessions for event in session.events).items()
        ),
    }


def _session(session: Session) -> dict[str, Any]:
    timed = [turn.time for turn in session.turns if turn.time]
    said = Counter(turn.speaker for turn in session.turns)
    return {
        "n": session.n,
        "title": session.title or "",
        "turns": len(session.turns),
        "languages": ", ".join(session.spoken_languages),
        "people": [
            {
                "at": str(at),
                "label": one.label,
                "name": one.name or "",
                "role": one.role or "",
                "turns": said[one.speaker],
            }
            for at, one in enumerate(session.participants)
        ],
        "until": clock(timed[-1][1] or timed[-1][0]) if timed else "",
    }
