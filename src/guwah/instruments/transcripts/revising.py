"""A text with its parts while it is revised: what is edited, and everything else carried along.

Who stores texts turns its rows into a `Draft`, lets an operation of `operations` make the next one, and
writes that as a new revision. Nothing here changes a text in place; what an operation did is in its edits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from guwah.instruments.transcripts.anchors import Edit, apply
from guwah.instruments.transcripts.conventions import DEFAULT, Conventions
from guwah.instruments.transcripts.finer import finer
from guwah.instruments.transcripts.following import Way
from guwah.instruments.transcripts.marks import Place, find_marks
from guwah.instruments.transcripts.model import Span, SpanLike, Time, Word
from guwah.instruments.transcripts.word_times import packed, unpacked, within


class CannotRevise(ValueError):
    """An operation that cannot be done on this text.

    Attributes:
        code: what stands against it, such as `no-such-block`, `no-words`, `between`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Unit:
    """A turn or a paragraph.

    Attributes:
        uid: Its name in every revision.
        session: Number of its session, or None for a paragraph.
        start: First code point of the words.
        end: One past the last.
        label: The label as printed.
        label_span: Where the label stands, or None when it is not in the text.
        speaker: Whoever stores the text knows the speaker by this number; None when nobody is known.
        time: Seconds of the recording, or None.
        manner: How it was said, from beside the label.
        addressee: To whom, from beside the label.
    """

    uid: int
    session: int | None
    start: int
    end: int
    label: str = ""
    label_span: Span | None = None
    speaker: int | None = None
    time: Time | None = None
    manner: str = ""
    addressee: str = ""

    @property
    def lead(self) -> int:
        """Where it begins with its label."""
        return self.label_span.start if self.label_span else self.start


@dataclass(frozen=True, slots=True)
class Part:
    """Anything else that has a place: a session, an event, a mark, a foreword.

    Attributes:
        kind: What it is; of events and marks their code.
        start: First code point.
        end: One past the last.
        session: Number of its session, or None.
        uid: The block a mark belongs to, or None.
        known: What else is known of it, in the caller's naming.
    """

    kind: str
    start: int
    end: int
    session: int | None = None
    uid: int | None = None
    known: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and its parts.

    Attributes:
        text: The words every offset counts in.
        units: Its blocks, in order.
        sessions: Its sessions, in order.
        events: What happened between turns.
        marks: Editors' signs.
        beside: Forewords, titles, notes outside blocks.
        cues: Stretches with a time of their own; `known` holds `time` and whether it is `approximate`.
        heard: When single words of a block are heard, by its name, as `word_times.packed` has it.
    """

    text: str = field(repr=False)
    units: tuple[Unit, ...]
    sessions: tuple[Part, ...] = ()
    events: tuple[Part, ...] = ()
    marks: tuple[Part, ...] = ()
    beside: tuple[Part, ...] = ()
    cues: tuple[Part, ...] = ()
    heard: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def unit(self, uid: int) -> Unit:
        """Return a block by its name.

        Raises:
            CannotRevise: `no-such-block`.
        """
        found = next((each for each in self.units if each.uid == uid), None)
        if found is None:
            raise CannotRevise("no-such-block")
        return found

    def words(self, unit: SpanLike) -> str:
        """Return the words of anything with a start and an end."""
        return self.text[unit.start : unit.end]

    def before(self, unit: Unit) -> Unit | None:
        """Return the block before one, or None."""
        at = self.units.index(unit)
        return self.units[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Revised:
    """What an operation made of a draft.

    Attributes:
        draft: The next one.
        edits: What was done to the text, in order; offsets as in `anchors.apply`.
    """

    draft: Draft
    edits: tuple[Edit, ...] = ()


def rewritten(
    draft: Draft,
    edits: Sequence[Edit],
    units: Iterable[Unit],
    touched: frozenset[int],
    conventions: Conventions = DEFAULT,
) -> Revised:
    """Return the draft after edits of its text, with its blocks as an operation wants them.

    Everything beside the blocks follows the edits: what is wholly gone is left out, signs in changed blocks
    are read anew, and a session reaches over all its blocks.

    Args:
        draft: The draft before.
        edits: In order.
        units: Every block after them, in order.
        touched: Names of the blocks whose words changed.
        conventions: Signs and words, for reading the signs of changed blocks.
    """
    text, blocks = apply(draft.text, edits), tuple(units)
    marks = [
        each
        for each in draft.marks
        # A note of the file stands at a point, and is not read in the words.
        if each.uid not in touched or each.start == each.end or _beside_label(draft, each)
    ]
    found = [
        Part(mark.kind, mark.start, mark.end, unit.session, unit.uid, mark.attributes)
        for unit in blocks
        if unit.uid in touched
        for mark in find_marks(text, unit.start, unit.end, Place(None, None), conventions)
    ]
    standing = {None, *(unit.uid for unit in blocks)}
    carried = _carried(marks, edits)
    kept = [each for each in carried if each.uid in standing or each.start == each.end]
    sessions = _around(_carried(draft.sessions, edits, keep=True), blocks)
    after = Draft(
        text,
        blocks,
        sessions,
        tuple(_carried(draft.events, edits)),
        tuple(sorted([*kept, *found], key=lambda each: (each.start, each.end))),
        tuple(_carried(draft.beside, edits)),
        timed(draft, edits),
        heard(draft, edits, blocks),
    )
    return Revised(after, tuple(edits))


def timed(draft: Draft, edits: Sequence[Edit]) -> tuple[Part, ...]:
    """Return the cues of a draft where they stand after edits: the times of those untouched are exact.

    One that was touched keeps its time as an approximate one; one whose words are gone goes with them.
    """
    found = []
    way = Way(edits)
    for cue in draft.cues:
        edges = (draft.text[cue.start], draft.text[cue.end - 1])
        now = way.follow(cue.start, cue.end, edges)
        if not now.lost:
            known = {**cue.known, "approximate": True} if now.touched else cue.known
            found.append(replace(cue, start=now.start, end=now.end, known=known))
    return tuple(found)


def heard(draft: Draft, edits: Sequence[Edit], units: Sequence[Unit]) -> Mapping[int, str]:
    """Return when single words are heard after edits: exactly as before, or not at all where one was touched.

    What is not sure to be the same counts as touched, but a word that can only be itself does not (`finer`).

    Args:
        draft: The draft before.
        edits: In order.
        units: Every block after them, in order.
    """
    places = {unit.uid: (unit.start, unit.end) for unit in units}
    found: dict[int, str] = {}
    loose: list[Word] = []
    way, fine = Way(edits), None
    for unit in draft.units:
        kept = draft.heard.get(unit.uid, "")
        now = way.follow(unit.start, unit.end) if kept else None
        if now and now.exact and places.get(unit.uid) == (now.start, now.end):
            # Its words count from its beginning: nothing of them need be looked at.
            found[unit.uid] = kept
        elif now:
            fine = fine or Way(finer(draft.text, edits))
            loose.extend(_left(draft.text, unpacked(kept, unit.start), fine))
    loose.sort(key=lambda word: word.start)
    for unit in units if loose else ():
        own = within(loose, unit) if unit.uid not in found else ()
        if own:
            found[unit.uid] = packed(own, unit.start)
    return found


def _left(text: str, words: Iterable[Word], way: Way) -> Iterable[Word]:
    for word in words:
        now = way.follow(word.start, word.end, (text[word.start], text[word.end - 1]))
        if now.exact:
            yield replace(word, start=now.start, end=now.end)


def moved(units: Iterable[Unit], edit: Edit) -> list[Unit]:
    """Return blocks after an edit that touches none of them: those behind it stand elsewhere."""
    shift = len(edit.words) - (edit.end - edit.start)
    return [_shifted(unit, shift) if unit.lead >= edit.end else unit for unit in units]


def _shifted(unit: Unit, shift: int) -> Unit:
    label = unit.label_span
    span = Span(label.start + shift, label.end + shift) if label else None
    return replace(unit, start=unit.start + shift, end=unit.end + shift, label_span=span)


def _beside_label(draft: Draft, mark: Part) -> bool:
    return mark.uid is not None and mark.end <= draft.unit(mark.uid).start


def _carried(parts: Iterable[Part], edits: Sequence[Edit], *, keep: bool = False) -> list[Part]:
    """Return parts where they stand after edits, without those that are gone."""
    found = []
    way = Way(edits)
    for part in parts:
        now = way.follow(part.start, part.end)
        if keep or not now.lost:
            found.append(replace(part, start=now.start, end=now.end))
    return found


def _around(sessions: Iterable[Part], units: Sequence[Unit]) -> tuple[Part, ...]:
    found = []
    for each in sessions:
        ends = [unit.end for unit in units if unit.session == each.session]
        found.append(replace(each, end=max([each.end, *ends])))
    return tuple(found)
