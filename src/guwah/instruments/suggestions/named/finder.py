"""People, bodies, facilities and places of a material: what each rule saw, and which of them holds."""

from __future__ import annotations

import re
from bisect import insort
from typing import TYPE_CHECKING, Final

from guwah.instruments.languages import script_of
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.named.bodies import bodies_in
from guwah.instruments.suggestions.named.contexts import context_of
from guwah.instruments.suggestions.named.gazetteer import in_gazetteer
from guwah.instruments.suggestions.named.han_bodies import han_bodies_in
from guwah.instruments.suggestions.named.han_people import people_in_han
from guwah.instruments.suggestions.named.lists import given_names, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.people import Text, people_in_capitals
from guwah.instruments.suggestions.named.relatives import RULE as RELATIVE
from guwah.instruments.suggestions.named.relatives import relatives
from guwah.instruments.suggestions.named.stretches import meets
from guwah.instruments.suggestions.named.uyghur_people import people_in_arabic
from guwah.instruments.suggestions.named.words import writing_of
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.material import Material, Passage

NAMED: Final = frozenset(("person", "organization", "facility", "place"))
# A body stands before a place and both before a person where they are equally long.
_ORDER: Final = ("facility", "organization", "place", "person")
_HAN: Final = re.compile(HAN)
_IN_BRACKETS: Final = re.compile(r"\s?[(（](?P<it>[^()（）\[\]\n]{2,40})[)）]")
_WORDS_OF_NAME: Final = 4


def find(material: Material) -> Iterator[Found]:
    """Yield who and what is named, and which of those named is told to be a relative.

    Where two overlap the longer one holds.
    """
    texts: list[Text] = []
    bodies: list[list[Named]] = []
    for passage in material.passages:
        firm = _chosen(_firm(passage.words, passage.language))
        bodies.append(firm)
        taken = tuple((one.start, one.end) for one in firm)
        places = tuple((one.start, one.end) for one in firm if one.kind in {"place", "facility"})
        texts.append(Text(passage.words, passage.language, taken, places))
    speakers = [one.name for one in material.participants if one.name]
    people = zip(
        people_in_capitals(texts, speakers),
        people_in_arabic(texts, speakers),
        people_in_han(texts, speakers),
        strict=True,
    )
    family: list[tuple[Passage, Named]] = []
    everybody: list[tuple[Passage, Named]] = []
    for passage, firm, found in zip(material.passages, bodies, people, strict=True):
        chosen = _chosen([*firm, *(one for rows in found for one in rows)])
        named = _chosen([*chosen, *_in_brackets(passage.words, chosen)])
        for one in named:
            yield Found(
                one.kind, passage.start + one.start, passage.start + one.end, one.rule, {"name": one.name}
            )
        somebody = [one for one in named if one.kind == "person"]
        everybody += [(passage, one) for one in somebody]
        family += [(passage, one) for one in relatives(passage.words, passage.language, somebody)]
    yield from _of_family(family, everybody)


def _of_family(
    family: Sequence[tuple[Passage, Named]], everybody: Iterable[tuple[Passage, Named]]
) -> Iterator[Found]:
    """Yield the names of relatives beside the word for the kin, and the same names where they stand again."""
    told = {(passage.start, one.start) for passage, one in family}
    names = {one.name for _, one in family}
    for passage, one in everybody:
        beside = (passage.start, one.start) in told
        if beside or one.name in names:
            start, end = passage.start + one.start, passage.start + one.end
            rule = RELATIVE if beside else "relative-named-before"
            yield Found("personal_data", start, end, rule, {"category": "relative_name"})


def _firm(text: str, language: str) -> list[Named]:
    """Return what is a place, a body or a facility whatever the rest of the text says."""
    listed = [one for one in in_gazetteer(text, language) if not _is_name_here(text, one, language)]
    found = list(listed)
    if language != "zh":
        found += bodies_in(text, language, listed)
    if _HAN.search(text):
        found += han_bodies_in(text)
        found += in_gazetteer(text, "zh") if language != "zh" else ()
    return found


def _is_name_here(text: str, one: Named, language: str) -> bool:
    """Tell whether a place that is a given name as well stands here as one."""
    words = text[one.start : one.end]
    if one.kind != "place" or not words[0].isupper():
        return False
    written = writing_of(words, language)
    script = "Latn" if written == "en" else "Cyrl"
    given = one.name.casefold() in given_names(script)
    if not given and one.name.casefold() not in words_of("not_names.json", "place_or_name", script):
        return False
    context = context_of(text, one.start, one.end, written)
    return bool(context.rule) or (not context.kind and (given or context.weight >= 1))


def _chosen(found: Iterable[Named]) -> list[Named]:
    """Return what does not overlap, longer ones first."""
    ranked = sorted(found, key=lambda one: (one.start - one.end, _ORDER.index(one.kind), one.start))
    kept: list[Named] = []
    stretches: list[tuple[int, int]] = []
    for one in ranked:
        if not meets(stretches, one.start, one.end):
            insort(stretches, (one.start, one.end))
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _in_brackets(text: str, chosen: Sequence[Named]) -> Iterator[Named]:
    """Yield the same name in another script, in brackets behind it."""
    for one in chosen:
        match = _IN_BRACKETS.match(text, one.end)
        if match is None or len(match["it"].split()) > _WORDS_OF_NAME:
            continue
        start, end = match.span("it")
        other = script_of(match["it"]) not in {script_of(text[one.start : one.end]), "Zyyy"}
        if other:
            yield Named(one.kind, start, end, f"{one.kind}-in-brackets", match["it"])
