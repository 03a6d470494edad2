"""Names shown by the words beside them, where no capital tells: after kin, introductions, with honorifics.

"My brother arman", «зовут арман», "ئىسمىم ئەركىن": the words are data (`data/beside_names.json`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.suggestions.personal.likeness import (
    data,
    either,
    is_given_name,
    is_made_like_name,
    language_of,
    may_name,
)
from guwah.instruments.suggestions.personal.writing import ARABIC, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS: Final = {"en": LATIN, "ru": "А-Яа-яЁёәғқңөұүһі", "kk": "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі", "Arab": ARABIC}
_SURNAME: Final = {
    "en": "ov|ova|ev|eva|in|ina|uly|kyzy|qyzy|bek|bay|bai",
    "ru": r"ов\w{0,3}|ев\w{0,3}|ин\w{0,2}|улы|кызы",
    "kk": r"ов\w{0,3}|ев\w{0,3}|ұлы|қызы",
    "Arab": "ۇلى|ۇلۇ|وۆ|ېۋ|ېۋا|وۆا|قىزى",
}
_FATHERS: Final = {"ru": "Cyrl", "kk": "Cyrl", "Arab": "Arab"}


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A shape with a name in its group `it`, the rule that it follows and the language it is judged in."""

    rule: str
    language: str
    shape: re.Pattern[str]


@cache
def _neighbours(language: str) -> tuple[_Neighbour, ...]:
    return tuple(_shapes(language))


def _shapes(language: str) -> Iterator[_Neighbour]:
    words = data("beside_names.json")
    letters = _LETTERS[language]
    surname = rf"(?:\s\w+(?:{_SURNAME[language]})(?![{letters}]))?"
    word = rf"[{letters}]{{2,}}"

    def near(rule: str, shape: str) -> _Neighbour:
        return _Neighbour(rule, language, re.compile(shape, re.IGNORECASE))

    def one_of(key: str) -> str:
        return rf"(?<![{letters}])(?:{either(words[key][language], language)})(?![{letters}])"

    # Between commas it is a name ("her neighbour, patime, came"); after one alone it may be anything.
    yield near(
        "name-after-kin",
        rf"{one_of('kin')}(?=(?:(?P<comma>[,،])\s*|\s+)(?P<it>{word}{surname})(?(comma)\s*[,،.!?؟]))",
    )
    yield near("name-introduced", rf"{one_of('introductions')}\s*[:,،—–-]?\s*(?P<it>{word}{surname})")
    yield near("name-with-honorific", rf"{one_of('before')}\.?\s+(?P<it>{word}{surname})")
    yield near("name-with-honorific", rf"(?<![{letters}])(?P<it>{word})\s+{one_of('behind')}")
    if language in _FATHERS:
        of_father = either(words["fathers"][_FATHERS[language]], language)
        yield near(
            "name-of-father",
            rf"(?<![{letters}])(?P<it>{word}\s(?:{of_father})|{word}(?:{of_father}))(?![{letters}])",
        )


_WRITTEN_IN: Final = {language: re.compile(f"[{letters}]") for language, letters in _LETTERS.items()}
_OPENS: Final = re.compile(r"(?:^|[.!?؟۔\n«“\"])\s*$")
_ARABIC_WORD: Final = re.compile(rf"[{ARABIC}]{{3,}}")


def names_beside(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and rule of the words that such a neighbour shows to be names.

    Words with capitals are left to `capitals`, which knows the names of places.
    """
    for language, letter in _WRITTEN_IN.items():
        for near in _neighbours(language) if letter.search(text) else ():
            for match in near.shape.finditer(text):
                if _is_name(match["it"], near, text):
                    yield (*match.span("it"), near.rule)
    for match in _ARABIC_WORD.finditer(text):
        if is_given_name(match[0], "Arab"):
            yield (*match.span(), "name-given")
        elif _OPENS.search(text[max(0, match.start() - 3) : match.start()]) and is_made_like_name(
            match[0], "Arab"
        ):
            yield (*match.span(), "name-opens-sentence")


def _is_name(words: str, near: _Neighbour, text: str) -> bool:
    first = words.split(maxsplit=1)[0]
    if near.rule == "name-of-father" and near.language != "Arab" and not first[0].isupper():
        return False
    if near.language == "ru" and language_of(first, text) == "kk":
        return False
    return (near.rule == "name-of-father" or not first[0].isupper()) and may_name(first, near.language)
