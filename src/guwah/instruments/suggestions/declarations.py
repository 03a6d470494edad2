"""What a witness wants on record should they be silenced: no suicide, no crime, nothing taken back freely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.suggestions.clauses import askers, sentences
from guwah.instruments.suggestions.model import NOTHING, Found
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material

_DECLARED, _NOT = "declaration", "not"


def find(material: Material) -> Iterator[Found]:
    """Yield the sentences that declare such things; whoever asks the questions declares none of them."""
    asking = askers(material)
    for passage in material.passages:
        if (passage.session, passage.speaker or "") in asking:
            continue
        for sentence in sentences(passage):
            name = None if sentence.asked else _rule(sentence)
            if name:
                yield Found("declaration", *sentence.in_text(0, len(sentence.words)), name, NOTHING)


def _rule(sentence: Sentence) -> str | None:
    said = list(table("declaration", sentence.language).hits(sentence.words))
    excluded = [match.span() for rule, match in said if rule.code == _NOT]
    for rule, match in said:
        # What is said of others overlaps what would else be said of oneself.
        apart = any(start < match.end() and end > match.start() for start, end in excluded)
        if rule.code == _DECLARED and not apart:
            return rule.name
    return None
