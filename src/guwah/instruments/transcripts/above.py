"""Lines above or below a talk that nobody says: particulars that look like labels, notes of who wrote it."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from guwah.instruments.transcripts.clocks import time_before
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import ends_a_sentence, said_with
from guwah.instruments.transcripts.unnamed import DASH

_LEAST = 4
_MOSTLY = 0.8
_IN_A_ROW = 2
_BROKEN_OFF = tuple("-–—,;")


def particulars(
    lines: Sequence[Line], labels: Sequence[Candidate | None], headers: Sequence[Candidate | None]
) -> set[int]:
    """Return the lines above the first turn, or below the last, that were taken for turns.

    They stand in a block of keys that never return, or have no time where all who speak have one, or are no
    sentence where nearly every turn is one; a label that returns is one of them only where its owner speaks
    again right below. Below the talk it is who has no time where all who speak have one.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that may begin a turn there, or None.
        headers: For each line its key and value as a header line, or None.
    """
    places = [index for index, one in enumerate(labels) if one]
    often = Counter(one.key for one in labels if one)
    returning = [index for index in places if (one := labels[index]) and often[one.key] > 1]
    if len(returning) < _LEAST:
        return set()
    timed = _are(len(returning), sum(_has_time(labels[index]) for index in returning))
    behind = dict(pairwise((*places, len(lines))))
    ended = _are(len(returning), sum(ends_a_sentence(lines[behind[index] - 1]) for index in returning))
    block = _block(lines, labels, headers, often)

    def is_above(index: int) -> bool:
        one, after = labels[index], behind[index]
        again = next((labels[at] for at in returning if at > index), None)
        if one is None or again is None or (often[one.key] > 1 and one.key != again.key):
            return False
        last = next((at - 1 for at in range(index + 1, after) if lines[at].gap), after - 1)
        bare = ended and not (ends_a_sentence(lines[last]) or lines[last].text.endswith(_BROKEN_OFF))
        return index in block or (timed and not _has_time(one)) or (bare and bool(said_with(one)))

    signed = timed and _is_signed(labels[places[-1]], often)
    return {*takewhile(is_above, places), *([places[-1]] if signed else [])}


def _is_signed(end: Candidate | None, often: Counter[str]) -> bool:
    """Tell whether the last label is of somebody who speaks nowhere else, apart and without a time."""
    return end is not None and often[end.key] == 1 and not _has_time(end) and end.line.gap


def below_dashes(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> range:
    """Return the lines below the last turn, and below an empty line, in a talk of dashes without empty lines.

    Who wrote such a talk down put nothing between two turns and nothing into one: what stands apart at its
    end, without a dash, was not said in it.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that begins a turn there, or None.
    """
    places = [index for index, one in enumerate(labels) if one]
    nothing = range(len(lines), len(lines))
    dashed = [one for one in labels if one and one.style == DASH and one.printed]
    if len(dashed) < max(_LEAST, len(places)):
        return nothing
    apart = [index for index in range(places[0] + 1, len(lines)) if lines[index].gap]
    return range(apart[0], len(lines)) if apart and apart[0] > places[-1] else nothing


def _block(
    lines: Sequence[Line],
    labels: Sequence[Candidate | None],
    headers: Sequence[Candidate | None],
    often: Counter[str],
) -> set[int]:
    """Return the lines of the first block, between empty lines, that has only keys which never return."""
    first = next((index for index, one in enumerate(labels) if one), 0)
    end = first + 1
    while first and headers[first - 1] and not lines[first].gap:
        first -= 1
    while end < len(lines) and not lines[end].gap:
        end += 1
    block = range(first, end)
    once = all(headers[index] or ((one := labels[index]) and often[one.key] == 1) for index in block)
    return set(block) if once and len(block) >= _IN_A_ROW and end < len(lines) else set()


def _are(of: int, some: int) -> bool:
    return some >= _MOSTLY * of


def _has_time(one: Candidate | None) -> bool:
    return one is not None and (one.time is not None or time_before(said_with(one))[0] is not None)
