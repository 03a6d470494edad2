"""What of a transcript becomes an element of TEI, in the order it is read; each mark in exactly one."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from guwah.instruments.transcripts.model import Event, Mark, Session, SpanLike, Time, Transcript, Turn


@dataclass(slots=True)
class Part:
    """A stretch of the text that becomes one element.

    Attributes:
        kind: `preamble`, `title`, `matter`, `event`, `label` (a label with what stands between it and the
            words), `words`, `paragraph`, or `mark` for a mark that stands in none of these.
        start: First code point.
        end: One past the last.
        session: Whose part it is, or None.
        thing: The turn, event or mark.
        time: Of a paragraph that is a cue.
        marks: The marks inside it, in order.
    """

    kind: str
    start: int
    end: int
    session: Session | None = None
    thing: Turn | Event | Mark | None = None
    time: Time | None = None
    marks: list[Mark] = field(default_factory=list)

    @property
    def place(self) -> tuple[int | None, int | None]:
        """Session and turn that a mark inside it is taken to belong to."""
        if isinstance(self.thing, Turn) and self.session:
            return self.session.n, self.thing.n
        return (self.session.n, None) if self.session else (None, None)


def plan(transcript: Transcript) -> list[Part]:
    """Return the parts of a transcript by their start."""
    parts = sorted(_parts(transcript), key=lambda part: (part.start, part.end))
    starts = [part.start for part in parts]
    loose = []
    for mark in transcript.marks:
        holder = _holder(mark, parts, starts)
        if holder is None:
            loose.append(
                Part("mark", mark.start, mark.end, _session_of(transcript, mark), mark, marks=[mark])
            )
        else:
            holder.marks.append(mark)
    return sorted([*parts, *loose], key=lambda part: part.start)


def _parts(transcript: Transcript) -> Iterator[Part]:
    if transcript.preamble:
        yield _part("preamble", transcript.preamble)
    for session in transcript.sessions:
        if session.title_span:
            yield _part("title", session.title_span, session)
        for span in session.matter:
            yield _part("matter", span, session)
        for event in session.events:
            yield _part("event", event, session, event)
        for turn in session.turns:
            if turn.label_span:
                yield Part("label", turn.label_span.start, turn.start, session, turn)
            yield _part("words", turn, session, turn)
    for block in transcript.blocks:
        yield Part("paragraph", block.start, block.end, time=block.time)


def _part(
    kind: str, span: SpanLike, session: Session | None = None, thing: Turn | Event | None = None
) -> Part:
    return Part(kind, span.start, span.end, session, thing)


def _holder(mark: Mark, parts: list[Part], starts: list[int]) -> Part | None:
    """Return the part a mark stands in; between a label and its words, the part that holds it whole."""
    at = bisect_right(starts, mark.start) - 1
    for part in reversed(parts[max(0, at - 1) : at + 1]):
        if part.start <= mark.start and mark.end <= part.end:
            return part
    return None


def _session_of(transcript: Transcript, mark: Mark) -> Session | None:
    """Return the session a mark stands in or after; the first for one that stands before them all."""
    before = [one for one in transcript.sessions if one.start <= mark.start]
    return before[-1] if before else next(iter(transcript.sessions), None)
