"""What a witness wants on record should they be silenced: no suicide, no crime, nothing taken back freely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.suggestions.clauses import askers, sentences
from guwah.instruments.suggestions.model import NOTHING, Found
from guwah.instruments.suggestions.parts import met, parts_in, ways
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material

# What stands in `data/silenced.LANGUAGE.txt`: `fate`, what may befall the speaker; `harm`, harm to oneself;
# `fit`, health and a sound mind; `if`; `me`; `no`, a denial; `know`, what is to be known or asked then;
# `tale`, words that make it a story, or leave to publish.
FIRST = ("fate", "harm", "fit")
WAYS = ways("if fate me", "harm no me", "harm no fate", "harm fit", "know fit me")
_TALE = "tale"
_LONG = 300  # code points of a sentence in which parts that meet still belong together
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
    parts = {part.code for part in parts_in("silenced", sentence.language, sentence.words, FIRST)}
    if _TALE in parts:
        return None
    said = list(table("declaration", sentence.language).hits(sentence.words))
    excluded = [match.span() for rule, match in said if rule.code == _NOT]
    for rule, match in said:
        # What is said of others overlaps what would else be said of oneself.
        apart = any(start < match.end() and end > match.start() for start, end in excluded)
        if rule.code == _DECLARED and not apart:
            return rule.name
    way = met(parts, WAYS)
    if way is None or len(sentence.words) > _LONG:
        return None
    return f"declaration-{sentence.language}-by-parts-{'-'.join(sorted(way))}"
