"""What other steps may call."""

from guwah.steps.consent.flows.deciding import decide_span, may_see, set_situation
from guwah.steps.consent.flows.marking import mark_meant, unmark, waive
from guwah.steps.consent.flows.taking import Taken, take

__all__ = ["Taken", "decide_span", "mark_meant", "may_see", "set_situation", "take", "unmark", "waive"]
