"""Verifying a whole case in turns of the outbox: how far it came is kept, and it goes on after a lock."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from guwah.accounts.guard import NotPermitted, ask
from guwah.accounts.permissions import Permission
from guwah.outbox.deliver import put
from guwah.steps.evidence.channels import VERIFY
from guwah.steps.evidence.flows.check import verify_some
from guwah.steps.evidence.models import Item, VerifyRound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.flows.check import Checked

TURN_SECONDS = 1.5
"""How long one turn of the outbox may take before it leaves the rest to the next."""
MOST_ITEMS = 100
MOST_BYTES = 256 << 20
"""How much one entry of the log tells of: some tenths of a second, some hundred items."""


def begin_round(actor: Member, case: Case, *, at_once: bool = False) -> VerifyRound:
    """Start verifying every item of a case, or return the round that is on its way.

    Args:
        actor: who asks for it; every turn is taken with this member's permission.
        case: the case.
        at_once: take the first turn before returning, so that a small case is done.

    Raises:
        NotPermitted: the actor may not verify evidence here.
    """
    ask(actor, Permission.EVIDENCE_VERIFY, case)
    with transaction.atomic():
        running = VerifyRound.objects.filter(case=case, ended_at=None).last()
        if running is not None:
            _put(running)
            return running
        total = Item.objects.filter(source__case=case).count()
        running = VerifyRound.objects.create(case=case, asked_by=actor, total=total)
        if not at_once:
            _put(running)
    if at_once:
        _take(running)
    return running


def take_turn(key: str, payload: Mapping[str, Any]) -> None:
    """Verify for a while, as the outbox asks; what is left is the next turn. Twice is as good as once."""
    del key
    running = VerifyRound.objects.filter(pk=payload["round"], ended_at=None).first()
    if running is not None:
        _take(running)


def _take(running: VerifyRound) -> None:
    until = monotonic() + TURN_SECONDS
    try:
        while _go_on(running) and monotonic() < until:
            pass
    except NotPermitted as refusal:
        # Whoever asked for it left the case meanwhile: that is an outcome, and somebody else may ask.
        _end(running, refusal.code)
    if running.ended_at is None:
        _put(running)


def _put(running: VerifyRound) -> None:
    put(VERIFY, f"{VERIFY}:{running.pk}:{running.last_item}", {"round": running.pk})


def _go_on(running: VerifyRound) -> bool:
    """Verify the next items and say whether there may be more."""
    rows = Item.objects.filter(source__case=running.case_id, pk__gt=running.last_item)
    batch = _batch(list(rows.select_related("source").order_by("pk")[:MOST_ITEMS]))
    if not batch:
        _end(running, "")
        return False
    # How far it came is written with what was found: whatever kills this, no item is counted or told twice.
    verify_some(running.asked_by, running.case, batch, lambda found: _note(running, found))
    running.refresh_from_db()
    return True


def _note(running: VerifyRound, found: Sequence[Checked]) -> None:
    broken = sum(not each.intact for each in found)
    mine = VerifyRound.objects.filter(pk=running.pk, last_item=running.last_item)
    last = found[-1].item.pk
    mine.update(checked=F("checked") + len(found), broken=F("broken") + broken, last_item=last)


def _batch(items: Sequence[Item]) -> Sequence[Item]:
    size = 0
    for place, item in enumerate(items):
        size += item.size
        if place and size > MOST_BYTES:
            return items[:place]
    return items


def _end(running: VerifyRound, code: str) -> None:
    running.ended_at, running.code = timezone.now(), code
    running.save(update_fields=["ended_at", "code"])
