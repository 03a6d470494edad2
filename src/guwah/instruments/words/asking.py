"""What somebody looks for: words, beginnings of words, words in a row, words that must not stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.words.keys import lone, marked, units
from guwah.instruments.words.sounds import sounds
from guwah.instruments.words.stems import LANGUAGES, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.words.keys import Unit

LONGEST: Final = 300
"""Code points of a question; what is beyond is not read."""
MOST_TERMS: Final = 16
# From so many letters on a word is also found with more letters behind it.
_BEGINNING: Final = 4
_HEARD: Final = 3
_CHUNK: Final = re.compile(r'(-?)(?:[“”„«»"]([^“”„«»"]*)[“”„«»"]|(\S+))')
# Readings of a Latin letter beyond the usual one: x and q are rare outside names, c is not.
_DOUBTFUL: Final = frozenset("xq")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a term may stand in a text.

    Attributes:
        key: `plain`, `sound` or `stem`, see `guwah.instruments.words.keys`.
        forms: keys that follow each other.
        more: the last of them may go on.
    """

    key: str
    forms: tuple[str, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked for at one place: any of the ways will do."""

    written: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Terms that must all stand in one block, and terms none of which may."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


def ask(written: str) -> Question:
    """Understand what somebody typed.

    Words are found in any order and with other endings; `"words in quotation marks"` exactly and in a row;
    `beg*` by their beginning; `-word` must not stand there. Nothing typed is an error: what is no word is
    passed over.
    """
    terms: list[Term] = []
    without: list[Term] = []
    for match in _CHUNK.finditer(written[:LONGEST]):
        minus, quoted, bare = match.groups()
        term = _phrase(quoted) if quoted is not None else _word(bare)
        if term is not None:
            (without if minus else terms).append(term)
    return Question(tuple(terms[:MOST_TERMS]), tuple(without[:MOST_TERMS]))


def _row(written: str) -> list[Unit]:
    """Return the keys of words that follow each other."""
    row = list(units(written))
    # The last of several characters stands in the pair before it already.
    if len(row) > 1 and row[-1].han and row[-1].start < row[-2].end:
        row.pop()
    return row


def _phrase(written: str, *, begins: bool = False) -> Term | None:
    row = _row(written)
    if not row:
        return None
    alone = row[-1].han and len(row[-1].plain) == 1
    if len(row) == 1 and alone:
        heard = (Way("sound", (each,)) for each in sounds(row[0].plain) if len(each) >= _HEARD)
        return Term(written, (Way("stem", (lone(row[0].plain),)), *heard))
    # A single character behind a word is kept with whatever follows it.
    return Term(written, (Way("plain", tuple(each.plain for each in row), more=begins or alone),))


def _word(written: str) -> Term | None:
    begins = written.endswith("*")
    row = _row(written)
    if len(row) != 1 or row[0].han:
        return _phrase(written, begins=begins)
    return Term(written, tuple(dict.fromkeys(_ways(row[0].plain, written, begins=begins))))


def _ways(form: str, written: str, *, begins: bool) -> Iterator[Way]:
    yield Way("plain", (form,), more=begins or len(form) >= _BEGINNING)
    heard = sounds(written.rstrip("*"))
    readings = heard if written[:1].isupper() or set(form) & _DOUBTFUL else heard[:1]
    for each in readings:
        if len(each) >= _HEARD:
            yield Way("sound", (each,), more=begins or len(each) >= _BEGINNING)
    for language in () if begins else LANGUAGES:
        for bare in stems(readings[0], language) if readings else ():
            yield Way("stem", (marked(bare, language),))
