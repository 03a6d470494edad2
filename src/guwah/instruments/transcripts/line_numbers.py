"""Columns of numbers at the left edge of a text: of its lines, or of its turns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.model import Span

_NUMBER = re.compile(r"(?:\[(\d{1,5})\]|\((\d{1,5})\)|(\d{1,5})[.)]?)(?:[ \t\u00a0\u3000]+|$)")
_LEAST = 8
_MOST_SKIPPED = 3
_SHARE = 0.6
_FEW = 4
_NEARLY_ALL = 0.75
_EVERY = 5
_LEAST_OF_FIVES = 4
_AFTER_DAY = (":", ",", ".", "—", "–")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Lines of a text, without the numbers of a column.

    Attributes:
        lines: The lines, each beginning after its number; a line that is a number only is left out.
        numbers: Where the numbers stand, in order; empty where there is no column.
    """

    lines: tuple[Line, ...]
    numbers: tuple[Span, ...]


def numbered(lines: Sequence[Line]) -> Numbered:
    """Take off a column of numbers that counts upwards over most lines, or over every fifth one.

    Args:
        lines: Lines with something in them.

    Returns:
        The lines as they are where the numbers at their beginnings are no column.
    """
    found = {index: said for index, line in enumerate(lines) if (said := _number(line))}
    column = _counting(found, len(lines)) or _by_fives(found)
    if _says_days(lines, column, found):
        column = set()
    kept: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        if index not in column:
            kept.append(replace(line, gap=line.gap or gap))
            gap = False
            continue
        after = found[index][1]
        if after >= len(line.text):
            gap = True
            continue
        kept.append(Line(line.start + after, line.end, line.text[after:], line.gap or gap))
        gap = False
    spans = tuple(_span(lines[index], found[index][1]) for index in sorted(column))
    return Numbered(tuple(kept), spans)


def _span(line: Line, after: int) -> Span:
    return Span(line.start, line.start + len(line.text[:after].rstrip()))


def _number(line: Line) -> tuple[int, int] | None:
    """Return the number a line begins with and where the words after it begin."""
    match = _NUMBER.match(line.text)
    return (int(match[1] or match[2] or match[3]), match.end()) if match else None


def _says_days(lines: Sequence[Line], column: set[int], found: dict[int, tuple[int, int]]) -> bool:
    """Tell whether one small word stands behind most numbers, as months do in a diary."""
    after = Counter(lines[index].text[found[index][1] :].partition(" ")[0] for index in column)
    word, often = after.most_common(1)[0] if after else ("", 0)
    return word[:1].islower() and word.endswith(_AFTER_DAY) and often >= _NEARLY_ALL * len(column)


def _counting(found: dict[int, tuple[int, int]], lines: int) -> set[int]:
    """Return the lines whose numbers follow one another, when these are most of the text."""
    column: set[int] = set()
    before = 0
    for index, (number, _) in found.items():
        if before < number <= before + _MOST_SKIPPED or number == 1:
            column.add(index)
            before = number
    many = len(column) >= _LEAST and len(column) >= _SHARE * lines
    nearly_all = len(column) >= _FEW and len(column) >= _NEARLY_ALL * lines
    return column if many or nearly_all else set()


def _by_fives(found: dict[int, tuple[int, int]]) -> set[int]:
    """Return the lines numbered 5, 10, 15 … when the numbers stand five lines apart."""
    column: set[int] = set()
    before, at = 0, -1
    for index, (number, _) in found.items():
        if number == _EVERY or (number == before + _EVERY and index - at <= _EVERY):
            column.add(index)
            before, at = number, index
    enough = len(column) >= _LEAST_OF_FIVES and 2 * len(column) > len(found)
    return column if enough else set()
