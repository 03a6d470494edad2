"""Writes SRT: numbered cues, the speaker before the words, as the format itself knows none."""

from guwah.instruments.transcripts.machine import HEAD, stands_before
from guwah.instruments.transcripts.model import Transcript
from guwah.instruments.transcripts.unnamed import ASKING, NOBODY, UNNAMED
from guwah.instruments.transcripts.writers.cues import CueLine, clock, cue_lines, timed
from guwah.instruments.transcripts.writers.webvtt import untimed
from guwah.instruments.transcripts.writers.written import Written

# Long enough to be read when the captions are played.
_SHOWN = 3.0
_LEAST = 0.001


def write(transcript: Transcript) -> Written:
    """Write a transcript as numbered cues (SubRip; it has no specification and no place for notes).

    What stands between cues is left out, but never that a machine wrote them: that is the first cue.

    Returns:
        The file; a warning where the cues have no times of their own.
    """
    cues = [line for line in cue_lines(transcript) if line.time is not None]
    if stands_before(transcript):
        end = _SHOWN if timed(transcript) else _LEAST
        cues.insert(0, CueLine("", HEAD, (0, end)))
    # Where some are named, or who asks is known, a dash alone would be of whoever spoke before it.
    dashed = {UNNAMED, ""}.issuperset(_voice(line) for line in cues)
    out = [_cue(number, line, dashed=dashed) for number, line in enumerate(cues, start=1)]
    return Written("\n".join(out).encode("utf-8"), tuple(untimed(transcript)))


def _voice(line: CueLine) -> str:
    voice = " ".join(line.voice.split())
    return UNNAMED if voice and voice != ASKING and NOBODY.fullmatch(voice) else voice


def _cue(number: int, line: CueLine, *, dashed: bool) -> str:
    start, end = (clock(one, ",") for one in line.time or (0, 0))
    # A cue's own lines may not look like the line of times, which would begin another cue.
    words = line.words.replace("-->", "→")
    voice = _voice(line)
    label = f"{voice}{'' if dashed else ':'} " if voice else ""
    return f"{number}\n{start} --> {end}\n{label}{words}\n"
