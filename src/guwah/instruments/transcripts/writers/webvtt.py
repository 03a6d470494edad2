"""Writes WebVTT with one voice to a cue (W3C WebVTT 1, section 4)."""

import html
from collections.abc import Iterator, Sequence

from guwah.instruments.transcripts.model import Transcript, Warning_, Word
from guwah.instruments.transcripts.readers.webvtt import ORDER_ONLY
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.writers.cues import CueLine, clock, cue_lines, timed
from guwah.instruments.transcripts.writers.written import Written


def write(transcript: Transcript) -> Written:
    """Write a transcript as cues; header lines and what stands between turns become notes.

    Where the turns have no times, cues are numbered by seconds and a note says that the times keep
    the order only; our reader then gives no times back.

    Returns:
        The file; a warning where the cues have no times of their own.
    """
    out = ["WEBVTT" + _title(transcript)]
    if not timed(transcript):
        out.append(ORDER_ONLY)
    out.extend(_block(line) for line in cue_lines(transcript))
    return Written(("\n\n".join(out) + "\n").encode("utf-8"), tuple(untimed(transcript)))


def untimed(transcript: Transcript) -> Iterator[Warning_]:
    """Say it where cues keep the order only."""
    if timed(transcript):
        return
    if transcript.sessions:
        yield doubt("no-times")
    else:
        yield doubt("no-times:paragraphs")


def _title(transcript: Transcript) -> str:
    titles = [session.title for session in transcript.sessions if session.title]
    return f" - {titles[0]}" if len(titles) == 1 and "-->" not in titles[0] else ""


def _block(line: CueLine) -> str:
    if line.time is None:
        return "NOTE\n" + line.words.replace("-->", "→")
    # Only the three signs of the format are escaped; quotes stay as they are.
    body = _stamped(line)
    voice = " ".join(html.escape(line.voice, quote=False).split())
    start, end = (clock(one, ".") for one in line.time)
    return f"{start} --> {end}\n" + (f"<v {voice}>{body}" if voice else body)


def _stamped(line: CueLine) -> str:
    """Return the words with times among them: when each begins, and when it ends where none begins then.

    Times rise inside a cue and stay within its own (section 4.2.2): any other is left out.
    """
    times = line.time or (0.0, 0.0)
    written, reached, last = [], 0, times[0]
    for at, second in _moments(line.heard):
        if last < second < times[1]:
            written += [html.escape(line.words[reached:at], quote=False), f"<{clock(second, '.')}>"]
            reached, last = at, second
    return "".join((*written, html.escape(line.words[reached:], quote=False)))


def _moments(words: Sequence[Word]) -> Iterator[tuple[int, float]]:
    """Yield where something begins or ends to be heard, and when; no end where the next word begins."""
    for word, after in zip(words, (*words, None)[1:], strict=True):
        yield word.start, word.time[0]
        if after is None or after.time[0] > word.time[1]:
            yield word.end, word.time[1]
