"""What looks like personal data, to be masked until a person has looked; it orders that work, no more.

A finder misses things: Uyghur and Kazakh in Arabic script have no capitals, Chinese names have no mark at
all. What goes out is an allow-list all the same (law 4); nothing is safe because nothing was found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.redaction.canonical import places, squeeze
from guwah.instruments.redaction.not_persons import TITLES, Kind, classify, named_otherwise
from guwah.instruments.redaction.patterns import (
    CYRILLIC_WORD,
    HAN,
    LATIN_CAPITAL,
    LATIN_WORD,
    NOT_PHONE,
    PATTERNS,
    PHONE,
    Confidence,
)
from guwah.instruments.redaction.spans import NOTHING, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "third_party_name"
INITIAL = rf"(?:{LATIN_CAPITAL}|[А-ЯЁ])\."
PARTICLE = r"(?:van|von|de|da|del|bin|ibn|al|el|ul|ogli|uly|kyzy)"
TITLE = rf"(?:{'|'.join(TITLES)})\.?"
ONE = rf"(?:{LATIN_WORD}|{CYRILLIC_WORD}|{INITIAL})"
RUN = re.compile(rf"(?<![\w’'])(?:{INITIAL}\s?)*{ONE}(?:(?:\s|-|\s?(?={INITIAL}))(?:{PARTICLE}\s)?{ONE})+")
TITLED = re.compile(rf"\b{TITLE}\s(?P<it>{LATIN_WORD})")
SINGLE = re.compile(rf"(?<=[^\s.!?…:\"“«(\[\n—–-]\s)(?:{LATIN_WORD}|{CYRILLIC_WORD})(?![\w’'])")
WORD = re.compile(r"[^\s-]+")
SURNAME = "".join(HAN_SURNAMES)
CHINESE = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[叫是姓和跟给问找]))[{SURNAME}]{HAN}{{1,2}}"
    rf"(?=先生|女士|老师|同志|医生|主任|所长|说|的|和|跟|在|被|也|来|去|告诉|(?!{HAN}))"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch that looks like personal data.

    Attributes:
        start: first code point, from 0.
        end: the one behind its last.
        category: code of `sensitivity_categories`.
        why: what was seen, in words; never the data.
        confidence: low for shapes that are often something else.
    """

    start: int
    end: int
    category: str
    why: str
    confidence: Confidence


def personal(text: str, known: Iterable[str] = (), not_persons: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Find what looks like personal data, in the order of the text; findings may overlap.

    Args:
        text: one layer's text.
        known: names the case knows, found in any case, accent and spacing, with endings behind them.
        not_persons: names of recorded places, bodies and facilities; they are no names of people, save
            where another word with a capital stands beside a single one ("Omar Karaburan") and in `known`.
            Telephones, addresses, days of birth and other numbers are found all the same.
    """
    found = [*_shapes(text), *_phones(text), *_names(text, not_persons), *_known(text, known)]
    return tuple(sorted(set(found), key=lambda each: (each.start, each.end, each.category, each.why)))


def masks(findings: Iterable[Finding], least: Confidence = Confidence.LOW) -> Spans:
    """Return what to mask: everything found with at least this confidence."""
    return Spans.of((each.start, each.end) for each in findings if each.confidence >= least)


def _shapes(text: str) -> Iterator[Finding]:
    for pattern in PATTERNS:
        group = "it" if "it" in pattern.shape.groupindex else 0
        for match in pattern.shape.finditer(text):
            start, end = match.span(group)
            yield Finding(start, end, pattern.category, pattern.why, pattern.confidence)


def _phones(text: str) -> Iterator[Finding]:
    why = "seven digits or more, as in a telephone number"
    for match in PHONE.finditer(text):
        if not NOT_PHONE.fullmatch(match[0]):
            yield Finding(*match.span(), "phone", why, Confidence.LIKELY)


def _names(text: str, not_persons: Iterable[str]) -> Iterator[Finding]:
    elsewhere = named_otherwise(text, not_persons)
    runs = [match.span() for match in RUN.finditer(text)]
    for span in runs:
        yield from _in_a_row(text, span, elsewhere)
    for match in TITLED.finditer(text):
        (kind,) = classify(text, [match.span("it")], NOTHING)
        named = Spans.of(pair for pair in elsewhere if pair[1] > match.end("it"))
        if kind not in {Kind.ORDINARY, Kind.TITLE, Kind.BODY} and not named.overlaps(
            Spans((match.span("it"),))
        ):
            yield Finding(*match.span("it"), NAME, "a word with a capital after a title", Confidence.LIKELY)
    in_runs = Spans.of(runs)
    for match in SINGLE.finditer(text):
        if not in_runs.overlaps(Spans((match.span(),))):
            yield from _in_a_row(text, match.span(), elsewhere)
    for match in CHINESE.finditer(text):
        if not elsewhere.covers(Spans((match.span(),))):
            why = "a Chinese surname and one or two characters"
            yield Finding(*match.span(), NAME, why, Confidence.LOW)


def _in_a_row(text: str, span: tuple[int, int], elsewhere: Spans) -> Iterator[Finding]:
    """Yield what may name a person in words with capitals: nothing, or all but the words round the name.

    A surname may be a country or a people, and a given name too, so that all of a row is one name; only
    words that open sentences, titles and words such as "Office" at its end are never part of it.
    """
    tokens = [(span[0] + word.start(), span[0] + word.end()) for word in WORD.finditer(text[slice(*span)])]
    kinds = classify(text, tokens, elsewhere)
    if Kind.PERSON not in kinds:
        return
    while kinds[0] in {Kind.ORDINARY, Kind.TITLE}:
        kinds, tokens = kinds[1:], tokens[1:]
    while kinds[-1] is Kind.BODY:
        kinds, tokens = kinds[:-1], tokens[:-1]
    likely = len(kinds) > 1
    why = "words with capitals in a row" if likely else "a word with a capital inside a sentence"
    yield Finding(tokens[0][0], tokens[-1][1], NAME, why, Confidence.LIKELY if likely else Confidence.LOW)


def _known(text: str, names: Iterable[str]) -> Iterator[Finding]:
    squeezed = squeeze(text)
    way_back: list[int] = []
    for name in names:
        wanted = squeeze(name)
        at = squeezed.find(wanted) if wanted else -1
        while at >= 0:
            way_back = way_back or places(text)
            start, last = way_back[at], way_back[at + len(wanted) - 1]
            if not (start and text[start - 1].isalnum() and text[start].isascii()):
                yield Finding(
                    start, _word_end(text, last + 1), NAME, "a name known in this case", Confidence.LIKELY
                )
            at = squeezed.find(wanted, at + 1)


def _word_end(text: str, end: int) -> int:
    """Take a case ending along: it would tell that a name stood there, and sometimes which."""
    if re.match(HAN, text[end - 1]):
        return end
    while end < len(text) and (text[end].isalnum() or unicodedata.category(text[end]) in {"Mn", "Cf"}):
        end += 1
    return end
