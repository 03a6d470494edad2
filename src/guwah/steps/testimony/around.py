"""The words that stand around held words, for whoever reads them on a page of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guwah.steps.testimony.flows.anchoring import CONTEXT

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
    return Around(
        _whole_before(before) if first > low else before, _whole_after(after) if last < high else after
    )


def close_around(anchor: Anchor) -> Around:
    """Return the few words that are kept with an anchor: no text is read for them.

    They may reach into the turns beside, of which nothing is shown.
    """
    now, (before, after) = anchor.now, (anchor.prefix, anchor.suffix)
    if now.block is not None:
        said_before, said_after = now.start - now.block.start, now.block.end - now.end
        before, after = before[max(0, len(before) - said_before) :], after[:said_after]
        cut = said_before > len(before), said_after > len(after)
    else:
        cut = len(before) == CONTEXT, len(after) == CONTEXT
    return Around(_whole_before(before) if cut[0] else before, _whole_after(after) if cut[1] else after)


def _whole_before(words: str) -> str:
    half = _HALF_WORD_BEFORE.match(words)
    return "…" + words[half.end() if half else 0 :]


def _whole_after(words: str) -> str:
    half = _HALF_WORD_AFTER.search(words)
    return words[: half.start() if half else len(words)] + "…"
