"""Kazakh in Cyrillic, Latin and Arabic letters: to and from Cyrillic, through which the other ways lead."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from guwah.instruments.scripts.letters import (
    ARABIC_TO_CYRILLIC,
    CYRILLIC_TO_ARABIC,
    CYRILLIC_TO_LATIN,
    FRONT,
    FRONT_BY_THEMSELVES,
    FRONT_TWINS,
    GLIDE,
    HAMZA,
    KAZAKH,
    LATIN_TO_CYRILLIC,
    PUNCTUATION,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CYRILLIC_WORD = re.compile(f"[{KAZAKH}{KAZAKH.upper()}]+")
# Every Latin letter, so that a word with one that Kazakh does not have stays whole.
LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
# U+0675 to U+0678 are vowels with their hamza in one sign; U+0621 is typed for U+0674.
ARABIC_WORD = re.compile(f"[{''.join(ARABIC_TO_CYRILLIC)}کی{HAMZA}\u0621\u0675-\u0678]+")
_HAMZA_VOWELS = dict(zip("\u0675\u0676\u0677\u0678", "اوۇى", strict=True))
_ALIKE = str.maketrans({"ک": "ك", "ی": "ي", "\u0621": HAMZA} | _HAMZA_VOWELS)
_HAMZAS = frozenset(f"{HAMZA}\u0621\u0675\u0676\u0677\u0678")
_LATIN_LETTER = re.compile(r"ch|şş|.", re.DOTALL)
_ARABIC_LETTER = re.compile(r"شش|.", re.DOTALL)
_SIGNS = str.maketrans(dict(PUNCTUATION))
_SIGNS_BACK = str.maketrans({arabic: other for other, arabic in PUNCTUATION.items()})
_VOWELS = frozenset("аәеоөуұүыіиюя")
# х and һ, ц, щ or шш, and after a consonant я, ю and ё are not told apart in Latin letters.
_SEVERAL = re.compile(r"(?<!c)h|ts|şş|(?<=[bvgğdjzqklmnñprstfhş])i[auo]")
_DOTLESS = str.maketrans({"İ": "i", "I": "ı"})


def to_latin(text: str) -> str:
    """Write Cyrillic in the Latin alphabet of January 2021."""
    return CYRILLIC_WORD.sub(lambda match: cased(match[0], CYRILLIC_TO_LATIN), text)


def to_arabic(text: str) -> str:
    """Write Cyrillic in the Arabic alphabet of China."""
    return CYRILLIC_WORD.sub(lambda match: _in_arabic(match[0].lower()), text).translate(_SIGNS)


def from_latin(text: str) -> str:
    """Write Latin in Cyrillic; a word with a letter that Kazakh does not have stays as it is."""
    return LATIN_WORD.sub(lambda match: _from_latin(match[0]), text)


def from_arabic(text: str) -> str:
    """Write Arabic in Cyrillic, in small letters: the Arabic script has no others."""
    return ARABIC_WORD.sub(lambda match: _from_arabic(match[0]), text).translate(_SIGNS_BACK)


def guessed_from_latin(word: str) -> bool:
    """Say whether a Latin word may stand for several Cyrillic ones."""
    return _SEVERAL.search(small(word)) is not None


def guessed_from_arabic(word: str) -> bool:
    """Say whether an Arabic word may stand for several Cyrillic ones: ا between е, г, к is ә or а."""
    return "ا" in word and _HAMZAS.isdisjoint(word) and not {"ە", "گ", "ك", "ک"}.isdisjoint(word)


def cased(word: str, table: Mapping[str, str]) -> str:
    """Rewrite a word with its capitals: a whole word in capitals stays so, else each capital for itself."""
    if len(word) > 1 and word.isupper():
        return _upper("".join(table[letter] for letter in word.lower()))
    return "".join(
        table[letter] if letter in table else _upper(table[letter.lower()][:1]) + table[letter.lower()][1:]
        for letter in word
    )


def _upper(latin: str) -> str:
    # The Kazakh pair is i with a dot for both, and without one for both, as in Turkish.
    return latin.replace("i", "İ").replace("ı", "I").upper()


def small(word: str) -> str:
    """Return Kazakh Latin in small letters: I is that of ı, İ that of i."""
    return word.translate(_DOTLESS).lower()


def _in_arabic(letters: str) -> str:
    front = not FRONT.isdisjoint(letters) and FRONT_BY_THEMSELVES.isdisjoint(letters)
    return (HAMZA if front else "") + "".join(CYRILLIC_TO_ARABIC[letter] for letter in letters)


def _from_latin(word: str) -> str:
    parts = _LATIN_LETTER.findall(small(word))
    if any(each not in LATIN_TO_CYRILLIC for each in parts):
        return word
    letters = list(_glided([LATIN_TO_CYRILLIC[each] for each in parts]))
    found = "".join(letters)
    if len(word) > 1 and word == _upper(small(word)):
        return found.upper()
    return found[:1].upper() + found[1:] if word[0] != small(word[0]) else found


def _from_arabic(word: str) -> str:
    hamza = not _HAMZAS.isdisjoint(word)
    plain = word.translate(_ALIKE).replace(HAMZA, "")
    letters = [ARABIC_TO_CYRILLIC[each] for each in _ARABIC_LETTER.findall(plain)]
    if hamza or not FRONT_BY_THEMSELVES.isdisjoint(letters):
        # Without a hamza ا after ي is that of я, which has no front twin.
        apart = [False, *(not hamza and each == GLIDE for each in letters)]
        letters = [
            each if kept else FRONT_TWINS.get(each, each) for each, kept in zip(letters, apart, strict=False)
        ]
    return "".join(_glided(letters))


def _glided(letters: list[str]) -> Iterator[str]:
    """Settle the glide by its place: й after a vowel, и after a consonant; я, ю and йо with what follows.

    After a consonant `ia` and `io` are two letters, as in loans, and `iu` is ю.
    """
    after_vowel, begins, taken = False, True, False
    for letter, following in pairwise([*letters, ""]):
        if taken:
            taken = False
            continue
        found = letter
        if letter == GLIDE:
            found, taken = _glide(following, after_vowel=after_vowel, open_before=begins or after_vowel)
        yield found
        begins, after_vowel = False, found[-1:] in _VOWELS


def _glide(following: str, *, after_vowel: bool, open_before: bool) -> tuple[str, bool]:
    """Return the letters of a glide, and whether they hold the letter that follows."""
    if following == "у":
        return "ю", True
    if open_before and following in {"а", "о"}:
        return ("я" if following == "а" else "йо"), True
    return ("й" if after_vowel else "и"), False
