"""The words of a suggestion with what stands before and after them in the same turn or paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.around import around_words
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.testimony.models import Block, Revision

# Characters of the turn shown before and after the words.
_REACH = 120


def around(revision: Revision, one: Suggested, block: Block | None) -> dict[str, Any]:
    """Return what pages show of the words of a suggestion: before, words, after, and how to write them."""
    text = revision.text
    beside = around_words(text, block, one.start, one.end, _REACH)
    words = text[one.start : one.end]
    return {
        "tongue": tongue_of(f"{beside.before}{words}{beside.after}", revision.layer.language),
        "before": beside.before,
        "words": words,
        "after": beside.after,
    }
