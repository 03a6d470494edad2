"""Reads WebVTT: cues become segments, runs of cues under one voice become turns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guwah.instruments.languages import language_of, script_of_letter
from guwah.instruments.transcripts.assemble import assemble, bidi_warnings
from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.events import event_kind
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
from guwah.instruments.transcripts.readers.webvtt_warnings import (
    CueFile,
    odd_parts,
    odd_times,
    possible_labels,
)

ORDER_ONLY = "NOTE The times here keep the order only: the source says none."
"""A note our own writer leaves where it had to number cues instead of timing them."""


# Also those a character reference may have brought into the words.
_LINE_END = re.compile("[\r\n\u2028\u2029]+")
_FULL_WIDTH = frozenset("，。、；：？！）（」「』『》《“”…")


@dataclass(frozen=True, slots=True)
class _Cue:
    """One stretch under one voice; `line` is the line of the file its payload begins on."""

    voice: str | None
    words: str
    time: tuple[float, float] | None
    line: int


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a WebVTT file.

    A voice lasts until the next voice tag when the file has cues without one; then a repeated tag
    begins a new turn. Where every cue is tagged, cues of the same voice are one turn. Without any
    voice tag, labels in the words are looked for as in labelled text.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        The transcript; its text is made of the cues' words, one turn to a line.

    Raises:
        NotUnderstood: `not-webvtt`, `empty-file`, or what `decode` refuses.
    """
    decoded = decode(raw)
    parts = parse(decoded.text)
    origin = Origin("webvtt", decoded.encoding, decoded.bom, raw)
    timed = not any(one.kind == "note" and decoded.text.startswith(ORDER_ONLY, one.start) for one in parts)
    numbers = LineNumbers(decoded.text)
    file = CueFile(decoded.text, parts, numbers)
    cues = list(_cues(file, conventions, timed=timed))
    if not cues:
        raise NotUnderstood("empty-file", "The file has no cue with words in it.")
    warnings = [*decoded.warnings, *odd_parts(file), *bidi_warnings(decoded.text, numbers)]
    warnings.extend(odd_times(file) if timed else ())
    if all(cue.voice is None for cue in cues):
        return _by_labels(cues, origin, conventions, warnings)
    warnings.extend(possible_labels(file, conventions))
    return _by_voices(cues, _title(decoded.text, parts), origin, conventions, warnings)


def _cues(file: CueFile, conventions: Conventions, *, timed: bool) -> Iterator[_Cue]:
    keep = re.compile("|".join(token.pattern for token in conventions.tokens) or r"(?!)")
    for part in file.parts:
        if part.payload is not None:
            line = file.numbers.at(part.payload[0])
            for one in voiced(file.text[slice(*part.payload)], keep):
                words = _joined(_LINE_END.split(one.words))
                yield _Cue(one.voice, words, part.time if timed else None, line)


def _joined(lines: Sequence[str]) -> str:
    """Join lines that only the width of the screen divides; Chinese is written without the space."""
    text = ""
    for line in (one.strip() for one in lines):
        if text and line:
            text += _joint(text, line)
        text += line
    return text


def _joint(before: str, after: str) -> str:
    return "" if _han(before[-1]) and _han(after[0]) else " "


def _han(character: str) -> bool:
    return script_of_letter(character) in {"Hani", "Hira", "Kana"} or character in _FULL_WIDTH


def _title(text: str, parts: Sequence[Part]) -> str | None:
    first = text[parts[0].start : parts[0].end].splitlines()[0]
    return first.removeprefix("WEBVTT").strip(" \t-–—") or None


def _by_labels(
    cues: Sequence[_Cue], origin: Origin, conventions: Conventions, warnings: list[Warning_]
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


@dataclass(frozen=True, slots=True)
class _Run:
    """Cues that are one turn, or one cue that is an event between turns."""

    cues: tuple[_Cue, ...]
    event: str | None = None


def _runs(cues: Sequence[_Cue], conventions: Conventions) -> list[_Run]:
    events = [_event_of(cue, conventions) for cue in cues]
    carries = _carries([cue for cue, event in zip(cues, events, strict=True) if event is None])
    runs: list[_Run] = []
    turn: list[_Cue] = []
    voice: str | None = None
    for index, (cue, event) in enumerate(zip(cues, events, strict=True)):
        # Whether a lone bracket stands between turns is known by the next words.
        judged = cue if event is None else _next_spoken(cues, events, index)
        if not turn or judged is None or _begins_turn(cue, judged, voice, carries=carries):
            runs.extend(_run_of(turn))
            turn = []
            if event is not None:
                runs.append(_Run((cue,), event))
                voice = None
                continue
        turn.append(cue)
        voice = cue.voice or voice
    return [*runs, *_run_of(turn)]


def _run_of(turn: Sequence[_Cue]) -> list[_Run]:
    return [_Run(tuple(turn))] if turn else []


def _carries(spoken: Sequence[_Cue]) -> bool:
    """Tell whether the file leaves cues without a voice after the first that has one: a voice lasts there."""
    first = next(index for index, cue in enumerate(spoken) if cue.voice is not None)
    return any(cue.voice is None for cue in spoken[first:])


def _begins_turn(cue: _Cue, judged: _Cue, voice: str | None, *, carries: bool) -> bool:
    if judged.voice is None:
        return False
    # What nobody says and a new tag follows is between turns, whoever speaks next.
    return carries or judged.voice != voice or judged is not cue


def _next_spoken(cues: Sequence[_Cue], events: Sequence[str | None], index: int) -> _Cue | None:
    return next((cues[i] for i in range(index + 1, len(cues)) if events[i] is None), None)


def _event_of(cue: _Cue, conventions: Conventions) -> str | None:
    inside = standing_alone(cue.words) if cue.voice is None else None
    return event_kind(inside, conventions) if inside is not None else None


def _by_voices(
    cues: Sequence[_Cue],
    title: str | None,
    origin: Origin,
    conventions: Conventions,
    warnings: list[Warning_],
) -> Transcript:
    text = ""
    turns: list[Turn] = []
    events: list[Event] = []
    people: dict[str, Participant] = {}
    for run in _runs(cues, conventions):
        text += "\n" if text else ""
        words, segments = _laid_out(run, len(text))
        text += words
        if run.event:
            events.append(Event(run.event, len(turns), segments[0].start, segments[-1].end))
            continue
        voice = run.cues[0].voice or ""
        if voice:
            people.setdefault(voice, participant_of_voice(voice, conventions))
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


def _laid_out(run: _Run, offset: int) -> tuple[str, tuple[Segment, ...]]:
    words = ""
    segments = []
    for cue in run.cues:
        words += _joint(words, cue.words) if words else ""
        start = offset + len(words)
        segments.append(Segment(start, start + len(cue.words), cue.time))
        words += cue.words
    return words, tuple(segments)


def _turn(n: int, person: Participant | None, segments: tuple[Segment, ...]) -> Turn:
    label, speaker = (person.label, person.speaker) if person else ("", "")
    start, end = segments[0].start, segments[-1].end
    return Turn(n, label, speaker, None, start, end, _time_of(segments), segments)
