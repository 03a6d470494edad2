"""From a text to sessions, turns, events and marks; shared by every format whose labels stand in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from guwah.instruments.languages import BIDI_CONTROLS, language_of
from guwah.instruments.transcripts.brackets import standing_alone
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.deciding import Decision, decide
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.labels import Beside, Candidate
from guwah.instruments.transcripts.lines import Line, LineNumbers, lines_of
from guwah.instruments.transcripts.marks import Place, find_marks, said_by_words
from guwah.instruments.transcripts.model import (
    Block,
    Event,
    Mark,
    Origin,
    Session,
    Span,
    Transcript,
    Turn,
    Warning_,
)
from guwah.instruments.transcripts.people import People
from guwah.instruments.transcripts.sessions import Stretch, stretches, title_words
from guwah.instruments.transcripts.spoken import languages_of_session, named_in
from guwah.instruments.transcripts.wordlists import begins

_MOST_BIDI_WARNINGS = 50
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every part of the assembly looks at."""

    text: str
    decision: Decision
    conventions: Conventions
    preamble: str
    sessions: int


def assemble(
    text: str, origin: Origin, conventions: Conventions, warnings: Sequence[Warning_] = ()
) -> Transcript:
    """Find the parts of a text whose labels stand at the start of its lines.

    Args:
        text: The decoded text; offsets of the result count in it.
        origin: The file it came from.
        conventions: Habits of the transcriber.
        warnings: What the reader already has to say.

    Returns:
        The transcript; without turns its paragraphs are blocks and a warning `no-turns` is added.
    """
    lines = lines_of(text)
    decision = decide(lines, conventions)
    numbers = LineNumbers(text)
    found = stretches(decision, conventions)
    doubts = tuple(_label_warnings(decision, numbers))
    if not found:
        return paragraphs(text, origin, conventions, (*warnings, *doubts))
    before = lines[: found[0].first]
    preamble = Span(before[0].start, before[-1].end) if before else None
    words = text[preamble.start : preamble.end] if preamble else ""
    ground = _Ground(text, decision, conventions, words, len(found))
    sessions, marks = [], []
    for n, stretch in enumerate(found, start=1):
        session, inside = _session(n, stretch, ground)
        sessions.append(session)
        marks.extend(inside)
    notes = (*warnings, *bidi_warnings(text, numbers), *doubts, *_empty_turns(sessions, numbers))
    ordered = tuple(sorted(marks, key=lambda mark: mark.start))
    language = language_of(text)
    return Transcript(origin.format, text, language, preamble, tuple(sessions), (), ordered, notes, origin)


def paragraphs(
    text: str, origin: Origin, conventions: Conventions, warnings: Sequence[Warning_] = ()
) -> Transcript:
    """Make a transcript of a text without turns: every line with something in it is one block.

    Args:
        text: The decoded text; offsets of the result count in it.
        origin: The file it came from.
        conventions: Signs and words of editors' marks.
        warnings: What the reader already has to say; `no-turns` is added.
    """
    lines = lines_of(text)
    blocks = tuple(Block(n, line.start, line.end) for n, line in enumerate(lines, start=1))
    nowhere = Place(None, None)
    marks = tuple(m for one in blocks for m in find_marks(text, one.start, one.end, nowhere, conventions))
    none = Warning_("no-turns", "No turns were found: the text is kept as paragraphs.")
    notes = (*warnings, none, *bidi_warnings(text, LineNumbers(text)))
    return Transcript(origin.format, text, language_of(text), None, (), blocks, marks, notes, origin)


@dataclass(slots=True)
class _Found:
    """What a session is made of, gathered on the way through its lines."""

    turns: list[Turn] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    matter: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands before the first turn of a session: its title line, header lines, foreword."""

    title: Line | None
    headers: tuple[Candidate, ...]
    foreword: tuple[Line, ...]
    first_turn: int

    @property
    def heading(self) -> list[str]:
        """The words of the title, if there is one."""
        return [title_words(self.title)] if self.title else []


def _opening(n: int, stretch: Stretch, decision: Decision) -> _Opening:
    title = decision.lines[stretch.title] if stretch.title is not None else None
    first_turn = next(i for i in range(stretch.first, stretch.end) if decision.labels[i])
    # Header lines above the first title speak of the first session as well.
    headers = decision.headers[0 if n == 1 else stretch.first : first_turn]
    foreword = decision.lines[stretch.first + (title is not None) : first_turn]
    return _Opening(title, tuple(head for head in headers if head), foreword, first_turn)


def _session(n: int, stretch: Stretch, ground: _Ground) -> tuple[Session, list[Mark]]:
    lines = ground.decision.lines
    opening = _opening(n, stretch, ground.decision)
    people = People(opening.heading, opening.headers, ground.conventions)
    found = _Found()
    for line in opening.foreword:
        _outside(line, n, ground, found)
    _read_turns(n, range(opening.first_turn, stretch.end), people, ground, found)
    session = Session(
        n=n,
        title=next(iter(opening.heading), None),
        title_span=Span(opening.title.start, opening.title.end) if opening.title else None,
        spoken_languages=_spoken(n, opening, ground),
        participants=people.participants,
        turns=_with_times(found.turns),
        events=tuple(found.events),
        matter=tuple(found.matter),
        start=lines[stretch.first].start,
        end=lines[stretch.end - 1].end,
    )
    return session, found.marks


def _read_turns(n: int, within: range, people: People, ground: _Ground, found: _Found) -> None:
    """Read the turns of a session, and what stands between them."""
    lines, labels = ground.decision.lines, ground.decision.labels
    labelled = [(index, label) for index in within if (label := labels[index])]
    ends = [*(index for index, _ in labelled[1:]), within.stop]
    for (index, label), after in zip(labelled, ends, strict=True):
        last = _last_line(lines, index, after)
        turn = _turn(len(found.turns) + 1, label, lines[index : last + 1], people)
        place = Place(n, turn.n)
        found.turns.append(turn)
        found.marks.extend(_beside_marks(label, place, ground.conventions))
        found.marks.extend(find_marks(ground.text, turn.start, turn.end, place, ground.conventions))
        for line in lines[last + 1 : after]:
            _outside(line, n, ground, found)


def _last_line(lines: Sequence[Line], index: int, after: int) -> int:
    """Return the last line of a turn: brackets that stand alone at its end are between turns."""
    last = after - 1
    while last > index and standing_alone(lines[last].text) is not None:
        last -= 1
    return last


def _outside(line: Line, n: int, ground: _Ground, found: _Found) -> None:
    """Take a line of session `n` that nobody says: an event, a description, or other matter."""
    inside = standing_alone(line.text)
    kind = event_kind(inside, ground.conventions) if inside is not None else None
    if kind:
        found.events.append(Event(kind, len(found.turns), line.start, line.end))
    elif inside is not None:
        marks = find_marks(ground.text, line.start, line.end, Place(n, None), ground.conventions)
        standing = [replace(m, kind="description") if m.kind == "insertion" else m for m in marks]
        found.marks.extend(standing or [Mark("description", line.start, line.end, n)])
    else:
        found.matter.append(Span(line.start, line.end))


def _turn(n: int, label: Candidate, lines: Sequence[Line], people: People) -> Turn:
    speaker = people.speaker_of(label)
    first = next((line.start for line in lines[1:]), label.words)
    start = label.words if label.words < label.line.end else first
    notes = [one.inside.strip() for one in label.beside]
    manner = next((note for note in notes if not _to_somebody(note, people)), None)
    addressee = next((note for note in notes if _to_somebody(note, people)), None)
    return Turn(
        n=n,
        label=label.printed,
        speaker=speaker,
        label_span=label.span,
        start=min(start, lines[-1].end),
        end=lines[-1].end,
        time=label.time,
        manner=manner,
        addressee=addressee,
    )


def _to_somebody(note: str, people: People) -> bool:
    return begins(note, people.conventions.addressee) is not None or note.casefold().endswith(
        people.conventions.addressee_suffixes
    )


def _beside_marks(label: Candidate, place: Place, conventions: Conventions) -> Iterator[Mark]:
    for one in label.beside:
        if one.inside.strip().casefold() not in conventions.role_words:
            yield _beside_mark(one, place, conventions)


def _beside_mark(one: Beside, place: Place, conventions: Conventions) -> Mark:
    said = said_by_words(one.inside, conventions)
    return Mark(said[0] if said else "description", one.start, one.end, place.session, place.turn)


def _with_times(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give a turn with a start only the start of the next one as its end, when that is later."""
    timed = []
    for turn, after in zip(turns, (*turns[1:], None), strict=True):
        known = turn
        if turn.time and turn.time[1] is None and after and after.time and after.time[0] >= turn.time[0]:
            known = replace(turn, time=(turn.time[0], after.time[0]))
        timed.append(known)
    return tuple(timed)


def _spoken(n: int, opening: _Opening, ground: _Ground) -> tuple[str, ...]:
    for head in opening.headers:
        if head.key in ground.conventions.language_words:
            named = named_in(head.line.text[head.words - head.line.start :], ground.conventions)
            if named:
                return named
    before = [*opening.heading, *(line.text for line in opening.foreword)]
    return languages_of_session(n, ground.sessions, ground.preamble, before, ground.conventions)


def bidi_warnings(text: str, numbers: LineNumbers) -> Iterator[Warning_]:
    """Tell the lines that hold bidirectional controls; they are kept as they are."""
    places = dict.fromkeys(numbers.at(match.start()) for match in _BIDI.finditer(text))
    for count, line in enumerate(places):
        if count == _MOST_BIDI_WARNINGS:
            yield Warning_("bidi-control", f"{len(places) - count} more lines hold such characters.", line)
            return
        yield Warning_(
            "bidi-control", "An invisible character here can change the order words are shown in.", line
        )


def _label_warnings(decision: Decision, numbers: LineNumbers) -> Iterator[Warning_]:
    for index in decision.once:
        line = numbers.at(decision.lines[index].start)
        yield Warning_("label-once", "This label stands only once: is it a speaker?", line)
    first = next((index for index, one in enumerate(decision.labels) if one), None)
    for doubt in decision.doubtful:
        line = numbers.at(decision.lines[doubt.index].start)
        what = "This line begins like a label and was not taken as one"
        yield Warning_("possible-label", f"{what}: {doubt.why}{_joined(doubt.index, first)}.", line)


def _joined(index: int, first: int | None) -> str:
    """Say where the words of a line that is no turn went, given the index of the first turn."""
    if first is None:
        return ""
    if index < first:
        return "; it stands before the first turn, and its words are nobody's"
    return "; its words belong to the turn before it"


def _empty_turns(sessions: Sequence[Session], numbers: LineNumbers) -> Iterator[Warning_]:
    for session in sessions:
        for turn in session.turns:
            if turn.start == turn.end:
                yield Warning_("empty-turn", "A label stands here without words.", numbers.at(turn.start))
