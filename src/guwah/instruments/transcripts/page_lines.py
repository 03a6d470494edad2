"""What printing put into a text and nobody said: numbers of lines and pages, running heads, form feeds."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.indents import with_indents
from guwah.instruments.transcripts.line_numbers import Numbered, numbered
from guwah.instruments.transcripts.lines import Line, lines_of
from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.running_heads import (
    numbered_heads,
    numbered_in_turn,
    page_number,
    running_heads,
)

_FEED = re.compile("\f")
_APART = 5
_TORN = 5
_BARE = re.compile(r"[\[({]?(\d{1,4})[\])}]?(?:\s*/\s*\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Pages:
    """A text without what the printing put into it.

    Attributes:
        lines: The lines that somebody wrote, each beginning after its number.
        breaks: Stretches where one page ends and the next begins: numbers of pages, running heads, form
            feeds; in order, what stands next to each other is one stretch.
        numbers: Where the numbers of lines stand, in order.
    """

    lines: tuple[Line, ...]
    breaks: tuple[Span, ...]
    numbers: tuple[Span, ...]


def pages(text: str, conventions: Conventions) -> Pages:
    """Find what printing put into a text.

    Numbers of lines are a column that counts upwards over most lines of the text. A line is the number of a
    page when it says so ("Page 4", "- 4 -", "4-бет"), or is a bare number in a row that rises with the pages.
    A running head recurs beside such places or carries the number of the page itself. The first lines of a
    text are its own title even where they return as a running head.

    Args:
        text: The decoded text.
        conventions: Words for "page".
    """
    column = numbered(lines_of(text))
    furniture = _furniture(text, column, conventions)
    kept = with_indents(text, tuple(_gapped(column.lines, furniture, text)))
    breaks = _joined(text, furniture, column.numbers)
    return Pages(kept, breaks, tuple(_outside(column.numbers, breaks)))


def _outside(numbers: Sequence[Span], breaks: Sequence[Span]) -> Iterator[Span]:
    """Yield the numbers of lines that are not inside a page break."""
    starts = [span.start for span in breaks]
    for one in numbers:
        at = bisect_right(starts, one.start) - 1
        if at < 0 or breaks[at].end <= one.start:
            yield one


def _gapped(lines: Sequence[Line], furniture: dict[int, Line], text: str) -> Iterator[Line]:
    """Yield the lines that are left; a page turned inside a sentence leaves no empty line in it."""
    before: Line | None = None
    for index, line in enumerate(lines):
        if index in furniture:
            continue
        turned = before is not None and (index - 1 in furniture or "\f" in text[before.end : line.start])
        ended = before is not None and before.text.endswith(_SENTENCE_ENDS)
        yield replace(line, gap=False) if turned and not ended else line
        before = line


_SENTENCE_ENDS = (*".?!…。？！؟۔”»」)]）】", "--", "—")


def _furniture(text: str, column: Numbered, conventions: Conventions) -> dict[int, Line]:
    """Return the lines that printing put there, by index."""
    lines = column.lines
    found = {i: line for i, line in enumerate(lines) if page_number(line.text, conventions) is not None}
    fed = _after_feeds(text, lines)
    found.update({i: lines[i] for i in (*_bare_numbers(lines, fed), *_column_of_numbers(lines))})
    found.update({i: lines[i] for i in numbered_in_turn(text, lines)})
    found.update({i: lines[i] for i in numbered_heads(lines, conventions)})
    found.update({i: lines[i] for i in running_heads(lines, set(found), fed)})
    return found


def _after_feeds(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the indexes of lines next to a form feed, on either side."""
    found: set[int] = set()
    reached = 0
    for index, line in enumerate(lines):
        if "\f" in text[reached : line.start]:
            found.update({index - 1, index} if index else {index})
        reached = line.end
    return found


def _column_of_numbers(lines: Sequence[Line]) -> Iterator[int]:
    """Yield lines that are numbers alone, one after the other: a column torn off its lines by a copy."""
    run: list[int] = []
    before = 0
    for index, line in enumerate((*lines, None)):
        match = _BARE.fullmatch(line.text) if line else None
        number = int(match[1]) if match else 0
        if run and number == before + 1:
            run.append(index)
        else:
            yield from run if len(run) >= _TORN else ()
            run = [index] if number else []
        before = number


def _bare_numbers(lines: Sequence[Line], fed: set[int]) -> Iterator[int]:
    """Yield lines that are a number alone and rise by one from page to page, or stand at a form feed."""
    bare = [(i, int(match[1])) for i, line in enumerate(lines) if (match := _BARE.fullmatch(line.text))]
    for at, (index, number) in enumerate(bare):
        beside = [*bare[max(at - 1, 0) : at], *bare[at + 1 : at + 2]]
        rises = any(
            other - number == (1 if i > index else -1) and (abs(i - index) >= _APART or i in fed)
            for i, other in beside
        )
        if rises or index in fed:
            yield index


def _joined(text: str, furniture: dict[int, Line], numbers: Sequence[Span]) -> tuple[Span, ...]:
    """Return heads, numbers of pages and form feeds in order, those that touch as one."""
    numbered_at = {span.start: span.end for span in numbers}
    atoms = [Span(line.start, line.end) for line in furniture.values()]
    atoms.extend(Span(match.start(), match.end()) for match in _FEED.finditer(text))
    spans: list[Span] = []
    for one in sorted(atoms, key=lambda span: span.start):
        if spans and _is_empty(text, spans[-1].end, one.start, numbered_at):
            spans[-1] = Span(spans[-1].start, one.end)
        else:
            spans.append(one)
    return tuple(spans)


def _is_empty(text: str, start: int, end: int, numbered_at: Mapping[int, int]) -> bool:
    """Tell whether nothing but space, and the number of the line that ends there, stands in a stretch."""
    gap = text[start:end]
    first = start + len(gap) - len(gap.lstrip())
    return first >= end or not text[numbered_at.get(first, first) : end].strip()
