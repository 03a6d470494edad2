"""Lines of a text with their places; line ends are kept in the text and belong to no line."""

import bisect
import re
from dataclasses import dataclass

# A form feed or the line break of a word processor ends a line too, though not a numbered one.
_LINE = re.compile("[^\r\n\f\v\u2028\u2029]+")
ENDS = re.compile("\r\n|[\r\n\u2028\u2029]")
"""Ends of numbered lines."""

INVISIBLE = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters that show nothing and may stand at either edge of a label or a line."""

# The bar of a quotation (U+2015) and what boxes are drawn with are rules too.
_WORDLESS = re.compile(r"[-–—―─━═=_*~#•·\s]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that has something in it, without space at its edges.

    Attributes:
        start: First code point that is not space.
        end: One past the last code point that is not space.
        text: The words of the line.
        gap: Whether an empty line, a rule or a new page stands above it; true for the first line.
    """

    start: int
    end: int
    text: str
    gap: bool = False


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines that have something in them; rules made of dashes or stars are nothing."""
    found: list[Line] = []
    reached = 0
    for match in _LINE.finditer(text):
        whole = match.group()
        words = whole.strip()
        if words and not _WORDLESS.fullmatch(words.strip(INVISIBLE)):
            start = match.start() + len(whole) - len(whole.lstrip())
            gap = not found or divided(text, reached, match.start())
            found.append(Line(start, start + len(words), words, gap))
            reached = match.end()
    return tuple(found)


def divided(text: str, start: int, end: int) -> bool:
    """Tell whether more than the end of one line stands between two offsets."""
    return "\f" in text[start:end] or len(ENDS.findall(text, start, end)) > 1


class LineNumbers:
    """Line numbers from 1 for offsets of one text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in ENDS.finditer(text))]

    def at(self, offset: int) -> int:
        """Return the number of the line an offset stands in."""
        return bisect.bisect_right(self._starts, offset)
