"""Comparing what stands in a bracket with lists of words, in scripts with and without spaces."""

import re
from functools import lru_cache

from guwah.instruments.languages import script_of_letter

_TRIM = " \t.!…:;,-–—'\"“”"
_LAST_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*\W*$")
_LISTS = 64
_NEVER = r"(?!)"

Words = tuple[str, ...]


def folded(words: str) -> str:
    """Return words in small letters with single spaces and without punctuation at the edges."""
    return " ".join(words.casefold().split()).strip(_TRIM)


def begins(inside: str, phrases: Words) -> str | None:
    """Return the longest phrase the words begin with, ending where a word ends, else None."""
    match = _beginning(phrases).match(" ".join(inside.casefold().split()))
    return match.group() if match else None


def holds(inside: str, phrases: Words, most_words: int) -> bool:
    """Tell whether few words begin or end with one of the phrases."""
    lowered = folded(inside)
    if len(lowered.split()) > most_words:
        return False
    return _beginning(phrases).match(lowered) is not None or _ending(phrases).search(lowered) is not None


def is_one_of(inside: str, phrases: Words) -> bool:
    """Tell whether the words are one of the phrases and nothing more."""
    return folded(inside) in _whole(phrases)


def last_word(before: str) -> str:
    """Return the last word of a stretch, empty when there is none."""
    match = _LAST_WORD.search(before[-120:])
    return match.group().strip(" \t.,;:!?“”\"'’") if match else ""


@lru_cache(maxsize=_LISTS)
def _beginning(phrases: Words) -> re.Pattern[str]:
    starts = [re.escape(phrase) + _word_end(phrase) for phrase in _longest_first(phrases)]
    return re.compile("|".join(starts) if starts else _NEVER)


@lru_cache(maxsize=_LISTS)
def _ending(phrases: Words) -> re.Pattern[str]:
    ends = [("" if _is_han(phrase) else "(?<= )") + re.escape(phrase) for phrase in _longest_first(phrases)]
    return re.compile(f"(?:{'|'.join(ends)})$" if ends else _NEVER)


@lru_cache(maxsize=_LISTS)
def _whole(phrases: Words) -> frozenset[str]:
    return frozenset(map(folded, phrases))


def _longest_first(phrases: Words) -> list[str]:
    return sorted((phrase.casefold() for phrase in phrases), key=len, reverse=True)


def _word_end(phrase: str) -> str:
    # Chinese words end without a space; a phrase that ends with a dot ends by itself.
    return r"(?![^\W\d_])" if phrase[-1].isalpha() and not _is_han(phrase) else ""


def _is_han(phrase: str) -> bool:
    return script_of_letter(phrase[-1]) == "Hani"
