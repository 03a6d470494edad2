"""The daily round of time stamps: on a fixed schedule, also when nothing happened.

Who watches the line sees one request a day at the same hour, over a hash that is new each day: neither how
much was done nor when. Nothing is asked of anybody before the group has named an authority (law 9).
"""

from __future__ import annotations

import secrets
import urllib.parse
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.timestamps import Trust
from guwah.outbox.channels import STAMP
from guwah.outbox.deliver import put, withdraw
from guwah.outbox.models import Effect
from guwah.vault import logfiles
from guwah.vault.custody import ITSELF, Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Authority, Stamp
from guwah.vault.stamps import MOST_CERTIFICATES

if TYPE_CHECKING:
    from datetime import date

    from guwah.accounts.models import Member

_MINUTES_A_DAY = 24 * 60
_NONCE_BITS = 64
_LONGEST_NAME = 63


def schedule_day(now: datetime, vault_id: str) -> date:
    """Return the day whose round is due at `now`.

    Each vault has its own minute of the day, made from its id, so that nobody recognises the program by a
    common hour.
    """
    return (now - timedelta(minutes=int(vault_id, 16) % _MINUTES_A_DAY)).date()


def next_round(now: datetime, vault_id: str) -> datetime:
    """Return when the next day of the schedule begins, and with it the next round."""
    day = schedule_day(now, vault_id) + timedelta(days=1)
    return datetime.combine(day, time(), UTC) + timedelta(minutes=int(vault_id, 16) % _MINUTES_A_DAY)


def authorities() -> list[Authority]:
    """Return the authorities the group asks now."""
    return list(Authority.objects.filter(removed_at=None))


def add_authority(member: Member, name: str, url: str, roots: bytes, *, proxy: str = "") -> Authority:
    """Name an authority that is asked from now on, once a day.

    Args:
        member: who decides it.
        name: what the group calls it.
        url: where it answers (http or https).
        roots: the certificates it is trusted by: PEM or DER, at least one root.
        proxy: address of an HTTP proxy to go through, or empty.

    Raises:
        NotPermitted: this member may not.
        WrongUse: `bad-authority-name`, `bad-address`, `authority-exists`.
        NotUnderstood: `bad-certificate`, `no-root`, `too-many-certificates`.
    """
    ask(member, Permission.LOG_ANCHOR)
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise WrongUse("bad-authority-name", "An authority's name has 1 to 63 characters.")
    for address in (url, *([proxy] if proxy else [])):
        _require_address(address)
    try:
        trust = Trust.parse(roots)
    except ProofFault as fault:
        raise NotUnderstood(fault.code, fault.message) from fault
    if len(trust.pem) > MOST_CERTIFICATES:
        raise NotUnderstood("too-many-certificates", "These are more certificates than one authority needs.")
    if Authority.objects.filter(name=name, removed_at=None).exists():
        raise WrongUse("authority-exists", "There is an authority of this name; remove it first.")
    with transaction.atomic():
        authority = Authority.objects.create(name=name, url=url, proxy=proxy, roots=trust.pem)
        what = {"name": name, "url": url, "roots": trust.pem}
        record(Act.AUTHORITY_ADDED, member.actor, things=[Thing("authority", what)])
    return authority


def remove_authority(member: Member, name: str) -> None:
    """Ask an authority no more; its stamps stay.

    Raises:
        NotPermitted: this member may not.
        NotUnderstood: `no-such-authority`.
    """
    ask(member, Permission.LOG_ANCHOR)
    authority = Authority.objects.filter(name=name, removed_at=None).first()
    if authority is None:
        raise NotUnderstood("no-such-authority", "There is no authority of this name.")
    with transaction.atomic():
        authority.removed_at = timezone.now()
        authority.save(update_fields=["removed_at"])
        _cover(authority)
        record(Act.AUTHORITY_REMOVED, member.actor, things=[Thing("authority", {"name": name})])


def round_due(now: datetime) -> bool:
    """Say whether an authority was not asked yet on the present day of the schedule."""
    day = schedule_day(now, KEYRING.current().vault_id)
    return Authority.objects.filter(removed_at=None).exclude(stamps__day=day).exists()


def run_round(now: datetime) -> list[Stamp]:
    """Put the newest checkpoint before every authority that was not asked today; return today's stamps.

    What still waits from earlier days is covered by today's: a newer checkpoint holds all older entries.

    Raises:
        Refused: `no-authority`.
    """
    asked = authorities()
    if not asked:
        raise Refused(
            "no-authority",
            "No time stamp authority is set up, so nobody was asked. `guwah log authority add` names one.",
        )
    day = schedule_day(now, KEYRING.current().vault_id)
    missing = [each for each in asked if not each.stamps.filter(day=day).exists()]
    if missing:
        _grow_if_quiet()
        checkpoint, note = logfiles.current()
        with transaction.atomic():
            for authority in missing:
                _cover(authority)
                stamp = Stamp.objects.create(
                    authority=authority,
                    day=day,
                    size=checkpoint.size,
                    note=note,
                    nonce=str(secrets.randbits(_NONCE_BITS)),
                )
                put(STAMP, _key(stamp), {"stamp": stamp.pk})
    return list(Stamp.objects.filter(day=day, authority__in=asked).select_related("authority"))


def ask_again(member: Member, now: datetime) -> list[Stamp]:
    """Let today's round be asked at once: who was not asked yet, was not reached, or whose answer failed.

    The running server does it; what came of it stands on the stamps that are returned.

    Raises:
        NotPermitted: this member may not.
        Refused: `no-authority`.
    """
    ask(member, Permission.LOG_ANCHOR)
    stamps = run_round(now)
    with transaction.atomic():
        for stamp in stamps:
            if stamp.state == Stamp.State.FAILED:
                stamp.state, stamp.ended_at = Stamp.State.WAITING, None
                stamp.nonce = str(secrets.randbits(_NONCE_BITS))
                stamp.save(update_fields=["state", "ended_at", "nonce"])
                put(STAMP, _key_again(stamp, stamp.tries), {"stamp": stamp.pk})
        keys = [key for stamp in stamps for key in _keys(stamp)]
        Effect.objects.filter(key__in=keys, state=Effect.State.WAITING).update(due_at=now)
    return stamps


def _grow_if_quiet() -> None:
    """Write an entry that says nothing if the log stands where it stood at the last round."""
    last = Stamp.objects.order_by("-size").first()
    published = logfiles.published()
    if published is None or (last is not None and last.size >= published.size):
        with transaction.atomic():
            record(Act.QUIET_DAY, ITSELF, things=[])


def _cover(authority: Authority) -> None:
    waiting = authority.stamps.filter(state=Stamp.State.WAITING)
    withdraw(*(key for stamp in waiting for key in _keys(stamp)))
    waiting.update(state=Stamp.State.COVERED, ended_at=timezone.now())


def _key(stamp: Stamp) -> str:
    return f"stamp:{stamp.pk}"


def _key_again(stamp: Stamp, tries: int) -> str:
    return f"{_key(stamp)}:{tries}"


def _keys(stamp: Stamp) -> list[str]:
    """Return the keys of all effects there may be for a stamp: the first, and those somebody asked for."""
    return [_key(stamp), *(_key_again(stamp, tries) for tries in range(1, stamp.tries + 1))]


def _require_address(address: str) -> None:
    try:
        parts = urllib.parse.urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
        good = good and parts.port != 0 and not any(letter.isspace() for letter in address)
    except ValueError:
        good = False
    if not good:
        raise WrongUse("bad-address", "The address begins with http:// or https:// and names a host.")
