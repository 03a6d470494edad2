"""The check-in state machine: where a promise to look after somebody stands, told from its attempts."""

from guwah.instruments.watches.rules import (
    GRACE,
    Attempt,
    BadInstant,
    Standing,
    State,
    UnknownOutcome,
    clears,
    standing,
)

__all__ = ["GRACE", "Attempt", "BadInstant", "Standing", "State", "UnknownOutcome", "clears", "standing"]
