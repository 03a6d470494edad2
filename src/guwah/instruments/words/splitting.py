"""Where words begin and end in a text of any script; Chinese, which has no spaces, character by character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.redaction.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Signs that stand inside a word without ending it: marks above and below letters, joiners, soft hyphens.
_INSIDE = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    "\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
)
_APOSTROPHES = "’‘ʼʻ'`´ʹʺ"
_LETTER = rf"[^\W_{HAN}]"
_WORD = rf"{_LETTER}(?:[{_INSIDE}]|[{_APOSTROPHES}](?={_LETTER})|{_LETTER})*"
_WORDS = re.compile(rf"(?P<han>[{HAN}])|{_WORD}")
_RUNS = re.compile(rf"([{HAN}]+)|({_WORD})")


class Word(NamedTuple):
    """One word of a text.

    Attributes:
        start: first code point of the text, from 0.
        end: one past the last.
        written: what stands there.
        is_han: whether it is one Chinese character.
    """

    start: int
    end: int
    written: str
    is_han: bool


def split(text: str) -> Iterator[Word]:
    """Yield the words of a text in their order; no two overlap, and signs between words belong to none."""
    for match in _WORDS.finditer(text):
        start, end = match.span()
        yield Word(start, end, match[0], match.lastgroup is not None)


def runs(text: str) -> list[tuple[str, str]]:
    """Return the words of a text in their order: Chinese characters that stand together, or a word."""
    found: list[tuple[str, str]] = _RUNS.findall(text)
    return found


def widened(text: str, stretches: Spans) -> Spans:
    """Return stretches grown to whole words, so that half a withheld word is not left as a word of its own.

    Args:
        text: the text.
        stretches: code points of the text from 0.
    """
    words = [each for each in split(text) if not each.is_han] if stretches else []
    grown = [
        (word.start, word.end)
        for start, end in stretches
        for word in words
        if word.start < end and word.end > start
    ]
    return stretches | Spans.of(grown)
