"""Words as the finder of bodies reads them: heads, what qualifies, what joins, what says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.suggestions.named.lists import one_of, ordinary, words_of
from guwah.instruments.suggestions.named.stretches import meets
from guwah.instruments.suggestions.named.words import writing_of
from guwah.instruments.suggestions.personal.likeness import data as personal_data
from guwah.instruments.suggestions.personal.likeness import may_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.suggestions.named.words import Word

KINDS: Final = ("organization", "facility", "place")
_ENDINGS: Final = {
    "en": "",
    "ru": "(?:ств[аоуеом]{0,2}|ью|[а-яё]{0,3})",
    "kk": (
        "-?(?:[лдт][ае]р)?(?:[ыі]?м(?:[ыі]з)?|[ыі]?ң|с?[ыі]|[еа])?(?:н?[ыі]?ң|[ндт][ыі]ң?|н?[ғгқк]?[ае]|н?[дт][ае]н?|н[ае]н|[мпб]ен"
        "|н?[дт][ае]ғ[ыі]|н?[дт]ег[і])?"
    ),
    "ug": (
        "(?:لار|لەر|لىر)?(?:ى?م(?:ىز)?|سى|ى)?"
        "(?:نىڭ(?:كى)?|نى|غا|قا|گە|كە|[دت][اە]|[دت]ىن|[دت]ىكى|غىچە)?(?:مۇ)?"
    ),
}
LINKS: Final = {
    "en": frozenset(("of", "and", "for", "the", "on", "against")),
    "ru": frozenset(("и", "по", "для", "при", "с", "на")),
    "kk": frozenset(("және", "мен")),
    "ug": frozenset(("ۋە", "بىلەن")),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as this room reads it.

    Attributes:
        word: the word.
        head: organization, facility or place where it is a head, else empty.
        qualifies: `name` (capital, known place), `number`, `level`, `function`, `people` or empty.
        joins: whether it may stand inside such a name at all.
        known: whether the gazetteer has it.
    """

    word: Word
    head: str
    qualifies: str
    joins: bool
    known: bool = False


# Of a head that is short: "судья" and "городской" are no court and no city.
_OF_HEADS: Final = (
    "(?:ств[аоуе]м?|[аяуюеыиёойь]|[оеё]й|[ьи]?[оеёя]м|[оеё]в|[ая]ми|[ая]х|и[ияюе]м?|ью|ек|ец|ок)?"
)


@cache
def head_pattern(language: str, key: str) -> re.Pattern[str]:
    """Return a pattern for the words of one list of heads with the endings of their language."""
    endings = _OF_HEADS if language == "ru" and key in KINDS else _ENDINGS[language]
    return re.compile(rf"(?:{one_of(words_of('heads.json', language, key))}){endings}")


@cache
def _peoples(language: str) -> frozenset[str]:
    listed = personal_data("not_persons.json")
    if language not in {"en", "ru"}:
        return frozenset()
    words = (*listed["peoples"][language], *listed["plural_peoples"][language], "Han", "German", "Uygur")
    return frozenset(word.casefold() for word in words)


@cache
def _things(language: str) -> frozenset[str]:
    """Return programmes and the like, in small letters: a channel of one is no body."""
    return frozenset(
        word.casefold() for word in personal_data("not_persons.json")["organisations"].get(language, ())
    )


def piece_of(word: Word, language: str, places: Sequence[tuple[int, int]]) -> Piece:
    """Return a word as a head, a qualifier, a joint or nothing of these.

    Args:
        word: the word.
        language: en, ru, kk or ug.
        places: where the gazetteer found something in the passage.
    """
    known = meets(places, word.start, word.end)
    if word.kind != "word":
        return Piece(word, "", "number" if word.kind == "number" else "name", joins=True)
    qualifies = _qualifies(word, language, known=known)
    head = next((kind for kind in KINDS if _is_in(language, kind, word)), "")
    if (language == "ru" and qualifies == "level") or _is_small(word, language):
        head = ""
    inner = language == "en" and word.capital and not word.opens  # "the Missing Persons Office"
    if not qualifies and (inner or _is_in(language, "neutral", word)):
        return Piece(word, head, "", joins=True)
    link = word.low in LINKS[language]
    return Piece(word, head, qualifies, joins=bool(qualifies or head or link), known=known)


def _is_small(word: Word, language: str) -> bool:
    """Tell whether a word is a head with a capital only: "the Steppe Post", but no post at the gate."""
    return not word.capital and word.low in words_of("heads.json", language, "capital")


def _qualifies(word: Word, language: str, *, known: bool) -> str:
    if known:
        return "name"
    if word.low in _peoples(language) or (language == "ru" and _is_people(word)):
        return "people"
    for key in ("functions", "levels"):
        if _is_in(language, key, word):
            both = key == "functions" and _is_in(language, "levels", word)
            return "level" if both or key == "levels" else "function"
    return "name" if _is_capital_name(word, language) else ""


def _is_in(language: str, key: str, word: Word) -> bool:
    """Tell whether a word is in a list, with the 's that some keep ("people's court") or without."""
    return _is_listed(language, key, word.low) or _is_listed(language, key, word.text.casefold())


@lru_cache(maxsize=1 << 16)
def _is_listed(language: str, key: str, low: str) -> bool:
    return head_pattern(language, key).fullmatch(low.replace("’", "'")) is not None


_RUSSIAN_PEOPLE: Final = re.compile(
    r"(?:казах|уйгур|китай|росси|америк|европей|турец|узбек|кирги|кыргы|советск)\w*(?:ск|ецк)\w{1,3}"
)


def _is_people(word: Word) -> bool:
    return _RUSSIAN_PEOPLE.fullmatch(word.low) is not None


def _is_capital_name(word: Word, language: str) -> bool:
    if (
        word.capital
        and not word.opens
        and language == "en"
        and word.low in words_of("not_names.json", "things", "Latn")
    ):
        return True  # "the Eastern Herald", "New Life Church"
    if not word.capital or word.low in ordinary(language) or len(word.low) == 1 or word.text.endswith("."):
        return False
    if word.low in _things(language):
        return False
    if word.opens:
        return may_name(word.text, writing_of(word.text, language))
    return not re.search(r"['’ʻʼ]s$", word.text)
