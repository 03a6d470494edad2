"""A transcript without some of its words: a sign stands where they stood, and nothing else tells of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from guwah.instruments.transcripts.model import (
    Block,
    Event,
    Mark,
    Origin,
    Segment,
    Session,
    Span,
    SpanLike,
    Transcript,
    Turn,
    Word,
)

SIGN = "[withheld]"


def masked(transcript: Transcript, holes: Sequence[tuple[int, int]], head: str = "") -> Transcript:
    """Put a sign in the place of words, and a line before everything else.

    Marks and notes that touch a hole go with it, each hole becomes a mark of the kind `withheld`. A label or
    title that a hole reaches into is withheld whole. Times stay.

    Args:
        transcript: The text.
        holes: Stretches of it in code points, in order and apart from each other.
        head: A line to put before the text, as part of what stands before the first session.

    Returns:
        The transcript itself where there is nothing to do; otherwise a new one that no file gives back.
    """
    kept = [(start, end) for start, end in holes if start < end]
    if not kept and not head:
        return transcript
    map_ = _Map.of(transcript.text, kept, f"{head}\n\n" if head else "")
    before = transcript.preamble
    if head:
        before_end = map_.span(before).end if before else len(head)
        preamble: Span | None = Span(0, before_end)
    else:
        preamble = map_.span(before) if before else None
    sessions = tuple(_session(one, map_) for one in transcript.sessions)
    return replace(
        transcript,
        text=map_.text,
        preamble=preamble,
        sessions=sessions,
        blocks=tuple(_moved(one, map_) for one in transcript.blocks),
        marks=_marks(transcript, sessions, map_),
        warnings=(),
        origin=Origin("masked", "utf-8", b"", b""),
        words=tuple(_moved(one, map_) for one in _apart(transcript.words, kept)),
    )


@dataclass(frozen=True, slots=True)
class _Map:
    """Where places of the old text stand in the new one.

    Attributes:
        text: The new text.
        holes: Stretches of the old one.
        signs: Where the sign of each stands in the new one.
    """

    text: str
    holes: tuple[tuple[int, int], ...]
    signs: tuple[Span, ...]
    before: int

    @classmethod
    def of(cls, text: str, holes: Sequence[tuple[int, int]], head: str) -> "_Map":
        """Make the new text."""
        made = head
        reached = 0
        signs = []
        for start, end in holes:
            made += text[reached:start]
            signs.append(Span(len(made), len(made) + len(SIGN)))
            made += SIGN
            reached = end
        return cls(made + text[reached:], tuple(holes), tuple(signs), len(head))

    def touches(self, span: SpanLike) -> bool:
        """Tell whether a hole reaches into a stretch, or holds the point that it is."""
        return any(
            (start < span.end and span.start < end) or (span.start == span.end and start <= span.start <= end)
            for start, end in self.holes
        )

    def span(self, old: SpanLike) -> Span:
        """Return where a stretch stands; what lies in a hole is its sign."""
        return Span(self._at(old.start, at_end=False), self._at(old.end, at_end=True))

    def _at(self, place: int, *, at_end: bool) -> int:
        n = bisect_right(self.holes, (place, -1)) if at_end else bisect_right(self.holes, place, key=_start)
        if n == 0:
            return place + self.before
        (_, end), sign = self.holes[n - 1], self.signs[n - 1]
        if place < end or (at_end and place == end):
            return sign.end if at_end else sign.start
        return sign.end + place - end


def _start(hole: tuple[int, int]) -> int:
    return hole[0]


_Place = TypeVar("_Place", Block, Word)


def _moved(block: _Place, map_: _Map) -> _Place:
    span = map_.span(block)
    return replace(block, start=span.start, end=span.end)


def _apart(words: Sequence[Word], holes: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """Yield the words that no hole touches: what is withheld is not timed either."""
    for word in words:
        n = bisect_left(holes, word.end, key=_start)
        if n == 0 or holes[n - 1][1] <= word.start:
            yield word


def _session(session: Session, map_: _Map) -> Session:
    title, span = session.title, map_.span(session)
    if session.title_span and map_.touches(session.title_span):
        title = SIGN
    return replace(
        session,
        title=title,
        title_span=map_.span(session.title_span) if session.title_span else None,
        turns=tuple(_turn(turn, map_) for turn in session.turns),
        events=tuple(_event(event, map_) for event in session.events),
        matter=tuple(map_.span(one) for one in session.matter),
        start=span.start,
        end=span.end,
    )


def _event(event: Event, map_: _Map) -> Event:
    span = map_.span(event)
    return replace(event, start=span.start, end=span.end)


def _turn(turn: Turn, map_: _Map) -> Turn:
    span = map_.span(turn)
    hidden = turn.label_span is not None and map_.touches(Span(turn.label_span.start, turn.start))
    moved = replace(
        turn,
        start=span.start,
        end=span.end,
        label_span=map_.span(turn.label_span) if turn.label_span and not hidden else None,
        segments=tuple(_cue(one, map_) for one in turn.segments),
    )
    return replace(moved, label=SIGN, speaker=SIGN, manner=None, addressee=None) if hidden else moved


def _cue(cue: Segment, map_: _Map) -> Segment:
    span = map_.span(cue)
    return replace(cue, start=span.start, end=span.end)


def _marks(transcript: Transcript, sessions: Sequence[Session], map_: _Map) -> tuple[Mark, ...]:
    found = []
    for mark in transcript.marks:
        if not map_.touches(mark):
            span = map_.span(mark)
            found.append(replace(mark, start=span.start, end=span.end))
    for sign in map_.signs:
        session, turn = _place(sessions, sign)
        found.append(Mark("withheld", sign.start, sign.end, session, turn))
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))


def _place(sessions: Sequence[Session], sign: Span) -> tuple[int | None, int | None]:
    for session in sessions:
        for turn in session.turns:
            if turn.start <= sign.start < turn.end:
                return session.n, turn.n
    return None, None
