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
from guwah.steps.evidence.flows.check import Checked, Report, verify, verify_item
from guwah.steps.evidence.flows.name import SourceFacts, name_source, note_holding
from guwah.steps.evidence.flows.read import open_item
from guwah.steps.evidence.flows.store import store, sweep_leftovers

__all__ = [
    "Added",
    "Arrival",
    "Checked",
    "Intake",
    "Report",
    "SourceFacts",
    "Tool",
    "add_derived",
    "add_file",
    "begin",
    "keep",
    "name_source",
    "note_holding",
    "open_item",
    "store",
    "sweep_leftovers",
    "verify",
    "verify_item",
]
