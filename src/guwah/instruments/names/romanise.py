"""Names in Latin letters: a help for reading and the first step of search keys, never shown as the name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.names.letters import ARABIC, CYRILLIC, FRONT, HIGH_HAMZA, WITH_HIGH_HAMZA

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Romanised:
    """A name in Latin letters.

    Attributes:
        text: Latin letters with marks; letters without a reading stay as they were.
        unread: those letters, once each, in their order; Chinese characters, unless a table was given.
    """

    text: str
    unread: tuple[str, ...]


def romanise(name: str, han: Mapping[str, str] = NOTHING) -> Romanised:
    """Return a name in Latin letters.

    Args:
        name: in Cyrillic (Russian, Kazakh, Uyghur), Arabic script (Uyghur, Kazakh), Latin, or mixed.
        han: readings of Chinese characters, one character each (`letters.HAN_SURNAMES` has the most usual
            surnames). Without it they stay unread: readings need a dictionary this package does not carry.
    """
    text = latin(name, han)
    return Romanised(text, tuple(dict.fromkeys(letter for letter in text if _is_unread(letter))))


def latin(name: str, han: Mapping[str, str] = NOTHING) -> str:
    """Return the text of `romanise` alone: for keys of many words, where nobody asks what stayed unread."""
    words = unicodedata.normalize("NFC", _apart(name)).split(" ")
    return " ".join(_word(word, han) for word in words)


def _apart(name: str) -> str:
    return "".join(WITH_HIGH_HAMZA.get(letter, letter) for letter in name)


def _word(word: str, han: Mapping[str, str]) -> str:
    front = HIGH_HAMZA in word
    return "".join(_letter(letter, front=front, han=han) for letter in word)


def _letter(letter: str, *, front: bool, han: Mapping[str, str]) -> str:
    lower = letter.lower()
    if lower in CYRILLIC:
        return CYRILLIC[lower].capitalize() if letter != lower else CYRILLIC[lower]
    if front and letter in FRONT:
        return FRONT[letter]
    return ARABIC.get(letter, han.get(letter, letter))


def _is_unread(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))
