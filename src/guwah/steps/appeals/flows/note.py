"""A petition is written down, and whatever becomes of it is added; nothing of it is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import parse
from guwah.instruments.vocabularies import is_code
from guwah.steps.appeals.models import Petition, PetitionEvent
from guwah.steps.appeals.silence import STATES
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.claims.models import Claim


def add_petition(actor: Member, case: Case, title: str, to: str, *, claim: Claim | None = None) -> Petition:
    """Write down a letter somebody wrote to an authority.

    Args:
        actor: who writes it down.
        case: where it belongs.
        title: what it asks for.
        to: the authority it was written to.
        claim: the claim in which the witness speaks of it.

    Raises:
        NotPermitted: the actor edits no petitions here.
        WrongUse: `no-title`, `no-recipient`, `claim-of-another-case`.
    """
    ask(actor, Permission.PETITION_EDIT, case)
    title, to = title.strip(), to.strip()
    if not title:
        raise WrongUse("no-title", "Say what the letter asks for.")
    if not to:
        raise WrongUse("no-recipient", "Say to whom it was written.")
    if claim is not None and claim.case_id != case.pk:
        raise WrongUse("claim-of-another-case", "This claim belongs to another case.")
    with transaction.atomic():
        petition = Petition.objects.create(
            case=case, title=title[:300], to=to[:300], claim=claim, added_by=actor
        )
        _log(actor, petition, "added")
    return petition


def note_event(
    actor: Member, petition: Petition, state: str, when: str = "", *, note: str = ""
) -> PetitionEvent:
    """Add one thing that became of a petition.

    Args:
        actor: who notes it.
        petition: the letter.
        state: code of `correspondence_states`.
        when: EDTF date as said, or empty when nobody knows.
        note: how we know, in words.

    Raises:
        NotPermitted: the actor edits no petitions here.
        WrongUse: `unknown-state`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.PETITION_EDIT, petition.case, target=f"petition:{petition.pk}")
    if not is_code(STATES, state):
        raise WrongUse("unknown-state", "This state is not in the list of states of a letter.")
    if when:
        try:
            parse(when)
        except NotADate as not_a_date:
            raise NotUnderstood(not_a_date.code, not_a_date.message) from not_a_date
    with transaction.atomic():
        event = PetitionEvent.objects.create(
            petition=petition, state=state, when=when, note=note.strip()[:500], by=actor
        )
        _log(actor, petition, state)
    return event


def _log(actor: Member, petition: Petition, state: str) -> None:
    thing = Thing("petition", {"id": petition.pk, "state": state})
    record(Act.PETITION_NOTED, actor.actor, things=[thing], case=petition.case_id)
