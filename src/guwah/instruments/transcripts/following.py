"""Following stretches of a text through the log of its edits: exactly, or flagged.

A stretch that an edit touched grows over everything that was put in the place of its words: what was withheld
stays withheld, whatever its words became.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from guwah.instruments.transcripts.anchors import Edit


@dataclass(frozen=True, slots=True)
class Followed:
    """A stretch after edits.

    Attributes:
        start: First code point in the text after them.
        end: One past the last; the same as `start` when nothing stands in its place.
        touched: An edit changed something inside the words, or put a letter right against them.
        lost: None of the words is left.
    """

    start: int
    end: int
    touched: bool = False
    lost: bool = False

    @property
    def exact(self) -> bool:
        """Whether the very same words stand there, letter by letter."""
        return not self.touched


def follow(
    start: int, end: int, edits: Iterable[Edit], edges: tuple[str, str] = ("", ""), *, lost: bool = False
) -> Followed:
    """Follow a stretch through edits, the offsets of each counting in the text the one before left.

    What is inserted at the very edge does not belong to the words, unless letter stands against letter
    there: then nobody can say whose letter it is, and the stretch takes it in and is touched.

    Args:
        start: First code point.
        end: One past the last.
        edits: In the order they were made.
        edges: The first and the last character of the words; empty where letters against them do not matter.
        lost: None of the words is left already; this is where they stood.
    """
    now = Followed(start, end, touched=lost, lost=lost)
    for edit in edits:
        if edit.start != edit.end or edit.words:
            now = _after(now, edit, edges)
    return now


def _after(now: Followed, edit: Edit, edges: tuple[str, str]) -> Followed:
    shift = len(edit.words) - (edit.end - edit.start)
    if now.lost and now.start == now.end == edit.start == edit.end:
        # What is written where words went may be these words again: they are not let out by that.
        return Followed(now.start, now.end + shift, touched=True, lost=True)
    if edit.start == edit.end and edit.start in {now.start, now.end} and now.start < now.end:
        return _at_edge(now, edit, edges)
    if edit.end <= now.start:
        return Followed(now.start + shift, now.end + shift, now.touched, now.lost)
    if edit.start >= now.end:
        return now
    gone = edit.start <= now.start and now.end <= edit.end
    start = min(now.start, edit.start)
    return Followed(start, max(now.end, edit.end) + shift, touched=True, lost=now.lost or gone)


def _at_edge(now: Followed, edit: Edit, edges: tuple[str, str]) -> Followed:
    longer = len(edit.words)
    if edit.start == now.start:
        if _grows(edit.words[-1], edges[0]):
            return Followed(now.start, now.end + longer, touched=True, lost=now.lost)
        return Followed(now.start + longer, now.end + longer, now.touched, now.lost)
    if _grows(edges[1], edit.words[0]):
        return Followed(now.start, now.end + longer, touched=True, lost=now.lost)
    return now


def _grows(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def kept(start: int, end: int, edits: Iterable[Edit]) -> tuple[tuple[int, int], ...]:
    """Return where the very characters of a stretch stand after edits, without anything put among them.

    Returns:
        Stretches in order; none when no character is left.
    """
    pieces = [(start, end)]
    for edit in edits:
        shift = len(edit.words) - (edit.end - edit.start)
        cut = [
            pair
            for first, after in pieces
            for pair in (
                (first, min(after, edit.start)),
                (max(first, edit.end) + shift, after + shift),
            )
        ]
        pieces = [(first, after) for first, after in cut if first < after]
    return tuple(pieces)


def inverse(text: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that take others back.

    Args:
        text: The text before the edits.
        edits: In the order they were made.

    Returns:
        Edits of the text after them, in their order: applied, they give `text`.

    Raises:
        ValueError: An edit reaches beyond the text.
    """
    found = []
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= len(text):
            raise ValueError("an edit reaches beyond the text")
        found.append(Edit(edit.start, edit.start + len(edit.words), text[edit.start : edit.end]))
        text = text[: edit.start] + edit.words + text[edit.end :]
    return tuple(reversed(found))


class Way:
    """Edits by their place: a stretch is led past those near it only.

    A long text that was corrected outside has thousands of edits and of blocks. Where the edits go from the
    front to the back of the text, as those between two texts do, all others only shift what stands behind.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        """Keep edits; the offsets of each count in the text the one before left."""
        self._edits = tuple(edits)
        shifts = accumulate((len(each.words) - (each.end - each.start) for each in self._edits), initial=0)
        self._shifts = list(shifts)
        pairs = list(zip(self._edits, self._shifts, strict=False))
        # Where each stands in the text before all of them.
        self._starts = [each.start - shift for each, shift in pairs]
        self._ends = [each.end - shift for each, shift in pairs]
        edges = [each for pair in zip(self._starts, self._ends, strict=True) for each in pair]
        self._onwards = edges == sorted(edges)

    def _near(self, start: int, end: int) -> tuple[int, Sequence[Edit]]:
        """Return by how much earlier edits shift a stretch, and those that reach it or touch its edge."""
        if not self._onwards:
            return 0, self._edits
        first = bisect_left(self._ends, start)
        return self._shifts[first], self._edits[first : max(first, bisect_right(self._starts, end))]

    def follow(self, start: int, end: int, edges: tuple[str, str] = ("", "")) -> Followed:
        """Follow a stretch through the edits; see `follow`."""
        shift, near = self._near(start, end)
        return follow(start + shift, end + shift, near, edges)

    def kept(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return where the very characters of a stretch stand after the edits; see `kept`."""
        shift, near = self._near(start, end)
        return kept(start + shift, end + shift, near)
