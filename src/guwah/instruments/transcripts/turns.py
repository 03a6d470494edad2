"""From the lines of one session to its turns, and to what stands between and inside them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType

from guwah.instruments.transcripts.clocks import time_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.deciding import Decision
from guwah.instruments.transcripts.events import aside, event_kind, is_time_line, time_of_line
from guwah.instruments.transcripts.labels import Beside, Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.marks import Place, find_marks, said_by_words
from guwah.instruments.transcripts.model import Event, Mark, Segment, Span, SpanLike, Time, Turn
from guwah.instruments.transcripts.page_lines import Pages
from guwah.instruments.transcripts.people import People
from guwah.instruments.transcripts.single import said_with
from guwah.instruments.transcripts.wordlists import begins

_BETWEEN = frozenset({"line-drop", "tape-end", "session-change", "page-break"})
"""Events that are no words of a speaker's even where the turn goes on after them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part of the assembly looks at.

    Attributes:
        text: The whole text.
        decision: Its lines with their labels.
        pages: What printing put into it.
        conventions: Words for everything.
        preamble: Words before the first session.
        sessions: How many sessions there are.
    """

    text: str
    decision: Decision
    pages: Pages
    conventions: Conventions
    preamble: str
    sessions: int


@dataclass(slots=True)
class Found:
    """What a session is made of, gathered on the way through its lines."""

    turns: list[Turn] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    matter: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def read_turns(n: int, within: range, people: People, ground: Ground, found: Found) -> None:
    """Read the turns of session `n` from the lines of a range, and what stands between them."""
    lines, labels = ground.decision.lines, ground.decision.labels
    labelled = [(index, label) for index in within if (label := labels[index])]
    ends = [*(index for index, _ in labelled[1:]), within.stop]
    time: Time | None = _time_above(lines, labelled[0][0])
    beside = _with_time_alone([label for _, label in labelled])
    for (index, label), after in zip(labelled, ends, strict=True):
        last = _last_line(ground, index, after)
        known = beside.get(label.line.start, label)
        timed = replace(known, time=known.time or time)
        turn = _turn(len(found.turns) + 1, timed, lines[index : last + 1], people)
        place = Place(n, turn.n)
        marks = tuple(_marks_inside(turn, lines[index + 1 : last + 1], place, ground))
        found.turns.append(replace(turn, segments=_segments(turn, marks)))
        found.marks.extend(_beside_marks(label, place, ground))
        found.marks.extend(marks)
        time = _time_above(lines, after) if after < within.stop else None
        between = lines[last + 1 : after - 1 if time else after]
        for line in between:
            outside(line, n, ground, found)


def _with_time_alone(labels: Sequence[Candidate]) -> Mapping[int, Candidate]:
    """Read "Ann: 00:15" above her words: a time alone behind most labels is none of their words.

    Returns:
        By the offset of its line each such label, with the time and no words left on its line.
    """
    found = {
        label.line.start: replace(label, time=time, words=label.line.end)
        for label in labels
        if (time := time_of(said_with(label))) and not label.time
    }
    return found if len(found) > 1 and 2 * len(found) >= len(labels) else {}


def _time_above(lines: Sequence[Line], index: int) -> Time | None:
    """Return the time that stands on a line of its own above a label."""
    return time_of_line(lines[index - 1]) if index else None


def _last_line(ground: Ground, index: int, after: int) -> int:
    """Return the last line of a turn: brackets and times that stand alone at its end are between turns."""
    lines, nobody = ground.decision.lines, ground.decision.nobody
    last = next((i for i in range(index + 1, after) if i in nobody), after) - 1
    if after == len(lines):
        last = next((i for i in range(index + 1, last + 1) if _says_the_end(lines, i, ground)), last + 1) - 1
    while last > index and (aside(lines[last], ground.conventions) is not None or is_time_line(lines[last])):
        last -= 1
    return last


def _says_the_end(lines: Sequence[Line], index: int, ground: Ground) -> bool:
    """Tell whether a line says that the recording ends: what stands below the last turn then is nobody's."""
    inside = aside(lines[index], ground.conventions)
    return inside is not None and begins(inside, ground.conventions.tape_end) is not None


def outside(line: Line, n: int, ground: Ground, found: Found) -> None:
    """Take a line of session `n` that nobody says: an event, a description, or other matter."""
    inside = aside(line, ground.conventions)
    kind = event_kind(inside, ground.conventions) if inside is not None else None
    if kind:
        found.events.append(Event(kind, len(found.turns), line.start, line.end))
    elif time_of_line(line):
        found.marks.append(_time_mark(line, Place(n, None)))
    elif inside is not None:
        marks = find_marks(ground.text, line.start, line.end, Place(n, None), ground.conventions)
        standing = [replace(m, kind="description") if m.kind == "insertion" else m for m in marks]
        found.marks.extend(standing or [Mark("description", line.start, line.end, n)])
    else:
        found.matter.append(Span(line.start, line.end))


def _turn(n: int, label: Candidate, lines: Sequence[Line], people: People) -> Turn:
    speaker = people.speaker_of(label)
    below = lines[1:]
    time = label.time
    start = label.words
    if label.words >= label.line.end:
        # "Ann" above "0:03" above the words.
        if below and not time and (time := time_of_line(below[0])):
            below = below[1:]
        start = below[0].start if below else label.words
    elif not time:
        time, start = _time_after(label)
    notes = [one.inside.strip() for one in label.beside]
    manner = next((note for note in notes if not _to_somebody(note, people)), None)
    addressee = next((note for note in notes if _to_somebody(note, people)), None)
    return Turn(
        n=n,
        label=label.printed,
        speaker=speaker,
        label_span=label.span if label.printed else None,
        start=min(start, lines[-1].end),
        end=lines[-1].end,
        time=time,
        manner=manner,
        addressee=addressee,
    )


def _time_after(label: Candidate) -> tuple[Time | None, int]:
    """Return the time that stands after a label in a bracket or a column, and where the words begin."""
    at = label.words - label.line.start
    column, tab, _ = label.line.text[at:].partition("\t")
    if tab and (time := time_of(column)):
        return time, label.words + len(column) + 1
    opened = label.line.text[at : at + 1]
    close = label.line.text.find({"[": "]", "(": ")"}.get(opened, "\n"), at)
    # In its bracket it stays among the words, where the transcriber has put it.
    return (time_of(label.line.text[at : close + 1]) if close > at else None), label.words


def _to_somebody(note: str, people: People) -> bool:
    return begins(note, people.conventions.addressee) is not None or note.casefold().endswith(
        people.conventions.addressee_suffixes
    )


def _beside_marks(label: Candidate, place: Place, ground: Ground) -> Iterator[Mark]:
    if label.stamp:
        said = ground.text[label.stamp.start : label.stamp.end]
        start = label.stamp.start + len(said) - len(said.lstrip())
        words = said.strip().rstrip("-–—: ")
        stamp = MappingProxyType({"stamp": words.strip("[]()")})
        yield Mark("note", start, start + len(words), place.session, place.turn, stamp)
    for one in label.beside:
        if one.inside.strip().casefold() not in ground.conventions.role_words:
            yield _beside_mark(one, place, ground.conventions)


def _beside_mark(one: Beside, place: Place, conventions: Conventions) -> Mark:
    said = said_by_words(one.inside, conventions)
    return Mark(said[0] if said else "description", one.start, one.end, place.session, place.turn)


def _marks_inside(turn: Turn, below: Sequence[Line], place: Place, ground: Ground) -> Iterator[Mark]:
    """Yield the signs among the words of a turn, in order; what printing put there is a note."""
    notes = sorted(
        chain(_printed(turn, place, ground), _lines_inside(turn, below, place, ground)),
        key=lambda mark: mark.start,
    )
    starts = [note.start for note in notes]
    signs = find_marks(ground.text, turn.start, turn.end, place, ground.conventions)
    free = (one for one in signs if not _overlaps(one, notes, bisect_left(starts, one.end)))
    yield from sorted(chain(notes, free), key=lambda mark: mark.start)


def _overlaps(one: Mark, notes: Sequence[Mark], after: int) -> bool:
    return after > 0 and notes[after - 1].end > one.start


def _printed(turn: Turn, place: Place, ground: Ground) -> Iterator[Mark]:
    """Yield the numbers of lines and the turned pages among the words of a turn."""
    for span in _within(ground.pages.numbers, turn):
        said = MappingProxyType({"line": ground.text[span.start : span.end]})
        yield Mark("note", span.start, span.end, place.session, place.turn, said)
    for span in _within(ground.pages.breaks, turn):
        yield _event_mark("page-break", span, place)


def _within(spans: Sequence[Span], turn: Turn) -> Iterator[Span]:
    first = bisect_left(spans, turn.start, key=lambda span: span.start)
    for span in spans[first:]:
        if span.end > turn.end:
            return
        yield span


def _lines_inside(turn: Turn, below: Sequence[Line], place: Place, ground: Ground) -> Iterator[Mark]:
    """Yield the lines inside a turn that are times, ends of tapes and their like."""
    for line in below:
        if line.start < turn.start or line.end > turn.end:
            continue
        inside = aside(line, ground.conventions)
        kind = event_kind(inside, ground.conventions) if inside is not None else None
        if is_time_line(line):
            yield _time_mark(line, place)
        elif kind in _BETWEEN:
            yield _event_mark(kind, line, place)
        elif line.start in ground.decision.headings:
            said = MappingProxyType({"heading": "yes"})
            yield Mark("note", line.start, line.end, place.session, place.turn, said)


def _event_mark(kind: str, span: SpanLike, place: Place) -> Mark:
    return Mark("note", span.start, span.end, place.session, place.turn, MappingProxyType({"event": kind}))


def _time_mark(line: Line, place: Place) -> Mark:
    time = time_of_line(line)
    said = MappingProxyType({"time": str(time[0])} if time else {})
    return Mark("note", line.start, line.end, place.session, place.turn, said)


def _segments(turn: Turn, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """Divide a turn where times stand among its words; a turn without any has no segments."""
    timed = [(one.start, float(one.attributes["time"])) for one in marks if "time" in one.attributes]
    if not timed or [at for _, at in timed] != sorted(at for _, at in timed):
        return ()
    if turn.start < timed[0][0]:
        timed.insert(0, (turn.start, turn.time[0] if turn.time else -1))
    ends = [*timed[1:], (turn.end, turn.time[1] if turn.time and turn.time[1] is not None else -1)]
    return tuple(
        Segment(start, after, (time, end if end >= time else None) if time >= 0 else None)
        for (start, time), (after, end) in zip(timed, ends, strict=True)
    )


def with_times(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give a turn with a start only the start of the next one as its end, when that is later."""
    timed = []
    for turn, after in zip(turns, (*turns[1:], None), strict=True):
        known = turn
        if turn.time and turn.time[1] is None and after and after.time and after.time[0] >= turn.time[0]:
            known = replace(turn, time=(turn.time[0], after.time[0]), segments=_ended(turn, after.time[0]))
        timed.append(known)
    return tuple(timed)


def _ended(turn: Turn, time: float) -> tuple[Segment, ...]:
    """Return the segments of a turn, the last one ending at a time when that is later than it begins."""
    *before, last = turn.segments or (None,)
    if last is None or last.time is None or last.time[0] > time:
        return turn.segments
    return (*filter(None, before), replace(last, time=(last.time[0], time)))


def turned_pages(between: Span, ground: Ground, found: Found) -> Span:
    """Add the pages that turn between the turns of a session, from one offset to another, as events.

    Returns:
        From the first to the last code point of the pages that turn, those inside turns left out; `between`
        turned round, so that it widens nothing, where there are none.
    """
    inside = sorted((mark.start, mark.end) for mark in found.marks if mark.attributes.get("event"))
    taken = {start for start, _ in inside}
    starts = [turn.start for turn in found.turns]
    added = [
        Event("page-break", bisect_left(starts, span.start), span.start, span.end)
        for span in ground.pages.breaks
        if between.start <= span.start and span.end <= between.end and span.start not in taken
    ]
    found.events = sorted([*found.events, *added], key=lambda event: event.start)
    if not added:
        return Span(between.end, between.start)
    return Span(added[0].start, added[-1].end)
