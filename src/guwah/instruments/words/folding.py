"""What makes two spellings the same to somebody who searches: no case, no marks, no invisible signs.

Text itself is never changed; only search keys are folded (DESIGN §7: NFC and the like only in search keys).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# The same letter forms, invisible signs and quotation marks as the island `find` holds for equal.
_SAME = str.maketrans("ىېیکہھە’‘ʼ“”", "يييكههه'''\"\"")
_INVISIBLE = frozenset(
    {
        *(0x00AD, 0x061C, 0x0640, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
    }
)
# White space that is not one space alone.
_SPACES = re.compile(r"\s{2,}|[^\S ]")
# U+0674 tells how the vowels of a Kazakh word in Arabic script sound; many leave it out.
_HIGH_HAMZA = "\u0674"


@cache
def _becomes(letter: str) -> str:
    """Return what becomes of a letter: itself, another, or nothing of a mark or an invisible sign.

    Asked of the letters that occur: a table of all there are takes longer than most commands.
    """
    point = ord(letter)
    if point in _SAME:
        return chr(_SAME[point])
    return "" if point in _INVISIBLE or unicodedata.category(letter).startswith("M") else letter


def folded(text: str) -> str:
    """Return a text as a search sees it: no case, no diacritics, no invisible signs, single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    # Few of the letters that change stand in any one text; so a long one is folded in milliseconds.
    for letter in set(plain):
        if (same := _becomes(letter)) != letter:
            plain = plain.replace(letter, same)
    return _SPACES.sub(" ", plain)


@lru_cache(maxsize=1 << 17)
def plain(word: str) -> str:
    """Return the form under which one word is kept: folded, its letters and digits only, digits as 0 to 9."""
    letters = (_digit(letter) for letter in folded(word) if letter.isalnum() and letter != _HIGH_HAMZA)
    return "".join(letters)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
