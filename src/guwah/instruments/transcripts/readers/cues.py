"""From cues to a transcript: the text is made of their words, and each time keeps its place in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from guwah.instruments.languages import language_of
from guwah.instruments.transcripts.assemble import assemble
from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.labels import candidate
from guwah.instruments.transcripts.limits import check_text
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.marks import Place, find_marks
from guwah.instruments.transcripts.model import (
    Block,
    Event,
    Mark,
    Origin,
    Participant,
    Segment,
    Session,
    Time,
    Transcript,
    Turn,
    Warning_,
)
from guwah.instruments.transcripts.people import participant_of_voice
from guwah.instruments.transcripts.readers.cue_brackets import with_bracketed
from guwah.instruments.transcripts.readers.cue_labels import with_named
from guwah.instruments.transcripts.readers.cue_words import with_words
from guwah.instruments.transcripts.readers.webvtt_runs import DASHES, Cue, Run, joint, names_nobody, runs_of
from guwah.instruments.transcripts.saying import doubt, placed


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader knows of a file besides its cues.

    Attributes:
        origin: The file.
        conventions: Signs and words.
        warnings: What the reader already has to say.
        title: The title the file gives itself, or None.
        people: Who speaks under a voice, where the file says more than the voice itself.
        languages: Tags of what was spoken, where the file says so.
    """

    origin: Origin
    conventions: Conventions
    warnings: tuple[Warning_, ...] = ()
    title: str | None = None
    people: Mapping[str, Participant] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


def from_cues(cues: Sequence[Cue], source: Source) -> Transcript:
    """Make a transcript of cues, of which any number may say whose voice they are.

    Args:
        cues: In the order of the file; at least one.
        source: The rest of the file.

    Returns:
        Turns by voice where any cue has one, and by labels a person has named; else by labels in the
        words, else paragraphs, one to a cue, each with its time.
    """
    if all(cue.voice is None for cue in cues):
        return _without_voices(cues, source)
    return by_runs(runs_of(with_named(cues, source.conventions), source.conventions), source)


def _without_voices(cues: Sequence[Cue], source: Source) -> Transcript:
    """Look for labels in the words, then for names in brackets where those name more."""
    found = by_labels(cues, source)
    bracketed = with_bracketed(cues, source.conventions)
    turns = sum(len(one.turns) for one in found.sessions)
    if bracketed is None or bracketed[1] <= turns or source.conventions.own_labels:
        return found
    nobody = next((cue.line for cue in bracketed[0] if names_nobody(cue.voice)), None)
    told = () if nobody is None else (doubt("unnamed-turns", nobody),)
    said = replace(source, warnings=(*source.warnings, *told))
    return by_runs(runs_of(bracketed[0], source.conventions), said)


def by_labels(all_cues: Sequence[Cue], source: Source) -> Transcript:
    """Look for labels in the words; each cue is one line, or more where another label begins in it."""
    cues = [part for cue in all_cues for part in _at_labels(cue, source.conventions)]
    text = "\n".join(cue.words for cue in cues)
    check_text(text)
    spans: list[Segment] = []
    position = 0
    for cue in cues:
        spans.append(Segment(position, position + len(cue.words), cue.time))
        position += len(cue.words) + 1
    found = assemble(text, source.origin, source.conventions)
    timed = Timed(spans)
    sessions = tuple(
        replace(one, turns=with_ends([timed.turn(turn) for turn in one.turns])) for one in found.sessions
    )
    blocks = tuple(timed.block(one) for one in found.blocks)
    # A line of the text is a cue: the line of the file is the one its words begin on.
    kept = tuple(
        replace(one, line=cues[one.line - 1].line if one.line else None)
        for one in found.warnings
        if one.code != "bidi-control"
    )
    dashes = tuple(_dashes(cues)) if sessions else ()
    notes = [
        note_at(sessions, span.end, said)
        for cue, span in zip(cues, spans, strict=True)
        for said in cue.beside
    ]
    told = replace(
        found,
        sessions=sessions,
        blocks=blocks,
        marks=tuple(sorted((*found.marks, *notes), key=lambda mark: (mark.start, mark.end))),
        warnings=(*source.warnings, *kept, *dashes),
    )
    return placed(with_words(told, cues, spans), _places(cues, spans))


def _places(cues: Sequence[Cue], spans: Sequence[Segment]) -> list[tuple[int, int]]:
    """Return on which line of the file each cue's words begin, and where in the text they stand."""
    return [(cue.line, span.start) for cue, span in zip(cues, spans, strict=True) if cue.line is not None]


def note_at(sessions: Sequence[Session], at: int, said: Mapping[str, str]) -> Mark:
    """Make a note that stands beside the words at an offset.

    Args:
        sessions: Of the text.
        at: The offset.
        said: Attributes of the note, `words` among them.
    """
    for session in sessions:
        for turn in session.turns:
            if turn.start <= at <= turn.end:
                return Mark("note", at, at, session.n, turn.n, MappingProxyType(said))
    return Mark("note", at, at, None, None, MappingProxyType(said))


def _at_labels(cue: Cue, conventions: Conventions) -> Iterator[Cue]:
    """Divide a cue before each of its lines that may begin with a label or that begins with a dash."""
    first = 0
    for n, line in enumerate(cue.lines):
        bare = line.strip()
        begins = bare.startswith(DASHES) or candidate(Line(0, len(bare), bare), conventions) is not None
        if n and bare and begins:
            yield replace(cue, lines=cue.lines[first:n], beside=())
            first = n
    yield replace(cue, lines=cue.lines[first:])


def _dashes(cues: Sequence[Cue]) -> Iterator[Warning_]:
    """Tell the lines that begin as another voice does, in a file whose turns have labels."""
    for cue in cues:
        if cue.words.startswith(DASHES):
            yield doubt("possible-change", cue.line)


class Timed:
    """Where in the text each time stands, given stretches in order that do not overlap."""

    def __init__(self, spans: Sequence[Segment]) -> None:
        self._spans = spans
        self._starts = [one.start for one in spans]
        self._ends = [one.end for one in spans]

    def turn(self, turn: Turn) -> Turn:
        """Give a turn the cues its words stand in."""
        within = self._spans[bisect_right(self._ends, turn.start) : bisect_left(self._starts, turn.end)]
        own = tuple(Segment(max(one.start, turn.start), min(one.end, turn.end), one.time) for one in within)
        return replace(turn, segments=own, time=_time_of(own) or turn.time)

    def block(self, block: Block) -> Block:
        """Give a paragraph the time of the cue it is."""
        return replace(block, time=self._spans[bisect_right(self._starts, block.start) - 1].time)


def _time_of(segments: Sequence[Segment]) -> Time | None:
    timed = [one.time for one in segments if one.time]
    return (timed[0][0], timed[-1][1]) if timed else None


def grouped(cues: Sequence[Cue], conventions: Conventions) -> list[Run]:
    """Put together what one voice says in a row; what no voice says is nobody's, and never carried over.

    Args:
        cues: In order.
        conventions: Words of events.
    """
    runs: list[Run] = []
    for cue in cues:
        inside = standing_alone(cue.words) if cue.voice is None else None
        event = event_kind(inside, conventions) if inside is not None else None
        last = runs[-1] if runs else None
        other = last is None or last.event or last.cues[0].voice != cue.voice
        if event or last is None or other or names_nobody(cue.voice):
            runs.append(Run((cue,), event))
        else:
            runs[-1] = Run((*last.cues, cue))
    return runs


def by_runs(runs: Sequence[Run], source: Source) -> Transcript:
    """Lay out turns, events and notes, each on its own line.

    Args:
        runs: In order; at least one.
        source: The rest of the file.
    """
    page = _Page(source)
    for run in runs:
        page.add(run)
    return page.transcript()


class _Page:
    """The text as it grows, with everything that stands in it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines: list[str] = []
        self._length = 0
        self._turns: list[Turn] = []
        self._events: list[Event] = []
        self._marks: list[Mark] = []
        self._people: dict[str, Participant] = {}
        self._warnings = list(source.warnings)
        self._places: list[tuple[int, int]] = []
        self._cues: list[Cue] = []
        self._spans: list[Segment] = []

    def add(self, run: Run) -> None:
        """Put one run on a line of its own."""
        start = self._length + bool(self._lines)
        words, segments = _laid_out(run, start)
        self._lines.append(words)
        self._places.extend(_places(run.cues, segments))
        self._cues.extend(run.cues)
        self._spans.extend(segments)
        self._length = start + len(words)
        if run.event:
            self._events.append(Event(run.event, len(self._turns), segments[0].start, segments[-1].end))
        elif run.note:
            self._marks.append(Mark("note", start, self._length, 1))
        else:
            self._turn(run, segments)
        for cue, place in zip(run.cues, segments, strict=True):
            for one in cue.beside:
                told = MappingProxyType(one)
                self._marks.append(Mark("note", place.end, place.end, 1, len(self._turns) or None, told))

    def _turn(self, run: Run, segments: tuple[Segment, ...]) -> None:
        voice = run.cues[0].voice or ""
        person: Participant | None = None
        if voice:
            known = self._source.people.get(voice)
            person = self._people.setdefault(
                voice, known or participant_of_voice(voice, self._source.conventions)
            )
            self._warnings.extend(_carried(run))
        else:
            self._warnings.append(doubt("no-voice", run.cues[0].line))
        label, speaker = (person.label, person.speaker) if person else ("", "")
        start, end = segments[0].start, segments[-1].end
        n = len(self._turns) + 1
        self._turns.append(Turn(n, label, speaker, None, start, end, _time_of(segments), segments))

    def transcript(self) -> Transcript:
        """Return what the lines make."""
        text = "\n".join(self._lines)
        check_text(text)
        source = self._source
        marks = list(self._marks)
        for turn in self._turns:
            marks.extend(find_marks(text, turn.start, turn.end, Place(1, turn.n), source.conventions))
        marks.sort(key=lambda mark: (mark.start, mark.end))
        session = Session(
            n=1,
            title=source.title,
            title_span=None,
            spoken_languages=source.languages,
            participants=tuple(self._people.values()),
            turns=with_ends(self._turns),
            events=tuple(self._events),
            matter=(),
            start=0,
            end=len(text),
        )
        read = Transcript(
            format=source.origin.format,
            text=text,
            text_language=language_of(text),
            preamble=None,
            sessions=(session,),
            blocks=(),
            marks=tuple(marks),
            warnings=tuple(self._warnings),
            origin=source.origin,
        )
        return placed(with_words(read, self._cues, self._spans), self._places)


def with_ends(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give a turn with a start only the start of the next one as its end, when that is later."""
    out = []
    for turn, after in zip(turns, (*turns[1:], None), strict=True):
        begins = after.time[0] if after and after.time else None
        open_ = turn.time is not None and turn.time[1] is None
        if turn.time and open_ and begins is not None and begins >= turn.time[0]:
            out.append(replace(turn, time=(turn.time[0], begins)))
        else:
            out.append(turn)
    return tuple(out)


def _carried(run: Run) -> Iterator[Warning_]:
    """Tell how many cues of a turn have no voice tag of their own."""
    lines = list(dict.fromkeys(cue.line for cue in run.cues if cue.voice is None))
    if lines:
        yield doubt("voice-carried", lines[0], n=len(lines))


def _laid_out(run: Run, offset: int) -> tuple[str, tuple[Segment, ...]]:
    words: list[str] = []
    length = 0
    segments = []
    for cue in run.cues:
        said = cue.words
        between = joint(words[-1], said) if words else ""
        start = offset + length + len(between)
        segments.append(Segment(start, start + len(said), cue.time))
        words.append(between + said)
        length += len(between) + len(said)
    return "".join(words), tuple(segments)


LINE_END = re.compile("[\r\n\u2028\u2029]+")
"""Also what a character reference or an escape may have brought into the words of a cue."""
