"""Decisions on words about other people, as a file of consent brings them (DESIGN §15, `third_parties`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.failures import NotUnderstood
from guwah.instruments import vocabularies
from guwah.steps.consent.flows.deciding import decide_span
from guwah.steps.consent.materials import layers_named, newest_revision
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Revision

_LIST = "third_party_decisions"
_PAIR = 2
_NOBODY_YET = "undecided"
# Whatever else was decided keeps the words themselves back.
_MAY_BE_SHOWN = "cleared"


class BadDecision(NotUnderstood):
    """One decision of a list cannot be recorded; none of the list was.

    Attributes:
        pointer: JSON pointer of the value, such as `/third_parties/2/span`.
    """

    def __init__(self, message: str, pointer: str) -> None:
        super().__init__("bad-third-party", f"{message} Nothing was recorded.")
        self.pointer = pointer


def decide_third_parties(actor: Member, case: Case, given: Sequence[Any]) -> int:
    """Record what was decided on words about other people, inside the running transaction.

    Args:
        actor: who records it.
        case: of whom.
        given: as in `permission evaluate`: `{span: [start, end] | {source, start, end}, source, decision}`;
            `source` names a text as material does and may be left out where the case has only one.

    Returns:
        On how many stretches it was decided; those "undecided" stay masked without a record.

    Raises:
        NotPermitted: the actor does not record consent here.
        NotUnderstood: a span, text or decision is unknown; a `BadDecision` says where.
    """
    decided = 0
    for number, each in enumerate(given):
        where = f"/third_parties/{number}"
        if not isinstance(each, dict):
            raise BadDecision("An object with span and decision is expected.", where)
        decision = each.get("decision", _NOBODY_YET)
        if not isinstance(decision, str) or not vocabularies.is_code(_LIST, decision):
            known = ", ".join(vocabularies.codes(_LIST))
            raise BadDecision(f"One of {known} is expected.", f"{where}/decision")
        words = _words(case, each, where)
        if decision != _NOBODY_YET:
            decide_span(actor, case, hold(actor, words), show=decision == _MAY_BE_SHOWN)
            decided += 1
    return decided


def _words(case: Case, given: dict[str, Any], where: str) -> Stretch:
    span = given.get("span")
    inner = span if isinstance(span, dict) else {}
    pair = [inner.get("start"), inner.get("end")] if inner else span
    if not isinstance(pair, list) or len(pair) != _PAIR or any(type(each) is not int for each in pair):
        raise BadDecision("[start, end] or {source, start, end} is expected.", f"{where}/span")
    revision = _text(case, given.get("source") or inner.get("source") or inner.get("layer"))
    if revision is None:
        raise BadDecision("Say in which text of the case the words stand.", f"{where}/source")
    start, end = pair
    if not 0 <= start < end <= len(revision.text):
        raise BadDecision(
            f"A stretch lies within 0 to {len(revision.text)} and is not empty.", f"{where}/span"
        )
    return Stretch(revision, start, end)


def _text(case: Case, named: object) -> Revision | None:
    if named is None:
        layers = list(Layer.objects.filter(case=case)[:2])
    else:
        layers = layers_named(case, f"layer:{named}" if isinstance(named, int) else str(named))
    return newest_revision(case, layers[0].pk) if len(layers) == 1 else None
