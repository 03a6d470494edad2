"""What other steps and the doors may call."""

from guwah.steps.evidence.flows.arrive import (
    Added,
    Arrival,
    Intake,
    Tool,
    add_derived,
    add_file,
    begin,
    keep,
)
from guwah.steps.evidence.flows.assure import AssuranceFacts, note_assurance
from guwah.steps.evidence.flows.check import Checked, Report, verify, verify_item
from guwah.steps.evidence.flows.digests import compare, state_digest
from guwah.steps.evidence.flows.holdings import (
    HoldingFacts,
    RequestFacts,
    StateFacts,
    note_holding,
    note_state,
    request_copy,
)
from guwah.steps.evidence.flows.name import HandoverFacts, SourceFacts, name_source, note_handover
from guwah.steps.evidence.flows.read import open_item
from guwah.steps.evidence.flows.rounds import begin_round
from guwah.steps.evidence.flows.store import store, sweep_leftovers

__all__ = [
    "Added",
    "Arrival",
    "AssuranceFacts",
    "Checked",
    "HandoverFacts",
    "HoldingFacts",
    "Intake",
    "Report",
    "RequestFacts",
    "SourceFacts",
    "StateFacts",
    "Tool",
    "add_derived",
    "add_file",
    "begin",
    "begin_round",
    "compare",
    "keep",
    "name_source",
    "note_assurance",
    "note_handover",
    "note_holding",
    "note_state",
    "open_item",
    "request_copy",
    "state_digest",
    "store",
    "sweep_leftovers",
    "verify",
    "verify_item",
]
