"""Reads the JSON of programs that recognise speech, and of people's lists of turns; no speaker is made up."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.model import Origin, Transcript, Warning_
from guwah.instruments.transcripts.readers import otr
from guwah.instruments.transcripts.readers.cues import LINE_END, Source, by_labels, by_runs, grouped
from guwah.instruments.transcripts.readers.speech_lines import objects_of
from guwah.instruments.transcripts.readers.speech_shapes import Piece, pieces_of
from guwah.instruments.transcripts.readers.speech_writers import Writer, writer_of
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.saying import doubt

MAX_BYTES = 32 * 1024 * 1024
"""Largest file; word by word a two-hour conversation has about ten mebibytes."""

_UNSURE = 0.5
"""Probability below which a word was more likely misheard than heard."""


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read the JSON of a recogniser, or the file of oTranscribe.

    Segments of one speaker in a row are one turn. Where the program names no speakers nobody speaks: the
    segments are paragraphs with times, unless labels stand in the words.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        The transcript. Its warnings have `machine-draft`, but for oTranscribe and where `writer_of` finds
        that people wrote it; `maybe-machine` where nothing says who did.

    Raises:
        NotUnderstood: `not-json` with its place, `not-a-turn` for a line of JSON Lines that is none,
            `unknown-json` for JSON that is no transcript of a kind known here, `empty-file`, or what
            `decode` refuses.
    """
    decoded = decode(raw, limit=MAX_BYTES, spoken=False)
    data = _parsed(decoded.text.lstrip("\ufeff").rstrip("\x00"))
    origin = Origin("whisper-json", decoded.encoding, decoded.bom, raw)
    if otr.is_otr(data):
        return otr.read(data, origin, conventions)
    pieces = list(pieces_of(data))
    if not pieces:
        raise NotUnderstood(
            "unknown-json",
            "This is JSON, but not of a transcript of a kind known here: no segments with words and times "
            "were found. Export it as WebVTT or SRT in the program it was written in.",
            line=1,
            column=1,
            offset=0,
        )
    cues = [cue for piece in pieces if (cue := _cue(piece)) is not None]
    if not cues:
        raise NotUnderstood("empty-file", "No segment has words in it.")
    writer = writer_of(data, pieces, conventions)
    source = Source(origin, conventions, (*decoded.warnings, *_warnings(pieces, writer)))
    if all(cue.voice is None for cue in cues):
        return by_labels(cues, source)
    return by_runs(grouped(cues, conventions), source)


def _parsed(text: str) -> Any:  # noqa: ANN401 -- any JSON
    try:
        return json.loads(text)
    except json.JSONDecodeError as broken:
        if lines := objects_of(text):
            return lines
        raise NotUnderstood(
            "not-json",
            f"Line {broken.lineno}, column {broken.colno}: this is no JSON; was the file cut off?",
            line=broken.lineno,
            column=broken.colno,
        ) from broken
    except (ValueError, RecursionError) as beyond:
        message = "The JSON is nested deeper, or has longer numbers, than any transcript."
        raise NotUnderstood("not-json", message, line=1) from beyond


def _cue(piece: Piece) -> Cue | None:
    lines = tuple(line.strip() for line in LINE_END.split(piece.words) if line.strip())
    return Cue(piece.speaker, lines, piece.time, None, piece.beside, piece.said) if lines else None


def _warnings(pieces: Sequence[Piece], writer: Writer) -> Iterator[Warning_]:
    if writer is not Writer.PERSON:
        yield doubt("machine-draft" if writer is Writer.MACHINE else "maybe-machine")
    unsure = sum(1 for piece in pieces for one in piece.probabilities if one < _UNSURE)
    if unsure:
        yield doubt("low-probability", n=unsure)
    unnamed = sum(piece.speaker is None for piece in pieces)
    if 0 < unnamed < len(pieces):
        yield doubt("no-voice:segments", n=unnamed)
