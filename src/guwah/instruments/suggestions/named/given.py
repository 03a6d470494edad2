"""Whether a word is a usual given name, with the endings of its language."""

from __future__ import annotations

from guwah.instruments.suggestions.named.endings import bases
from guwah.instruments.suggestions.named.lists import given_names, words_of


def is_ambiguous(low: str, script: str) -> bool:
    """Tell whether a given name is an ordinary word as well."""
    return low in words_of("not_names.json", "ambiguous", script)


def is_given(word: str, language: str) -> bool:
    """Tell whether a word is a usual given name, with or without an ending."""
    script = "Latn" if language == "en" else "Cyrl"
    listed = given_names(script)
    forms = bases(word, language)
    if language == "ru":
        forms = (*forms, *(form + ending for form in forms for ending in ("а", "я", "й", "ь")))
    return any(form in listed for form in forms)
