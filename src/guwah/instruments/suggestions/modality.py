"""How a thing is said: asserted, asked, denied, feared, supposed, foreseen, heard from others, a habit.

The words that show it are data (`data/modality.LANGUAGE.txt`); each section names a stance and how far its
words reach from where they stand to the thing said:

- `before`: in the same clause, ahead of it;
- `near`: the same, at most eight code points ahead (Chinese writes no spaces);
- `around`: in its clause ahead of it, and inside the thing said itself ("they would beat us");
- `after`: in the same clause, behind it;
- `earlier`: ahead of it in the sentence, over commas, until a turn like "but" or "because";
- `anywhere`: in the sentence.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.tables import Rule


class Stance(StrEnum):
    """How a thing is said."""

    ASSERTED = "asserted"
    ASKED = "asked"
    NEGATED = "negated"
    FEARED = "feared"
    HYPOTHETICAL = "hypothetical"
    FUTURE = "future"
    REPORTED = "reported"
    HABITUAL = "habitual"


TOLD = frozenset({Stance.ASSERTED, Stance.HABITUAL})
"""What the speaker says did happen."""

_NEAR = 8
_TURNS, _JOINTS = "turn", "joint"  # sections that end a reach; every other one names a stance


def stance(sentence: Sentence, start: int, end: int) -> Stance:
    """Tell how the stretch from start to end of a sentence is said.

    The sections are asked in the order of their file; the first that applies decides. A question comes first.
    """
    if sentence.asked:
        return Stance.ASKED
    reach = _reach(sentence, start, end)
    for code, rule, cue in _cues(sentence):
        how = rule.rpartition("-")[2]
        if how in reach and reach[how][0] <= cue[0] and cue[1] <= reach[how][1]:
            return Stance(code)
    return Stance.ASSERTED


def _cues(sentence: Sentence) -> Iterator[tuple[str, str, tuple[int, int]]]:
    for rule, match in _said(sentence.language, sentence.words):
        if rule.code not in {_TURNS, _JOINTS}:
            yield rule.code, rule.name, match.span()


@lru_cache(maxsize=4)
def _said(language: str, words: str) -> tuple[tuple[Rule, re.Match[str]], ...]:
    """Return what shows how a sentence is said: each thing said in it is held against the same."""
    return tuple(table("modality", language).hits(words))


def _reach(sentence: Sentence, start: int, end: int) -> dict[str, tuple[int, int]]:
    """Return where the words of each kind of section may stand to bear on a stretch."""
    first, last = sentence.clause(start, end)
    turned = 0
    for rule, match in _said(sentence.language, sentence.words):
        if rule.code == _JOINTS and match.end() <= start:
            first = max(first, match.start())
        elif rule.code == _JOINTS and match.start() >= end:
            last = min(last, match.start())
        elif rule.code == _TURNS and match.end() <= start:
            turned = max(turned, match.start())
    return {
        "before": (first, start),
        "near": (max(first, start - _NEAR), start),
        "around": (first, end),
        "after": (end, last),
        "earlier": (turned, start),
        "anywhere": (0, len(sentence.words)),
    }
