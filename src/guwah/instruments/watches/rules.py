"""States of one watch (DESIGN §12, law 7): only a verified answer clears it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from guwah.instruments.vocabularies import is_code

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

OUTCOMES = "checkin_outcomes"
# How long a watch is due before it is overdue.
GRACE = timedelta(hours=24)

_VERIFIED = "answered_verified"
_DURESS = "answered_duress"
_TAKEN = "relative_reports_taken"
_OURS = "our_fault"
# Somebody or something answered, but nobody knows that she is free to speak: the clock keeps running.
_UNPROVEN = frozenset(
    {"answered_unverified", "answered_other", "message_read", "relative_reports_ok", "relative_asks_stop"}
)


class BadInstant(ValueError):
    """A moment without a time zone; `code` is always `no-time-zone`."""

    code = "no-time-zone"


class UnknownOutcome(ValueError):
    """Not a code of the list `checkin_outcomes`; `code` is always `unknown-outcome`."""

    code = "unknown-outcome"


@unique
class State(StrEnum):
    """Where a watch stands at a moment."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach the person: when, with a time zone, and a code of `checkin_outcomes`."""

    at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a watch at a moment.

    Attributes:
        state: upcoming, due, overdue or answered.
        tried: number of attempts that reached out; those we could not make do not count.
        silent: past due, and every attempt that reached out met no answer at all; never true of a watch
            nobody could try.
        unproven: there was an answer or a sign, but nothing that proves she is free.
        blind: nobody of ours has reached out since it was due, though we tried and could not, or the time
            is over: our failure, not hers.
        duress: a duress signal was heard; a later answer does not take it back.
        taken: a relative says she was taken.
    """

    state: State
    tried: int
    silent: bool
    unproven: bool
    blind: bool
    duress: bool
    taken: bool

    @property
    def alarms(self) -> bool:
        """Say whether the keepers must be woken now."""
        return self.state is State.OVERDUE or self.blind or self.duress or self.taken


def clears(outcome: str) -> bool:
    """Say whether an attempt with this outcome ends the watch: a verified answer, and nothing else.

    Raises:
        UnknownOutcome: not a code of `checkin_outcomes`.
    """
    if not is_code(OUTCOMES, outcome):
        raise UnknownOutcome(outcome)
    return outcome == _VERIFIED


def standing(
    due: datetime, now: datetime, attempts: Iterable[Attempt], *, grace: timedelta = GRACE
) -> Standing:
    """Tell where a watch stands.

    Args:
        due: when the person was to be reached.
        now: the moment asked about; attempts after it are not looked at.
        attempts: what was tried for this watch, in any order.
        grace: how long it is due before it is overdue.

    Raises:
        BadInstant: a moment has no time zone.
        UnknownOutcome: an outcome is not in the list.
    """
    if due.tzinfo is None or now.tzinfo is None:
        raise BadInstant
    made = [attempt for attempt in attempts if _checked(attempt).at <= now]
    outcomes = {attempt.outcome for attempt in made}
    reached_out = [attempt for attempt in made if attempt.outcome != _OURS]
    state = _state(due, now, grace, cleared=_VERIFIED in outcomes)
    waiting = state in {State.DUE, State.OVERDUE}
    unproven = bool(outcomes & _UNPROVEN)
    spoke = unproven or _DURESS in outcomes or _TAKEN in outcomes
    return Standing(
        state=state,
        tried=len(reached_out),
        silent=waiting and bool(reached_out) and not spoke,
        unproven=unproven and _VERIFIED not in outcomes,
        blind=_blind(state, [attempt for attempt in made if attempt.at >= due]),
        duress=_DURESS in outcomes,
        taken=_TAKEN in outcomes,
    )


def _blind(state: State, since_due: list[Attempt]) -> bool:
    if any(attempt.outcome != _OURS for attempt in since_due):
        return False
    return state is State.OVERDUE or (state is State.DUE and bool(since_due))


def _checked(attempt: Attempt) -> Attempt:
    if attempt.at.tzinfo is None:
        raise BadInstant
    if not is_code(OUTCOMES, attempt.outcome):
        raise UnknownOutcome(attempt.outcome)
    return attempt


def _state(due: datetime, now: datetime, grace: timedelta, *, cleared: bool) -> State:
    if cleared:
        return State.ANSWERED
    if now < due:
        return State.UPCOMING
    return State.DUE if now < due + grace else State.OVERDUE
