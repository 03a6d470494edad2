"""Talks in which only who asks has a label, as newspapers print them: the answers below it name nobody."""

from collections.abc import Sequence
from itertools import pairwise

from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import SENTENCE_ENDS, ends_asking
from guwah.instruments.transcripts.unnamed import unnamed_at

_LEAST = 3
_MOST, _MANY = 0.8, 0.6


def answers_below(
    lines: Sequence[Line], labels: Sequence[Candidate | None]
) -> tuple[tuple[Candidate | None, ...], int | None]:
    """Begin a turn that names nobody where an answer stands below a question with the only label there is.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that begins a turn there, or None.

    Returns:
        The labels with those answers; and the index of the first line that may be somebody else's, where one
        label alone returns above paragraphs but too few of its lines ask. None where there is none.
    """
    places = [index for index, one in enumerate(labels) if one]
    keys = {one.key for one in labels if one}
    if len(keys) != 1 or len(places) < _LEAST:
        return tuple(labels), None
    turns = list(pairwise((*places, len(lines))))
    answers = {start: _answer(lines, start, end) for start, end in turns}
    below = [index for index in answers.values() if index is not None]
    asking = sum(index is not None and ends_asking(lines[index - 1]) for index in answers.values())
    if len(below) < _MOST * len(places):
        return tuple(labels), None
    if asking < _MANY * len(places):
        return tuple(labels), below[0]
    begins = set(below)
    return tuple(
        unnamed_at(line) if index in begins else one
        for index, (line, one) in enumerate(zip(lines, labels, strict=True))
    ), None


def _answer(lines: Sequence[Line], start: int, end: int) -> int | None:
    """Return the first line below the paragraph of a label; that paragraph ends with a sentence."""
    for index in range(start, end - 1):
        if lines[index + 1].gap or lines[index].text.rstrip(" *_").endswith(SENTENCE_ENDS):
            return index + 1
    return None
