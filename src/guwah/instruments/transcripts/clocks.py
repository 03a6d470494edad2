"""Times at the beginning of a line: seconds of the recording, and the day and hour of a messenger."""

import re

from guwah.instruments.transcripts.lines import INVISIBLE, Line
from guwah.instruments.transcripts.model import Span, Time

CLOCK = r"\d{1,3}:[0-5]?\d(?::[0-5]?\d)?(?:[.,]\d{1,3})?"
_FRAMES = r"(?:[:;]\d{2})?"
_TIME = re.compile(
    rf"[\[(<【（{{]?\s*(?P<start>{CLOCK}){_FRAMES}(?:\s*(?:-->|-|–|—|~|до)\s*(?P<end>{CLOCK}){_FRAMES})?"
    r"\s*[\])>】）}]?(?=[\s\W]|$)"
)
_CLOSING = "])>】）}"
# Shaped as a time and none: its minutes or seconds are past 59. It is stepped over and told, never counted.
_NO_TIME = re.compile(r"[\[(<【［（{]\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\s*[\])>】］）}](?=[\s\W]|$)")
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_HOUR = r"\d{1,2}:\d{2}(?::\d{2})?"
_HALF = r"[\s\u202f]?[ap]\.?m\.?"
# The clock of the wall, as messengers write it beside a name: a day with an hour, or an hour am or pm.
STAMP = rf"(?:{_DATE},?\s+{_HOUR}(?:{_HALF})?|{_HOUR}(?:{_HALF})?,?\s+{_DATE}|{_HOUR}{_HALF})"
_STAMP_BEFORE = re.compile(rf"[\s{INVISIBLE}]*[\[(]?{STAMP}[\])]?(?:\s*[-–—]\s+|\s+|:\s+)", re.IGNORECASE)
# "—:" and "— (low):" are labels of somebody whom nobody names.
_LABEL_OF_NOBODY = r"\??(?:\s*[(\[][^()\[\]:]{1,80}[)\]])*\s?:"
_LEAD = re.compile(
    rf"(?:[\s{INVISIBLE}*_>•\-]|[–—](?!{_LABEL_OF_NOBODY}))*(?:\d{{1,5}}[.)]?\t[\s{INVISIBLE}]*)?"
)


def stamp_before(line: Line) -> Span | None:
    """Return where a day and an hour stand at the beginning of a line, or None."""
    match = _STAMP_BEFORE.match(line.text)
    return Span(line.start, line.start + match.end()) if match else None


def time_before(text: str, start: int = 0) -> tuple[Time | None, int]:
    """Return the time code before a label, if there is one, and where the label begins."""
    lead = _LEAD.match(text, start)
    position = lead.end() if lead else start
    match = _TIME.match(text, position)
    if match is None:
        odd = _NO_TIME.match(text, position)
        lead = _LEAD.match(text, odd.end()) if odd else None
        return None, lead.end() if lead else position
    lead = _LEAD.match(text, match.end())
    return _seconds_pair(match), lead.end() if lead else match.end()


def is_no_time(line: Line) -> bool:
    """Tell whether a line begins with what has the shape of a time in brackets and cannot be one: [99:99]."""
    lead = _LEAD.match(line.text)
    position = lead.end() if lead else 0
    return _TIME.match(line.text, position) is None and _NO_TIME.match(line.text, position) is not None


def time_of(inside: str) -> Time | None:
    """Read a bracket that holds nothing but a time code; None when it holds anything else."""
    bare = inside.strip()
    # Nearly every line of a talk ends otherwise, and each is asked about many times.
    if not bare or not (bare[-1].isdigit() or bare[-1] in _CLOSING):
        return None
    match = _TIME.fullmatch(bare)
    return _seconds_pair(match) if match else None


def _seconds_pair(match: re.Match[str]) -> Time:
    return seconds(match["start"]), seconds(match["end"]) if match["end"] else None


def seconds(clock: str) -> float:
    """Return the seconds of a clock such as 01:02:03.5 or 02:03."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)
