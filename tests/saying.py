"""Sentences and short talks as finders see them; two turns are parted by two bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from guwah.instruments.suggestions import Found, Material, Passage


def talk(words: str, language: str) -> Material:
    """Return "S: a question? || Z: an answer." as the turns of one session, each with its speaker."""
    passages: list[Passage] = []
    start = 0
    for turn, part in enumerate(words.split(" || "), 1):
        speaker, colon, said = part.partition(": ")
        name, said = (speaker, said) if colon and len(speaker) == 1 else (None, part)
        passages.append(Passage(start, start + len(said), said, language, 1, turn, name))
        start += len(said) + 1
    return Material("\n".join(one.words for one in passages), tuple(passages), (), ())


def seen(find: Callable[[Material], Iterable[Found]], words: str, language: str) -> list[tuple[str, Any]]:
    """Return what a finder sees: the words it stands on, and its value."""
    material = talk(words, language)
    return [(material.text[one.start : one.end], dict(one.value)) for one in find(material)]
