"""Where a person stands, on one axis at a time, as of a day, on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.dates import NotADate, parse
from guwah.instruments.vocabularies import codes, is_code, list_names
from guwah.outbox.deliver import put
from guwah.steps.claims.models import Status
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.claims.models import Claim
    from guwah.steps.people.models import Entity

_LIST = "status_"
_LONGEST_DATE = 60


@dataclass(frozen=True, slots=True)
class StatusGiven:
    """One entry on one axis.

    Attributes:
        axis: liberty, whereabouts, contact, or another axis that has a list `status_<axis>`.
        code: of that list.
        as_of: EDTF date for which it is said.
        person: of whom; None while the case has one person.
        claim: what it rests on.
    """

    axis: str
    code: str
    as_of: str
    person: Entity | None = None
    claim: Claim | None = None


def axes() -> tuple[str, ...]:
    """Return the axes that have a list of codes."""
    return tuple(name.removeprefix(_LIST) for name in list_names() if name.startswith(_LIST))


def status_codes(axis: str) -> tuple[str, ...]:
    """Return the codes of an axis."""
    return tuple(codes(_LIST + axis))


def note_status(actor: Member, case: Case, given: StatusGiven) -> Status:
    """Add an entry; the earlier ones stay, and the newest by its date is the current one.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `unknown-axis`, `unknown-code`, `not-of-this-case`, `unchecked`, or that of the
            date.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target=f"status:{given.axis}")
    _check(case, given)
    with transaction.atomic():
        status = Status.objects.create(
            case=case,
            person=given.person,
            axis=given.axis,
            code=given.code,
            as_of=given.as_of,
            claim=given.claim,
            by=actor,
        )
        told = {"axis": given.axis, "code": given.code, "as_of": given.as_of, "status": status.pk}
        record(Act.STATUS_NOTED, actor.actor, things=[Thing("status", told)], case=case.pk)
        members = case.memberships.exclude(member=actor).values_list("member", flat=True)
        payload = {
            "members": list(members),
            "case": case.pk,
            "code": "status-changed",
            "target": f"status:{status.pk}",
        }
        put("notice", f"status:{status.pk}", payload)
    return status


def _check(case: Case, given: StatusGiven) -> None:
    if given.axis not in axes():
        raise NotUnderstood("unknown-axis", _("There is no such axis of a person's status."))
    if not is_code(_LIST + given.axis, given.code):
        raise NotUnderstood("unknown-code", _("This code is not in the list of this axis."))
    cases = {one.case_id for one in (given.person, given.claim) if one is not None}
    if cases - {case.pk}:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if given.claim is not None and given.claim.unfounded:
        raise NotUnderstood("unchecked", _("A machine found this claim and nobody has checked it yet."))
    if len(given.as_of) > _LONGEST_DATE:
        raise NotUnderstood("too-long", _("This date is too long."))
    try:
        parse(given.as_of)
    except NotADate as wrong:
        raise NotUnderstood(wrong.code, wrong.message) from wrong
