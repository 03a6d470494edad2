"""What other steps and the doors may call."""

from guwah.steps.evidence.flows.arrive import (
    Added,
    Arrival,
    Tool,
    add_derived,
    add_file,
    add_stream,
    keep,
)
from guwah.steps.evidence.flows.assure import AssuranceFacts, note_assurance
from guwah.steps.evidence.flows.check import Checked, Level, Report, verify, verify_item
from guwah.steps.evidence.flows.coming import Intake, begin, resume
from guwah.steps.evidence.flows.deliver import Delivered, Said, deliver, deliver_item, look
from guwah.steps.evidence.flows.digests import compare, state_digest
from guwah.steps.evidence.flows.examine import Examined, Step, examine, unexamined
from guwah.steps.evidence.flows.holdings import (
    HoldingFacts,
    RequestFacts,
    StateFacts,
    note_holding,
    note_state,
    request_copy,
)
from guwah.steps.evidence.flows.many import Became, add_files
from guwah.steps.evidence.flows.name import HandoverFacts, SourceFacts, name_source, note_handover
from guwah.steps.evidence.flows.queued import ask_for, waiting
from guwah.steps.evidence.flows.read import open_item
from guwah.steps.evidence.flows.rounds import begin_round
from guwah.steps.evidence.flows.store import store, sweep_leftovers
from guwah.steps.evidence.flows.strays import Stray, strays
from guwah.steps.evidence.flows.strip import clean_copy, cleanable
from guwah.steps.evidence.flows.taking import TAKEN, Took, make_intake, take
from guwah.steps.evidence.flows.unfinished import Part, unfinished

__all__ = [
    "TAKEN",
    "Added",
    "Arrival",
    "AssuranceFacts",
    "Became",
    "Checked",
    "Delivered",
    "Examined",
    "HandoverFacts",
    "HoldingFacts",
    "Intake",
    "Level",
    "Part",
    "Report",
    "RequestFacts",
    "Said",
    "SourceFacts",
    "StateFacts",
    "Step",
    "Stray",
    "Took",
    "Tool",
    "add_derived",
    "add_file",
    "add_files",
    "add_stream",
    "ask_for",
    "begin",
    "begin_round",
    "clean_copy",
    "cleanable",
    "compare",
    "deliver",
    "deliver_item",
    "examine",
    "keep",
    "look",
    "make_intake",
    "name_source",
    "note_assurance",
    "note_handover",
    "note_holding",
    "note_state",
    "open_item",
    "request_copy",
    "resume",
    "state_digest",
    "store",
    "strays",
    "sweep_leftovers",
    "take",
    "unexamined",
    "unfinished",
    "verify",
    "verify_item",
    "waiting",
]
