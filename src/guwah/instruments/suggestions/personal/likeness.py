"""Whether a word without a capital of its own may be a name: what is left when common words are taken away.

The words are data (`data/common_words.json`, `data/beside_names.json`). A usual given name is one whatever it
ends in; everything unknown may be one, because the safe side is to mask it (law 4).
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES: Final = ("en", "ru", "kk", "Arab")
SHORTEST_STEM: Final = 4


@cache
def data(name: str) -> dict[str, Any]:
    """Return one of the word lists of this room, by the name of its file."""
    found: dict[str, Any] = json.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))
    return found


_KAZAKH: Final = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_TAIL: Final = re.compile("['’](?:s)?$")
# What may follow a stem with a star, and a given name: plural, whose it is, case.
_ENDINGS: Final = {
    "en": "",
    "ru": "[а-яё]{0,5}",
    "kk": (
        "(?:[лдт][ае]р)?(?:[ыі]?м(?:[ыі]з)?|[ыі]?ң(?:[ыі]з)?|с?[ыі])?"
        "(?:н[ыі]ң?|[дт][ыі]ң?|[ғгқк][ае]|н?[дт][ае]н?|н?[ае]|нен|нан|[мпб]ен)?"
    ),
    "Arab": (
        "(?:[دل]?[اە]ر|لىر)?(?:[ىۇۈ]?م(?:ىز)?|[ىۇۈ]?ڭ(?:ىز)?|س?ى)?"
        "(?:نىڭ?|[دت]ىڭ?|[غقع]ا|[گك]ە|ن?[دت][اە]ن?|[دت]ىن|ن[اە]ن?|مەن)?(?:مۇ)?"
    ),
}
_SCRIPT: Final = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl", "Arab": "Arab"}


def either(words: Iterable[str], language: str) -> str:
    """Return a pattern for one of some words; a star stands for an ending of the language."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\*", _ENDINGS[language]) for word in longest)


# The patterns are long and take time to compile: the first word that is asked about pays for its language.
@cache
def _whole(language: str) -> frozenset[str]:
    return frozenset(word for word in data("common_words.json")[language] if not word.endswith("*"))


@cache
def _ended(language: str) -> re.Pattern[str]:
    common = data("common_words.json")[language]
    return re.compile(either((word for word in common if word.endswith("*")), language))


@cache
def _inflected(language: str) -> re.Pattern[str]:
    return re.compile(data("common_words.json")["endings"][language])


@cache
def _given(language: str) -> re.Pattern[str]:
    """Return a pattern for given names with their endings; a last vowel may give way to one."""
    ending, names = _ENDINGS[language], data("beside_names.json")["names"][_SCRIPT[language]]
    stems = {re.sub("[аяьй]$", "", name) if language == "ru" else name for name in names}
    long = (f"{re.escape(stem)}(?:{ending})" for stem in stems if len(stem) >= SHORTEST_STEM)
    return re.compile("|".join((*map(re.escape, sorted(names)), *sorted(long))))


@cache
def _name_end(language: str) -> re.Pattern[str]:
    ends = "|".join(data("beside_names.json")["name_ends"][language])
    return re.compile(rf"\w{{2,}}(?:{ends})(?:{_ENDINGS[language]})")


def bare(word: str) -> str:
    """Return a word in small letters, without a genitive."""
    return _TAIL.sub("", word.casefold())


@lru_cache(maxsize=8192)
def is_given_name(word: str, language: str) -> bool:
    """Tell whether a word is a usual given name, with or without an ending.

    Args:
        word: as written.
        language: one of `LANGUAGES`; `Arab` is Uyghur and Kazakh in Arabic script.
    """
    return _given(language).fullmatch(bare(word)) is not None


@lru_cache(maxsize=8192)
def is_made_like_name(word: str, language: str) -> bool:
    """Tell whether a word ends as names do ("-gul", "-жан", "-گۈل") and is no common word that does."""
    low = bare(word)
    return _name_end(language).fullmatch(low) is not None and not _is_common(low, language)


@lru_cache(maxsize=8192)
def may_name(word: str, language: str) -> bool:
    """Tell whether a word may be a name: a given one, made like one, or no common word and no form."""
    low = bare(word)
    if is_given_name(low, language) or is_made_like_name(low, language):
        return True
    return len(low) > 1 and not _is_common(low, language) and not _inflected(language).fullmatch(low)


def _is_common(low: str, language: str) -> bool:
    return low in _whole(language) or _ended(language).fullmatch(low) is not None


def language_of(word: str, text: str) -> str:
    """Return which of `LANGUAGES` a word is judged by: its script, and for Cyrillic the letters around it."""
    if not "Ѐ" <= word[0] <= "ӿ":
        return "en"
    return "kk" if _KAZAKH.search(text) else "ru"
