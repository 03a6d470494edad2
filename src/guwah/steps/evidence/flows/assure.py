"""How caller and witness made sure of each other: notes that grow and never leave the vault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments.vocabularies import is_code
from guwah.steps.evidence.flows import told
from guwah.steps.evidence.models import Assurance
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source


@dataclass(frozen=True, slots=True)
class AssuranceFacts:
    """One thing that was asked, answered, promised or doubted.

    Attributes:
        kind: code of `assurance_kinds`.
        side: `caller`, `witness` or `other`: whose words or doubt it was.
        words: what was said, as told.
        said_on: EDTF date, or empty.
        source: the conversation it belongs to, if it is one of ours.
        follows: the note it answers.
    """

    kind: str
    side: str
    words: str
    said_on: str = ""
    source: Source | None = None
    follows: Assurance | None = None


def note_assurance(actor: Member, case: Case, facts: AssuranceFacts) -> Assurance:
    """Write down how two who could not see each other made sure of each other, or did not.

    The words stand in the encrypted database alone: not in the log's openings, no package, no edition.

    Raises:
        NotPermitted: the actor may not note this here.
        WrongUse: `unknown-assurance-kind`, `unknown-side`, `nothing-told`, `note-of-another-case`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.ASSURANCE_NOTE, case)
    if not is_code(told.KINDS, facts.kind):
        raise WrongUse("unknown-assurance-kind", "It was asked, answered, promised, doubted, or other.")
    if facts.side not in Assurance.Side.values:
        raise WrongUse("unknown-side", "It was the caller, the witness, or somebody else.")
    if not facts.words.strip():
        raise WrongUse("nothing-told", "Write down what was said or doubted.")
    if any(each.case_id != case.pk for each in (facts.source, facts.follows) if each is not None):
        raise WrongUse("note-of-another-case", "This belongs to another case. Nothing was changed.")
    said_on = told.date(facts.said_on)
    with transaction.atomic():
        note = Assurance.objects.create(
            case=case,
            source=facts.source,
            kind=facts.kind,
            side=facts.side,
            words=facts.words.strip(),
            said_on=said_on,
            follows=facts.follows,
            noted_by=actor,
        )
        record(Act.ASSURANCE_NOTED, actor.actor, things=[Thing("assurance", {"id": note.pk})], case=case.pk)
    return note
