"""Taking effects out of the outbox: lease, try, record; what fails waits longer each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils import timezone

from guwah.outbox.channels import STAMP, notice
from guwah.outbox.failing import NotDelivered
from guwah.outbox.models import Effect
from guwah.vault.later import later

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

LEASE = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 20
_BATCH = 50


class Channel(Protocol):
    """One way out: does an effect once, and recognises a repeat by its key."""

    def __call__(self, key: str, payload: Mapping[str, Any]) -> None:
        """Do it, or raise `NotDelivered`."""


CHANNELS: dict[str, Channel] = {
    notice.NAME: notice.deliver,
    STAMP: later("guwah.outbox.channels.stamp.deliver"),
}
# Channels that wait for another host: they run beside the rest and never hold it up.
SLOW = frozenset({STAMP})
# Channels that keep this machine busy for minutes: they run beside all others, in a thread of their own.
LONG: set[str] = set()


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the outbox did."""

    done: int
    failed: int


def put(channel: str, key: str, payload: Mapping[str, Any], *, due_at: datetime | None = None) -> None:
    """Write an effect beside its cause, in the same transaction; the same key is written once."""
    Effect.objects.get_or_create(
        key=key, defaults={"channel": channel, "payload": dict(payload), "due_at": due_at or timezone.now()}
    )


def withdraw(*keys: str) -> None:
    """Let effects that still wait be, because their cause is gone; what was delivered stays delivered."""
    Effect.objects.filter(key__in=keys, state=Effect.State.WAITING).update(
        state=Effect.State.GIVEN_UP, last_error="withdrawn"
    )


def deliver_due(now: datetime | None = None, *, channels: frozenset[str] | None = None) -> Round:
    """Do what is due, by these channels or by all but the long ones: at least once, mostly exactly once."""
    moment = now or timezone.now()
    done = failed = 0
    for effect in _lease(moment, frozenset(CHANNELS) - LONG if channels is None else channels):
        try:
            CHANNELS[effect.channel](effect.key, effect.payload)
        except NotDelivered as refusal:
            _note_failure(effect, refusal, moment)
            failed += 1
        else:
            Effect.objects.filter(pk=effect.pk).update(
                state=Effect.State.DONE, done_at=moment, leased_until=None
            )
            done += 1
    return Round(done, failed)


def _lease(now: datetime, channels: frozenset[str]) -> list[Effect]:
    ours = Effect.objects.filter(channel__in=channels)
    waiting = ours.filter(state=Effect.State.WAITING, due_at__lte=now)
    abandoned = ours.filter(state=Effect.State.LEASED, leased_until__lt=now)
    if not waiting.exists() and not abandoned.exists():
        return []
    with transaction.atomic():
        effects = list((waiting | abandoned).order_by("pk")[:_BATCH])
        for effect in effects:
            effect.state, effect.leased_until = Effect.State.LEASED, now + LEASE
            effect.attempts += 1
            effect.save(update_fields=["state", "leased_until", "attempts"])
    return effects


def _note_failure(effect: Effect, refusal: NotDelivered, now: datetime) -> None:
    over = refusal.permanent or effect.attempts >= MOST_ATTEMPTS
    wait = min(FIRST_WAIT * 2 ** (effect.attempts - 1), LONGEST_WAIT)
    Effect.objects.filter(pk=effect.pk).update(
        state=Effect.State.GIVEN_UP if over else Effect.State.WAITING,
        last_error=refusal.code,
        due_at=now + wait,
        leased_until=None,
    )
