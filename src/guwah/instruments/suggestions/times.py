"""Dates, durations and ages: what `dates.mentions` sees in each passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.instruments.dates import parse_duration
from guwah.instruments.dates.mentions import ABANDONED
from guwah.instruments.dates.mentions import find as mentions_in
from guwah.instruments.suggestions.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guwah.instruments.dates.mentions import Mention
    from guwah.instruments.suggestions.material import Material

_KINDS = {"date": "date", "relative": "date", "duration": "duration", "age": "age"}


def find(material: Material) -> Iterator[Found]:
    """Yield what is said about time; a false start is no date."""
    for passage in material.passages:
        for mention in mentions_in(passage.words, passage.language, session=passage.held):
            kind = _KINDS.get(mention.kind)
            if kind is None or mention.status == ABANDONED:
                continue
            start, end = passage.start + mention.start, passage.start + mention.end
            yield Found(kind, start, end, mention.readings[0].rule, _value(kind, mention))


def _value(kind: str, mention: Mention) -> Mapping[str, Any]:
    if kind == "date":
        return {"readings": [{"edtf": one.edtf, "basis": one.basis} for one in mention.readings]}
    first = mention.readings[0].duration or "P0D"
    if kind == "age":
        return {"years": parse_duration(first).years, "who": None}
    return {"iso8601": first}
