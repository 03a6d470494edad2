"""Fields at the head of a letter or of a package: a name in Latin letters, a colon, a value, line by line."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from guwah.instruments.transcripts.lines import Line

# RFC 5322, section 2.2: the name of a field has no space; a line that begins with one belongs to the field.
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*):(?:\s|$)")
_LEAST, _LEAST_HYPHENED = 4, 2


def mail_fields(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of the fields that a text begins with, by index; nobody speaks in them.

    Args:
        lines: Lines with something in them.

    Returns:
        Those above the first empty one, where four names at least stand once, two of them with a hyphen as
        in "Content-Type"; else nothing.
    """
    head = list(takewhile(lambda pair: not (pair[0] and pair[1].gap), enumerate(lines)))
    names = {index: match["name"] for index, line in head if (match := _FIELD.match(line.text))}
    once = [name for name, count in Counter(names.values()).items() if count == 1]
    hyphened = sum("-" in name for name in once)
    # Of people who talk nearly everybody returns.
    if 0 not in names or len(once) < _LEAST or hyphened < _LEAST_HYPHENED:
        return frozenset()
    return frozenset(names) if 2 * len(names) > len(head) else frozenset()
