"""Reads a file of any known format."""

import os
import stat
from dataclasses import replace
from pathlib import Path

from guwah.instruments.transcripts.conventions import DEFAULT, Conventions
from guwah.instruments.transcripts.decode import check_size, decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.machine import known_again
from guwah.instruments.transcripts.model import FORMATS, Transcript
from guwah.instruments.transcripts.recognise import recognise, unread
from guwah.instruments.transcripts.registry import READABLE, READERS, Reader

_ANOTHER_WAY = (
    "Export it as WebVTT, or as text with a label before each turn, in the program it was written in"
)


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
        name: Its name; its ending says the format where neither `format` nor the content does.
        format: One of `FORMATS`, or None to find it out.
        conventions: Habits of the transcriber.
        expect_turns: Refuse a text in which nobody speaks.

    Returns:
        The transcript. A text in which no turns were found has the format `plain`, unless a format
        was asked for.

    Raises:
        NotUnderstood: The file is not what it should be, or has no turns though they were expected;
            `unread-format` when it is of a format that is known and cannot be read.
    """
    check_size(len(raw))
    chosen = format or recognise(raw, name)
    transcript = known_again(_reader(chosen)(raw, conventions))
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
    return read(bytes_of(path), Path(path).name, format, conventions, expect_turns=expect_turns)


def read_as(
    raw: bytes,
    encoding: str,
    name: str = "",
    format: str | None = None,  # noqa: A002 -- the word of the contract
    conventions: Conventions = DEFAULT,
    *,
    expect_turns: bool = False,
) -> Transcript:
    """Read a file of text in an encoding that a person names; else as `read`.

    Raises:
        NotUnderstood: See `read`; `bad-encoding` where the bytes are none in it.
    """
    text = decode(raw, declared=encoding).text
    found = read(text.encode(), name, format, conventions, expect_turns=expect_turns)
    return replace(found, origin=replace(found.origin, encoding=encoding, raw=raw))


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """Return every byte of a file; one that is too large is refused before it is opened.

    Raises:
        NotUnderstood: `not-a-file`, `too-large`, `empty-file`.
        OSError: The file cannot be opened.
    """
    place = Path(path)
    status = place.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotUnderstood("not-a-file", "This is a folder or a device, not a file.")
    check_size(status.st_size)
    return place.read_bytes()


def _reader(format_: str) -> Reader:
    if format_ in READERS:
        return READERS[format_]()
    if format_ in FORMATS:
        raise unread(f"a file of the format {format_}", _ANOTHER_WAY)
    raise NotUnderstood("unknown-format", f"The formats that can be read are {', '.join(READABLE)}.")
