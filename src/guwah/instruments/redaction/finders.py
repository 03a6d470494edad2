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
from guwah.instruments.redaction.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "third_party_name"
INITIAL = rf"(?:{LATIN_CAPITAL}|[А-ЯЁ])\."
PARTICLE = r"(?:van|von|de|da|del|bin|ibn|al|el|ul|ogli|uly|kyzy)"
TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Uncle|Aunt|Teacher|Director|Officer|Captain)\.?"
ONE = rf"(?:{LATIN_WORD}|{CYRILLIC_WORD}|{INITIAL})"
RUN = re.compile(rf"(?<![\w’'])(?:{INITIAL}\s?)*{ONE}(?:(?:\s|-|\s?(?={INITIAL}))(?:{PARTICLE}\s)?{ONE})+")
TITLED = re.compile(rf"\b{TITLE}\s(?P<it>{LATIN_WORD})")
SINGLE = re.compile(rf"(?<=[^\s.!?…:\"“«(\[\n—–-]\s)(?:{LATIN_WORD}|{CYRILLIC_WORD})(?![\w’'])")
SURNAME = "".join(HAN_SURNAMES)
CHINESE = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[叫是姓和跟给问找]))[{SURNAME}]{HAN}{{1,2}}"
    rf"(?=先生|女士|老师|同志|医生|主任|所长|说|的|和|跟|在|被|也|来|去|告诉|(?!{HAN}))"
)
# Words that wear a capital by rule and name nobody.
NOBODY_WORDS = (
    "I I’m I'm I’ll I'll I’ve I've I’d I'd January February March April May June July August September "
    "October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday English Russian "
    "Chinese Kazakh Uyghur Mandarin God Mr Mrs Ms Dr Mr. Mrs. Ms. Dr. OK"
)
BY_RULE_WORDS = (
    "The A An And But Or So If When Then Now In On At After Before From To For He She It We You They My "
    "His Her Our Their This That These Those There Here What Who Why How Where Yes No Not Because While "
    "Since Until Your Я Мы Он Она Они Вы Ты И А Но Да Нет В На С По За К От До Это Этот Тогда Потом Когда "
    "Где Как Что Кто Мой Моя Мен Біз Ол Олар Сіз Бұл Сол Иә Жоқ"
)
NOBODY, BY_RULE = frozenset(NOBODY_WORDS.split()), frozenset(BY_RULE_WORDS.split())


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


def personal(text: str, known: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Find what looks like personal data, in the order of the text; findings may overlap.

    Args:
        text: one layer's text.
        known: names the case knows, found in any case, accent and spacing, with endings behind them.
    """
    found = [*_shapes(text), *_phones(text), *_names(text), *_known(text, known)]
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


def _names(text: str) -> Iterator[Finding]:
    for match in RUN.finditer(text):
        start = match.start() + _lead(match[0])
        bare = [word for word in re.split(r"[\s-]", text[start : match.end()]) if word not in NOBODY]
        likely = len(bare) > 1
        if bare:
            why = "words with capitals in a row" if likely else "a word with a capital inside a sentence"
            yield Finding(start, match.end(), NAME, why, Confidence.LIKELY if likely else Confidence.LOW)
    for match in TITLED.finditer(text):
        yield Finding(*match.span("it"), NAME, "a word with a capital after a title", Confidence.LIKELY)
    in_runs = Spans.of(match.span() for match in RUN.finditer(text))
    for match in SINGLE.finditer(text):
        if match[0] not in NOBODY | BY_RULE and not in_runs.overlaps(Spans.of([match.span()])):
            yield Finding(*match.span(), NAME, "a word with a capital inside a sentence", Confidence.LOW)
    for match in CHINESE.finditer(text):
        yield Finding(*match.span(), NAME, "a Chinese surname and one or two characters", Confidence.LOW)


def _lead(run: str) -> int:
    """Return where the name begins in a run: words that open sentences wear a capital too."""
    at = 0
    for word in re.split(r"(?<=\s)", run)[:-1]:
        if word.rstrip() not in BY_RULE | NOBODY:
            break
        at += len(word)
    return at


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
