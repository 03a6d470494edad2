"""Reads WebVTT: cues become segments, runs of cues under one voice become turns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guwah.instruments.languages import language_of
from guwah.instruments.transcripts.assemble import assemble, bidi_warnings
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.marks import Place, find_marks
from guwah.instruments.transcripts.model import (
    Event,
    Mark,
    Origin,
    Participant,
    Segment,
    Session,
    Transcript,
    Turn,
    Warning_,
)
from guwah.instruments.transcripts.people import participant_of_voice
from guwah.instruments.transcripts.readers.webvtt_file import Part, parse, voiced
from guwah.instruments.transcripts.readers.webvtt_runs import Cue, Run, joint, runs_of
from guwah.instruments.transcripts.readers.webvtt_warnings import (
    CueFile,
    bad_time,
    odd_parts,
    odd_times,
    possible_labels,
)

# Also those a character reference may have brought into the words.
_LINE_END = re.compile("[\r\n\u2028\u2029]+")

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
    parts = parse(decoded.text)
    origin = Origin("webvtt", decoded.encoding, decoded.bom, raw)
    timed = not any(one.kind == "note" and decoded.text.startswith(ORDER_ONLY, one.start) for one in parts)
    numbers = LineNumbers(decoded.text)
    file = CueFile(decoded.text, parts, numbers)
    cues = list(_cues(file, conventions, timed=timed))
    if not cues:
        raise bad_time(file) or NotUnderstood("empty-file", "The file has no cue with words in it.")
    warnings = [*decoded.warnings, *odd_parts(file), *bidi_warnings(decoded.text, numbers)]
    warnings.extend(odd_times(file) if timed else ())
    if all(cue.voice is None for cue in cues):
        return _by_labels(cues, origin, conventions, warnings)
    warnings.extend(possible_labels(file, conventions))
    return _by_voices(cues, _title(decoded.text, parts), origin, conventions, warnings)


def _cues(file: CueFile, conventions: Conventions, *, timed: bool) -> Iterator[Cue]:
    keep = re.compile("|".join(token.pattern for token in conventions.tokens) or r"(?!)")
    for part in file.parts:
        if part.payload is not None:
            line = file.numbers.at(part.payload[0])
            for one in voiced(file.text[slice(*part.payload)], keep):
                yield Cue(one.voice, tuple(_LINE_END.split(one.words)), part.time if timed else None, line)


def _title(text: str, parts: Sequence[Part]) -> str | None:
    first = text[parts[0].start : parts[0].end].splitlines()[0]
    return first.removeprefix("WEBVTT").strip(" \t-–—") or None


def _by_labels(
    cues: Sequence[Cue], origin: Origin, conventions: Conventions, warnings: list[Warning_]
) -> Transcript:
    """Look for labels in the words; each cue is one line."""
    text = "\n".join(cue.words for cue in cues)
    spans: list[Segment] = []
    position = 0
    for cue in cues:
        spans.append(Segment(position, position + len(cue.words), cue.time))
        position += len(cue.words) + 1
    found = assemble(text, origin, conventions)
    sessions = tuple(
        replace(one, turns=tuple(_with_segments(turn, spans) for turn in one.turns)) for one in found.sessions
    )
    kept = [one for one in found.warnings if one.code != "bidi-control"]
    # A line of the text is a cue: the line of the file is the one its words begin on.
    placed = tuple(replace(one, line=cues[one.line - 1].line if one.line else None) for one in kept)
    return replace(found, sessions=sessions, warnings=(*warnings, *placed))


def _with_segments(turn: Turn, spans: Sequence[Segment]) -> Turn:
    own = tuple(
        Segment(max(one.start, turn.start), min(one.end, turn.end), one.time)
        for one in spans
        if one.start < turn.end and turn.start < one.end
    )
    return replace(turn, segments=own, time=_time_of(own))


def _time_of(segments: Sequence[Segment]) -> tuple[float, float | None] | None:
    timed = [one.time for one in segments if one.time]
    return (timed[0][0], timed[-1][1]) if timed else None


def _by_voices(
    cues: Sequence[Cue],
    title: str | None,
    origin: Origin,
    conventions: Conventions,
    warnings: list[Warning_],
) -> Transcript:
    text = ""
    turns: list[Turn] = []
    events: list[Event] = []
    people: dict[str, Participant] = {}
    for run in runs_of(cues, conventions):
        text += "\n" if text else ""
        words, segments = _laid_out(run, len(text))
        text += words
        if run.event:
            events.append(Event(run.event, len(turns), segments[0].start, segments[-1].end))
            continue
        voice = run.cues[0].voice or ""
        if voice:
            people.setdefault(voice, participant_of_voice(voice, conventions))
            warnings.extend(_carried(run))
        else:
            warnings.append(Warning_("no-voice", "No voice is named for these words.", run.cues[0].line))
        turns.append(_turn(len(turns) + 1, people.get(voice), segments))
    marks: list[Mark] = []
    for turn in turns:
        marks.extend(find_marks(text, turn.start, turn.end, Place(1, turn.n), conventions))
    named = tuple(people.values())
    session = Session(1, title, None, (), named, tuple(turns), tuple(events), (), 0, len(text))
    told = (tuple(marks), tuple(warnings), origin)
    return Transcript("webvtt", text, language_of(text), None, (session,), (), *told)


def _carried(run: Run) -> Iterator[Warning_]:
    """Tell how many cues of a turn have no voice tag of their own."""
    lines = sorted({cue.line for cue in run.cues if cue.voice is None})
    if lines:
        what = "Cues without a voice tag are read under the voice before them; from this line on"
        yield Warning_("voice-carried", f"{what}: {len(lines)}. Is it the same person?", lines[0])


def _laid_out(run: Run, offset: int) -> tuple[str, tuple[Segment, ...]]:
    words = ""
    segments = []
    for cue in run.cues:
        words += joint(words, cue.words) if words else ""
        start = offset + len(words)
        segments.append(Segment(start, start + len(cue.words), cue.time))
        words += cue.words
    return words, tuple(segments)


def _turn(n: int, person: Participant | None, segments: tuple[Segment, ...]) -> Turn:
    label, speaker = (person.label, person.speaker) if person else ("", "")
    start, end = segments[0].start, segments[-1].end
    return Turn(n, label, speaker, None, start, end, _time_of(segments), segments)
