"""Reads WebVTT: cues become segments, runs of cues under one voice become turns."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.doubts import bidi_warnings
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.model import (
    Origin,
    Transcript,
)
from guwah.instruments.transcripts.readers.cues import LINE_END, Source, from_cues
from guwah.instruments.transcripts.readers.webvtt_file import Part, parse, voiced
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.readers.webvtt_warnings import (
    CueFile,
    bad_time,
    odd_parts,
    odd_times,
    possible_labels,
)

ORDER_ONLY = "NOTE The times here keep the order only: the source says none."
"""A note our own writer leaves where it had to number cues instead of timing them."""


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a WebVTT file.

    A voice lasts until the next voice tag when the file has cues without one; then a repeated tag
    begins a new turn. It lasts neither over a line that begins with a dash nor over a silence of more
    than 30 seconds: the words after it are nobody's by name. Where every cue is tagged, cues of the
    same voice are one turn. Without any voice tag, labels in the words are looked for as in labelled
    text.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        The transcript; its text is made of the cues' words, one turn to a line.

    Raises:
        NotUnderstood: `not-webvtt`, `bad-time`, `empty-file`, or what `decode` refuses.
    """
    decoded = decode(raw)
    origin = Origin("webvtt", decoded.encoding, decoded.bom, raw)
    found = read_text(decoded.text, origin, conventions)
    return replace(found, warnings=(*decoded.warnings, *found.warnings))


def read_text(
    text: str, origin: Origin, conventions: Conventions, change: Callable[[Cue], Cue] | None = None
) -> Transcript:
    """Read the text of a WebVTT file, also where it stands inside a file of another format.

    Args:
        text: From the signature on.
        origin: The file it came from.
        conventions: Signs and words.
        change: What to do with each cue before cues are put together.

    Raises:
        NotUnderstood: See `read`.
    """
    parts = parse(text)
    timed = not any(one.kind == "note" and text.startswith(ORDER_ONLY, one.start) for one in parts)
    numbers = LineNumbers(text)
    file = CueFile(text, parts, numbers)
    # Words whose place in the talk is unknown are neither left out nor put somewhere.
    if (refused := bad_time(file)) is not None:
        raise refused
    cues = list(cues_of(file, conventions, timed=timed))
    if not cues:
        raise NotUnderstood("empty-file", "The file has no cue with words in it.")
    warnings = [*odd_parts(file), *bidi_warnings(text, numbers)]
    warnings.extend(odd_times(file) if timed else ())
    if any(cue.voice is not None for cue in cues):
        warnings.extend(possible_labels(file, conventions))
    cues = [change(cue) for cue in cues] if change else cues
    return from_cues(cues, Source(origin, conventions, tuple(warnings), _title(text, parts)))


def cues_of(file: CueFile, conventions: Conventions, *, timed: bool) -> Iterator[Cue]:
    """Yield the words of each cue, one voice at a time.

    Args:
        file: The decoded file and its blocks.
        conventions: Signs that look like tags and are words.
        timed: Whether the times mean seconds.
    """
    keep = re.compile("|".join(token.pattern for token in conventions.tokens) or r"(?!)")
    for part in file.parts:
        if part.payload is not None:
            line = file.numbers.at(part.payload[0])
            time = part.time if timed else None
            for one in voiced(file.text[slice(*part.payload)], keep, time[0] if time else None):
                yield Cue(
                    one.voice, tuple(LINE_END.split(one.words)), time, line, said=one.said if time else ()
                )


def _title(text: str, parts: Sequence[Part]) -> str | None:
    first = text[parts[0].start : parts[0].end].splitlines()[0]
    return first.removeprefix("WEBVTT").strip(" \t-–—") or None
