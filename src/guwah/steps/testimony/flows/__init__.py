"""What other steps may call."""

from guwah.steps.testimony.flows.aligning import confirm, join, part, propose, withdraw
from guwah.steps.testimony.flows.anchoring import anchor, anchor_by_quote
from guwah.steps.testimony.flows.casting import set_role
from guwah.steps.testimony.flows.checking import check, uncheck
from guwah.steps.testimony.flows.cutting import cut, cut_all, lift_cut
from guwah.steps.testimony.flows.editing import restore, revise, undo
from guwah.steps.testimony.flows.exporting import export
from guwah.steps.testimony.flows.glossing import change_term, drop_term, glossary_file, keep_term
from guwah.steps.testimony.flows.importing import (
    Imported,
    import_file,
    import_transcript,
    preview,
)
from guwah.steps.testimony.flows.linking import link, unlink
from guwah.steps.testimony.flows.noting import note
from guwah.steps.testimony.flows.relating import relate
from guwah.steps.testimony.flows.rereading import reread, reread_file
from guwah.steps.testimony.flows.rewriting import in_other_script
from guwah.steps.testimony.flows.searching import forget_questions, look_for
from guwah.steps.testimony.flows.seeing import elsewhere, gone, here
from guwah.steps.testimony.flows.sounding import attach_recording

__all__ = [
    "Imported",
    "anchor",
    "anchor_by_quote",
    "attach_recording",
    "change_term",
    "check",
    "confirm",
    "cut",
    "cut_all",
    "drop_term",
    "elsewhere",
    "export",
    "forget_questions",
    "glossary_file",
    "gone",
    "here",
    "import_file",
    "import_transcript",
    "in_other_script",
    "join",
    "keep_term",
    "lift_cut",
    "link",
    "look_for",
    "note",
    "part",
    "preview",
    "propose",
    "relate",
    "reread",
    "reread_file",
    "restore",
    "revise",
    "set_role",
    "uncheck",
    "undo",
    "unlink",
    "withdraw",
]
