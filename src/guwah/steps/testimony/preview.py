"""What would be understood of a text, before it is kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.naming import nobody
from guwah.steps.testimony.page import clock
from guwah.steps.testimony.taking.correcting import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.instruments.transcripts.model import Session, Transcript


def told(transcript: Transcript, people: Sequence[Person] = ()) -> dict[str, Any]:
    """Return counts and names for the page: nothing of it is stored.

    Args:
        transcript: a text as it was read.
        people: what a person says of some of its participants; the others are told as they were read.
    """
    said = {(each.session, each.label): each for each in people}
    return {
        "format": transcript.format,
        "language": transcript.text_language or "",
        "encoding": transcript.origin.encoding,
        "characters": len(transcript.text),
        "sessions": [_session(each, said) for each in transcript.sessions],
        "paragraphs": len(transcript.blocks),
        "marks": sorted(Counter(mark.kind for mark in transcript.marks).items()),
        "events": sorted(
            Counter(event.kind for session in transcript.sessions for event in session.events).items()
        ),
    }


def _session(session: Session, told_of: Mapping[tuple[int, str], Person]) -> dict[str, Any]:
    timed = [turn.time for turn in session.turns if turn.time]
    said = Counter(turn.speaker for turn in session.turns)
    turns = {one.label: said[one.speaker] for one in session.participants}
    for (number, label), each in told_of.items():
        if number == session.n and each.same_as:
            turns[each.same_as], turns[label] = turns[each.same_as] + turns[label], 0
    rows = []
    for at, one in enumerate(session.participants):
        now = told_of.get((session.n, one.label)) or Person(
            session.n, one.label, one.name or "", one.role or ""
        )
        rows.append(
            {
                "at": str(at),
                "label": one.label,
                "nobody": nobody(one.label),
                "name": now.name,
                "role": now.role,
                "same_as": now.same_as,
                "turns": turns[one.label],
            }
        )
    return {
        "n": session.n,
        "title": session.title or "",
        "turns": len(session.turns),
        "languages": list(session.spoken_languages),
        "people": rows,
        "until": clock(timed[-1][1] or timed[-1][0]) if timed else "",
    }
