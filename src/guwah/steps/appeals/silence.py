"""How long a letter has been met with silence, as far as its dates tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.dates.values import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

STATES = "correspondence_states"
# The recipient has spoken, or nobody waits any more.
SPOKEN = frozenset(
    {"refused", "inadmissible", "answered_token", "answered_favourable", "answered_denial", "closed"}
)
# It never left, so nobody is silent yet.
NOT_SENT = frozenset({"drafted", "approved"})


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without a word since the last thing that happened: at least `least`, at most `most`.

    `most` is None when the date does not say how far back it may lie.
    """

    least: int
    most: int | None


def silence(events: Sequence[tuple[str, str]], today: date) -> Silence | None:
    """Return how long nothing has been heard, or None when there is no silence or no date to count from.

    Args:
        events: (state, EDTF date) in the order they were noted; the last one counts.
        today: the day asked about.
    """
    sent = [event for event in events if event[0] not in NOT_SENT]
    if not sent or sent[-1][0] in SPOKEN:
        return None
    dated = [when for state, when in sent if when and state != "no_reply"]
    if not dated:
        return None
    days = parse(dated[-1]).days
    now = today.toordinal()
    last = days.last
    least = 0 if last is None else max(0, now - last)
    return Silence(least, None if days.first is None else max(0, now - days.first))
