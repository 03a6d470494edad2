"""What other steps may call."""

from guwah.steps.consent.flows.clearing import clear, clear_granted, stretch_of, unclear
from guwah.steps.consent.flows.deciding import decide_span, may_see, set_situation
from guwah.steps.consent.flows.marking import mark_meant, unmark, waive
from guwah.steps.consent.flows.taking import BadRecord, Taken, take
from guwah.steps.consent.flows.third_parties import BadDecision, decide_third_parties

__all__ = [
    "BadDecision",
    "BadRecord",
    "Taken",
    "clear",
    "clear_granted",
    "decide_span",
    "decide_third_parties",
    "mark_meant",
    "may_see",
    "set_situation",
    "stretch_of",
    "take",
    "unclear",
    "unmark",
    "waive",
]
