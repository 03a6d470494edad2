"""Keeping a promise to look after somebody: it is set, each attempt is noted, a verified answer ends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask, may
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments.watches import GRACE, UnknownOutcome, clears
from guwah.outbox.deliver import put, withdraw
from guwah.steps.vigil.models import CheckIn, Watch
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from datetime import datetime

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor

OUR_FAULT = "our_fault"


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised to a person.

    Attributes:
        purpose: what is to be done, in the keeper's words.
        due_at: by when, with a time zone.
        keeper: who answers for it; whoever sets it when missing.
        if_no_answer: the first step when there is no answer.
        anchor: the words of the promise, when it was made in a session.
    """

    purpose: str
    due_at: datetime
    keeper: Member | None = None
    if_no_answer: str = ""
    anchor: Anchor | None = None


def set_watch(actor: Member, case: Case, promise: Promise) -> Watch:
    """Set a watch and lay its notices to the keeper into the outbox.

    Raises:
        NotPermitted: the actor keeps no watches here.
        WrongUse: `no-purpose`, `no-time-zone`, `keeper-may-not`, `words-of-another-case`.
    """
    ask(actor, Permission.WATCH_KEEP, case)
    keeper = promise.keeper or actor
    _check(case, keeper, promise)
    with transaction.atomic():
        watch = Watch.objects.create(
            case=case,
            anchor=promise.anchor,
            purpose=promise.purpose.strip()[:300],
            if_no_answer=promise.if_no_answer.strip()[:500],
            keeper=keeper,
            due_at=promise.due_at,
            made_by=actor,
        )
        record(
            Act.WATCH_SET,
            actor.actor,
            things=[Thing("watch", {"id": watch.pk, "due_at": watch.due_at.isoformat()})],
            case=case.pk,
        )
        _tell(watch, "watch-due", _key(watch, "due"), watch.due_at)
        _tell(watch, "watch-overdue", _key(watch, "overdue"), watch.due_at + GRACE)
    return watch


def check_in(actor: Member, watch: Watch, outcome: str, *, note: str = "") -> CheckIn:
    """Note one attempt and what came of it; a verified answer, and nothing else, ends the watch.

    Raises:
        NotPermitted: the actor keeps no watches here.
        WrongUse: `watch-closed`, `unknown-outcome`.
    """
    ask(actor, Permission.WATCH_KEEP, watch.case, target=f"watch:{watch.pk}")
    try:
        over = clears(outcome)
    except UnknownOutcome as unknown:
        raise WrongUse(unknown.code, "This outcome is not in the list of check-in outcomes.") from unknown
    with transaction.atomic():
        watch.refresh_from_db()
        if watch.closed_at is not None:
            raise WrongUse("watch-closed", "This watch has been answered already; set a new one.")
        attempt = CheckIn.objects.create(watch=watch, outcome=outcome, note=note.strip()[:500], by=actor)
        record(
            Act.WATCH_ANSWERED,
            actor.actor,
            things=[Thing("watch", {"id": watch.pk, "outcome": outcome})],
            case=watch.case_id,
        )
        if over:
            watch.closed_at = timezone.now()
            watch.save(update_fields=["closed_at"])
            withdraw(_key(watch, "due"), _key(watch, "overdue"))
        elif outcome == OUR_FAULT:
            _tell(watch, "watch-blind", f"{_key(watch, 'blind')}:{attempt.pk}", timezone.now())
    return attempt


def _check(case: Case, keeper: Member, promise: Promise) -> None:
    if not promise.purpose.strip():
        raise WrongUse("no-purpose", "Say what was promised: whom to reach, and how.")
    if promise.due_at.tzinfo is None:
        raise WrongUse("no-time-zone", "Say in which time zone the hour is meant.")
    if not may(keeper, Permission.WATCH_KEEP, case):
        raise WrongUse("keeper-may-not", "This member may not keep watches in this case.")
    if promise.anchor is not None and promise.anchor.revision.layer.case_id != case.pk:
        raise WrongUse("words-of-another-case", "These words belong to another case.")


def _key(watch: Watch, what: str) -> str:
    return f"watch-{what}:{watch.pk}"


def _tell(watch: Watch, code: str, key: str, due_at: datetime) -> None:
    """Lay a notice into the outbox; it says which watch, never what it is about."""
    members = sorted({watch.keeper_id, watch.made_by_id})
    payload = {"members": members, "case": watch.case_id, "code": code, "target": f"watch:{watch.pk}"}
    put("notice", key, payload, due_at=due_at)
