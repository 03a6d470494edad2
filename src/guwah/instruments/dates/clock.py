"""Lengths by the clock: three hours, forty minutes. A chronology of days holds them within a day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guwah.instruments.dates.errors import NotADate

_FORM = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?")
_LONGEST = 6  # digits of one number
_HOUR, _DAY = 60, 24 * 60
_WIDENING = 8  # "about" is an eighth to either side, as for lengths in days


@dataclass(frozen=True, slots=True)
class Clock:
    """A length in minutes, 0 or more."""

    minutes: int

    def __str__(self) -> str:
        hours, minutes = divmod(self.minutes, _HOUR)
        said = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        return f"PT{said or '0M'}"

    def days(self, stretch: int = 0) -> tuple[int, int]:
        """Return how many days later it ends, at least and at most: three hours may pass midnight.

        Args:
            stretch: how many eighths of the whole it may be shorter or longer, for "about".
        """
        low = self.minutes * max(0, _WIDENING - stretch) // (_WIDENING * _DAY)
        return low, -(-self.minutes * (_WIDENING + stretch) // (_WIDENING * _DAY))


def parse_clock(text: str) -> Clock:
    """Read `PTnHnM`; one part may be missing, not both.

    Raises:
        NotADate: `bad-duration` or `duration-too-long`.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise NotADate("bad-duration", "A length by the clock is written PTnHnM, for instance PT3H30M.")
    if any(len(number) > _LONGEST for number in found.groups("")):
        raise NotADate("duration-too-long", "A number of a duration has more than six digits.")
    hours, minutes = (int(number) for number in found.groups("0"))
    return Clock(hours * _HOUR + minutes)
