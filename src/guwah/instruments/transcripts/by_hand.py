"""Labels a person has named for a text: they begin a turn wherever they stand as labels do."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from guwah.instruments.transcripts.clocks import CLOCK, time_before, time_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import Found, label_at
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line

_LEAD = re.compile(r"[\s\[(<【（*_]*")
_AFTER = re.compile(
    rf"[*_]*(?:\s*(?:(?P<time>[\[(]?{CLOCK}[\])]?)|(?P<beside>[(\[（【][^()\[\]（）【】]{{1,80}}[)\]）】])))?[*_]*"
    r"(?P<sign>\s*[:：\])>】）]|\s+-|\s*[–—]|-(?=\s)|(?<=\.)-|\.(?=\s|$))?[:：]?[*_]*(?P<gap>\s*)"
)
_WIDE = re.compile(r"\t|[ \u00a0]{2}|\u3000")


def named_by_hand(lines: Sequence[Line], conventions: Conventions) -> Found:
    """Return for each line the label a person named that begins it, or None.

    Behind the label stands what parts it from the words: a colon, a dash, a dot, a bracket, a time, a wide
    space or the end of the line. Only where no line has such a sign is a single space enough: else "Ann came
    home" inside somebody's words would be a turn of Ann's.

    Args:
        lines: Lines with something in them.
        conventions: `own_labels`, as they are printed; small and capital letters are the same.
    """
    if not conventions.own_labels:
        return [None] * len(lines)
    names = _names(conventions)
    parted = [_label(line, names, loose=False) for line in lines]
    return parted if any(parted) else [_label(line, names, loose=True) for line in lines]


def _label(line: Line, names: re.Pattern[str], *, loose: bool) -> Candidate | None:
    time, at = time_before(line.text)
    # The place behind a time was read over as ornament where the label itself begins with a bracket.
    found = (_label_at(line, names, start, loose=loose) for start in dict.fromkeys((at, 0)))
    one = next(filter(None, found), None)
    return replace(one, time=time) if one and time else one


def _label_at(line: Line, names: re.Pattern[str], start: int, *, loose: bool) -> Candidate | None:
    lead = _LEAD.match(line.text, start)
    name = names.match(line.text, lead.end() if lead else start)
    after = _AFTER.match(line.text, name.end()) if name else None
    if name is None or after is None or not (_parts(line.text, after) or (loose and after["gap"])):
        return None
    time = time_of(after["time"].strip("[]()")) if after["time"] else None
    return label_at(line, name.span(), after.end(), (after["sign"] or " ").strip() or " ", time)


def _parts(text: str, after: re.Match[str]) -> bool:
    """Tell whether what stands behind a label parts it from words."""
    said = after["time"] or after["beside"] or after["sign"]
    return bool(said) or after.end() == len(text) or _WIDE.search(after[0]) is not None


@lru_cache(maxsize=8)
def _names(conventions: Conventions) -> re.Pattern[str]:
    longest = sorted(conventions.own_labels, key=len, reverse=True)
    names = "|".join(r"\s+".join(map(re.escape, label.split())) for label in longest)
    return re.compile(rf"(?:{names})(?:(?<=\.)|(?![^\W_]))", re.IGNORECASE)
