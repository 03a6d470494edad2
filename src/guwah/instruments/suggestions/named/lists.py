"""The word lists of this room: gazetteer, given names, heads of bodies; each read once."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from guwah.instruments.suggestions.personal.likeness import data as personal_data

if TYPE_CHECKING:
    from collections.abc import Iterable

SCRIPT_OF: Final = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl", "ug": "Arab", "zh": "Hani"}


@cache
def data(name: str) -> dict[str, Any]:
    """Return one of the lists, by the name of its file."""
    found: dict[str, Any] = json.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))
    return found


@cache
def listed(kind: str, language: str) -> tuple[str, ...]:
    """Return the names of the gazetteer of one kind (place, organization, facility) in a language."""
    rows: list[str] = data("gazetteer.json")[kind][language]
    wide: list[str] = data("world.json").get(kind, {}).get(language, [])
    return tuple(dict.fromkeys(name.strip() for row in (*rows, *wide) for name in row.split(";")))


@cache
def words_of(file: str, *keys: str) -> frozenset[str]:
    """Return the words of a list that is kept as lines of words."""
    rows: Any = data(file)
    for key in keys:
        rows = rows[key]
    return frozenset(" ".join(rows).split())


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for one of some words, longer ones first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def given_names(script: str) -> frozenset[str]:
    """Return usual given names in small letters, in one script (Latn, Cyrl, Arab, Hani)."""
    more = personal_data("beside_names.json")["names"].get(script, ())
    return (words_of("given_names.json", script) | frozenset(more)) - words_of(
        "not_names.json", "names", script
    )


@cache
def ordinary(language: str) -> frozenset[str]:
    """Return words that open sentences with a capital and name nothing, in small letters."""
    kept = personal_data("not_persons.json")
    titles = kept["titles"].get(language, ())
    return frozenset(word.casefold() for word in (*kept["ordinary"].get(language, ()), *titles))
