"""Labels a person has named, inside the words of cues whose voices are tagged: somebody else speaks there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guwah.instruments.transcripts.by_hand import named_by_hand
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.readers.webvtt_runs import Cue


def with_named(cues: Sequence[Cue], conventions: Conventions) -> list[Cue]:
    """Divide cues before their lines that begin with a label a person named; the label becomes the voice.

    A label with nothing behind it in its cue stays among the words: no cue without words is made.

    Args:
        cues: In order.
        conventions: `own_labels`.
    """
    bare = [line.strip() for cue in cues for line in cue.lines]
    found = iter(named_by_hand([Line(0, len(each), each) for each in bare], conventions))
    return [part for cue in cues for part in _divided(cue, [next(found) for _ in cue.lines])]


def _divided(cue: Cue, labels: Sequence[Candidate | None]) -> Iterator[Cue]:
    voice, lines = cue.voice, list[str]()
    for index, (line, label) in enumerate(zip(cue.lines, labels, strict=True)):
        words = line.strip()[label.words :] if label else ""
        if label is None or not (words or any(map(str.strip, cue.lines[index + 1 :]))):
            lines.append(line)
            continue
        if any(map(str.strip, lines)):
            yield replace(cue, voice=voice, lines=tuple(lines), beside=())
        voice, lines = label.base, [words] if words else []
    yield replace(cue, voice=voice, lines=tuple(lines))
