"""Finding words in a text: for a person who searches, and for a person who quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from guwah.instruments.words.folding import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

# Two kinds of white space in a row become one: only then does folding plain letters move anything.
_GAP = re.compile(r"\s\s")
# Stands in no text that was read: no reader takes it for a letter, and folding leaves it as it is.
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class Folded:
    """What is compared, and where it came from.

    Attributes:
        text: the folded text.
        origin: for each code point of `text` the code point of the original; one more for the end.
    """

    text: str
    origin: Sequence[int]


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


def counted(texts: Sequence[str], sought: str) -> list[int]:
    """Return how often what is sought stands in each of many texts.

    They are folded as one: ten thousand turns take the time of one long one.
    """
    needle = folded(sought).strip()
    apart = folded(_BETWEEN.join(texts)).split(_BETWEEN)
    if not needle or len(apart) != len(texts):
        # A text holds the sign that parts them; each is then looked at alone.
        return [len(occurrences(text, sought)) for text in texts]
    return [text.count(needle) for text in apart]


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
