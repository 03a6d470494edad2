"""How a word sounds, in plain Latin letters: the same for the Cyrillic, Latin and Arabic spelling of a word.

The rules are those of names (`guwah.instruments.names`), with two additions that running text needs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from guwah.instruments.names.keys import variants, words

# Letters of Latin alphabets of Kazakh and Uyghur whose mark tells another sound: taking it off would lose it.
_MARKED: Final = str.maketrans(
    {"ş": "sh", "ç": "ch", "ğ": "gh", "ñ": "ng", "š": "sh", "č": "ch", "ž": "zh", "ı": "y"}
)
# What Cyrillic writes as у has one letter in Arabic script, a vowel or not: u and v fall together.
_ALIKE: Final = str.maketrans({"v": "u"})
_DOUBLES: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> tuple[str, ...]:
    """Return how a word may sound, the most usual first, at most four; empty where it has no reading here."""
    bare = unicodedata.normalize("NFC", word).lower().translate(_MARKED)
    bare = "".join(each for each in bare if not unicodedata.category(each).startswith(("M", "C")))
    plain = "".join(part.plain for part in words(bare))
    if not plain or not plain[0].isascii():
        return ()
    return tuple(dict.fromkeys(_DOUBLES.sub(r"\1", form.translate(_ALIKE)) for form in variants(plain)))


def sound(word: str) -> str:
    """Return how a word usually sounds, or an empty string where it has no reading here."""
    return next(iter(sounds(word)), "")
