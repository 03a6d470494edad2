"""What somebody answered to a suggestion is written beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.steps.claims.suggesting.tables import Answer
from guwah.steps.testimony.flows import anchor
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.claims.models import Claim
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.people.models import Name
    from guwah.steps.testimony.glossary.tables import Term


@dataclass(frozen=True, slots=True)
class Became:
    """What was made of a suggestion: a claim, a name of somebody, a term, or nothing."""

    claim: Claim | None = None
    name: Name | None = None
    term: Term | None = None


NOTHING = Became()


def write_answer(actor: Member, one: Suggested, outcome: Answer.Outcome, became: Became = NOTHING) -> Answer:
    """Write an answer inside the running transaction; the caller has asked."""
    revision = one.look.revision
    held = anchor(actor, revision, one.start, one.end)
    made = Answer.objects.create(
        case=revision.layer.case,
        anchor=held,
        kind=one.kind,
        rule=one.rule,
        value=one.value,
        outcome=outcome,
        claim=became.claim,
        name=became.name,
        term=became.term,
        by=actor,
    )
    told = {"kind": one.kind, "rule": one.rule, "outcome": outcome.value, "anchor": held.pk}
    if became.name is not None:
        told["name"] = became.name.pk
    if became.term is not None:
        told["term"] = became.term.pk
    record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("suggestion", told)], case=revision.layer.case_id)
    return made
