"""Words of a passage, with where they stand, which open a sentence and which stand in quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guwah.instruments.suggestions.personal.writing import ARABIC

_LATIN: Final = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_CYRILLIC: Final = "\u0400-\u052f"
_WORD: Final = re.compile(
    rf"(?P<quote>«[^«»\n]{{1,60}}»)|"
    rf"(?P<number>(?:[Nn]os?\.|№№?|#)\s?\d+(?:[-–]\d+)?|\d+(?:\s?[-–]\s?(?:ші|шы|й|я|е|го|м|ая|ый|ой|ом|ыйй|نومۇرلۇق|نومۇرلىق|th|st|nd|rd))?(?!\d|[.,]\d))|"
    rf"(?P<word>(?:[A-ZА-ЯЁ]\.(?=[\sA-ZА-ЯЁ,])|"
    rf"[{_LATIN}{_CYRILLIC}](?:[{_LATIN}{_CYRILLIC}’'ʻʼ]*[{_LATIN}{_CYRILLIC}’ʻʼ])?(?:-[{_LATIN}{_CYRILLIC}\d/]+)*|"
    rf"[{ARABIC}\u200c\u200d]+))"
)
_NO_QUOTES: Final = re.compile(_WORD.pattern.partition("|")[2])
_OPENS: Final = re.compile(r"(?:^|[.!?…؟۔:;]['\"“”’»)\]]*|[\"“«(\[\n—–•-])\s*$")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Sgt|Capt|Lt|Col|Gen|Rev|Hon|Jr|vs|г|гг|ул|им|д|р|т|пос|с|тов|гр|обл|пр)|(?<!\w)[A-ZА-ЯЁ])\.\s*$"
)
_BACK: Final = 14


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a quotation.

    Attributes:
        start: first code point of the passage, from 0.
        end: one past its last.
        text: as written.
        low: in small letters, without a genitive's 's.
        kind: `word`, `number` or `quote`.
        opens: whether a sentence, a quotation or a line begins with it.
    """

    start: int
    end: int
    text: str
    low: str
    kind: str
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital; false where the script has none."""
        return self.kind == "word" and self.text[0].isupper()


@lru_cache(maxsize=64)
def words_in(text: str, *, quotes: bool = True) -> tuple[Word, ...]:
    """Return the words of a passage in order; Chinese characters are none.

    Args:
        text: the passage.
        quotes: whether what stands in « » is one word (the name of a firm) or its words.
    """
    return tuple(
        Word(
            *match.span(),
            match.group(),
            _bare(match.group()),
            match.lastgroup or "word",
            _opens(text, match.start()),
        )
        for match in (_WORD if quotes else _NO_QUOTES).finditer(text)
    )


def _bare(word: str) -> str:
    return _TAIL.sub("", word.casefold())


_TAIL: Final = re.compile(r"(?:n['’]t|['’ʻʼ](?:s|m|ve|d|ll|re)?)$")


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - _BACK) : start]
    return _OPENS.search(before) is not None and _ABBREVIATED.search(before) is None


def beside(text: str, left: Word, right: Word) -> bool:
    """Tell whether nothing but space, or a number's hyphen, stands between two words."""
    between = text[left.end : right.start]
    return between in _SPACES or (left.kind == "number" and between in _HYPHENS)


_SPACES: Final = frozenset((" ", "  ", "\u00a0"))
_HYPHENS: Final = frozenset(("-", "–", "‑"))


def writing_of(word: str, language: str) -> str:
    """Return how a word with a capital is written: en for Latin letters, ru or kk for Cyrillic ones."""
    if word[0] < "\u0370" or "\u1e00" <= word[0] <= "\u1eff":
        return "en"
    return "kk" if language == "kk" else "ru"
