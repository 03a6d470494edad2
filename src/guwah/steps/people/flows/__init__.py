"""The user's stories of this step; what other steps may call is named here."""

from guwah.steps.people.flows.identify import identify, withdraw_identification
from guwah.steps.people.flows.names import (
    NameGiven,
    add_entity,
    add_name,
    rebuild_keys,
    withdraw_entity,
    withdraw_name,
)

__all__ = [
    "NameGiven",
    "add_entity",
    "add_name",
    "identify",
    "rebuild_keys",
    "withdraw_entity",
    "withdraw_identification",
    "withdraw_name",
]
