"""Uyghur in Arabic and Latin letters, there and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guwah.instruments.scripts.letters import APART, CARRIER, PUNCTUATION, UYGHUR_CONSONANTS, UYGHUR_VOWELS

if TYPE_CHECKING:
    from collections.abc import Iterator

ARABIC_WORD = re.compile(f"[{''.join(UYGHUR_VOWELS)}{''.join(UYGHUR_CONSONANTS)}{CARRIER}]+")
LATIN_WORD = re.compile(r"[A-Za-zéëöüÉËÖÜ]+(?:['’][A-Za-zéëöüÉËÖÜ]+)*")
_LATIN_LETTER = re.compile(r"ch|zh|sh|gh|ng|.", re.DOTALL)
# The older spelling of ë is read as well.
_LATIN_VOWELS = {latin: letter for letter, latin in UYGHUR_VOWELS.items()} | {"é": "ې"}
_LATIN_CONSONANTS = {latin: letter for letter, latin in UYGHUR_CONSONANTS.items()}
_ARABIC_SIGNS = str.maketrans(dict(PUNCTUATION))
_LATIN_SIGNS = str.maketrans({arabic: latin for latin, arabic in PUNCTUATION.items()})


def to_latin(text: str) -> str:
    """Write the Arabic alphabet in Uyghur Latin (ULY), in small letters."""
    return ARABIC_WORD.sub(lambda match: "".join(_latin(match[0])), text).translate(_LATIN_SIGNS)


def to_arabic(text: str) -> str:
    """Write Uyghur Latin in the Arabic alphabet."""
    return LATIN_WORD.sub(lambda match: _word(match[0]), text).translate(_ARABIC_SIGNS)


def foreign(text: str) -> bool:
    """Say whether Latin words hold letters that Uyghur does not have; these stay as they are."""
    words = re.sub("['’]", "", "".join(LATIN_WORD.findall(text.lower())))
    return any(
        each not in _LATIN_VOWELS and each not in _LATIN_CONSONANTS for each in _LATIN_LETTER.findall(words)
    )


def _word(word: str) -> str:
    return "".join(_arabic(part) for part in re.split("['’]", word.lower()))


def _latin(word: str) -> Iterator[str]:
    before = ""
    for place, letter in enumerate(word):
        latin = UYGHUR_VOWELS.get(letter) or UYGHUR_CONSONANTS.get(letter, "'" if place else "")
        if before and latin and (before[-1], latin[0]) in APART and len(before) == 1:
            yield "'"
        yield latin
        before = latin


def _arabic(part: str) -> str:
    """Rewrite what stands between apostrophes: a vowel that begins it or follows a vowel has its carrier."""
    found, after_vowel = "", True
    for letter in _LATIN_LETTER.findall(part):
        vowel = _LATIN_VOWELS.get(letter)
        if vowel and after_vowel:
            found += CARRIER
        found += vowel or _LATIN_CONSONANTS.get(letter, letter)
        after_vowel = vowel is not None
    return found
