"""The tables of evidence, gathered where Django looks for them."""

from guwah.steps.evidence.tables.comings import Coming
from guwah.steps.evidence.tables.deliveries import Delivery, DeliveryMessage, DeliveryPart
from guwah.steps.evidence.tables.holdings import (
    Assurance,
    Comparison,
    CopyRequest,
    Handover,
    Holding,
    HoldingState,
    StatedDigest,
)
from guwah.steps.evidence.tables.items import LOOKS, Item, Listed, Outcome, Source, VerifyRound

__all__ = [
    "LOOKS",
    "Assurance",
    "Coming",
    "Comparison",
    "CopyRequest",
    "Delivery",
    "DeliveryMessage",
    "DeliveryPart",
    "Handover",
    "Holding",
    "HoldingState",
    "Item",
    "Listed",
    "Outcome",
    "Source",
    "StatedDigest",
    "VerifyRound",
]
