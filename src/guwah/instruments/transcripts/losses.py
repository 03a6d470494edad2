"""What a change of format loses: the one place that compares what was with what comes back, kind by kind."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.model import (
    Block,
    Event,
    Mark,
    Participant,
    Segment,
    Session,
    Time,
    Transcript,
    Turn,
    Warning_,
    Word,
)
from guwah.instruments.transcripts.word_times import within

SAYS: dict[str, tuple[str, str]] = {
    "words": (
        "{n} turn or paragraph does not come back with the same words.",
        "{n} turns or paragraphs do not come back with the same words.",
    ),
    "sessions": (
        "The bounds of {n} session do not come back: its turns stand in another.",
        "The bounds of {n} sessions do not come back: their turns stand in others.",
    ),
    "speakers": (
        "For {n} turn the speaker does not come back as it was.",
        "For {n} turns the speaker does not come back as it was.",
    ),
    "labels": (
        "{n} label does not come back as it was printed.",
        "{n} labels do not come back as they were printed.",
    ),
    "names": (
        "{n} name of a participant, or the label that stands for it, does not come back.",
        "{n} names of participants, or the labels that stand for them, do not come back.",
    ),
    "roles": (
        "{n} role of a participant does not come back.",
        "{n} roles of participants do not come back.",
    ),
    "manner": (
        "{n} note on how something was said does not come back.",
        "{n} notes on how something was said do not come back.",
    ),
    "addressee": (
        "{n} note on whom words were said to does not come back.",
        "{n} notes on whom words were said to do not come back.",
    ),
    "times": (
        "{n} time of a turn or paragraph does not come back as it was.",
        "{n} times of turns or paragraphs do not come back as they were.",
    ),
    "segments": (
        "{n} cue inside a turn does not come back as it was.",
        "{n} cues inside turns do not come back as they were.",
    ),
    "word-times": (
        "{n} time of a single word does not come back as it was.",
        "{n} times of single words do not come back as they were.",
    ),
    "titles": ("{n} title does not come back.", "{n} titles do not come back."),
    "languages": (
        "{n} statement of a spoken language does not come back.",
        "{n} statements of spoken languages do not come back.",
    ),
    "preamble": (
        "{n} line that stands before the first session does not come back there.",
        "{n} lines that stand before the first session do not come back there.",
    ),
    "matter": (
        "{n} line that stands beside the turns (date, place, foreword) does not come back.",
        "{n} lines that stand beside the turns (date, place, foreword) do not come back.",
    ),
    "events": (
        "{n} event between turns does not come back.",
        "{n} events between turns do not come back.",
    ),
    "descriptions": (
        "{n} sign that stands outside the turns does not come back.",
        "{n} signs that stand outside the turns do not come back.",
    ),
    "marks": (
        "{n} sign inside the words is not read back as it was.",
        "{n} signs inside the words are not read back as they were.",
    ),
    "notes": (
        "{n} footnote or comment does not come back.",
        "{n} footnotes or comments do not come back.",
    ),
    "spacing": (
        "{n} turn or paragraph comes back with other spaces or line breaks.",
        "{n} turns or paragraphs come back with other spaces or line breaks.",
    ),
}
"""What is said of each kind of thing that is lost, of one and of several; `{n}` is how many."""

SHOWN: dict[str, frozenset[str]] = {
    "pdf": frozenset(SAYS) - {"languages", "segments", "word-times"},
    "web-annotation": frozenset({"notes", "marks", "descriptions"}),
}
"""What formats hold that we write and cannot read again: all else of a transcript is lost in them."""

ALWAYS: dict[str, frozenset[str]] = {
    "tei": frozenset(SAYS),
}
"""What formats bring back whatever the transcript is."""

_BRACKETS = "[](){}<>【】（）［］「」"
_Item = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that does not come back.

    Attributes:
        kind: One of `SAYS`.
        count: How many.
    """

    kind: str
    count: int

    @property
    def warning(self) -> Warning_:
        """The same as a warning; words that are lost keep the code they always had."""
        code = "reads-differently" if self.kind == "words" else f"lost-{self.kind}"
        return Warning_(code, SAYS[self.kind][self.count != 1].format(n=self.count))


def lost(before: Transcript, after: Transcript) -> tuple[Loss, ...]:
    """Compare a transcript with what is read back of it.

    What comes back otherwise, or comes up without having been there, counts as lost as well: of both
    sides the larger count is told. Offsets, the file, the warnings of the reader and the language it makes
    out of the letters are no part of it.

    Args:
        before: What was written.
        after: What a reader makes of the new file.

    Returns:
        In the order of `SAYS`, each kind once; empty when everything came back.
    """
    placed = _turns(before) == _turns(after)
    one, other = Counter(_items(before, placed=placed)), Counter(_items(after, placed=placed))
    gone, come = _by_kind(one - other), _by_kind(other - one)
    found = {kind: max(gone[kind], come[kind]) for kind in SAYS}
    # Other words have other spaces: they are told once.
    found["spacing"] = max(0, found["spacing"] - found["words"])
    return tuple(Loss(kind, count) for kind, count in found.items() if count)


def has_times(transcript: Transcript) -> bool:
    """Tell whether any turn, cue or paragraph has a time."""
    turns = [turn for session in transcript.sessions for turn in session.turns]
    cues = (cue.time for turn in turns for cue in turn.segments)
    return any((*(turn.time for turn in turns), *cues, *(block.time for block in transcript.blocks)))


def unshown(transcript: Transcript, format_: str) -> tuple[Loss, ...]:
    """Return what a format of `SHOWN` leaves out of a transcript."""
    held = _by_kind(Counter(_items(transcript, placed=False)))
    if "words" not in SHOWN[format_]:
        # Where there are no words there is nothing between them to tell of.
        held["spacing"] = 0
    return tuple(Loss(kind, held[kind]) for kind in SAYS if held[kind] and kind not in SHOWN[format_])


def _by_kind(items: Counter[_Item]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (kind, _), count in items.items():
        found[kind] += count
    return found


def _turns(transcript: Transcript) -> list[int]:
    return [sum(len(session.turns) for session in transcript.sessions), len(transcript.blocks)]


def _bare(words: str) -> str:
    return "".join(words.split())


def _items(transcript: Transcript, *, placed: bool) -> Iterator[_Item]:
    """Yield everything a transcript holds, each thing with its kind; words without spaces.

    What belongs to a turn is known by the number of the turn where there are as many as there were
    (`placed`), and by its words where there are not.
    """
    keys: dict[tuple[int, int], object] = {}
    n = 0
    for session in transcript.sessions:
        for turn in session.turns:
            n += 1
            keys[session.n, turn.n] = n if placed else _bare(transcript.text_of(turn))
            yield from _turn(transcript, turn, keys[session.n, turn.n])
        yield from _session(transcript, session, keys)
    for block in transcript.blocks:
        words = transcript.text_of(block)
        yield from _words(transcript, block, block.n if placed else _bare(words))
        yield "words", (block.n if placed else "", _bare(words))
        yield "spacing", (block.n if placed else "", words)
        if block.time is not None:
            yield "times", (block.n if placed else _bare(words), _time(block.time))
    if transcript.preamble:
        yield from _by_lines("preamble", transcript.text_of(transcript.preamble))
    for mark in transcript.marks:
        yield _mark(transcript, mark, keys)


def _turn(transcript: Transcript, turn: Turn, key: object) -> Iterator[_Item]:
    words = transcript.text_of(turn)
    yield "words", (key, _bare(words))
    yield "spacing", (key, words)
    yield "speakers", (key, turn.speaker)
    # Where nothing is printed there is nobody's dash for a label in formats that need one.
    yield "labels", (key, turn.label or turn.speaker)
    if turn.manner is not None:
        yield "manner", (key, turn.manner)
    if turn.addressee is not None:
        yield "addressee", (key, turn.addressee)
    if turn.time is not None:
        yield "times", (key, _time(turn.time))
    yield from _words(transcript, turn, key)
    if not _only_itself(turn):
        for one in turn.segments:
            yield "segments", (key, _bare(transcript.text_of(one)), _time(one.time))


def _words(transcript: Transcript, turn: Turn | Block, key: object) -> Iterator[_Item]:
    """Yield single words with their times; one that is its whole cue, in its time, says nothing new."""
    letters, reached = 0, turn.start
    cues = turn.segments if isinstance(turn, Turn) and turn.segments else (turn,)
    for word in within(transcript.words, turn):
        letters += len(_letters(transcript.text[reached : word.start]))
        reached = word.start
        said = _letters(transcript.text_of(word))
        whole = (said, _time(word.time))
        if all(whole != (_letters(transcript.text_of(cue)), _time(cue.time)) for cue in _around(cues, word)):
            yield "word-times", (key, letters, *whole)


def _around(cues: Sequence[Segment | Turn | Block], word: Word) -> Sequence[Segment | Turn | Block]:
    at = bisect_right(cues, word.start, key=lambda cue: cue.start)
    return cues[max(0, at - 1) : at]


def _letters(words: str) -> str:
    return "".join(one for one in words if one.isalnum())


def _only_itself(turn: Turn) -> bool:
    """Tell whether the only segment of a turn says no more than the turn does."""
    return len(turn.segments) == 1 and turn.segments[0].time in {turn.time, None}


def _time(time: Time | None) -> tuple[int | None, ...] | None:
    # A thousandth of a second is what formats of cues keep.
    return tuple(None if one is None else round(one * 1000) for one in time) if time else None


def _session(
    transcript: Transcript, session: Session, keys: dict[tuple[int, int], object]
) -> Iterator[_Item]:
    yield "sessions", (session.n, len(session.turns))
    if session.title is not None:
        yield "titles", (" ".join(session.title.split()),)
    for language in session.spoken_languages:
        yield "languages", (session.n, language)
    for person in session.participants:
        yield from _person(session, person)
    for span in session.matter:
        yield from _by_lines("matter", transcript.text_of(span))
    for event in session.events:
        yield "events", _event(transcript, event, keys.get((session.n, event.after_turn)))


def _person(session: Session, person: Participant) -> Iterator[_Item]:
    if person.role is not None:
        yield "roles", (session.n, person.speaker, person.role)
    yield "names", (session.n, person.label, person.speaker)


def _by_lines(kind: str, words: str) -> Iterator[_Item]:
    """Yield line by line: many lines in one span, or each in its own, say the same."""
    for line in words.splitlines():
        if line.strip():
            yield kind, (_bare(line),)


def _event(transcript: Transcript, event: Event, after: object) -> tuple[object, ...]:
    return event.kind, _bare(transcript.text_of(event)).strip(_BRACKETS), after


def _mark(transcript: Transcript, mark: Mark, keys: dict[tuple[int, int], object]) -> _Item:
    said = tuple(sorted(mark.attributes.items()))
    turn = keys.get((mark.session or 0, mark.turn or 0))
    if mark.start == mark.end:
        return "notes", (mark.kind, turn, said, _before(transcript, mark))
    words = _bare(transcript.text_of(mark))
    if transcript.sessions and turn is None:
        return "descriptions", (mark.kind, words, said)
    return "marks", (mark.kind, turn, words, said)


def _before(transcript: Transcript, mark: Mark) -> int | None:
    """Return how many letters of its turn stand before a note."""
    turns = (turn for session in transcript.sessions if session.n == mark.session for turn in session.turns)
    for turn in turns:
        if turn.n == mark.turn:
            return len(_bare(transcript.text[turn.start : mark.start]))
    return None
