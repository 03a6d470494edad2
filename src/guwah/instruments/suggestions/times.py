"""Dates, durations and ages: what `dates.mentions` sees in each passage."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from guwah.instruments.dates import parse_duration
from guwah.instruments.dates.mentions import ABANDONED
from guwah.instruments.dates.mentions import find_in_turns as mentions_in
from guwah.instruments.suggestions.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guwah.instruments.dates.mentions import Mention
    from guwah.instruments.suggestions.material import Material

_KINDS = {"date": "date", "relative": "date", "order": "date", "duration": "duration", "age": "age"}


def find(material: Material) -> Iterator[Found]:
    """Yield what is said about time; a false start is no date, nor is "the next day" of an unknown one.

    A year said in one turn holds for the next turns of the same talk.
    """
    for _, group in groupby(material.passages, lambda passage: (passage.session, passage.held)):
        passages = list(group)
        words = [(passage.words, passage.language) for passage in passages]
        found = mentions_in(words, session=passages[0].held)
        for passage, mentions in zip(passages, found, strict=True):
            for mention in mentions:
                kind, value = _KINDS.get(mention.kind), _value(mention)
                if kind is not None and value is not None:
                    start, end = passage.start + mention.start, passage.start + mention.end
                    yield Found(kind, start, end, mention.readings[0].rule, value)


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
