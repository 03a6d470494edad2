"""What a Kazakh or Uyghur word is without its endings, by the sound of the word, so alike in every script.

A help for searching, not a grammar: endings are taken off as long as enough of the word is left. Both sides
of a comparison go through it, so a stem that is too short or too long is so on both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# Endings of nouns and the commonest of verbs, in the letters of `sounds.sound`: ы, і and и are i, ң and н are
# n, қ and к are k, ғ and г are g, ш is š. Plural and whose; case; who, where, without; past.
_KAZAKH: Final = """
lar ler dar der tar ter im imiz miz in iniz niz si i
nin din tin ga ge ka ke na ne ni di ti da de ta te nda nde dan den tan ten nan nen men ben pen
ši dagi degi tagi tegi ndagi ndegi lik dik tik siz li dai dei tai tei
gan gen kan ken dim tim adi edi
"""
_UYGHUR: Final = """
lar ler im imiz miz inlar niz si i
nin ni ga ge ka ke da de ta te din tin diki tiki giče či lik luk siz
gan gen kan ken di ti dim tim idi
"""
_LEAST: Final = 3
# Where only one letter comes off, more must be left: many short words end in that letter by themselves.
_LEAST_BEFORE_ONE: Final = 4
_VOWEL: Final = re.compile("[aeiou]")
# In Uyghur the last a or e of a word rises to i when an ending follows: mektep, mektipi.
_RISING: Final = re.compile("[ae](?=[^aeiou]*$)")
# A voiceless consonant at the end of a word softens before an ending that begins with a vowel.
_HARD: Final = {"b": "p", "g": "k"}
# Two n in a row are written as one by `sounds.sound`, so nobody can tell whose the last one is.
_SHARED: Final = "n"


@dataclass(frozen=True, slots=True)
class _Grammar:
    endings: tuple[str, ...]
    rises: bool

    def level(self, word: str) -> str:
        return _RISING.sub("i", word) if self.rises and len(word) > _LEAST else word


def _grammar(endings: str, *, rises: bool) -> _Grammar:
    alike = {_RISING.sub("i", each) if rises else each for each in endings.split()}
    return _Grammar(tuple(sorted(alike, key=lambda each: (-len(each), each))), rises)


_GRAMMARS: Final = {"kk": _grammar(_KAZAKH, rises=False), "ug": _grammar(_UYGHUR, rises=True)}
LANGUAGES: Final = tuple(_GRAMMARS)
"""Primary language subtags whose words have stems here."""


@lru_cache(maxsize=1 << 16)
def stem(sound: str, language: str) -> str:
    """Return a word without its endings, the longest ending first.

    Args:
        sound: the word as `sounds.sound` writes it.
        language: one of `LANGUAGES`.
    """
    grammar = _GRAMMARS[language]
    left = grammar.level(sound)
    while (shorter := next(_shorter(left, grammar), None)) is not None:
        left = shorter
    return _closed(left)


def stems(sound: str, language: str) -> tuple[str, ...]:
    """Return every form a word may have once some of its endings are off; `stem` is one of them.

    Of a word that is looked for nobody knows which of its last letters are endings.
    """
    grammar = _GRAMMARS[language]
    found: dict[str, None] = {}
    waiting = [grammar.level(sound)]
    while waiting:
        word = waiting.pop()
        if word not in found:
            found[word] = None
            waiting.extend(_shorter(word, grammar))
    return tuple(dict.fromkeys((stem(sound, language), *map(_closed, found))))


def _shorter(word: str, grammar: _Grammar) -> Iterator[str]:
    for ending in grammar.endings:
        left = word.removesuffix(ending)
        least = _LEAST if len(ending) > 1 else _LEAST_BEFORE_ONE
        if left != word and len(left) >= least and _VOWEL.search(left):
            yield grammar.level(left)


def _closed(word: str) -> str:
    hard = word[:-1] + _HARD.get(word[-1:], word[-1:])
    return hard[:-1] if len(hard) > _LEAST_BEFORE_ONE and hard.endswith(_SHARED) else hard
