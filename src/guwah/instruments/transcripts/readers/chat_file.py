"""The syntax of CHAT (MacWhinney, Tools for Analyzing Talk, part 1): headers, main lines, dependent tiers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.model import Time

BULLET = "\x15"
"""The control character on both sides of a time, which is in thousandths of a second."""

_LINE = re.compile("[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|$)")
_KIND = re.compile(r"(?P<sign>[@*%])(?P<code>[^:\t\r\n]{1,60})(?::[ \t]*|[ \t]*$)(?P<rest>.*)")
_TIMES = re.compile(
    rf"[ \t]*(?:[{BULLET}•](?:[^{BULLET}•\r\n]{{0,300}}_)?"
    rf"(?P<from>\d{{1,10}})_(?P<to>\d{{1,10}})-?[{BULLET}•]"
    r"|(?<=[ \t])(?P<bare>\d{1,10})_(?P<end>\d{1,10})(?=[ \t]*$))"
)
_OTHER_BULLET = re.compile(rf"[ \t]*(?:{BULLET}[^{BULLET}\r\n]{{0,300}}{BULLET}|•[^\s•]{{1,300}}•)|{BULLET}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line with those that continue it.

    Attributes:
        sign: `@` for a header, `*` for a main line, `%` for a dependent tier; empty for a line that is
            none of these.
        code: What stands between the sign and the colon.
        words: The rest, continuations joined by spaces.
        line: Its line, from 1.
    """

    sign: str
    code: str
    words: str
    line: int


def entries_of(text: str) -> Iterator[Entry]:
    """Yield the entries of a file in order.

    Args:
        text: The decoded file.
    """
    begun: tuple[str, str, int] | None = None
    rest: list[str] = []
    for number, match in enumerate(_LINE.finditer(text), start=1):
        line = match.group().rstrip("\r\n\u2028\u2029")
        if not line.strip("\ufeff \t"):
            continue
        if line[0] in " \t" and begun is not None:
            rest.append(line.strip())
            continue
        if begun is not None:
            yield Entry(begun[0], begun[1], " ".join(rest).strip(), begun[2])
        kind = _KIND.match(line.lstrip("\ufeff"))
        begun, rest = ("", "", number), [line.strip("\ufeff \t")]
        if kind is not None:
            begun, rest = (kind["sign"], kind["code"].strip(), number), [kind["rest"].strip()]
    if begun is not None:
        yield Entry(begun[0], begun[1], " ".join(rest).strip(), begun[2])


def timed(words: str) -> list[tuple[str, Time | None]]:
    """Divide a line at its bullets: each gives its time to what stands before it.

    Args:
        words: Of a main line.

    Returns:
        Stretches with their times in seconds; no bullet is left in the words.
    """
    found: list[tuple[str, Time | None]] = []
    position = 0
    for match in _TIMES.finditer(words):
        time = (int(match["from"] or match["bare"]) / 1000, int(match["to"] or match["end"]) / 1000)
        found.append((without_bullets(words[position : match.start()]), time))
        position = match.end()
    rest = without_bullets(words[position:])
    if rest or not found:
        found.append((rest, None))
    return found


def without_bullets(words: str) -> str:
    """Take the times out of words, also those of a kind that says no span."""
    return _OTHER_BULLET.sub("", _TIMES.sub("", words)).strip()
