"""Comparing what stands in a bracket with lists of words, in scripts with and without spaces."""

import re
from collections.abc import Iterable

from guwah.instruments.languages import script_of_letter

_TRIM = " \t.!…:;,-–—'\"“”"


def folded(words: str) -> str:
    """Return words in small letters with single spaces and without punctuation at the edges."""
    return " ".join(words.casefold().split()).strip(_TRIM)


def begins(inside: str, phrases: Iterable[str]) -> str | None:
    """Return the longest phrase the words begin with, ending where a word ends, else None."""
    lowered = " ".join(inside.casefold().split())
    fitting = [phrase for phrase in phrases if _ends_word(lowered, phrase.casefold())]
    return max(fitting, key=len, default=None)


def _ends_word(lowered: str, phrase: str) -> bool:
    if not lowered.startswith(phrase):
        return False
    after = lowered[len(phrase) : len(phrase) + 1]
    return not after.isalpha() or script_of_letter(phrase[-1]) == "Hani" or not phrase[-1].isalpha()


def holds(inside: str, phrases: Iterable[str], most_words: int) -> bool:
    """Tell whether few words begin or end with one of the phrases."""
    lowered = folded(inside)
    if len(lowered.split()) > most_words:
        return False
    if begins(lowered, phrases):
        return True
    return any(lowered.endswith(" " + phrase.casefold()) or _han_end(lowered, phrase) for phrase in phrases)


def _han_end(lowered: str, phrase: str) -> bool:
    return script_of_letter(phrase[-1]) == "Hani" and lowered.endswith(phrase)


def is_one_of(inside: str, phrases: Iterable[str]) -> bool:
    """Tell whether the words are one of the phrases and nothing more."""
    lowered = folded(inside)
    return any(lowered == folded(phrase) for phrase in phrases)


_LAST_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*\W*$")


def last_word(before: str) -> str:
    """Return the last word of a stretch, empty when there is none."""
    match = _LAST_WORD.search(before[-120:])
    return match.group().strip(" \t.,;:!?“”\"'’") if match else ""
