"""Lines of a text with their places; line ends are kept in the text and belong to no line."""

import bisect
import re
from dataclasses import dataclass

_LINE = re.compile("[^\r\n\u2028\u2029]+")
_ENDS = re.compile("\r\n|[\r\n\u2028\u2029]")
INVISIBLE = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Characters that show nothing and may stand at either edge of a label or a line."""

_WORDLESS = re.compile(r"[-=_*~#•·\s]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that has something in it, without space at its edges.

    Attributes:
        start: First code point that is not space.
        end: One past the last code point that is not space.
        text: The words of the line.
    """

    start: int
    end: int
    text: str


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines that have something in them; rules made of dashes or stars are nothing."""
    found = []
    for match in _LINE.finditer(text):
        whole = match.group()
        words = whole.strip()
        if words and not _WORDLESS.fullmatch(words.strip(INVISIBLE)):
            start = match.start() + len(whole) - len(whole.lstrip())
            found.append(Line(start, start + len(words), words))
    return tuple(found)


class LineNumbers:
    """Line numbers from 1 for offsets of one text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _ENDS.finditer(text))]

    def at(self, offset: int) -> int:
        """Return the number of the line an offset stands in."""
        return bisect.bisect_right(self._starts, offset)
