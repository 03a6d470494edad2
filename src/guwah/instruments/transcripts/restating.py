"""Brackets that name what stands just before them as another kind of the same thing: an editor's doubt."""

import re
from functools import lru_cache

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.wordlists import Words

# Longer brackets tell something; a few words before a preposition are one thing's name.
_MOST_WORDS = 4
# Letters; the endings of Russian nouns, but not of the words derived from them.
_LONGEST_ENDING = 3
_SENTENCE_SIGN = re.compile(r"[,;:.!?()–—]")
_ADJACENT = re.compile(r"[^\W_][\"'”’»“]?\s*$")


def restates(before: str, inside: str, conventions: Conventions) -> bool:
    """Tell whether a bracket puts another noun in the place of the one before it.

    A bakery put after "the school" says that the editor does not take the word as it was said. The same
    noun with something added ("the school [evening school]") only says which one.

    Args:
        before: What stands before the bracket, the nearest last.
        inside: What stands in it.
        conventions: `noun_kinds` are the lists in which two nouns are of one kind; `noun_ends` are words
            behind which a noun's own words are over.
    """
    if not _ADJACENT.search(before):
        return False
    said = _words(before[-120:])
    meant = _one_thing(inside, conventions.noun_ends)
    return any(_another(said, meant, nouns) and _alone(inside, nouns) for nouns in conventions.noun_kinds)


def _another(said: str, meant: str, nouns: Words) -> bool:
    at_end, _ = _patterns(nouns)
    old, new = at_end.search(said), at_end.search(meant)
    return old is not None and new is not None and not _is_more_of(_entry(old, nouns), _entry(new, nouns))


def _alone(inside: str, nouns: Words) -> bool:
    """Tell whether a bracket has one noun: two of them explain ("aunt [mother's sister]")."""
    _, anywhere = _patterns(nouns)
    return len(anywhere.findall(_words(inside))) == 1


def _entry(found: re.Match[str], nouns: Words) -> str:
    """Return the noun as it is on its list, whatever its ending was."""
    return nouns[int(str(found.lastgroup).removeprefix("n"))]


def _is_more_of(one: str, other: str) -> bool:
    """Tell whether two nouns are the same one, or the one is the other with words added."""
    short, long = sorted((f" {one} ", f" {other} "), key=len)
    return long.startswith(short) or long.endswith(short)


def _one_thing(inside: str, ends: Words) -> str:
    """Return the words of a bracket up to a sign or a word such as "of"; empty where they are too many."""
    words = _words(_SENTENCE_SIGN.split(inside.strip())[0]).split()
    here = next((at for at, word in enumerate(words) if word in ends), len(words))
    return " ".join(words[:here]) if here <= _MOST_WORDS else ""


def _words(stretch: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", stretch.casefold()))


@lru_cache(maxsize=16)
def _patterns(nouns: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    longest = sorted(enumerate(nouns), key=lambda each: len(each[1]), reverse=True)
    one = "|".join(f"(?P<n{at}>{_forms(noun)})" for at, noun in longest)
    return re.compile(f"(?<![^ ])(?:{one or '(?!)'})$"), re.compile(f"(?<![^ ])(?:{one or '(?!)'})(?![^ ’'])")


def _forms(noun: str) -> str:
    """Return a pattern: a star stands for any ending, elsewhere an English plural may follow."""
    ending = rf"\w{{0,{_LONGEST_ENDING}}}"
    return re.escape(noun).replace(r"\*", ending) + ("" if noun.endswith("*") else "(?:e?s)?")
