"""From a text to sessions, turns, events and marks; shared by every format whose labels stand in the text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guwah.instruments.languages import language_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.counted import counted_lines
from guwah.instruments.transcripts.deciding import Decision, decide
from guwah.instruments.transcripts.doubts import (
    bidi_warnings,
    clock_warnings,
    divided_words,
    empty_turns,
    label_warnings,
    session_warnings,
)
from guwah.instruments.transcripts.entries import without_code
from guwah.instruments.transcripts.events import is_time_line
from guwah.instruments.transcripts.habits import PLAIN, Looks
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line, LineNumbers, lines_of
from guwah.instruments.transcripts.marks import Place, find_marks
from guwah.instruments.transcripts.model import Block, Mark, Origin, Session, Span, Transcript, Warning_
from guwah.instruments.transcripts.page_lines import Pages, pages
from guwah.instruments.transcripts.people import People
from guwah.instruments.transcripts.run_on import divided_lines, only_at
from guwah.instruments.transcripts.saying import doubt, placed, starts
from guwah.instruments.transcripts.sessions import Stretch, stretches, title_words
from guwah.instruments.transcripts.spoken import languages_of_session, named_in
from guwah.instruments.transcripts.timed_lines import timed_paragraphs
from guwah.instruments.transcripts.torn import with_colons_below
from guwah.instruments.transcripts.turns import (
    Found,
    Ground,
    outside,
    read_turns,
    turned_pages,
    with_times,
)

__all__ = ["assemble", "bidi_warnings", "paragraphs"]


def assemble(
    text: str,
    origin: Origin,
    conventions: Conventions,
    warnings: Sequence[Warning_] = (),
    looks: Looks = PLAIN,
) -> Transcript:
    """Find the parts of a text whose labels stand at the start of its lines.

    Args:
        text: The decoded text; offsets of the result count in it.
        origin: The file it came from.
        conventions: Habits of the transcriber.
        warnings: What the reader already has to say.
        looks: How lines look, in a document with styles.

    Returns:
        The transcript; without turns its paragraphs are blocks and a warning `no-turns` is added.
    """
    printed, decision = _decided(text, conventions, looks)
    lines = printed.lines
    numbers = LineNumbers(text)
    found = stretches(decision, conventions)
    doubts = (*label_warnings(decision, numbers), *clock_warnings(lines, numbers))
    if not found:
        return paragraphs(text, origin, conventions, (*warnings, *doubts))
    preamble = _preamble(lines[: found[0].first], printed)
    words = text[preamble.start : preamble.end] if preamble else ""
    ground = Ground(text, decision, printed, conventions, words, len(found))
    reached = preamble.end if preamble else 0
    sessions, marks = [], []
    for n, stretch in enumerate(found, start=1):
        until = lines[found[n].first].start if n < len(found) else len(text)
        session, inside = _session(n, stretch, ground, Span(reached, until))
        reached = until
        sessions.append(session)
        marks.extend(inside)
    notes = (
        *warnings,
        *bidi_warnings(text, numbers),
        *doubts,
        *session_warnings(decision, found, numbers, conventions),
        *empty_turns(sessions, numbers),
        *divided_words(text, sessions, numbers),
    )
    ordered = tuple(sorted(marks, key=lambda mark: mark.start))
    language = language_of(text)
    read = Transcript(origin.format, text, language, preamble, tuple(sessions), (), ordered, notes, origin)
    return placed(read, starts(text))


def _decided(text: str, conventions: Conventions, looks: Looks) -> tuple[Pages, Decision]:
    """Decide which lines begin turns; where none does, questions and answers may run on in one line."""
    printed = pages(text, conventions)
    printed = replace(printed, lines=with_colons_below(text, printed.lines, conventions))
    decision = decide(printed.lines, conventions, looks)
    # A text with code in it was not copied together.
    whole = without_code(printed.lines) is printed.lines
    lines, told = (whole and _run_on(printed.lines, decision, conventions, looks)) or (None, decision)
    return (replace(printed, lines=lines) if lines else printed), told


def _run_on(
    lines: Sequence[Line], decision: Decision, conventions: Conventions, looks: Looks
) -> tuple[tuple[Line, ...], Decision] | None:
    """Decide a text anew that has lost its line ends: in lines again, or None where it has lost none."""
    divided = divided_lines(lines, conventions, [one.key for one in decision.labels if one])
    if divided is None:
        counted = None if decision.turns else counted_lines(lines)
        return (counted, decide(counted, conventions, looks)) if counted else None
    own = replace(conventions, own_labels=(*conventions.own_labels, *divided.names))
    decision = decide(divided.lines, own if divided.names else conventions, looks)
    return divided.lines, only_at(decision, divided.begins) if divided.names else decision


def _preamble(before: Sequence[Line], printed: Pages) -> Span | None:
    """Return where the preamble stands; a page number above its first line belongs to it."""
    if not before:
        return None
    above = [span.start for span in printed.breaks if span.start < before[0].start]
    return Span(min([before[0].start, *above]), before[-1].end)


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
    plain = tuple(Block(n, line.start, line.end) for n, line in enumerate(lines, start=1))
    blocks, times = timed_paragraphs(lines) or (plain, ())
    nowhere = Place(None, None)
    signs = (m for one in blocks for m in find_marks(text, one.start, one.end, nowhere, conventions))
    marks = tuple(sorted((*times, *signs), key=lambda mark: mark.start))
    notes = (*warnings, doubt("no-turns"), *bidi_warnings(text, LineNumbers(text)))
    read = Transcript(origin.format, text, language_of(text), None, (), blocks, marks, notes, origin)
    return placed(read, starts(text))


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


def _session(n: int, stretch: Stretch, ground: Ground, between: Span) -> tuple[Session, list[Mark]]:
    """Read one session; `between` reaches from the end of the one before to the beginning of the next."""
    lines = ground.decision.lines
    opening = _opening(n, stretch, ground.decision)
    # Who is who may be said above the title too, for every session.
    above = (*ground.preamble.splitlines(), *opening.heading, *(line.text for line in opening.foreword))
    people = People(opening.heading, opening.headers, ground.conventions, above)
    found = Found()
    timed = opening.foreword and is_time_line(opening.foreword[-1])
    for line in opening.foreword[:-1] if timed else opening.foreword:
        outside(line, n, ground, found)
    read_turns(n, range(opening.first_turn, stretch.end), people, ground, found)
    turned = turned_pages(between, ground, found)
    session = Session(
        n=n,
        title=next(iter(opening.heading), None),
        title_span=Span(opening.title.start, opening.title.end) if opening.title else None,
        spoken_languages=_spoken(n, opening, ground),
        participants=people.participants,
        turns=with_times(found.turns),
        events=tuple(found.events),
        matter=tuple(found.matter),
        start=min(lines[stretch.first].start, turned.start),
        end=max(lines[stretch.end - 1].end, turned.end),
    )
    return session, found.marks


def _spoken(n: int, opening: _Opening, ground: Ground) -> tuple[str, ...]:
    for head in opening.headers:
        if head.key in ground.conventions.language_words:
            named = named_in(head.line.text[head.words - head.line.start :], ground.conventions)
            if named:
                return named
    before = [*opening.heading, *(line.text for line in opening.foreword)]
    return languages_of_session(n, ground.sessions, ground.preamble, before, ground.conventions)
