"""Places, bodies and facilities that anybody may look up, with the endings of the language."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.named.endings import SHORTEST, bases
from guwah.instruments.suggestions.named.lists import listed, one_of, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.words import Word, beside, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS: Final = ("place", "organization", "facility")
RULE: Final = "gazetteer"

_TAIL: Final = re.compile(r"['’ʻʼ]s?$")

_NOMINATIVE: Final = re.compile(r"[аяоеёийыь]|[иы]й|[ая]я|[оеиы]е|и[яие]")
_PLURAL: Final = ("ы", "и")

_Entry = tuple[str, str, tuple[tuple[str, ...], ...]]


@cache
def _entries(language: str) -> dict[str, tuple[_Entry, ...]]:
    """Return kind, name and bases of each word of the entries, by what their first word may be."""
    by_first: dict[str, list[_Entry]] = {}
    for kind in KINDS:
        for name in listed(kind, language):
            words = tuple(_as_listed(word.text, language) for word in words_in(name))
            for base in words[0] if language == "ru" else words[0][:1]:
                by_first.setdefault(base, []).append((kind, name, words))
    return {
        base: tuple(sorted(entries, key=lambda entry: -len(entry[2]))) for base, entries in by_first.items()
    }


def _as_listed(word: str, language: str) -> tuple[str, ...]:
    """Return what a word of an entry may be without its ending: an entry is a nominative."""
    if language != "ru":
        return bases(word, language)
    low, *others = bases(word, language)
    # The end of "Майами" is none of a case: "Май" is another word.
    return (low, *(other for other in others if _NOMINATIVE.fullmatch(low, len(other))))


def _is_plural(forms: tuple[str, ...]) -> bool:
    """Whether the bare stem is a form of an entry, as the genitive of a plural is."""
    return forms[0].endswith(_PLURAL) and len(forms[-1]) > SHORTEST


@cache
def _han() -> tuple[re.Pattern[str], dict[str, str]]:
    kind_of = {name: kind for kind in KINDS for name in listed(kind, "zh")}
    return late(one_of(kind_of)), kind_of


def in_gazetteer(text: str, language: str) -> Iterator[Named]:
    """Yield what stands in the gazetteer, the longest entry at each word.

    Args:
        text: a passage.
        language: its language; Latin words are looked up in English wherever they stand.
    """
    if language == "zh":
        pattern, kind_of = _han()
        for match in pattern.finditer(text):
            yield Named(kind_of[match.group()], *match.span(), RULE, match.group())
        return
    words = words_in(text)
    at = 0
    while at < len(words):
        found = _at(text, words, at, "en" if words[at].text[0].isascii() else language)
        if found is None:
            at += 1
            continue
        named, length = found
        yield named
        at += length


def _at(text: str, words: tuple[Word, ...], at: int, language: str) -> tuple[Named, int] | None:
    first = words[at]
    if first.kind != "word" or (language != "ug" and not first.capital):
        return None
    for base in bases(first.text, language):
        for kind, name, wanted in _entries(language).get(base, ()):
            stretch = words[at : at + len(wanted)]
            if _fits(text, stretch, wanted, language) and not _is_common_here(stretch, name, language):
                end = first.start + len(_TAIL.sub("", text[first.start : stretch[-1].end]))
                return Named(kind, first.start, end, RULE, name), len(wanted)
    return None


def _fits(text: str, stretch: tuple[Word, ...], wanted: tuple[tuple[str, ...], ...], language: str) -> bool:
    if len(stretch) < len(wanted):
        return False
    joined = all(beside(text, left, right) for left, right in pairwise(stretch))
    return joined and all(
        _is_form(word, forms, language, last=place == len(wanted) - 1)
        for place, (word, forms) in enumerate(zip(stretch, wanted, strict=True))
    )


def _is_form(word: Word, forms: tuple[str, ...], language: str, *, last: bool) -> bool:
    mine = bases(word.text, language)
    if language == "ru":
        return mine[0] == forms[0] or not set(mine if _is_plural(forms) else mine[1:]).isdisjoint(forms)
    return forms[0] in (mine if last else mine[:1])


def _is_common_here(stretch: tuple[Word, ...], name: str, language: str) -> bool:
    if len(stretch) > 1:
        return False
    word = stretch[0]
    if name.isupper() and not word.text.isupper():
        # "US" is a country, "us" and "Us" are none; "БҰҰ-ның" has an ending in small letters.
        return not word.text.startswith(name)
    common = name.casefold() in words_of("not_names.json", "at_start", language)
    return common and (word.opens or language == "ug")
