"""Anchors: a stretch of words in one revision of a layer, found again exactly or not at all.

Inside the house an anchor is carried by the log of edits; a text that came back from outside is searched
for the quote with its surroundings. Nothing here guesses: what is only similar is not found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

CONTEXT = 32
"""Code points kept before and after a quote."""

ENOUGH = 16
"""Code points of quote and agreeing surroundings together below which a place is no evidence."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of words.

    Attributes:
        layer: Which text, in the caller's naming.
        revision: Which revision of it, in the caller's naming.
        block: Which block of it, in the caller's naming, or None.
        start: First code point in the revision's text.
        end: One past the last; above `start`.
        quote: The words.
        prefix: Up to 32 code points before them.
        suffix: Up to 32 code points after them.
    """

    layer: str
    revision: str
    block: str | None
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


class How(StrEnum):
    """How an anchor was found in a text."""

    EXACT = "exact"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor is in a text.

    Attributes:
        how: `exact` at its own place, `moved` at one other place, `ambiguous` at several, `lost`.
        start: First code point, None when ambiguous or lost.
        end: One past the last, None when ambiguous or lost.
        places: Every place the quote stands at with the best surroundings, as (start, end).
    """

    how: How
    start: int | None = None
    end: int | None = None
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the code points from `start` to `end` of the text before became `words`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Carried:
    """An anchor after edits; when they touched its words the old quote is kept and `touched` is true.

    Attributes:
        anchor: The anchor in the new revision, or None when all its words are gone.
        touched: Whether an edit changed something inside its words.
    """

    anchor: Anchor | None
    touched: bool


@dataclass(frozen=True, slots=True)
class Where:
    """The layer, revision and block an anchor belongs to."""

    layer: str
    revision: str
    block: str | None = None


def make_anchor(text: str, start: int, end: int, where: Where) -> Anchor:
    """Make an anchor for a stretch of a revision's text.

    Args:
        text: The text of the revision.
        start: First code point.
        end: One past the last.
        where: What the text is.

    Raises:
        ValueError: The stretch is empty or reaches beyond the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError("an anchor needs words of the text")
    return Anchor(
        layer=where.layer,
        revision=where.revision,
        block=where.block,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def resolve(anchor: Anchor, text: str) -> Found:
    """Find an anchor in a text that may have changed outside.

    The quote must stand in the text letter by letter. The places whose surroundings agree longest are
    taken: one is `exact` when it is the anchor's own place, else `moved`; several are `ambiguous`. At
    its own place with all its surroundings it is `exact` whatever else there is. A short quote needs
    some of its surroundings.

    Args:
        anchor: The anchor.
        text: The text to search.
    """
    places = list(_occurrences(text, anchor.quote))
    if not places:
        return Found(How.LOST)
    scored = {at: _agreement(anchor, text, at) for at in places}
    full = len(anchor.prefix) + len(anchor.suffix)
    if scored.get(anchor.start) == full:
        return Found(How.EXACT, anchor.start, anchor.end, ((anchor.start, anchor.end),))
    best = max(scored.values())
    if best + len(anchor.quote) < min(ENOUGH, full + len(anchor.quote)):
        return Found(How.LOST)
    fitting = tuple((at, at + len(anchor.quote)) for at in places if scored[at] == best)
    if len(fitting) > 1:
        return Found(How.AMBIGUOUS, places=fitting)
    start, end = fitting[0]
    return Found(How.EXACT if start == anchor.start else How.MOVED, start, end, fitting)


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _agreement(anchor: Anchor, text: str, at: int) -> int:
    before = text[max(0, at - len(anchor.prefix)) : at]
    end = at + len(anchor.quote)
    after = text[end : end + len(anchor.suffix)]
    return _same(anchor.prefix[::-1], before[::-1]) + _same(anchor.suffix, after)


def _same(left: str, right: str) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits one after another; the offsets of each count in the text the one before left.

    Raises:
        ValueError: An edit reaches beyond the text.
    """
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= len(text):
            raise ValueError("an edit reaches beyond the text")
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text


def carry(anchor: Anchor, edits: Sequence[Edit], text: str, revision: str) -> Carried:
    """Carry an anchor through a log of edits, exactly by construction.

    What is inserted at the very edge of the words does not belong to them. An edit that reaches into
    the words marks the anchor as touched; its span shrinks or grows with what is left.

    Args:
        anchor: The anchor in the text before the edits.
        edits: In the order they were made; offsets as in `apply`.
        text: The text after all edits.
        revision: Name of the revision after them.

    Returns:
        The anchor in the new text. When touched, `quote` stays what it was, so that both can be shown.
    """
    start, end, touched = anchor.start, anchor.end, False
    for edit in edits:
        if edit.start == edit.end and not edit.words:
            continue
        shift = len(edit.words) - (edit.end - edit.start)
        if edit.end <= start:
            start, end = start + shift, end + shift
        elif edit.start < end:
            touched = True
            new_start = start if edit.start >= start else edit.start + len(edit.words)
            end = end + shift if edit.end <= end else edit.start
            start = new_start
            if start >= end:
                return Carried(None, touched=True)
    moved = make_anchor(text, start, end, Where(anchor.layer, revision, anchor.block))
    return Carried(replace(moved, quote=anchor.quote) if touched else moved, touched)
