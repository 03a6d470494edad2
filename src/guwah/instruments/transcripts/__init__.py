"""The text model of testimony, its readers and its writers."""

from guwah.instruments.transcripts.as_json import to_json
from guwah.instruments.transcripts.conventions import DEFAULT, Conventions
from guwah.instruments.transcripts.decode import MAX_BYTES, Decoded, decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.losses import Loss
from guwah.instruments.transcripts.model import (
    EVENT_KINDS,
    FORMATS,
    MARK_KINDS,
    Block,
    Event,
    Mark,
    Origin,
    Participant,
    Segment,
    Session,
    Span,
    Transcript,
    Turn,
    Warning_,
    Word,
)
from guwah.instruments.transcripts.pieces import Piece, compose, pieces
from guwah.instruments.transcripts.plain import PlainText, plain
from guwah.instruments.transcripts.read import read, read_file
from guwah.instruments.transcripts.recognise import recognise
from guwah.instruments.transcripts.registry import READABLE, WRITABLE
from guwah.instruments.transcripts.writers.written import Written
from guwah.instruments.transcripts.writing import write

__all__ = [
    "DEFAULT",
    "EVENT_KINDS",
    "FORMATS",
    "MARK_KINDS",
    "MAX_BYTES",
    "READABLE",
    "WRITABLE",
    "Block",
    "Conventions",
    "Decoded",
    "Event",
    "Loss",
    "Mark",
    "NotUnderstood",
    "Origin",
    "Participant",
    "Piece",
    "PlainText",
    "Segment",
    "Session",
    "Span",
    "Transcript",
    "Turn",
    "Warning_",
    "Word",
    "Written",
    "compose",
    "decode",
    "pieces",
    "plain",
    "read",
    "read_file",
    "recognise",
    "to_json",
    "write",
]
