"""Which labels of one way of writing are turns: those that return, and some that stand once among them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import is_time_line
from guwah.instruments.transcripts.habit import LEAST, OFTEN, Found, Habit
from guwah.instruments.transcripts.labels import Candidate
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.recorded import is_by_alphabet, stands_once
from guwah.instruments.transcripts.single import SENTENCE_ENDS, said_with

_MANY_WORDS = 6
_MANY, _NEARLY_ALL = 10, 0.9

Reading = Callable[[Sequence[Line], int, Conventions], Candidate | None]
"""What reads the label of a line, by its index, in one way of writing."""


def readings(lines: Sequence[Line], read: Reading, conventions: Conventions) -> Found:
    """Return for each line the label it begins with in one way of writing, or None."""
    return [None if is_time_line(line) else read(lines, i, conventions) for i, line in enumerate(lines)]


def returning(found: Found, least: float, conventions: Conventions) -> Habit | None:
    """Keep labels that stand there twice, when two people have such a label and most of the text does.

    Args:
        found: For each line the label it begins with in one way of writing, or None.
        least: How many turns there must be.
        conventions: Titles and offices.
    """
    found = _beginning_paragraphs(found)
    often = Counter(one.key for one in found if one)
    firm = {key for key, count in often.items() if count >= OFTEN}
    known = {index: one for index, one in enumerate(found) if one and one.key in firm}
    if len(firm) < OFTEN or len(known) < max(LEAST, least):
        return None
    if _is_of_an_agency(found) or is_by_alphabet(found):
        return None
    series = frozenset(filter(None, map(_series, firm)))
    timed = all(map(_is_timed, known.values()))
    once = _Once(min(known), timed, series, len(known) >= _MANY, conventions)
    taken = [
        one if one and (index in known or once.is_label(index, one)) else None
        for index, one in enumerate(found)
    ]
    left = (i for i, (one, kept) in enumerate(zip(found, taken, strict=True)) if one and not kept)
    return Habit(tuple(taken), tuple(left))


def _beginning_paragraphs(found: Found) -> Found:
    """Leave out what never begins a paragraph where nearly every label does: words at the edge of a line."""
    keys = {one.key for one in found if one and one.line.gap}
    begun = sum(one.line.gap for one in found if one)
    few = begun < max(_MANY, _NEARLY_ALL * sum(one is not None for one in found))
    return found if few else [one if one and one.key in keys else None for one in found]


@dataclass(frozen=True, slots=True)
class _Once:
    """Which labels of a habit are turns though they stand once.

    Attributes:
        first: Index of the first label that returns.
        timed: Whether every label that returns has a time, or the hour of a wall.
        series: What stands before the numbers of labels that return: "Speaker" of "Speaker 2".
        many: Whether so many labels return that nothing else is printed as they are.
        conventions: Titles and offices.
    """

    first: int
    timed: bool
    series: frozenset[str]
    many: bool
    conventions: Conventions

    def is_label(self, index: int, one: Candidate) -> bool:
        """Tell it of one; above all others headings are printed like labels, and end no sentence."""
        ended = one.line.text.endswith(SENTENCE_ENDS) or len(said_with(one).split()) >= _MANY_WORDS
        if index < self.first and not ended:
            return False
        if one.separator == "<":
            return index > self.first
        if (self.timed and _is_timed(one)) or _series(one.key) in self.series:
            return True
        if self.many and one.separator == "." and one.style == "upper" and " " in one.base:
            return index > self.first  # "VOICES FROM THE HALL. Words"
        return one.separator == "○" or _is_full_capitals(one) or stands_once(one, self.conventions)


def _series(key: str) -> str | None:
    """Return what stands before the number at the end of a label, None without a number."""
    bare = key.rstrip("0123456789")
    return bare.rstrip() if bare != key else None


def _is_timed(one: Candidate) -> bool:
    return one.time is not None or one.stamp is not None


def _is_of_an_agency(found: Found) -> bool:
    """Tell whether several names have the same bracket beside them: "LONDON (XY) — ", where news is from."""
    beside = [(one.key, each.inside) for one in found if one for each in one.beside]
    return len(beside) > OFTEN and len({inside for _, inside in beside}) == 1 < len(
        {key for key, _ in beside}
    )


def _is_full_capitals(one: Candidate) -> bool:
    """Tell whether a name in capitals stands before a dash: in a parliament many a member speaks once."""
    return one.separator == "—" and one.style == "upper" and (" " in one.base or bool(one.beside))
