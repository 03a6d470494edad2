"""What looks like personal data, to be masked until a person has looked; it orders that work, no more.

A finder misses things: Uyghur and Kazakh in Arabic script have no capitals, Chinese names have no mark at
all. What goes out is an allow-list all the same (law 4); nothing is safe because nothing was found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.redaction.canonical import places, squeeze
from guwah.instruments.redaction.spans import Spans
from guwah.instruments.suggestions.personal.addresses import ADDRESSES
from guwah.instruments.suggestions.personal.beside import names_beside
from guwah.instruments.suggestions.personal.capitals import names_in_capitals
from guwah.instruments.suggestions.personal.chinese import names_in_chinese
from guwah.instruments.suggestions.personal.not_persons import named_otherwise
from guwah.instruments.suggestions.personal.patterns import PATTERNS
from guwah.instruments.suggestions.personal.rules import NAME, RULES, Confidence
from guwah.instruments.suggestions.personal.telephones import telephones
from guwah.instruments.suggestions.personal.writing import HAN, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.personal.patterns import Pattern

    Hit = tuple[int, int, str]

__all__ = ["NAME", "Finding", "masks", "numbered", "personal"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch that looks like personal data.

    Attributes:
        start: first code point, from 0.
        end: the one behind its last.
        category: code of `sensitivity_categories`.
        why: what was seen, in words; never the data.
        confidence: low for shapes that are often something else.
        rule: code of what was seen, a key of `rules.RULES`; for translating `why`.
    """

    start: int
    end: int
    category: str
    why: str
    confidence: Confidence
    rule: str


def personal(text: str, known: Iterable[str] = (), not_persons: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Find what looks like personal data, in the order of the text; findings may overlap.

    Args:
        text: one layer's text.
        known: names the case knows, found in any case, accent and spacing, with endings behind them.
        not_persons: names of recorded places, bodies and facilities; they are no names of people, save
            where another word with a capital stands beside a single one ("Omar Karaburan") and in `known`.
            Telephones, addresses, days of birth and other numbers are found all the same.
    """
    read = readings(text)
    hits = {
        *_shapes(read, (*PATTERNS, *ADDRESSES)),
        *telephones(read),
        *_names(text, not_persons),
        *_known(text, known),
    }
    return tuple(_finding(*hit) for hit in sorted(hits))


def numbered(text: str) -> tuple[Finding, ...]:
    """Find accounts, papers, cards, telephones and days of birth alone, in the order of the text.

    For whoever reads names and addresses otherwise: those take most of the time.
    """
    read = readings(text)
    return tuple(_finding(*hit) for hit in sorted({*_shapes(read, PATTERNS), *telephones(read)}))


def masks(findings: Iterable[Finding], least: Confidence = Confidence.LOW) -> Spans:
    """Return what to mask: everything found with at least this confidence."""
    return Spans.of((each.start, each.end) for each in findings if each.confidence >= least)


def _finding(start: int, end: int, code: str) -> Finding:
    rule = RULES[code]
    return Finding(start, end, rule.category, rule.why, rule.confidence, code)


def _shapes(read: Iterable[str], patterns: Sequence[Pattern]) -> Iterator[Hit]:
    for reading in read:
        for each in patterns:
            group = "it" if "it" in each.shape.groupindex else 0
            for match in each.shape.finditer(reading):
                yield (*match.span(group), each.rule)


def _names(text: str, not_persons: Iterable[str]) -> Iterator[Hit]:
    elsewhere = named_otherwise(text, not_persons)
    yield from names_in_capitals(text, elsewhere)
    for start, end, rule in (*names_beside(text), *names_in_chinese(text)):
        if not elsewhere.covers(Spans(((start, end),))):
            yield (start, end, rule)


def _known(text: str, names: Iterable[str]) -> Iterator[Hit]:
    squeezed = squeeze(text)
    way_back: list[int] = []
    for name in names:
        wanted = squeeze(name)
        at = squeezed.find(wanted) if wanted else -1
        while at >= 0:
            way_back = way_back or places(text)
            start, last = way_back[at], way_back[at + len(wanted) - 1]
            if not (start and text[start - 1].isalnum() and text[start].isascii()):
                yield (start, _word_end(text, last + 1), "name-known")
            at = squeezed.find(wanted, at + 1)


def _word_end(text: str, end: int) -> int:
    """Take a case ending along: it would tell that a name stood there, and sometimes which."""
    if re.match(HAN, text[end - 1]):
        return end
    while end < len(text) and (text[end].isalnum() or unicodedata.category(text[end]) in {"Mn", "Cf"}):
        end += 1
    return end
