"""Times as tables and programs write them: seconds, clocks, clocks with frames, ranges."""

import re

from guwah.instruments.transcripts.labels import seconds
from guwah.instruments.transcripts.model import Time

_CLOCK = re.compile(r"(?P<clock>\d{1,3}:[0-5]?\d(?::[0-5]?\d)?(?:[.,]\d{1,6})?)(?P<frames>[:;]\d{1,2})?")
_SECONDS = re.compile(r"\d{1,7}(?:[.,]\d{1,9})?\s*(?:s|sec)?")
_RANGE = re.compile(r"\s*(?:-->|-|–|—|~|→)\s*")
_EDGES = "[](){}<>【】 \t"


def clock_of(cell: str) -> float | None:
    """Return the seconds a cell holds and nothing else, or None.

    Frames after the seconds (`00:01:02:12`) are left out: how many make a second is not said.

    Args:
        cell: Such as `00:01:02.5`, `[1:02]`, `62,5`, `62 s`.
    """
    bare = cell.strip(_EDGES)
    match = _CLOCK.fullmatch(bare)
    if match:
        return seconds(match["clock"])
    if _SECONDS.fullmatch(bare):
        return round(float(bare.rstrip("sec \t").replace(",", ".")), 3)
    return None


def span_of(cell: str) -> Time | None:
    """Return start and end of a cell that holds one time or two; None where it holds anything else."""
    parts = _RANGE.split(cell.strip(_EDGES), maxsplit=1)
    start = clock_of(parts[0])
    if start is None:
        return None
    if len(parts) == 1:
        return start, None
    end = clock_of(parts[1])
    return None if end is None else (start, end)
