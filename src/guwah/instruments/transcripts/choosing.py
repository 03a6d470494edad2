"""What a file corrected outside changes in a text, part by part, and the text with some of it left out.

Both texts are cut into regions: what stands before the first block, and each block with its label and all
that follows up to the next. Regions of the same block stand against each other; those between which words
moved (a block split, joined, or divided elsewhere) are one change: nothing is lost or doubled by halves.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from guwah.instruments.transcripts.anchors import Edit
from guwah.instruments.transcripts.following import Way
from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.rereading import time_kept
from guwah.instruments.transcripts.revising import Draft, Part, Revised, Unit, timed

# First and last region of the one text and of the other, half-open.
_Pair = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a file changes.

    Attributes:
        n: Number from 1, in the order of the text; 0 for what stays as it was.
        old: Stretch of the text before.
        new: Stretch of the text of the file.
        before: The blocks there before.
        after: The blocks there in the file.
    """

    n: int
    old: Span
    new: Span
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]

    @property
    def kind(self) -> str:
        """What it is: `words speaker time added removed split joined several beside`."""
        one, other = len(self.before), len(self.after)
        if one == other == 1:
            return _kind_of_one(self.before[0], self.after[0])
        if not one or not other:
            return "added" if other else "removed" if one else "beside"
        return "split" if one == 1 else "joined" if other == 1 else "several"


def _kind_of_one(before: Unit, after: Unit) -> str:
    if before.label != after.label:
        return "speaker"
    return "time" if time_kept(before.time, after.time) != before.time else "words"


@dataclass(frozen=True, slots=True)
class Choosing:
    """A text, the text of a file, and what differs.

    Attributes:
        former: The text that is here.
        read: The text of the file, as `rereading.read_again` gives it.
        pieces: What stayed and what changed, in order; together they are both texts.
        divisible: Whether single changes can be left out: the file has the same sessions.
    """

    former: Draft
    read: Draft
    pieces: tuple[Change, ...]
    divisible: bool

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the file changes, in order."""
        return tuple(each for each in self.pieces if each.n)


def choosing(former: Draft, read: Revised) -> Choosing:
    """Compare a text with the same text read again from a file."""
    file, edits = read.draft, read.edits
    if not file.cues:
        # A file without times says nothing against those that are here.
        file = replace(file, cues=timed(former, edits))
    one, other = _regions(former), _regions(file)
    pairs = _joined(_groups(former, file), _crossed(former, file, edits))
    pieces: list[Change] = []
    n = 0
    for a, b, c, d in pairs:
        piece = Change(
            0,
            Span(one[a], one[b]),
            Span(other[c], other[d]),
            former.units[max(0, a - 1) : max(0, b - 1)],
            file.units[max(0, c - 1) : max(0, d - 1)],
        )
        if not _same(former, file, piece):
            n += 1
            piece = replace(piece, n=n)
        pieces.append(piece)
    divisible = [each.session for each in former.sessions] == [each.session for each in file.sessions]
    return Choosing(former, file, tuple(pieces), divisible)


def chosen(told: Choosing, refused: Collection[int] = ()) -> Draft:
    """Return the text with the changes of a file, those with some numbers left out.

    Who speaks, and the times that a file does not know, stay as they were where the label is the same.

    Raises:
        ValueError: Some of the changes were to be left out of a file with other sessions.
    """
    refused = set(refused) & {each.n for each in told.changes}
    if refused == {each.n for each in told.changes}:
        return told.former
    if refused and not told.divisible:
        raise ValueError("a file with other sessions is taken whole or not at all")
    return _Composing(told, refused).draft()


def _regions(draft: Draft) -> list[int]:
    """Return where the regions of a text begin, and where the last one ends."""
    found = [0]
    for unit in draft.units:
        found.append(max(found[-1], unit.lead))
    return [*found, len(draft.text)]


def _groups(former: Draft, file: Draft) -> list[_Pair]:
    """Return which regions stand against each other; the first is what stands before all blocks."""
    there = {unit.uid: place for place, unit in enumerate(file.units, start=1)}
    matched = [(0, 0)]
    for place, unit in enumerate(former.units, start=1):
        found = there.get(unit.uid, 0)
        if found > matched[-1][1]:
            matched.append((place, found))
    matched.append((len(former.units) + 1, len(file.units) + 1))
    pairs: list[_Pair] = []
    for (a, c), (b, d) in pairwise(matched):
        pairs.append((a, a + 1, c, c + 1))
        if b > a + 1 or d > c + 1:
            pairs.append((a + 1, b, c + 1, d))
    return pairs


def _crossed(former: Draft, file: Draft, edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Yield the regions between which words stand now that stood in one block, as old and new region."""
    starts = [unit.start for unit in file.units]
    way = Way(edits)
    for place, unit in enumerate(former.units, start=1):
        for start, end in way.kept(unit.start, unit.end):
            first, last = bisect_right(starts, start), bisect_right(starts, end - 1)
            for region in {first, last}:
                words = file.units[region - 1] if region else None
                if words and start < words.end and file.text[start:end].strip():
                    yield place, region


def _joined(pairs: Sequence[_Pair], crossed: Iterator[tuple[int, int]]) -> list[_Pair]:
    """Join what words moved between, and what was only added or removed with the change before it."""
    olds = [a for a, *_ in pairs]
    news = [c for *_, c, _d in pairs]
    last = list(range(len(pairs)))
    for old, new in crossed:
        one, other = sorted((_at(pairs, olds, old, 0), _at(pairs, news, new, 2)))
        last[one] = max(last[one], other)
    found: list[_Pair] = []
    reach = -1
    for number, (a, b, c, d) in enumerate(pairs):
        if found and number <= reach:
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
        reach = max(reach, last[number])
    return found


def _at(pairs: Sequence[_Pair], starts: Sequence[int], region: int, which: int) -> int:
    """Return which pair a region of the one or the other text belongs to."""
    at = bisect_right(starts, region) - 1
    while pairs[at][which] == pairs[at][which + 1]:
        at -= 1
    return at


def _same(former: Draft, file: Draft, piece: Change) -> bool:
    if former.text[piece.old.start : piece.old.end] != file.text[piece.new.start : piece.new.end]:
        return False
    if len(piece.before) != len(piece.after):
        return False
    pairs = zip(piece.before, piece.after, strict=True)
    return all(_kind_of_one(one, other) == "words" for one, other in pairs)


class _Placed:
    """Parts of a text, found by where they begin without a look at all of them."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._order = sorted(range(len(parts)), key=lambda at: parts[at].start)
        self._starts = [parts[at].start for at in self._order]

    def within(self, span: Span, *, last: bool = False) -> Iterator[Part]:
        """Yield the parts that begin within a span, with `last` at its end too, in the order they came in."""
        first = bisect_left(self._starts, span.start)
        end = (bisect_right if last else bisect_left)(self._starts, span.end)
        return (self._parts[at] for at in sorted(self._order[first:end]))


@dataclass
class _Composing:
    """The text that is made of pieces of two."""

    told: Choosing
    refused: Collection[int]

    def __post_init__(self) -> None:
        self.words: list[str] = []
        self.length = 0
        self.units: list[Unit] = []
        self.heard: dict[int, str] = {}
        self.parts: dict[str, list[Part]] = {
            "events": [],
            "marks": [],
            "beside": [],
            "cues": [],
        }
        # Where each piece begins in the text made, and whether it is taken from the file.
        self.places: list[tuple[int, bool]] = []
        self.placed = {
            new: {name: _Placed(getattr(draft, name)) for name in self.parts}
            for new, draft in ((True, self.told.read), (False, self.told.former))
        }

    def draft(self) -> Draft:
        """Put the pieces together."""
        for piece in self.told.pieces:
            self._add(piece)
        return Draft(
            "".join(self.words),
            tuple(self.units),
            tuple(self._sessions()),
            tuple(self.parts["events"]),
            tuple(sorted(self.parts["marks"], key=lambda each: (each.start, each.end))),
            tuple(self.parts["beside"]),
            tuple(self.parts["cues"]),
            self.heard,
        )

    def _add(self, piece: Change) -> None:
        # In a file with other sessions all is the file's: what stays is the same words in it.
        new = piece.n not in self.refused if piece.n else not self.told.divisible
        draft, span = (self.told.read, piece.new) if new else (self.told.former, piece.old)
        at = self.length
        self.places.append((at, new))
        self.words.append(draft.text[span.start : span.end])
        self.length += len(self.words[-1])
        shift = at - span.start
        self.units += [_moved(each, shift) for each in (self._known(piece) if new else piece.before)]
        for each in piece.after if new else piece.before:
            if each.uid in draft.heard:
                self.heard[each.uid] = draft.heard[each.uid]
        whole = piece is self.told.pieces[-1]
        marks = len(self.parts["marks"])
        for name, found in self.parts.items():
            found += [
                replace(each, start=each.start + shift, end=each.end + shift)
                for each in self.placed[new][name].within(span, last=whole)
            ]
        if not new:
            self._remarks(piece, at - piece.new.start, self.parts["marks"][marks:])

    def _remarks(self, piece: Change, shift: int, marks: Sequence[Part]) -> None:
        """Take what the file says beside words that stay: a comment at a place changes no word."""
        if piece.n:
            return
        known = {(each.kind, each.start, *each.known.items()) for each in marks}
        for each in self.placed[True]["marks"].within(piece.new):
            if each.start == each.end:
                there = replace(each, start=each.start + shift, end=each.end + shift)
                if (there.kind, there.start, *there.known.items()) not in known:
                    self.parts["marks"].append(there)

    def _known(self, piece: Change) -> Iterator[Unit]:
        """Yield the blocks of the file with what only the text here knows of them."""
        before = {each.uid: each for each in piece.before}
        for unit in piece.after:
            old = before.get(unit.uid)
            if old is None:
                yield unit
                continue
            same = old.label == unit.label and old.session == unit.session
            yield replace(unit, speaker=old.speaker if same else None, time=time_kept(old.time, unit.time))

    def _sessions(self) -> Iterator[Part]:
        former = self.told.former.sessions if self.told.divisible else self.told.read.sessions
        for old, read in zip(former, self.told.read.sessions, strict=True):
            yield self._session(old, read)

    def _session(self, old: Part, read: Part) -> Part:
        """Return a session where it stands in the text made; its title is the one that stands there."""
        start, end = self._place(old.start, read.start), self._place(old.end - 1, read.end - 1)
        own = [unit for unit in self.units if unit.session == read.session]
        first = min([unit.lead for unit in own], default=self.length)
        last = max([unit.end for unit in own], default=0)
        began = min(start[0], first) if start else first
        ended = max(end[0] + 1, last) if end else last
        known = dict(read.known)
        if start is None or not start[1]:
            # Whoever stores it keeps the title it had where none is told.
            known = {"participants": known.get("participants", ())}
        return replace(read, start=began, end=max(began, ended), known=known)

    def _place(self, old: int, new: int) -> tuple[int, bool] | None:
        """Return where a place of either text stands in the one made, and whether it is the file's."""
        for piece, (begins, taken) in zip(self.told.pieces, self.places, strict=True):
            span, place = (piece.new, new) if taken else (piece.old, old)
            if span.start <= place < span.end:
                return begins + place - span.start, taken
        return None


def _moved(unit: Unit, shift: int) -> Unit:
    label = unit.label_span
    span = Span(label.start + shift, label.end + shift) if label else None
    return replace(unit, start=unit.start + shift, end=unit.end + shift, label_span=span)
