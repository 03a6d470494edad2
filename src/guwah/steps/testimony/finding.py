"""Finding words in a text: for a person who searches, and for a person who quotes."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# The same letter forms, invisible signs and quotation marks as the island `find` holds for equal.
_SAME = str.maketrans("ىېیکہھە’‘ʼ“”", "يييكههه'''\"\"")
_INVISIBLE = (
    *(0x00AD, 0x061C, 0x0640, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
)
_SPACES = re.compile(r"\s+")
# Two kinds of white space in a row become one: only then does folding plain letters move anything.
_GAP = re.compile(r"\s\s")


@dataclass(frozen=True, slots=True)
class Folded:
    """What is compared, and where it came from.

    Attributes:
        text: the folded text.
        origin: for each code point of `text` the code point of the original; one more for the end.
    """

    text: str
    origin: Sequence[int]


@cache
def _translation() -> dict[int, int | None]:
    """Return what becomes of a code point: another letter, or nothing for a mark or an invisible sign."""
    marks = (point for point in range(sys.maxunicode) if unicodedata.category(chr(point)).startswith("M"))
    return {**dict.fromkeys((*marks, *_INVISIBLE)), **_SAME}


def folded(text: str) -> str:
    """Return a text as a search sees it: no case, no diacritics, no invisible signs, single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    return _SPACES.sub(" ", plain.translate(_translation()))


_folded_letter = lru_cache(maxsize=4096)(folded)


def fold(text: str) -> Folded:
    """Return the same with the way back to the original."""
    if text.isascii() and not _GAP.search(text):
        return Folded(folded(text), range(len(text) + 1))
    kept: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for part in _folded_letter(character):
            if part == " " and kept and kept[-1] == " ":
                continue
            kept.append(part)
            origin.append(place)
    return Folded("".join(kept), (*origin, len(text)))


def occurrences(text: str, sought: str) -> list[tuple[int, int]]:
    """Return where `sought` stands in `text`, both folded; half-open code points, never overlapping."""
    needle = folded(sought).strip()
    # Folding as a whole is fast and says no for nearly every block of a long text.
    if not needle or needle not in folded(text):
        return []
    hay = fold(text)
    found = []
    at = hay.text.find(needle)
    while at >= 0:
        last = hay.origin[at + len(needle) - 1]
        found.append((hay.origin[at], max(last + 1, hay.origin[at + len(needle)])))
        at = hay.text.find(needle, at + len(needle))
    return found


def quoted(text: str, quote: str) -> list[tuple[int, int]]:
    """Return where a quotation stands word for word, first as it is, else with any white space between words.

    Returns:
        Half-open code points; more than one place means that the quotation does not say which.
    """
    if not quote.strip():
        return []
    exact = [match.span() for match in re.finditer(re.escape(quote), text)]
    if exact:
        return exact
    words = (re.escape(word) for word in quote.split())
    return [match.span() for match in re.finditer(r"\s+".join(words), text)]
