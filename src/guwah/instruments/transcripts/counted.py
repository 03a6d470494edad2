"""Questions that are counted in a paragraph, each with its answer behind it: "1) Where? There. 2) Who?"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guwah.instruments.transcripts.lines import Line

_NUMBER = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,3})(?:[)）]|[.-]{1,2}|\.\))\s*(?=[^\W\d_]|[¿¡“«\"])")
# A question or several in a row, a sentence before them; else the first sentence, which may bid to tell.
_ASKS = re.compile(r"(?:[^.!?？؟]*[.!]\s+)?(?:[^.!?？؟]*[?？؟][\s\"”»]*)+")
_BIDS = re.compile(r"[^.!?？؟]*[.!]\s+")
_LEAST, _MOSTLY = 4, 0.7
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question and its answer: which line, where both begin and end in it."""

    line: int
    start: int
    answer: int
    asks: bool


def counted_lines(lines: Sequence[Line]) -> tuple[Line, ...] | None:
    """Divide lines before and behind each question, where questions are counted with their answers behind.

    Args:
        lines: Lines of a text in which nothing else says who speaks.

    Returns:
        The lines, each counted question below an empty one with its answer in the next; None unless four or
        more are counted from 1 with no gap, most of them ask and each has an answer on its line.
    """
    entries = list(_entries(lines))
    asking = sum(one.asks for one in entries)
    if len(entries) < _LEAST or asking < _MOSTLY * len(entries) or not _are_answered(entries, lines):
        return None
    first = entries[0].line
    starts = {(one.line, one.start) for one in entries}
    cuts: dict[int, list[int]] = {}
    for one in entries:
        cuts.setdefault(one.line, []).extend((one.start, one.answer))
    return tuple(
        _part(line, start, end, gap=(index, start) in starts or (index <= first and line.gap and not start))
        for index, line in enumerate(lines)
        for start, end in pairwise(sorted({0, *cuts.get(index, ()), len(line.text)}))
    )


def _entries(lines: Sequence[Line]) -> Iterator[_Entry]:
    """Yield what is counted from 1 on, each number behind the one before it."""
    expected = 1
    for index, line in enumerate(lines):
        numbers = list(_NUMBER.finditer(line.text))
        for at, match in enumerate(numbers):
            after = (other.start() for other in numbers[at:] if int(other["number"]) == expected + 1)
            if int(match["number"]) != expected:
                continue
            one = _entry(index, line.text, match, next(after, len(line.text)))
            if one:
                expected += 1
                yield one


def _entry(index: int, text: str, number: re.Match[str], end: int) -> _Entry | None:
    """Read a question behind its number, before the end of its entry."""
    asked = _ASKS.match(text, number.end(), end)
    said = asked or _BIDS.match(text, number.end(), end)
    if said is None or said.end() - number.end() > _LONGEST:
        return None
    return _Entry(index, number.start(), said.end(), asks=asked is not None)


def _are_answered(entries: Sequence[_Entry], lines: Sequence[Line]) -> bool:
    """Tell whether words stand behind each question, before the next number."""
    ends = [*entries[1:], None]
    return all(
        any(map(str.isalpha, _behind(one, after, lines[one.line].text)))
        for one, after in zip(entries, ends, strict=True)
    )


def _behind(one: _Entry, after: _Entry | None, text: str) -> str:
    return text[one.answer : after.start if after and after.line == one.line else None]


def _part(line: Line, start: int, end: int, *, gap: bool) -> Line:
    words = line.text[start:end]
    bare = words.strip()
    at = line.start + start + words.index(bare)
    return Line(at, at + len(bare), bare, gap)
