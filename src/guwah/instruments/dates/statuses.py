"""Whether words of time are claimed, asked, passed on or only supposed: by the sentence they stand in."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.instruments.dates.joining import ASSERTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.dates.drafts import Draft
    from guwah.instruments.dates.grammars.shape import Grammar
    from guwah.instruments.dates.pieces import Piece

ASKED, REPORTED, HYPOTHETICAL = "asked", "reported", "hypothetical"
_BEFORE = 200  # characters of a sentence that are looked at before the mention


def with_status(drafts: Sequence[Draft], text: str, cut: Sequence[Piece], grammar: Grammar) -> list[Draft]:
    """Mark the mentions of sentences that ask, pass on or suppose; taken-back words stay as they are."""
    ends = [piece for piece in cut if piece.sign == "="]
    starts = [piece.start for piece in ends]
    made = []
    for one in drafts:
        status = one.status
        if status == ASSERTED:
            place = bisect_left(starts, one.end)
            mark = text[ends[place].start] if place < len(ends) else ""
            begins = max(ends[place - 1].end if place else 0, one.start - _BEFORE)
            status = _status(text[begins : one.start], mark, grammar)
        made.append(one if status == one.status else replace(one, status=status))
    return made


def _status(before: str, mark: str, grammar: Grammar) -> str:
    if mark in ("?", "？", "؟"):
        return ASKED
    if grammar.hypothetical.search(before):
        return HYPOTHETICAL
    return REPORTED if grammar.reported.search(before) else ASSERTED
