"""One way to say who speaks, as a text keeps to it, and how a label is built from its places in a line."""

import re
from dataclasses import dataclass

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import Candidate, fold, may_be_label, style_of
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.model import Span, Time

Found = list[Candidate | None]
OFTEN = 2
"""How often a label must stand in a text that keeps to such labels."""

LEAST = 4
"""How many turns such a text has at least."""

EDGES = " \t*_#"
"""Ornament around a name."""

NAME_BEFORE_DOT = 60
"""How far from the beginning of a line the dot after a name stands."""

DOT = re.compile(r"\.(?:\s*[–—]+\s*|\s+)(?=\S)")
"""The dot after a name, and a dash where one follows."""

_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class Habit:
    """One way to say who speaks, as a text keeps to it.

    Attributes:
        found: For each line the label that begins a turn there, or None.
        possible: Lines of the same shape that were not taken, by index.
        quoted: Lines of the same shape that one who speaks only quotes, by index.
        announced: Those of the lines taken that may be quoted, by index.
    """

    found: tuple[Candidate | None, ...]
    possible: tuple[int, ...]
    quoted: frozenset[int] = frozenset()
    announced: frozenset[int] = frozenset()

    @property
    def turns(self) -> int:
        """How many turns it makes."""
        return sum(one is not None for one in self.found)


def label_at(
    line: Line, name: tuple[int, int], words: int, sign: str, time: Time | None = None
) -> Candidate | None:
    """Build a label from the places of a name and of the words after it in a line."""
    start, end = name
    base = line.text[start:end]
    stripped = base.strip(EDGES)
    start += base.find(stripped)
    span = Span(line.start + start, line.start + start + len(stripped))
    return Candidate(
        line, stripped, None, stripped, span, (), time, line.start + words, sign, style_of(stripped)
    )


def is_name(words: str, conventions: Conventions) -> bool:
    """Tell whether words are few enough for a name and may stand as a label."""
    few = len(words.split()) <= _FEW_WORDS
    return few and may_be_label(words, conventions) and fold(words) not in conventions.never_labels
