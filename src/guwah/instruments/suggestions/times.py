"""Dates, durations and ages: what `dates.mentions` sees in each passage."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from guwah.instruments.dates import parse_duration
from guwah.instruments.dates.mentions import ABANDONED
from guwah.instruments.dates.mentions import find_in_turns as mentions_in
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.talk_day import day_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guwah.instruments.dates.mentions import Mention
    from guwah.instruments.suggestions.material import Material

# The chronology counts days; hours are said to whoever reads, and become no reading of a claim.
_KINDS = {
    "date": "date",
    "relative": "date",
    "order": "date",
    "duration": "duration",
    "hours": "duration",
    "age": "age",
}


def find(material: Material) -> Iterator[Found]:
    """Yield what is said about time; a false start is no date, nor is "the next day" of an unknown one.

    A year said in one turn holds for the next turns of the same talk. Where nobody entered the day of the
    talk it is taken from the words, of this session or else of what stands before all.
    """
    before = None
    for _, group in groupby(material.passages, lambda passage: (passage.session, passage.held)):
        passages = list(group)
        words = [(passage.words, passage.language) for passage in passages]
        held = passages[0].held or day_told(passages) or before
        before = before or held
        found = mentions_in(words, session=held)
        for passage, mentions in zip(passages, found, strict=True):
            for mention in mentions:
                kind, value = _KINDS.get(mention.kind), _value(mention)
                if kind is not None and not _same_day(mention) and value is not None:
                    start, end = passage.start + mention.start, passage.start + mention.end
                    yield Found(kind, start, end, mention.readings[0].rule, value)


def _same_day(mention: Mention) -> bool:
    """Say whether the words ("that day") only point back at what was told, and place nothing."""
    return mention.kind == "order" and mention.readings[0].duration == "P0D"


def _value(mention: Mention) -> Mapping[str, Any] | None:
    if mention.status == ABANDONED:
        return None
    if _KINDS.get(mention.kind) == "date":
        told = [{"edtf": one.edtf, "basis": one.basis} for one in mention.readings if one.edtf is not None]
        return {"readings": told} if told else None
    first = mention.readings[0].duration or "P0D"
    if mention.kind == "age":
        return {"years": parse_duration(first).years, "who": None}
    return {"iso8601": first}
