"""Writes a transcript in a format, and says what of it does not come back."""

from collections.abc import Iterator
from dataclasses import replace

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.losses import SHOWN, Loss, has_times, lost, unshown
from guwah.instruments.transcripts.machine import drafted, headed
from guwah.instruments.transcripts.model import Transcript, Warning_
from guwah.instruments.transcripts.read import read
from guwah.instruments.transcripts.registry import WRITABLE, WRITERS
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.writers.written import Written

# Formats in which cues have times.
_TIMED = frozenset({"webvtt", "srt", "elan", "tei"})
_MOST_PLACES = 40
_TEXT = frozenset({"plain", "labelled-text"})


def write(transcript: Transcript, format: str) -> Written:  # noqa: A002 -- the word of the contract
    """Write a transcript in a format.

    Args:
        transcript: What was read.
        format: One of `WRITABLE`.

    Returns:
        To the format the file came from, the very same bytes. To another one a new file; it is read
        again, and each kind of thing that does not come back is a loss and a warning.

    Raises:
        NotUnderstood: `unknown-format`.
    """
    origin = transcript.origin.format
    if format == origin or {format, origin} == _TEXT:
        return Written(transcript.origin.raw)
    if format not in WRITERS:
        raise NotUnderstood("unknown-format", f"The formats that can be written are {', '.join(WRITABLE)}.")
    written = WRITERS[format]()(transcript)
    losses = unshown(transcript, format) if format in SHOWN else _losses(transcript, written, format)
    if any(one.code == "no-times" for one in written.warnings) and not has_times(transcript):
        # That its times are none is said; what had no times has lost none.
        losses = tuple(one for one in losses if one.kind != "times")
    told = tuple(loss.warning for loss in losses)
    rough = tuple(_approximate(transcript)) if format in _TIMED else ()
    return replace(written, warnings=(*written.warnings, *rough, *told), losses=losses)


def write_as(transcript: Transcript, format: str) -> Written:  # noqa: A002 -- the word of the contract
    """Write a file that was read as `write` does; that a machine wrote it goes into the new one.

    Raises:
        NotUnderstood: `unknown-format`.
    """
    origin = transcript.origin.format
    same = format == origin or {format, origin} == _TEXT
    return write(headed(transcript) if drafted(transcript) and not same else transcript, format)


def _approximate(transcript: Transcript) -> Iterator[Warning_]:
    """Yield which cues were changed since their times were taken: session and turn, and when they begin."""
    found = [
        f"{session.n}.{turn.n} ({cue.time[0]:.1f} s)"
        for session in transcript.sessions
        for turn in session.turns
        for cue in turn.segments
        if cue.approximate and cue.time
    ]
    if found:
        more = " …" if len(found) > _MOST_PLACES else ""
        yield doubt("times-approximate", n=len(found), places=", ".join(found[:_MOST_PLACES]) + more)


def _losses(transcript: Transcript, written: Written, format_: str) -> tuple[Loss, ...]:
    try:
        return lost(transcript, read(written.data, format=format_))
    except NotUnderstood:
        # Turns without words leave nothing another format could hold.
        turns = sum(len(session.turns) for session in transcript.sessions)
        return (Loss("words", max(1, turns + len(transcript.blocks))),)
