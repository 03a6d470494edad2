"""Asking a time stamp authority (RFC 3161 over HTTP): a hash goes out, a token comes back and is checked."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.timestamps import request
from guwah.outbox.failing import NotDelivered
from guwah.vault.custody import ITSELF, Act, Thing, record
from guwah.vault.models import Stamp
from guwah.vault.stamps import Checked, check, write_anchors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.vault.models import Authority


SECONDS = 10
_MOST_BYTES = 1 << 20


class _NoOtherHost(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the user named one address, and no other is asked (law 9)."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Refuse."""


def deliver(key: str, payload: Mapping[str, Any]) -> None:
    """Ask the authority once more; the outcome stands on the stamp's own row either way."""
    del key
    stamp = Stamp.objects.select_related("authority").get(pk=payload["stamp"])
    if stamp.state != Stamp.State.WAITING:
        if stamp.state == Stamp.State.DONE:
            # Done before, but perhaps killed before its files were written.
            write_anchors(stamp.size)
        return
    note = bytes(stamp.note)
    try:
        reply = _post(stamp.authority, request(hashlib.sha256(note).digest(), int(stamp.nonce)))
        checked = check(reply, note, stamp.authority.roots, int(stamp.nonce))
    except NotDelivered as failed:
        _note(stamp, failed.code, Stamp.State.WAITING)
        raise
    except ProofFault as fault:
        _note(stamp, fault.code, Stamp.State.FAILED)
        raise NotDelivered(fault.code, permanent=True) from fault
    _keep(stamp, checked)


def _note(stamp: Stamp, code: str, state: str) -> None:
    over = timezone.now() if state == Stamp.State.FAILED else None
    Stamp.objects.filter(pk=stamp.pk, state=Stamp.State.WAITING).update(
        outcome=code, state=state, tries=stamp.tries + 1, ended_at=over
    )


def _keep(stamp: Stamp, checked: Checked) -> None:
    with transaction.atomic():
        stamp.state, stamp.outcome, stamp.tries = Stamp.State.DONE, "", stamp.tries + 1
        stamp.token, stamp.time, stamp.checked_by = checked.token, checked.time, checked.by
        stamp.ended_at = timezone.now()
        stamp.save()
        told = {
            "authority": stamp.authority.name,
            "size": stamp.size,
            "token": hashlib.sha256(checked.token).hexdigest(),
        }
        record(Act.STAMPED, ITSELF, things=[Thing("stamp", told)])
    write_anchors(stamp.size)


def _post(authority: Authority, body: bytes) -> bytes:
    """Send the request and return the reply.

    Raises:
        NotDelivered: `unreachable`, `http-…`, `reply-too-long`.
    """
    proxies = dict.fromkeys(("http", "https"), authority.proxy) if authority.proxy else {}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _NoOtherHost())
    headers = {"Content-Type": "application/timestamp-query", "User-Agent": "timestamp"}
    try:
        # The scheme was checked when the authority was added.
        asked = urllib.request.Request(authority.url, body, headers, method="POST")  # noqa: S310
        with opener.open(asked, timeout=SECONDS) as answer:
            reply: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        raise NotDelivered(f"http-{refusal.code}") from refusal
    except (OSError, http.client.HTTPException, ValueError) as silent:
        raise NotDelivered("unreachable") from silent
    if len(reply) > _MOST_BYTES:
        raise NotDelivered("reply-too-long")
    return reply
