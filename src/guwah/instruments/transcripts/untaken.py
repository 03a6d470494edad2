"""Lines that look as if somebody spoke below them, and were not taken for labels: they are told."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from guwah.instruments.transcripts.labels import Candidate, fold
from guwah.instruments.transcripts.lines import Line

_FEW_WORDS = 12
_COLONS = (":", "：")
_ASKED = re.compile("[?？؟]")


def returning_alone(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> Iterator[int]:
    """Yield the lines in a talk that end with a colon, stand there again word for word, and begin no turn.

    Whatever a name and an office look like that no rule knows, who speaks twice is printed twice.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that begins a turn there, or None.
    """
    if not any(labels):
        return
    alone = {
        index: fold(line.text)
        for index, (line, one) in enumerate(zip(lines, labels, strict=True))
        if one is None and line.text.endswith(_COLONS) and len(line.text.split()) <= _FEW_WORDS
    }
    often = Counter(alone.values())
    yield from (
        index for index, words in alone.items() if often[words] > 1 and lines[index].text[0].isupper()
    )


def sections(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> list[int]:
    """Return the first turn of a talk whose labels are headings without times, and in which nobody asks.

    A manual has headings that return too, with sentences below them.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that begins a turn there, or None.
    """
    taken = [index for index, one in enumerate(labels) if one]
    headed = [index for index in taken if lines[index].text.startswith("#") and not _has_time(labels[index])]
    asked = any(_ASKED.search(line.text) for line in lines)
    return headed[:1] if 2 * len(headed) > len(taken) and not asked else []


def _has_time(one: Candidate | None) -> bool:
    return one is not None and one.time is not None
