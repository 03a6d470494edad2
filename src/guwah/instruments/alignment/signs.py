"""What a unit of text shows of itself in any language: its length, its figures, its names, who speaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.names.keys import fold, skeleton
from guwah.instruments.names.letters import HAN_SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A number as printed: digits of any script, thousands apart or not.
_FIGURE = re.compile(r"\d+(?:[,.'’\u00a0\u202f ]\d{3}(?!\d))*")
_WORD = re.compile(r"[^\W\d_]{3,}")
# A clause in Chinese has no spaces and is one "word"; with one letter that has no reading it has no key.
_UNREAD_HAN = re.compile(f"(?![{''.join(HAN_SURNAMES)}])[\u3400-\u9fff]")
# Three consonants of a name: few enough to stand before an ending in any language, enough to be rare.
_CONSONANTS = 3
# A name that every tenth unit has says nothing about which unit answers to which.
_RARE_SHARE = 10
_ALWAYS_RARE = 3


class Unit(NamedTuple):
    """A turn, a paragraph or a sentence.

    Attributes:
        text: its words, marks included.
        speaker: who speaks, as this text prints it; empty where nobody is named.
    """

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is compared of a unit.

    Attributes:
        length: characters that are not white space; at least 1.
        speaker: key of who speaks, empty where nobody is named.
        figures: numbers in it, without what keeps their thousands apart.
        names: keys of words that may be names; only those that few units of the text have.
    """

    length: int
    speaker: str
    figures: frozenset[str]
    names: frozenset[str]


def signs_of(units: Sequence[Unit]) -> list[Signs]:
    """Return the signs of every unit of one text, in its order."""
    names = [_names(unit.text) for unit in units]
    often = Counter(key for keys in names for key in keys)
    most = max(_ALWAYS_RARE, len(units) // _RARE_SHARE)
    return [
        Signs(
            length=max(1, sum(map(len, unit.text.split()))),
            speaker=speaker_key(unit.speaker),
            figures=frozenset(figures(unit.text)),
            names=frozenset(key for key in keys if often[key] <= most),
        )
        for unit, keys in zip(units, names, strict=True)
    ]


def figures(text: str) -> Iterable[str]:
    """Yield the numbers of a text in ASCII digits: `1 200`, `1,200` and `١٢٠٠` are one."""
    for found in _FIGURE.findall(text):
        yield str(int("".join(letter for letter in found if letter.isdecimal())))


@lru_cache(maxsize=4096)
def speaker_key(speaker: str) -> str:
    """Return what two spellings of a speaker's name have in common, in any script this house can read."""
    return fold(speaker)


def _names(text: str) -> set[str]:
    """Return the keys of words that may be names: those with a capital, all where there are none."""
    return {key for word in _WORD.findall(text) if word[0] == word[0].upper() and (key := _key(word))}


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    if _UNREAD_HAN.search(word):
        return ""
    found = skeleton(fold(word))
    return found[:_CONSONANTS] if len(found) >= _CONSONANTS and found.isascii() else ""
