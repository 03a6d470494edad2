"""How much of a text is read: beyond this it is no transcript, and reading it would only stop the machine."""

import re
from itertools import chain

from guwah.instruments.transcripts.errors import NotUnderstood

MAX_CHARACTERS = 8 * 1024 * 1024
"""Code points of one text; a two-hour conversation has about 100,000."""

MAX_LINES = 100_000
"""Lines of one text; a two-hour conversation has about 1,000."""

MAX_LINE = 1_000_000
"""Code points of one line; the longest turn anybody speaks without a pause has a few thousand."""

MAX_SIGNS = 200_000
"""Brackets that may begin an editor's sign; a two-hour conversation has a few hundred."""

_DIVIDE = "Divide it, one file for each conversation; the whole file can still be kept as evidence."
_BRACKETS = "[(<（【［《"
_LINE_END = re.compile("\r\n|[\r\n\u2028\u2029]")


def check_text(text: str) -> None:
    """Refuse a text that is too long, has too many lines, or one line that is too long.

    Raises:
        NotUnderstood: `too-large`, `too-many-lines`, `too-many-signs`, or `line-too-long` with its line.
    """
    before = 0
    ends = chain((match.end() for match in _LINE_END.finditer(text)), (len(text),))
    for line, end in enumerate(ends, start=1):
        if line > MAX_LINES:
            raise too_many_lines()
        if end - before > MAX_LINE:
            message = f"Line {line} has more than {MAX_LINE:,} characters: nobody speaks so long a line."
            raise NotUnderstood("line-too-long", message, line=line)
        before = end
    if len(text) > MAX_CHARACTERS:
        raise NotUnderstood("too-large", f"The text has more than {MAX_CHARACTERS:,} characters. {_DIVIDE}")
    if sum(map(text.count, _BRACKETS)) > MAX_SIGNS:
        raise NotUnderstood("too-many-signs", f"The text has more than {MAX_SIGNS:,} brackets. {_DIVIDE}")


def too_many_lines() -> NotUnderstood:
    """Build what is said of a text of too many lines."""
    return NotUnderstood("too-many-lines", f"The text has more than {MAX_LINES:,} lines. {_DIVIDE}")
