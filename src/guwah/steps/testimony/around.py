"""The words that stand around held words, for whoever reads them on a page of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Anchor, Block

# Code points at most on either side: the sentence it stands in and, mostly, the one before.
AROUND = 220
_HALF_WORD_BEFORE = re.compile(r"\S*\s")
_HALF_WORD_AFTER = re.compile(r"\s\S*$")


class Around(NamedTuple):
    """What stands before and after, with a sign where more of the turn does."""

    before: str
    after: str


def around(anchor: Anchor) -> Around:
    """Return what stands around held words in their turn or paragraph, in the revision they are held in."""
    return around_words(anchor.revision.text, anchor.block, anchor.start, anchor.end)


def around_words(text: str, block: Block | None, start: int, end: int, reach: int = AROUND) -> Around:
    """Return what stands around a stretch of a text in its turn or paragraph.

    A word is never shown by half, but where a script writes none apart.

    Args:
        text: of the revision.
        block: where the stretch stands; None for the whole text.
        start: its first code point.
        end: the one after its last.
        reach: code points on either side at most.
    """
    low, high = (block.start, block.end) if block else (0, len(text))
    first, last = max(low, start - reach), min(high, end + reach)
    before, after = text[first:start], text[end:last]
    if first > low:
        half = _HALF_WORD_BEFORE.match(before)
        before = "…" + before[half.end() if half else 0 :]
    if last < high:
        half = _HALF_WORD_AFTER.search(after)
        after = after[: half.start() if half else len(after)] + "…"
    return Around(before, after)
