"""What makes two spellings the same to somebody who searches: no case, no marks, no invisible signs.

Text itself is never changed; only search keys are folded (DESIGN §7: NFC and the like only in search keys).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# The same letter forms, invisible signs and quotation marks as the island `find` holds for equal.
_SAME = str.maketrans("ىېیکہھە’‘ʼ“”", "يييكههه'''\"\"")
_INVISIBLE = (
    *(0x00AD, 0x061C, 0x0640, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
)
_CODE_POINTS = 0x110000
# White space that is not one space alone.
_SPACES = re.compile(r"\s{2,}|[^\S ]")
# U+0674 tells how the vowels of a Kazakh word in Arabic script sound; many leave it out.
_HIGH_HAMZA = "\u0674"


@cache
def _translation() -> dict[int, str | None]:
    """Return what becomes of a code point: another letter, or nothing for a mark or an invisible sign."""
    marks = (point for point in range(_CODE_POINTS) if unicodedata.category(chr(point)).startswith("M"))
    return {**dict.fromkeys((*marks, *_INVISIBLE)), **{point: chr(same) for point, same in _SAME.items()}}


def folded(text: str) -> str:
    """Return a text as a search sees it: no case, no diacritics, no invisible signs, single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    # Few of the letters that change stand in any one text; so a long one is folded in milliseconds.
    table = _translation()
    for letter in {each for each in set(plain) if ord(each) in table}:
        plain = plain.replace(letter, table[ord(letter)] or "")
    return _SPACES.sub(" ", plain)


@lru_cache(maxsize=1 << 17)
def plain(word: str) -> str:
    """Return the form under which one word is kept: folded, its letters and digits only, digits as 0 to 9."""
    letters = (_digit(letter) for letter in folded(word) if letter.isalnum() and letter != _HIGH_HAMZA)
    return "".join(letters)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
