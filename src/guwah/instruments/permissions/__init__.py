"""evaluate(use) -> allow, deny or ask a person, with reasons."""

from guwah.instruments.permissions.evaluate import evaluate
from guwah.instruments.permissions.load import Question, load, load_record, read_json
from guwah.instruments.permissions.model import (
    ANY,
    Condition,
    Custody,
    Decision,
    Kind,
    Material,
    Reason,
    Record,
    Situation,
    ThirdParty,
    Use,
    Verdict,
    to_json,
)
from guwah.instruments.permissions.prohibitions import Effects, effects_of_withdrawal
from guwah.instruments.permissions.reading import Node, NotUnderstoodError

__all__ = [
    "ANY",
    "Condition",
    "Custody",
    "Decision",
    "Effects",
    "Kind",
    "Material",
    "Node",
    "NotUnderstoodError",
    "Question",
    "Reason",
    "Record",
    "Situation",
    "ThirdParty",
    "Use",
    "Verdict",
    "effects_of_withdrawal",
    "evaluate",
    "load",
    "load_record",
    "read_json",
    "to_json",
]
