"""The words that stand around held words, for whoever reads them on a page of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Anchor

# Code points at most on either side: the sentence it stands in and, mostly, the one before.
AROUND = 220
_HALF_WORD_BEFORE = re.compile(r"\S*\s")
_HALF_WORD_AFTER = re.compile(r"\s\S*$")


class Around(NamedTuple):
    """What stands before and after, with a sign where more of the turn does."""

    before: str
    after: str


def around(anchor: Anchor) -> Around:
    """Return what was said around held words in the same turn or paragraph, in the revision they are held in.

    A word is never shown by half, but where a script writes none apart.
    """
    text, block = anchor.revision.text, anchor.block
    low, high = (block.start, block.end) if block else (0, len(text))
    first, last = max(low, anchor.start - AROUND), min(high, anchor.end + AROUND)
    before, after = text[first : anchor.start], text[anchor.end : last]
    if first > low:
        half = _HALF_WORD_BEFORE.match(before)
        before = "…" + before[half.end() if half else 0 :]
    if last < high:
        half = _HALF_WORD_AFTER.search(after)
        after = after[: half.start() if half else len(after)] + "…"
    return Around(before, after)
