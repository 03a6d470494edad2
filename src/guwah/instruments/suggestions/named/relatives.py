"""Which of the people named are told to be somebody's relatives: the word for kin stands beside the name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.named.lists import one_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.suggestions.named.model import Named

RULE: Final = "relative-beside-kin"
_BEFORE: Final = 90
_AFTER: Final = 40
_ENDING: Final = {
    "en": r"s?",
    "ru": r"\w{0,4}",
    "kk": r"\w{0,6}",
    "ug": r"\w{0,8}",
    "zh": "",
}
# {kin} before the name, {kin} behind it; $ is where the name begins.
_SHAPES: Final[dict[str, tuple[str, str]]] = {
    "en": (
        (
            r"\b{kin}(?:['’]s)?(?:\s(?:full\s|first\s)?names?)?,?(?:\s(?:is|was|are|were))?(?:\s(?:called|named|old|little|late|poor|young))?"
            r"[,:;–—-]?\s(?:\(\s?|and\s|[A-Z]\w+\s)?$|"
            r"\b{kin}\b[^.!?\n]{0,50}[.;]\s(?:[Aa]nd\s)?(?:[Hh]er|[Hh]is|[Tt]heir)\s(?:full\s|first\s)?names?\s(?:is|was|are|were)\s$"
        ),
        r"^,?\s(?:(?:is|was|who\s(?:is|was)|who's)\s)?(?:my|his|her|our|their|your)\s(?:\w+\s){0,2}{kin}\b|^,\s(?:the\s)?(?:\w+\s)?{kin}\b",
    ),
    "ru": (
        (
            r"(?<!\w){kin}(?:\s(?:мо|тво|ваш|наш|сво|его|её|ее|их)\w{0,4})?(?:\s\w+)?,?\s?(?:[—–:-]\s?)?(?:(?:зовут|звали|звать|по\sимени|это|имя)\s)?(?:[—–:-]\s)?(?:\(\s?)?$|"
            r"(?<!\w){kin}(?!\w)[^.!?\n]{0,50}[.;]\s(?:е[её]|его|их)\s(?:зовут|звали|имя)[.…\s—–-]{1,5}$|"
            r"зовут\s(?:мо\w{1,3}\s|наш\w*\s|е[её]\s|его\s)?{kin}\s$"
        ),
        r"^,?\s?(?:[—–-]\s)?(?:это\s)?(?:(?:мо[йяеюи]\w{0,2}|тво\w+|наш\w*|ваш\w*|его|её|ее|их|сво\w+)\s(?:\w+\s)?{kin}|{kin}\s(?:мо|тво|наш|ваш|его|её|их))",
    ),
    "kk": (
        (
            r"(?<!\w){kin}(?:ның|нің|дың|дің)?(?:\s(?:аты|есімі))?,?\s?(?:[—–:-]\s)?(?:\(\s?)?$|"
            r"(?<!\w){kin}(?!\w)[^.!?\n]{0,50}[.;,]\s(?:оның\s)?(?:аты|есімі)\s?(?:[—–-]\s)?$"
        ),
        r"^\s(?:деген|атты|есімді|дейтін)\s(?:\w+\s)?{kin}|^\s?[—–-]\s(?:\w+ның\s|менің\s)?{kin}|^,\s(?:\w+(?:ның|нің|дың|дің|тың|тің)\s){kin}|^\s?\(?{kin}\)?(?!\w)",
    ),
    "ug": (
        (
            r"(?<!\w){kin}(?:نىڭ)?(?:\s(?:ئىسمى|ئېتى))?،?\s?(?:\(\s?)?$|"
            r"(?<!\w){kin}(?!\w)[^.!؟\n]{0,50}[.؛،]\s(?:ئۇنىڭ\s)?(?:ئىسمى|ئېتى)\s$"
        ),
        r"^\s(?:ئىسىملىك|دېگەن|ئاتلىق)\s(?:\w+\s)?{kin}|^\s{kin}(?!\w)",
    ),
    "zh": (
        r"{kin}(?:的名字)?(?:也|就)?(?:叫做?|是|名叫|就是)?[，：:（(]?$|{kin}[^。！？\n]{0,24}[。，；](?:他|她)(?:的名字)?(?:叫做?|是|名叫)$",
        r"^(?:是|，)?(?:我|他|她|咱)们?的?(?:亲)?{kin}",
    ),
}
_AND: Final = late(r"\s?(?:,|،|、|;)\s?|,?\s(?:and|и|да|мен|бен|пен|және|ۋە|بىلەن)\s|[和与跟]")


@cache
def _kin(language: str) -> str:
    return rf"(?:{one_of(words_of('kin.json', language))}){_ENDING[language]}"


@cache
def _near(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (shape.replace("{kin}", _kin(language)) for shape in _SHAPES[language])
    flags = re.IGNORECASE if language != "en" else re.NOFLAG
    return late(before, flags), late(behind, flags)


def relatives(text: str, language: str, people: Sequence[Named]) -> Iterator[Named]:
    """Yield the people of a passage who are told to be relatives, in order.

    Args:
        text: the passage.
        language: its language.
        people: who is named in it, in order and not overlapping.
    """
    last: Named | None = None
    before, behind = _near(language)
    for one in people:
        listed = last is not None and _AND.fullmatch(text, last.end, one.start) is not None
        shown = before.search(text[max(0, one.start - _BEFORE) : one.start]) or behind.match(
            text[one.end : one.end + _AFTER]
        )
        last = one if shown or listed else None
        if last is not None:
            yield one
