"""The syntax of Praat's TextGrid files: strings, numbers and flags in order, and nothing else counts.

Long, short and chronological form differ in what stands between these three (Praat manual, "TextGrid file
formats"); that is comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.lines import LineNumbers

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"]|"")*")|![^\r\n]*|<(?P<flag>exists|absent)>'
    # What touches the end of a number is its unit, and comment: `0.5s`.
    r'|(?P<number>[-+]?\d{1,15}(?:\.\d{0,30})?(?:[eE][-+]?\d{1,3})?)[^\s"!]*|[^\s"]+|(?P<open>")'
)
_BY_TIME = "Praat chronological TextGrid text file"
_INTERVALS = "IntervalTier"
_MOST_TIERS = 200  # of one recording; ten are many


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of a tier, or a point where `end` is None; seconds; `line` is that of its words."""

    start: float
    end: float | None
    words: str
    line: int


@dataclass(slots=True)
class Tier:
    """One row of a grid.

    Attributes:
        name: As it is written.
        intervals: Those with words in them, in order.
        points: Whether it holds points and no stretches.
    """

    name: str
    intervals: list[Interval]
    points: bool


def tiers_of(text: str) -> list[Tier]:
    """Read a grid.

    Args:
        text: The decoded file.

    Returns:
        Its tiers, in order.

    Raises:
        NotUnderstood: `bad-textgrid` with the line where something else stands than must.
    """
    tokens = _Tokens(text)
    if tokens.string("the kind of file") == _BY_TIME:
        return _chronological(tokens)
    if "TextGrid" not in tokens.string("the kind of object"):
        raise tokens.refusal("the word TextGrid")
    tokens.skip_times()
    if not tokens.flag():
        return []
    return [_tier(tokens) for _ in range(tokens.count("the number of tiers", _MOST_TIERS))]


def _tier(tokens: "_Tokens") -> Tier:
    points = tokens.string("the kind of tier") != _INTERVALS
    tier = Tier(tokens.string("the name of the tier"), [], points)
    tokens.skip_times()
    for _ in range(tokens.count("the number of intervals", None)):
        _interval(tier, tokens)
    return tier


def _interval(tier: Tier, tokens: "_Tokens") -> None:
    start = tokens.number("a time")
    end = None if tier.points else tokens.number("a time")
    words = tokens.string("the words of the interval")
    if words.strip():
        tier.intervals.append(Interval(start, end, words, tokens.line))


def _chronological(tokens: "_Tokens") -> list[Tier]:
    tokens.skip_times()
    tiers = []
    for _ in range(tokens.count("the number of tiers", _MOST_TIERS)):
        points = tokens.string("the kind of tier") != _INTERVALS
        tiers.append(Tier(tokens.string("the name of the tier"), [], points))
        tokens.skip_times()
    while not tokens.over:
        number = tokens.count("the number of a tier", len(tiers))
        if number == 0:
            raise tokens.refusal("the number of a tier, from 1")
        _interval(tiers[number - 1], tokens)
    return tiers


class _Tokens:
    """The strings, numbers and flags of a file, one after another."""

    def __init__(self, text: str) -> None:
        self._numbers = LineNumbers(text)
        self._found = self._scan(text)
        self._at = 0
        self._next: tuple[str, str] | None = None
        self._advance()

    def _scan(self, text: str) -> Iterator[tuple[str, str, int]]:
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            if kind == "open":
                self._at = match.start()
                raise self.refusal("a quote at the end of the words that begin here")
            if kind is not None:
                yield kind, match[kind], match.start()

    def _advance(self) -> tuple[str, str] | None:
        before = self._next
        token = next(self._found, None)
        self._next = token[:2] if token else None
        self._before, self._at = self._at, token[2] if token else self._at
        return before

    @property
    def over(self) -> bool:
        """Whether nothing follows."""
        return self._next is None

    @property
    def line(self) -> int:
        """The line of what was taken last, from 1."""
        return self._numbers.at(self._before)

    def refusal(self, wanted: str) -> NotUnderstood:
        """Build what is said where something else stands than must."""
        line = self._numbers.at(self._at)
        message = f"Line {line}: here must stand {wanted}. Was the file cut off or changed by hand?"
        return NotUnderstood("bad-textgrid", message, line=line)

    def _take(self, kind: str, wanted: str) -> str:
        if self._next is None or self._next[0] != kind:
            raise self.refusal(wanted)
        value = self._next[1]
        self._advance()
        return value

    def string(self, wanted: str) -> str:
        """Take a string, its doubled quotes made single."""
        return self._take("string", wanted)[1:-1].replace('""', '"')

    def number(self, wanted: str) -> float:
        """Take a number that is no less than 0."""
        value = float(self._take("number", wanted))
        return round(max(value, 0.0), 3)

    def count(self, wanted: str, most: int | None) -> int:
        """Take a whole number."""
        if self._next and self._next[0] == "number":
            value = float(self._next[1])
            if value < 0 or value != int(value) or (most is not None and value > most):
                raise self.refusal(wanted)
        return int(self.number(wanted))

    def flag(self) -> bool:
        """Take the flag that says whether there are tiers."""
        return self._take("flag", "<exists> or <absent>") == "exists"

    def skip_times(self) -> None:
        """Take the times at which a grid or a tier begins and ends."""
        self.number("the time at which it begins")
        self.number("the time at which it ends")
