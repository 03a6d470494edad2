"""EDTF values, read strictly, with exactly the days they leave open.

Levels 0 to 2 of EDTF (ISO 8601-2:2019, clause 4; Library of Congress specification of 2019-02-04).
Read here and not by the `edtf` library, which is our cross-check in the tests: it takes hundredths of a
second for one value, ends a winter in December, gives an unknown end ten years, and passes over `%` and `S`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from guwah.instruments.dates import durations
from guwah.instruments.dates.dayset import DaySet, union
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.single import Single, parse_single

if TYPE_CHECKING:
    from datetime import date

_LONGEST = 1000  # characters: no date said by a person comes near


@dataclass(frozen=True, slots=True)
class EdtfValue:
    """One EDTF value.

    Attributes:
        text: the value as given, outer white space dropped.
        kind: `date`, `interval`, `one-of` (`[a,b]`) or `all-of` (`{a,b}`).
        parts: the single dates and stretches it names, each with its own days and marks.
    """

    text: str
    kind: str
    parts: tuple[Stretch, ...]

    @property
    def days(self) -> DaySet:
        """The days left open as written, `~` not widened."""
        return self.reach(0)

    def reach(self, stretch: int = 1) -> DaySet:
        """Return the days left open with every `~` widened by its margin, `stretch` times over."""
        return union(chain.from_iterable(part.reach(stretch).runs for part in self.parts))

    @property
    def approximate(self) -> bool:
        """Whether any part carries `~` or `%`."""
        return any(part.approximate for part in self.parts)

    @property
    def uncertain(self) -> bool:
        """Whether any part carries `?` or `%`."""
        return any(part.uncertain for part in self.parts)

    @property
    def open_start(self) -> bool:
        """Whether no first day is given."""
        return self.days.first is None

    @property
    def open_end(self) -> bool:
        """Whether no last day is given."""
        return self.days.last is None

    @property
    def earliest(self) -> date | None:
        """The first day, `~` not widened; None when open.

        Raises:
            NotADate: `out-of-range` outside years 1 to 9999; `days.first` holds any year.
        """
        first = self.days.first
        return None if first is None else durations.to_date(first)

    @property
    def latest(self) -> date | None:
        """The last day, `~` not widened; None when open.

        Raises:
            NotADate: `out-of-range` outside years 1 to 9999; `days.last` holds any year.
        """
        last = self.days.last
        return None if last is None else durations.to_date(last)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The members of a set as EDTF strings, or the value itself."""
        return tuple(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One date, or a stretch from one to another; a missing end is open."""

    text: str
    start: Single | None
    end: Single | None

    def reach(self, stretch: int) -> DaySet:
        """Return its days, `~` widened `stretch` times its margin."""
        if self.start is not None and self.start is self.end:
            return self.start.days.widened(stretch * self.start.margin)
        first = last = None
        if self.start is not None and self.start.days.first is not None:
            first = self.start.days.first - stretch * self.start.margin
        if self.end is not None and self.end.days.last is not None:
            last = self.end.days.last + stretch * self.end.margin
        return DaySet(((first, last),))

    @property
    def approximate(self) -> bool:
        """Whether one of its ends carries `~` or `%`."""
        return any(end is not None and end.margin for end in (self.start, self.end))

    @property
    def uncertain(self) -> bool:
        """Whether one of its ends carries `?` or `%`."""
        return any(end is not None and end.uncertain for end in (self.start, self.end))


@lru_cache(maxsize=4096)
def parse(text: str) -> EdtfValue:
    """Read an EDTF value of level 0, 1 or 2.

    Raises:
        NotADate: `not-edtf`, `no-such-day`, `ends-before-it-starts`, `nested-set`, `too-long`.
    """
    value = text.strip()
    if len(value) > _LONGEST:
        raise NotADate("too-long", "A date of more than a thousand characters is not read.")
    if value[:1] in ("[", "{"):
        kind, closing = ("one-of", "]") if value[0] == "[" else ("all-of", "}")
        if value[-1] != closing:
            raise NotADate("not-edtf", "The set of dates is not closed.", len(value) - 1)
        return EdtfValue(value, kind, tuple(_members(value)))
    if "/" in value:
        return EdtfValue(value, "interval", (_interval(value),))
    single = parse_single(value)
    return EdtfValue(value, "date", (Stretch(value, single, single),))


def _members(value: str) -> list[Stretch]:
    members, offset = [], 1
    for raw in value[1:-1].split(","):
        place = offset + len(raw) - len(raw.lstrip())
        offset += len(raw) + 1
        text = raw.strip()
        if ".." in text:
            members.append(_stretch(text, text.partition(".."), place))
        else:
            single = parse_single(text, place)
            members.append(Stretch(text, single, single))
    return members


def _interval(value: str) -> Stretch:
    start, slash, end = value.partition("/")
    return _stretch(value, ("" if start == ".." else start, slash, "" if end == ".." else end), 0)


def _stretch(text: str, halves: tuple[str, str, str], place: int) -> Stretch:
    left, sign, right = halves
    start = parse_single(left, place) if left else None
    end = parse_single(right, place + len(left) + len(sign)) if right else None
    made = Stretch(text, start, end)
    first, last = made.reach(0).runs[0]
    if first is not None and last is not None and last < first:
        raise NotADate("ends-before-it-starts", "The stretch of time ends before it starts.", place)
    return made
