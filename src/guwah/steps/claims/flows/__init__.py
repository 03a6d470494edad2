"""The user's stories of this step; what other steps may call is named here."""

from guwah.steps.claims.flows.amounts import AmountGiven, amount_found, note_amount
from guwah.steps.claims.flows.change import check_claim, replace_claim, withdraw_claim
from guwah.steps.claims.flows.conflicts import Explanation, explain_conflict
from guwah.steps.claims.flows.exchange import hand_in, look_at, put_aside, take_back_intake, take_in
from guwah.steps.claims.flows.exporting import Also, ClaimsFile, export_claims
from guwah.steps.claims.flows.groups import GroupGiven, join_group, leave_group, name_group, tell_group
from guwah.steps.claims.flows.importing import BadRows, Taken, import_claims, import_rows
from guwah.steps.claims.flows.looking import begin_look, look_through, stop_looking
from guwah.steps.claims.flows.make import add_reading, attach, make_claim, name_occurrence
from guwah.steps.claims.flows.papers import (
    PaperGiven,
    mention_paper,
    name_paper,
    paper_came,
    paper_is_not,
    tell_paper,
)
from guwah.steps.claims.flows.parties import say_not_party, say_party
from guwah.steps.claims.flows.reckon import go_on, reckoned
from guwah.steps.claims.flows.repeating import note_repeat, withdraw_repeat
from guwah.steps.claims.flows.statements import OWN, Attached, Own, ReadingGiven, Statement
from guwah.steps.claims.flows.status import StatusGiven, axes, note_status, status_codes
from guwah.steps.claims.flows.suggesting import (
    Answered,
    accept_suggestion,
    accept_suggestions,
    claim_suggested,
    reject_suggestions,
    reopen_suggestions,
)
from guwah.steps.claims.flows.taking import NameTaken, take_known_term, take_name, take_term

__all__ = [
    "OWN",
    "Also",
    "AmountGiven",
    "Answered",
    "Attached",
    "BadRows",
    "ClaimsFile",
    "Explanation",
    "GroupGiven",
    "NameTaken",
    "Own",
    "PaperGiven",
    "ReadingGiven",
    "Statement",
    "StatusGiven",
    "Taken",
    "accept_suggestion",
    "accept_suggestions",
    "add_reading",
    "amount_found",
    "attach",
    "axes",
    "begin_look",
    "check_claim",
    "claim_suggested",
    "explain_conflict",
    "export_claims",
    "go_on",
    "hand_in",
    "import_claims",
    "import_rows",
    "join_group",
    "leave_group",
    "look_at",
    "look_through",
    "make_claim",
    "mention_paper",
    "name_group",
    "name_occurrence",
    "name_paper",
    "note_amount",
    "note_repeat",
    "note_status",
    "paper_came",
    "paper_is_not",
    "put_aside",
    "reckoned",
    "reject_suggestions",
    "reopen_suggestions",
    "replace_claim",
    "say_not_party",
    "say_party",
    "status_codes",
    "stop_looking",
    "take_back_intake",
    "take_in",
    "take_known_term",
    "take_name",
    "take_term",
    "tell_group",
    "tell_paper",
    "withdraw_claim",
    "withdraw_repeat",
]
