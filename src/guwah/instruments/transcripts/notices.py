"""Lines that the program of a chat writes itself: who came, who left, who has another name now."""

import re

from guwah.instruments.transcripts.lines import Line

# irssi and its like write "-!-", others three stars, arrows or equals signs.
_NOTICE = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s+(?:\*{3}|-!-|-->|<--|={3}|—>|<—)\s+(?=\S)")


def is_notice(line: Line) -> bool:
    """Tell whether a line with the time of a wall says what happened in a chat, and nobody wrote it.

    >>> is_notice(Line(0, 0, "[00:20:42] *** Joins low")), is_notice(Line(0, 0, "[00:20:42] <low> *** bread"))
    (True, False)
    >>> is_notice(Line(0, 0, "*** The end"))
    False
    """
    return _NOTICE.match(line.text) is not None
