"""Times before the lines of a text in which nobody is named, as recognisers and players print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from guwah.instruments.transcripts.clocks import time_before, time_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.model import Block, Mark, Time

_LEAST = 2
_SOON = 60.0
_OPENING = tuple("[(<【［（{")
_EDGES = " \t*_"


@dataclass(frozen=True, slots=True)
class _Timed:
    """A line, the time before its words or alone on it, and where its words begin."""

    line: Line
    time: Time | None
    words: int

    @property
    def alone(self) -> bool:
        """Whether the line is its time and nothing else."""
        return self.time is not None and self.words >= self.line.end


def timed_paragraphs(lines: Sequence[Line]) -> tuple[tuple[Block, ...], tuple[Mark, ...]] | None:
    """Read "[00:00.000 --> 00:08.420]  words", and a time above its words, as paragraphs with times.

    The times of most lines must rise, and be times of a recording: ranges, in brackets, or from its first
    minute on. "10:30 Tea" is the day of somebody.

    Args:
        lines: Lines of a text without turns.

    Returns:
        The paragraphs, times left out, and a note where each time stands; None where it is no such text.
    """
    found = [_timed(line) for line in lines]
    begins = _last_descent(found)
    if not _are_kept_to(found[begins:]):
        return None
    # Above a talk its chapters may be listed with their times: a list, whose lines stay as they are.
    found[:begins] = [_Timed(one.line, None, one.line.start) for one in found[:begins]]
    blocks: list[Block] = []
    above: Time | None = None
    for one in found:
        if not one.alone:
            blocks.append(Block(len(blocks) + 1, one.words, one.line.end, one.time or above))
        above = one.time if one.alone else None
    marks = tuple(
        Mark("note", one.line.start, one.words, None, None, MappingProxyType({"time": str(one.time[0])}))
        for one in found
        if one.time
    )
    return tuple(blocks), marks


def _timed(line: Line) -> _Timed:
    if alone := time_of(line.text.strip(_EDGES)):
        return _Timed(line, alone, line.end)
    time, at = time_before(line.text)
    if time is None:
        return _Timed(line, None, line.start)
    ruled = line.text[at:]
    return _Timed(line, time, line.start + at + len(ruled) - len(ruled.lstrip("| ")))


def _last_descent(found: Sequence[_Timed]) -> int:
    """Return where the times begin for the last time: the first line that is earlier than one above it."""
    begins, before = 0, 0.0
    for index, one in enumerate(found):
        if one.time:
            begins = index if one.time[0] < before else begins
            before = one.time[0]
    return begins


def _are_kept_to(found: Sequence[_Timed]) -> bool:
    timed = [(one, one.time) for one in found if one.time]
    starts = [time[0] for _, time in timed]
    spoken = sum(not one.alone for one in found)
    if len(timed) < _LEAST or 2 * len(timed) < spoken:
        return False
    shaped = all(time[1] is not None or one.line.text.startswith(_OPENING) for one, time in timed)
    return spoken > 0 and (shaped or starts[0] < _SOON)
