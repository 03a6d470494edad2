"""What a person should look at in a WebVTT file: odd blocks, odd times, lines that may be labels."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.labels import Candidate, candidate, fold
from guwah.instruments.transcripts.lines import Line, LineNumbers
from guwah.instruments.transcripts.model import Warning_
from guwah.instruments.transcripts.readers.webvtt_file import Part, bad_times, loose_times
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.single import looks_named

_MOST_OF_A_KIND = 10
_LINE = re.compile("[^\r\n]+")
_BEGINS_WITH_VOICE = re.compile(r"\s*<v[ \t.]")


@dataclass(frozen=True, slots=True)
class CueFile:
    """A decoded file, its blocks, and the numbers of its lines."""

    text: str
    parts: Sequence[Part]
    numbers: LineNumbers


def odd_parts(file: CueFile) -> Iterator[Warning_]:
    """Tell the blocks that are neither cue nor note."""
    for part in file.parts:
        if part.kind == "unknown":
            line = file.numbers.at(part.start)
            yield doubt("not-a-cue", line)
    if (first := next(loose_times(file.text, file.parts), None)) is not None:
        yield doubt("loose-times", file.numbers.at(first))


def bad_time(file: CueFile) -> NotUnderstood | None:
    """Return the refusal of a file because of its first times that cannot be read, or None without such."""
    at = next(bad_times(file.text, file.parts), None)
    if at is None:
        return None
    how = "as 00:01.000 --> 00:02.000 or 00:00:01.000 --> 00:00:02.000"
    line = file.numbers.at(at)
    return NotUnderstood(
        "bad-time", f"The times of this cue cannot be read: they are written {how}.", line=line
    )


def odd_times(file: CueFile) -> Iterator[Warning_]:
    """Tell the cues whose times cannot be, or run against the order of the file (WebVTT 1, section 4.2).

    A cue must end after it starts, and none may start before the one above it. Cues that overlap are
    allowed, and are told because turns follow each other.
    """
    before = (0.0, 0.0)
    told: Counter[str] = Counter()
    for part in file.parts:
        if part.time is None:
            continue
        code = _wrong_with(part.time, before)
        before = (part.time[0], max(part.time[1], before[1]))
        if code is None:
            continue
        told[code] += 1
        if told[code] <= _MOST_OF_A_KIND:
            yield doubt(code, file.numbers.at(file.text.index("-->", part.start)))
    for code, often in told.items():
        if often > _MOST_OF_A_KIND:
            yield doubt(f"{code}:more", n=often - _MOST_OF_A_KIND)


def _wrong_with(time: tuple[float, float], before: tuple[float, float]) -> str | None:
    """Name what is wrong with a cue, given the start of the cue before it and the latest end so far."""
    if time[1] <= time[0]:
        return "cue-ends-first"
    if time[0] < before[0]:
        return "cue-backwards"
    return "cues-overlap" if time[0] < before[1] else None


def possible_labels(file: CueFile, conventions: Conventions) -> Iterator[Warning_]:
    """Tell the lines without a voice tag that begin like a label, in a file whose voices are tagged."""
    own = frozenset(map(fold, conventions.own_labels))
    for part in file.parts:
        for match in _LINE.finditer(file.text, *part.payload) if part.payload else ():
            found = _label_of(match.group(), conventions)
            if found is not None and found.key not in own:
                yield doubt("possible-label:untagged", file.numbers.at(match.start()), label=found.base)


def _label_of(words: str, conventions: Conventions) -> Candidate | None:
    if _BEGINS_WITH_VOICE.match(words):
        return None
    bare = words.strip()
    found = candidate(Line(0, len(bare), bare), conventions) if bare else None
    named = found is not None and looks_named(found) and found.key not in conventions.never_labels
    return found if named else None
