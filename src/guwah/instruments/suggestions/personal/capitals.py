"""Names shown by their capitals: in a row, after a title, inside a sentence, and at its beginning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.suggestions.personal.likeness import is_given_name, language_of, may_name
from guwah.instruments.suggestions.personal.not_persons import (
    TITLES,
    Kind,
    classify,
    is_doubtful,
    is_followed_as_person,
    without_tail,
)
from guwah.instruments.suggestions.personal.writing import CYRILLIC_WORD, LATIN_CAPITAL, LATIN_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

# "My sister and I. On Monday …": there the letter is a word and ends a sentence.
_I: Final = r"(?!(?:(?<=and )|(?<=or )|(?<=than )|(?<=but ))I\.)"
_INITIAL: Final = rf"(?:{_I}{LATIN_CAPITAL}|[А-ЯЁ])\."
_PARTICLE: Final = r"(?:van|von|de|da|del|bin|ibn|al|el|ul|ogli|uly|kyzy)"
_TITLE: Final = rf"(?:{'|'.join(TITLES)})\.?"
_ONE: Final = rf"(?:{LATIN_WORD}|{CYRILLIC_WORD}|{_INITIAL})"
_RUN: Final = late(
    rf"(?<![\w’'])(?:{_INITIAL}\s?)*{_ONE}(?:(?:\s|-|\s?(?={_INITIAL}))(?:{_PARTICLE}\s)?{_ONE})+"
)
_TITLED: Final = late(rf"\b{_TITLE}\s(?P<it>{LATIN_WORD})")
_SINGLE: Final = late(rf"(?<![\w’'-])(?:{LATIN_WORD}|{CYRILLIC_WORD})(?![\w’'])")
_INSIDE: Final = re.compile(r"[^\s.!?…:\"“«(\[\n—–-]\s$")
# In Russian anything may open a sentence; somebody who acts, is called to or stands alone may be a person.
_ACTS: Final = late(
    r"\s*[,.!?—–:]|\s+(?:и|да|с|со)\s|(?:\s+\w+){0,2}\s+\w+(?:ла?|л[аи]сь|лся|ли|[аяуеё]ет|ёт|ит|[ёеи]тся)(?!\w)"
)
_WORD: Final = re.compile(r"[^\s-]+")


def names_in_capitals(text: str, elsewhere: Spans) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and rule of the words whose capitals may be those of names.

    Args:
        text: one layer's text.
        elsewhere: names of recorded places, bodies and facilities in it (`not_persons.named_otherwise`).
    """
    runs = [match.span() for match in _RUN.finditer(text)]
    for span in runs:
        yield from _in_a_row(text, span, elsewhere)
    yield from _after_titles(text, elsewhere)
    in_runs = Spans.of(runs)
    for match in _SINGLE.finditer(text):
        if in_runs.overlaps(Spans((match.span(),))):
            continue
        if _INSIDE.search(text, max(0, match.start() - 2), match.start()):
            yield from _in_a_row(text, match.span(), elsewhere)
        elif _opens_as_name(text, match.span(), elsewhere):
            yield (*match.span(), "name-opens-sentence")


def _after_titles(text: str, elsewhere: Spans) -> Iterator[tuple[int, int, str]]:
    for match in _TITLED.finditer(text):
        (kind,) = classify(text, [match.span("it")], NOTHING)
        named = Spans.of(pair for pair in elsewhere if pair[1] > match.end("it"))
        if kind not in {Kind.ORDINARY, Kind.TITLE, Kind.BODY} and not named.overlaps(
            Spans((match.span("it"),))
        ):
            yield (*match.span("it"), "name-after-title")


def _in_a_row(text: str, span: tuple[int, int], elsewhere: Spans) -> Iterator[tuple[int, int, str]]:
    """Yield what may name a person in words with capitals: nothing, or all but the words round the name.

    A surname may be a country or a people, and a given name too, so that all of a row is one name; only
    words that open sentences, titles and words such as "Office" at its end are never part of it.
    """
    tokens = [(span[0] + word.start(), span[0] + word.end()) for word in _WORD.finditer(text[slice(*span)])]
    kinds = classify(text, tokens, elsewhere)
    if Kind.PERSON not in kinds:
        return
    while kinds[0] in {Kind.ORDINARY, Kind.TITLE}:
        kinds, tokens = kinds[1:], tokens[1:]
    while kinds[-1] is Kind.BODY:
        kinds, tokens = kinds[:-1], tokens[:-1]
    rule = "name-in-a-row" if len(kinds) > 1 else "name-in-sentence"
    yield (tokens[0][0], tokens[-1][1], rule)


def _opens_as_name(text: str, span: tuple[int, int], elsewhere: Spans) -> bool:
    """Tell whether a word with the capital of a sentence may be a name: none of the common words is one."""
    (kind,) = classify(text, [span], elsewhere)
    word = without_tail(text[slice(*span)])
    if kind is not Kind.PERSON:
        return False
    if is_doubtful(word):
        return is_followed_as_person(text, span[1])
    language = language_of(word, text)
    if len(word) > 1 and word.isupper():
        return is_given_name(word, language)
    if not may_name(word, language):
        return False
    acts = language != "ru" or _ACTS.match(text, span[1]) is not None
    return acts or is_given_name(word, language)
