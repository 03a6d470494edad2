"""The JSON of `guwah transcript read`: a stable contract."""

from typing import Any

from guwah.instruments.transcripts.model import FORMATS, Session, Time, Transcript

DERIVED_TEXT = frozenset(FORMATS) - {"labelled-text", "plain"}
"""Formats whose offsets count in a text the reader derived; that text is part of the answer."""


def to_json(transcript: Transcript) -> dict[str, Any]:
    """Return a transcript as plain objects.

    Returns:
        Keys as the command line's contract has them; `start` and `end` count code points from 0,
        `n`, `turn`, `after_turn` start at 1 in each session, `time` is seconds (its end is null where
        the file does not say it), `line` starts at 1.
    """
    preamble = transcript.preamble
    told: dict[str, Any] = {
        "format": transcript.format,
        "text_language": transcript.text_language,
        "preamble": {"start": preamble.start, "end": preamble.end} if preamble else None,
        "sessions": [_session(transcript, one) for one in transcript.sessions],
        "blocks": [
            {"n": one.n, "start": one.start, "end": one.end, "text": transcript.text_of(one)}
            # A paragraph has a time only where it is a cue of captions in which nobody is named.
            | ({"time": _time(one.time)} if one.time else {})
            for one in transcript.blocks
        ],
        "marks": [
            {
                "kind": one.kind,
                "start": one.start,
                "end": one.end,
                # A footnote is a point in the text and brings its own words.
                "text": transcript.text_of(one) or one.attributes.get("words", ""),
                "session": one.session,
                "turn": one.turn,
            }
            for one in transcript.marks
        ],
        "warnings": [
            {"code": one.code, "message": one.message, "line": one.line} for one in transcript.warnings
        ],
    }
    if transcript.words:
        # Only where the file times single words.
        told["words"] = [
            {"start": one.start, "end": one.end, "time": _time(one.time)} for one in transcript.words
        ]
    if transcript.format in DERIVED_TEXT:
        told["text"] = transcript.text
    return told


def _session(transcript: Transcript, session: Session) -> dict[str, Any]:
    return {
        "n": session.n,
        "title": session.title,
        "spoken_languages": list(session.spoken_languages),
        "participants": [
            {"label": one.label, "name": one.name, "role": one.role} for one in session.participants
        ],
        "turns": [
            {
                "n": one.n,
                "label": one.label,
                "speaker": one.speaker,
                "start": one.start,
                "end": one.end,
                "text": transcript.text_of(one),
                "time": _time(one.time),
            }
            for one in session.turns
        ],
        "events": [
            {"kind": one.kind, "after_turn": one.after_turn, "start": one.start, "end": one.end}
            for one in session.events
        ],
    }


def _time(time: Time | None) -> list[float | None] | None:
    return list(time) if time else None
