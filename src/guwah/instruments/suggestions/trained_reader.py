"""What a trained person reads first: sexual violence, intimate health, death, suicide; never coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.suggestions.clauses import sentences
from guwah.instruments.suggestions.model import NOTHING, Found
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material


_NOT, _FLAG = "not", "flag"  # what only looks so; what is flagged, and may be coded beside it


def find(material: Material) -> Iterator[Found]:
    """Yield the sentences that speak of such things, whatever they say of them."""
    for passage in material.passages:
        for sentence in sentences(passage):
            rule = _first_rule(sentence)
            if rule:
                start, end = sentence.in_text(0, len(sentence.words))
                yield Found("trained_reader", start, end, rule, NOTHING)


def stretches(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the clauses of a sentence in which nothing may be coded."""
    return [sentence.clause(start, end) for start, end, code, _ in _hits(sentence) if code != _FLAG]


def _first_rule(sentence: Sentence) -> str | None:
    return next((name for *_, name in _hits(sentence)), None)


def _hits(sentence: Sentence) -> list[tuple[int, int, str, str]]:
    """Return start, end, code and rule of such words in order, without turns of phrase that look so."""
    said = list(table("trained_reader", sentence.language).hits(sentence.words))
    apart = [match.span() for rule, match in said if rule.code == _NOT]
    return sorted(
        (*match.span(), rule.code, rule.name)
        for rule, match in said
        if rule.code != _NOT and not any(first <= match.start() < end for first, end in apart)
    )
