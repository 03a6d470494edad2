"""Lines above or below a talk that nobody says: particulars that look like labels, notes of who wrote it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from guwah.instruments.transcripts.clocks import time_before
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import ends_a_sentence, said_with
from guwah.instruments.transcripts.unnamed import DASH

_LEAST = 4
_MOSTLY = 0.8
_IN_A_ROW = 2
_COPYRIGHT = re.compile(r"©|\(c\)\s|copyright\b", re.IGNORECASE)
_NAME = r"[^\W\d_]{2,}(?:-[^\W\d_]+)?"
_INITIALS = r"[^\W\d_]\.(?:\s?[^\W\d_]\.)?"
_WIDE = r"(?:\t|[ \u00a0]{3,40}|_{3,40})[\t _\u00a0/(]{0,60}"
_SIGNED = re.compile(rf"[^\t:_]{{2,60}}{_WIDE}(?:{_NAME}\s{_INITIALS}|{_INITIALS}\s?{_NAME})[\s)/]{{0,9}}")
_BROKEN_OFF = tuple("-–—,;")


@dataclass(frozen=True, slots=True)
class _Talk:
    """What is known of a talk by the labels that return in it.

    Attributes:
        lines: Lines with something in them.
        labels: For each line the label that may begin a turn there, or None.
        places: Indexes of the labels.
        often: How often each key stands there.
        returning: Indexes of the labels that return.
        behind: For each of the places the next one, or the end of the text.
        spaced: Whether empty lines stand between nearly all lines.
    """

    lines: Sequence[Line]
    labels: Sequence[Candidate | None]
    places: Sequence[int]
    often: Counter[str]
    returning: Sequence[int]
    behind: Mapping[int, int]
    spaced: bool

    def timed(self) -> bool:
        """Tell whether all who speak have a time."""
        return self._are_most(sum(_has_time(self.labels[index]) for index in self.returning))

    def ended(self) -> bool:
        """Tell whether nearly every turn ends with a sentence."""
        last = (self.lines[self.behind[index] - 1] for index in self.returning)
        return self._are_most(sum(map(ends_a_sentence, last)))

    def _are_most(self, some: int) -> bool:
        return some >= _MOSTLY * len(self.returning)

    def may_be_above(self, index: int) -> bool:
        """Tell whether a label stands once, or its owner is the next of all who return."""
        one = self.labels[index]
        again = next((self.labels[at] for at in self.returning if at > index), None)
        return one is not None and again is not None and (self.often[one.key] == 1 or one.key == again.key)

    def is_bare(self, index: int) -> bool:
        """Tell whether the first paragraph of a label is no sentence and was not broken off.

        Where empty lines stand between all lines, they part no paragraphs: there all of it must be none.
        """
        one, after = self.labels[index], self.behind[index]
        ends = [next((at for at in range(index + 1, after) if self.lines[at].gap), after)]
        ends += [after] if self.spaced else []
        last = [self.lines[end - 1] for end in ends]
        ended = any(ends_a_sentence(line) or line.text.endswith(_BROKEN_OFF) for line in last)
        return one is not None and bool(said_with(one)) and not ended


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
    talk = _talk(lines, labels)
    if len(talk.returning) < _LEAST:
        return set()
    timed, ended = talk.timed(), talk.ended()
    block = _block(lines, labels, headers, talk.often)

    def is_above(index: int) -> bool:
        untimed = timed and not _has_time(labels[index])
        return talk.may_be_above(index) and (index in block or untimed or (ended and talk.is_bare(index)))

    end = talk.places[-1]
    signed = timed and _is_signed(labels[end], talk.often)
    return {*takewhile(is_above, talk.places), *([end] if signed else [])}


def _talk(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> _Talk:
    places = [index for index, one in enumerate(labels) if one]
    often = Counter(one.key for one in labels if one)
    returning = [index for index in places if (one := labels[index]) and often[one.key] > 1]
    behind = dict(pairwise((*places, len(lines))))
    spaced = sum(line.gap for line in lines) >= _MOSTLY * len(lines)
    return _Talk(lines, labels, places, often, returning, behind, spaced)


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


def colophon(
    lines: Sequence[Line], labels: Sequence[Candidate | None], found: Sequence[Candidate | None]
) -> range:
    """Return the lines at the end of a talk, below an empty line, that say who made it and whose it is.

    Each is a key that speaks nowhere and a value that is no sentence, two or more of them, or has the sign of
    a copyright before or behind them.

    Args:
        lines: Lines with something in them.
        labels: For each line the label that begins a turn there, or None.
        found: For each line its beginning as a label, or None.
    """
    speaking = {one.key for one in labels if one}
    first = next((index for index in range(len(lines) - 1, -1, -1) if labels[index]), len(lines)) + 1
    at = len(lines)
    while at > first and _is_of_a_colophon(lines[at - 1], found[at - 1], speaking):
        at -= 1
    at = next((index for index in range(at, len(lines)) if lines[index].gap), len(lines))
    signed = any(_COPYRIGHT.match(line.text) for line in lines[at:])
    return range(at, len(lines)) if signed or len(lines) - at >= _IN_A_ROW else range(0)


def signatures(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> set[int]:
    """Return the labels at the end that are offices before names: who signed what stands above.

    Records of courts and of meetings end so, below an empty line: "Chair<tab>Low A.B.", "Clerk ____ T. Hale".

    Args:
        lines: Lines with something in them.
        labels: For each line the label that may begin a turn there, or None.
    """
    at = len(lines)
    while at and _SIGNED.fullmatch(lines[at - 1].text):
        at -= 1
    apart = at < len(lines) and (lines[at].gap or len(lines) - at >= _IN_A_ROW)
    return {index for index in range(at, len(lines)) if labels[index]} if apart else set()


def _is_of_a_colophon(line: Line, one: Candidate | None, speaking: set[str]) -> bool:
    if _COPYRIGHT.match(line.text):
        return True
    return one is not None and one.key not in speaking and bool(said_with(one)) and not ends_a_sentence(line)


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


def _has_time(one: Candidate | None) -> bool:
    return one is not None and (one.time is not None or time_before(said_with(one))[0] is not None)
