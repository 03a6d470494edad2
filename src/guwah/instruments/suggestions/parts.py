"""Words sorted by what they do in a sentence: where the parts of a way meet, they mean something together.

People promise, forbid and declare in words of their own; what they have in common is who does what, under
which sign, when, and what else if not. The sections of `data/KIND.LANGUAGE.txt` are such parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from collections.abc import Set as AbstractSet


class Part(NamedTuple):
    """Where a part stands in a sentence, and which it is."""

    start: int
    end: int
    code: str


def parts_in(kind: str, language: str, words: str, first: Collection[str]) -> list[Part]:
    """Return the parts of plain words, in the order they stand in.

    Args:
        kind: which files to read.
        language: one of `material.LANGUAGES`.
        words: a sentence as patterns see it.
        first: parts one of which stands in every way; their sections come first in a file, and where none
            is seen nothing else is looked for.
    """
    seen: list[Part] = []
    for rule in table(kind, language).rules:
        if not seen and rule.code not in first:
            return []
        for pattern in rule.patterns:
            seen += [Part(*match.span(), rule.code) for match in pattern.finditer(words)]
    return sorted(seen)


def ways(*told: str) -> tuple[frozenset[str], ...]:
    """Return ways written as words: each names the parts that have to meet."""
    return tuple(frozenset(one.split()) for one in told)


def met(parts: AbstractSet[str], known: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """Return the first way whose parts are all there."""
    return next((way for way in known if way <= parts), None)
