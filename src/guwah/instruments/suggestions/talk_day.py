"""The day of a talk or a letter as its own words give it: in a heading, below a letter, or "today is"."""

from __future__ import annotations

from datetime import date
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from guwah.instruments.dates.mentions import find
from guwah.instruments.dates.readings import STATED
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.material import Passage

_HEADING = 200
"""Code points of a line of a heading; a longer one tells a story."""
_LINES = 8
_OPENING = 6  # turns in which somebody may say what day it is
_TODAY = late(
    r"(?i)(?:\b(?:today(?:\s+is|['’]s\s+date\s+is|,)?|сегодня|бүгін)|今天是?|今日|بۈگۈن)[\s,—–:،，-]*(?:\w+day,?\s*)?$"
)


def day_told(passages: Sequence[Passage]) -> date | None:
    """Return the latest whole date of the heading, else what is called today, else that below a letter.

    The latest, as a heading may also hold births and what the talk is about; only dates said with their year
    count. None where there is no such date.
    """
    head = list(takewhile(_heads, passages))[:_LINES]
    opening = [one for one in passages if one.turn is not None][:_OPENING]
    letter = not opening and len(passages) > len(head)
    foot = takewhile(_heads, reversed(passages)) if letter else ()
    ways: tuple[Iterable[date], ...] = (
        chain.from_iterable(map(_whole, head)),
        chain.from_iterable(map(_called_today, opening)),
        chain.from_iterable(map(_whole, list(foot)[:_LINES])),
    )
    return next((max(days) for way in ways if (days := list(way))), None)


def _heads(passage: Passage) -> bool:
    return passage.turn is None and len(passage.words) <= _HEADING


def _called_today(passage: Passage) -> Iterator[date]:
    yield from (day for at, day in _dates(passage) if _TODAY.search(passage.words[:at]))


def _whole(passage: Passage) -> Iterator[date]:
    yield from (day for _, day in _dates(passage))


def _dates(passage: Passage) -> Iterator[tuple[int, date]]:
    for mention in find(passage.words, passage.language):
        if len(mention.readings) == 1 and mention.readings[0].basis == STATED:
            edtf = (mention.readings[0].edtf or "").rstrip("~")
            if len(edtf) == len("YYYY-MM-DD") and edtf.replace("-", "").isdecimal():
                yield mention.start, date.fromisoformat(edtf)
