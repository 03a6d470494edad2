"""Doubts of a text that is kept: in which turn each stands, whatever becomes of the text later."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, Any

from guwah.steps.testimony.links import WITH_PLACE, name_of, to_block
from guwah.steps.testimony.models import Block
from guwah.steps.testimony.taking.doubt_words import kept, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.transcripts.model import Transcript
    from guwah.instruments.transcripts.revising import Unit
    from guwah.steps.testimony.models import Revision


def in_first(transcript: Transcript) -> list[dict[str, Any]]:
    """Return the doubts of a text that is the first of its layer, as they are kept beside it."""
    turns = [turn for session in transcript.sessions for turn in session.turns]
    starts = [turn.label_span.start if turn.label_span else turn.start for turn in turns]
    starts = starts or [block.start for block in transcript.blocks]
    # The blocks of a first text are named by their order.
    return _named(transcript, [(start, number) for number, start in enumerate(starts, start=1)])


def in_later(transcript: Transcript, units: Iterable[Unit]) -> list[dict[str, Any]]:
    """Return the doubts of a text that was read again, whose blocks may bear the names of earlier ones."""
    found = [(unit.label_span.start if unit.label_span else unit.start, unit.uid) for unit in units]
    return _named(transcript, sorted(found))


def _named(transcript: Transcript, blocks: list[tuple[int, int]]) -> list[dict[str, Any]]:
    starts = [start for start, _ in blocks]
    rows = []
    for warning in transcript.warnings:
        at = bisect.bisect_right(starts, warning.at) - 1 if warning.at is not None else -1
        rows.append(kept(warning) | ({"block": blocks[at][1]} if at >= 0 else {}))
    return rows


def doubts_of(revision: Revision) -> list[dict[str, Any]]:
    """Return what was doubted when the words of a revision were read, for a page.

    Returns:
        What `doubt_words.told` returns; `name` and `url` of the turn or paragraph, where it stands in this
        revision, as it is counted there.
    """
    rows = revision.reading.get("warnings", ())
    wanted = {row["block"] for row in rows if "block" in row}
    blocks = Block.objects.filter(revision=revision, uid__in=wanted).select_related(*WITH_PLACE)
    places = {block.uid: block for block in blocks} if wanted else {}
    found = []
    for row in rows:
        block = places.get(row.get("block", 0))
        found.append(told(row) | ({"name": name_of(block), "url": to_block(block)} if block else {}))
    return found
