"""Paragraphs that begin with an indent and no empty line, as records and books are set."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import ends_a_sentence

_DEEPEST = 8
_FULL, _WIDEST = 0.8, 160
_LEAST, _MOSTLY, _HALF = 4, 0.8, 0.5


def with_indents(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Begin a paragraph with each line that is indented below lines that are not.

    Args:
        text: The text.
        lines: Lines of it with something in them.

    Returns:
        The lines; those that begin a paragraph have a gap above them. All are as they are unless half of
        the lines or more are not indented, several are by the same few spaces, and what stands above these
        nearly always ends a sentence.
    """
    deep = [_indent(text, line) for line in lines]
    often = Counter(deep)
    usual = max((each for each in often if 0 < each <= _DEEPEST), key=lambda each: often[each], default=0)
    if not usual or often[0] < _HALF * len(lines) or often[usual] < _LEAST:
        return tuple(lines)
    begun = [
        index
        for index in range(1, len(lines))
        if deep[index] == usual and not lines[index].gap and deep[index - 1] in {0, usual}
    ]
    ended = sum(ends_a_sentence(lines[index - 1]) for index in begun)
    if len(begun) < _LEAST or ended < _MOSTLY * len(begun):
        return tuple(lines)
    begins = set(begun)
    return tuple(replace(line, gap=True) if index in begins else line for index, line in enumerate(lines))


def wrapped(lines: Sequence[Line]) -> list[int]:
    """Return the lines that begin a paragraph, by index, in a text whose lines were broken at one width.

    Such a paragraph ends with a line that is shorter than the others. Nothing where lines were not broken:
    most are then of other lengths, or end a sentence.
    """
    wide = sorted(len(line.text) for line in lines)[9 * len(lines) // 10] if lines else 0
    full = [line for line in lines if len(line.text) >= _FULL * wide]
    whole = sum(ends_a_sentence(line) for line in full)
    if not 0 < wide <= _WIDEST or 2 * len(full) < len(lines) or 2 * whole > len(full):
        return []
    return [0, *(at for at in range(1, len(lines)) if len(lines[at - 1].text) < _FULL * wide)]


def _indent(text: str, line: Line) -> int:
    """Return how many spaces stand before a line; a tab is as many as it takes to be seen."""
    begins = text.rfind("\n", 0, line.start) + 1
    return len(text[begins : line.start].expandtabs(4))
