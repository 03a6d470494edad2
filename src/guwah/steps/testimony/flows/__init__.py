"""What other steps may call."""

from guwah.steps.testimony.flows.anchoring import anchor, anchor_by_quote
from guwah.steps.testimony.flows.casting import set_role
from guwah.steps.testimony.flows.cutting import cut, cut_all, lift_cut
from guwah.steps.testimony.flows.exporting import export
from guwah.steps.testimony.flows.importing import (
    Imported,
    import_file,
    import_transcript,
    preview,
)
from guwah.steps.testimony.flows.noting import note
from guwah.steps.testimony.flows.relating import relate
from guwah.steps.testimony.flows.sounding import attach_recording

__all__ = [
    "Imported",
    "anchor",
    "anchor_by_quote",
    "attach_recording",
    "cut",
    "cut_all",
    "export",
    "import_file",
    "import_transcript",
    "lift_cut",
    "note",
    "preview",
    "relate",
    "set_role",
]
