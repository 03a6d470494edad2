"""Days of birth: the date that stands nearest to a word for birth, as `dates` reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guwah.instruments.dates.mentions import find_in_turns as mentions_in
from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Passage

_BORN: Final = {
    "en": late(r"\b(?:born|birth(?:day|date)?|d\.?o\.?b\b\.?)", re.IGNORECASE),
    "ru": late(r"(?<!\w)(?:родил(?:ся|ась|ись)|рожд[её]\w+|г\.\s?р\.|д\.\s?р\.)", re.IGNORECASE),
    "kk": late(
        r"(?<!\w)(?:туған(?!\s?(?:жер|ел|ауыл|өлке|бауыр|туыс|аға|әпке))|туыл|туды|дүниеге\sкел)",
        re.IGNORECASE,
    ),
    "ug": late(r"(?<!\w)(?:تۇغۇل(?:غان|دى|دۇم|غىنى)|دۇنياغا\sكەل|تۇغۇت\sكۈنى|تۇغۇلغان\sكۈنى)"),
    "zh": late(r"出生(?!地)|生日|生于|诞生|生人|(?<=[日号年月一二三四五六七八九十])生(?!产|活|意|气|病|命)"),
}
_JOINT: Final = re.compile(r"(?:on|in|at)\s(?:the\s)?", re.IGNORECASE)
_AROUND: Final = 48
"""How many code points on either side of the word are asked for a date."""
_NEAR: Final = 26
"""How many may stand between the word and the date: "born in Karsk in the winter of 1958"."""
# A month or a season alone says when the lambs came.
_TOLD: Final = re.compile(r"\d|[年日号]|\w\s\w+\s\w")
_BREAK: Final = re.compile(r"[.!?…。！？؟۔;；]\s?\S|\n")


def birth_dates(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield where days of birth are told, from the start of the passage."""
    for born in _BORN[passage.language].finditer(passage.words):
        nearest = min(_dates_near(passage, *born.span()), default=None)
        if nearest is not None:
            _, start, end = nearest
            joint = _JOINT.match(passage.words, start, end)
            yield joint.end() if joint else start, end


def _dates_near(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the distance, start and end of dates beside a word, in its own sentence."""
    low, high = max(0, start - _AROUND), min(len(passage.words), end + _AROUND)
    words = passage.words[low:high]
    (mentions,) = mentions_in([(words, passage.language)], session=passage.held)
    for mention in mentions:
        first, last = low + mention.start, low + mention.end
        between = passage.words[end:first] if first >= end else passage.words[last:start]
        if mention.kind != "date" or not _TOLD.search(passage.words[first:last]):
            continue
        if len(between) <= _NEAR and not _BREAK.search(between + "x"):
            yield len(between), first, last
