"""Where a text speaks of dates, lengths, ages and orders, and how each mention can be read.

A suggestion for a person, never a fact: nothing is guessed silently, and what is inferred says from what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.dates.drafts import Draft, draft
from guwah.instruments.dates.grammars import GRAMMARS
from guwah.instruments.dates.hits import hits
from guwah.instruments.dates.joining import ABANDONED, ASSERTED, CORRECTED, corrected, together
from guwah.instruments.dates.pieces import pieces
from guwah.instruments.dates.statuses import ASKED, HYPOTHETICAL, REPORTED, with_status
from guwah.instruments.dates.years import Placed, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from guwah.instruments.dates.readings import Reading

__all__ = ["ABANDONED", "KINDS", "STATUSES", "Mention", "find", "find_in_turns"]

STATUSES = (ASSERTED, CORRECTED, ABANDONED, ASKED, REPORTED, HYPOTHETICAL)
KINDS = ("date", "relative", "order", "duration", "hours", "age", "clock")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of words about time.

    Attributes:
        start: 0-based code point where it starts.
        end: code point where it ends, not included.
        kind: `date`, `duration`, `age`, `relative` (from the day of the session), `order` (from what was
            told), `clock` (a time of day) or `hours` (a length within a day, which no chronology counts).
        readings: one for each way to understand it; none for a false start.
        status: one of `STATUSES`; `abandoned` when the speaker broke off or took it back, `self-corrected`
            for what was then said instead.
    """

    start: int
    end: int
    kind: str
    readings: tuple[Reading, ...]
    status: str = ASSERTED


def find(text: str, language: str, *, session: date | None = None) -> list[Mention]:
    """Find mentions of time.

    Args:
        text: the words; offsets of the mentions count its code points.
        language: a tag whose first part is one of `GRAMMARS` (en, ru, zh, kk, ug); others find nothing.
        session: the day of the talk, for "two days ago"; without it such dates stay open.

    Returns:
        The mentions in order, not overlapping.
    """
    return find_in_turns([(text, language)], session=session)[0]


def find_in_turns(turns: Iterable[tuple[str, str]], *, session: date | None = None) -> list[list[Mention]]:
    """Find mentions in the turns of one talk; a year said in one holds for dates in the next.

    Args:
        turns: words and language of each turn, in their order.
        session: as in `find`.

    Returns:
        For each turn its mentions, with offsets in that turn.
    """
    placed: list[Placed] = []
    offset, count = 0, 0
    for turn, (text, language) in enumerate(turns):
        grammar = GRAMMARS.get(language.partition("-")[0].lower())
        drafts = [] if grammar is None else _drafts(text, language.partition("-")[0].lower(), session)
        placed += [Placed(one, turn, offset) for one in drafts]
        offset, count = offset + len(text) + 1, turn + 1
    found: list[list[Mention]] = [[] for _ in range(count)]
    for one, readings in zip(placed, read(placed, session), strict=True):
        made = one.draft
        if readings or made.status == ABANDONED:
            found[one.turn].append(Mention(made.start, made.end, made.kind, readings, made.status))
    return found


def _drafts(text: str, language: str, session: date | None) -> list[Draft]:
    grammar = GRAMMARS[language]
    cut = pieces(text, grammar)
    signs = "".join(piece.sign for piece in cut)
    made: list[Draft] = []
    earliest = 0
    standing = hits(text, cut, signs, grammar)
    for place, hit in enumerate(standing, 1):
        latest = standing[place].first if place < len(standing) else len(cut)
        one = draft(hit, (earliest, latest), grammar, session)
        if one.said:
            made.append(one)
            earliest = one.reach
    joined = together(corrected(made, text, grammar), signs)
    return with_status(joined, text, cut, grammar)
