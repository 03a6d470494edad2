"""What runs every two seconds beside the server: the idle lock, the outbox; slow and long work by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils import timezone

from guwah.outbox import stamping
from guwah.outbox.deliver import CHANNELS, LONG, SLOW, deliver_due
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.vault.logfiles import LogNotWritten

if TYPE_CHECKING:
    from collections.abc import Callable


def beat() -> None:
    """Lock when nobody has been at work for too long; else do what is due at once."""
    if KEYRING.locked:
        return
    if KEYRING.idle_seconds() > settings.IDLE_LOCK_SECONDS:
        KEYRING.lock()
        return
    _unless_locked(lambda: deliver_due(channels=frozenset(CHANNELS) - SLOW - LONG))


def slow_beat() -> None:
    """Make the day's round of time stamps when it is due, and do what waits for other hosts."""
    if not KEYRING.locked:
        _unless_locked(_stamp)


def long_beat() -> None:
    """Do what keeps this machine busy: reading files in their jail."""
    if not KEYRING.locked:
        _unless_locked(lambda: deliver_due(channels=frozenset(LONG)))


def _stamp() -> None:
    now = timezone.now()
    if stamping.round_due(now):
        stamping.run_round(now)
    deliver_due(channels=SLOW)


def _unless_locked(act: Callable[[], object]) -> None:
    try:
        act()
    except (VaultLocked, LogNotWritten):
        # Locked in the middle: leases run out and the effects are taken up after the next unlock. Files of
        # the log that could not be written follow with the next act; the log's check names them until then.
        return
    finally:
        if KEYRING.locked:
            connection.close()
