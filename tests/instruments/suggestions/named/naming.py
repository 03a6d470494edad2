"""A text of paragraphs as the finders get it, and what they see in it."""

from __future__ import annotations

from guwah.instruments.suggestions import Material, Passage, suggest
from guwah.instruments.transcripts import Participant

NAMED = ("person", "organization", "facility", "place")


def material(language: str, *passages: str, speakers: tuple[str, ...] = ()) -> Material:
    """Return passages of one language as one text, a line each."""
    text, listed = "", []
    for words in passages:
        listed.append(Passage(len(text), len(text) + len(words), words, language))
        text += words + "\n"
    participants = tuple(Participant(label, label) for label in speakers)
    return Material(text, tuple(listed), participants, ())


def seen(language: str, *passages: str, kind: str = "", speakers: tuple[str, ...] = ()) -> list[str]:
    """Return the words of each suggestion, with its kind where none is asked for."""
    kinds = (kind,) if kind else NAMED
    found = suggest(material(language, *passages, speakers=speakers), kinds)
    return [one.text if kind else f"{one.found.kind} {one.text}" for one in found]


def names(language: str, *passages: str, kind: str = "person", speakers: tuple[str, ...] = ()) -> list[str]:
    """Return the value of each suggestion of a kind."""
    found = suggest(material(language, *passages, speakers=speakers), (kind,))
    return [one.found.value["name"] for one in found]
