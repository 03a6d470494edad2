"""Reads a file of any known format, and writes a transcript in one."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from guwah.instruments.transcripts.conventions import DEFAULT, Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.encodings import announced
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.model import FORMATS, Transcript, Warning_
from guwah.instruments.transcripts.readers import docx, labelled_text, plain, webvtt
from guwah.instruments.transcripts.writers import docx as docx_writer
from guwah.instruments.transcripts.writers import labelled_text as text_writer
from guwah.instruments.transcripts.writers import webvtt as webvtt_writer
from guwah.instruments.transcripts.writers.written import Written

Reader = Callable[[bytes, Conventions], Transcript]
Writer = Callable[[Transcript], Written]

_READERS: dict[str, Reader] = {
    "labelled-text": labelled_text.read,
    "plain": plain.read,
    "webvtt": webvtt.read,
    "docx": docx.read,
}
_WRITERS: dict[str, Writer] = {
    "labelled-text": text_writer.write,
    "plain": text_writer.write,
    "webvtt": webvtt_writer.write,
    "docx": docx_writer.write,
}
_EXTENSIONS = {".vtt": "webvtt", ".webvtt": "webvtt", ".docx": "docx", ".txt": "labelled-text"}
_VTT = "WEBVTT"
_ZIP = b"PK\x03\x04"


def read(
    raw: bytes,
    name: str = "",
    format: str | None = None,  # noqa: A002 -- the word of the contract
    conventions: Conventions = DEFAULT,
    *,
    expect_turns: bool = False,
) -> Transcript:
    """Read a file as a transcript.

    Args:
        raw: The whole file.
        name: Its name; an ending such as `.vtt` says the format when `format` does not.
        format: One of `FORMATS`, or None to find it out.
        conventions: Habits of the transcriber.
        expect_turns: Refuse a text in which nobody speaks.

    Returns:
        The transcript. A text in which no turns were found has the format `plain`, unless a format
        was asked for.

    Raises:
        NotUnderstood: The file is not what it should be, or has no turns though they were expected.
    """
    check_size(len(raw))
    chosen = format or sniff(raw, name)
    if chosen not in _READERS:
        raise NotUnderstood("unknown-format", f"The formats that can be read are {', '.join(FORMATS)}.")
    transcript = _READERS[chosen](raw, conventions)
    if expect_turns and not transcript.sessions:
        raise NotUnderstood(
            "no-turns", "Nobody speaks in this text: no labels that recur or are introduced were found."
        )
    if format is None and chosen == "labelled-text" and not transcript.sessions:
        origin = replace(transcript.origin, format="plain")
        return replace(transcript, format="plain", origin=origin)
    return transcript


def read_file(
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 -- the word of the contract
    conventions: Conventions = DEFAULT,
    *,
    expect_turns: bool = False,
) -> Transcript:
    """Read a file from disk; one that is too large is refused before it is opened.

    Args:
        path: A regular file.
        format: See `read`.
        conventions: See `read`.
        expect_turns: See `read`.

    Raises:
        NotUnderstood: See `read`; `not-a-file` for a folder, a device or a pipe.
        OSError: The file cannot be opened.
    """
    place = Path(path)
    status = place.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotUnderstood("not-a-file", "This is a folder or a device, not a file.")
    check_size(status.st_size)
    return read(place.read_bytes(), place.name, format, conventions, expect_turns=expect_turns)


def sniff(raw: bytes, name: str = "") -> str:
    """Find out a format by the first bytes, else by the ending of the name, else labelled text."""
    bom, encoding = announced(raw) or (b"", "utf-8")
    if raw.startswith(bom + _VTT.encode(encoding)):
        return "webvtt"
    by_name = _EXTENSIONS.get(Path(name).suffix.casefold())
    if by_name is None and raw.startswith(_ZIP):
        return "docx"
    return by_name or "labelled-text"


def write(transcript: Transcript, format: str) -> Written:  # noqa: A002 -- the word of the contract
    """Write a transcript in a format.

    Args:
        transcript: What was read.
        format: One of `FORMATS`.

    Returns:
        To the format the file came from, the very same bytes. To another one a new file, with a
        warning for each kind of thing that format cannot hold.

    Raises:
        NotUnderstood: `unknown-format`.
    """
    if format == transcript.origin.format or {format, transcript.origin.format} == {"plain", "labelled-text"}:
        return Written(transcript.origin.raw)
    if format not in _WRITERS:
        raise NotUnderstood("unknown-format", f"The formats that can be written are {', '.join(FORMATS)}.")
    written = _WRITERS[format](transcript)
    if _survives(transcript, written, format):
        return written
    other = Warning_("reads-differently", "Read again, the new file has not the same turns or paragraphs.")
    return replace(written, warnings=(*written.warnings, other))


def _survives(transcript: Transcript, written: Written, format_: str) -> bool:
    try:
        return _spoken(read(written.data, format=format_)) == _spoken(transcript)
    except NotUnderstood:
        # Turns without words leave nothing another format could hold.
        return False


def _spoken(transcript: Transcript) -> list[tuple[str, str]]:
    """Return who says what, with spaces made equal: what must survive any change of format."""
    turns = [(turn.speaker, turn) for session in transcript.sessions for turn in session.turns]
    told = [(speaker, "".join(transcript.text_of(turn).split())) for speaker, turn in turns]
    return told + [("", "".join(transcript.text_of(block).split())) for block in transcript.blocks]
