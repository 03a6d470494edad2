"""The words of a suggestion with what stands before and after them in the same turn or paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.testimony.models import Block, Revision

# Characters of the turn shown before and after the words.
_AROUND = 120


def around(revision: Revision, one: Suggested, block: Block | None) -> dict[str, Any]:
    """Return what pages show of the words of a suggestion: before, words, after, and how to write them."""
    text = revision.text
    first = max(block.start if block else 0, one.start - _AROUND)
    last = min(block.end if block else len(text), one.end + _AROUND)
    return {
        "tongue": tongue_of(text[first:last], revision.layer.language),
        "before": text[first : one.start],
        "words": text[one.start : one.end],
        "after": text[one.end : last],
        "cut_before": block is not None and first > block.start,
        "cut_after": block is not None and last < block.end,
    }
