"""What runs every two seconds beside the server: the idle lock and the outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from guwah.outbox.deliver import deliver_due
from guwah.vault.keyring import KEYRING, VaultLocked


def beat() -> None:
    """Lock when nobody has been at work for too long; else do what is due."""
    if KEYRING.locked:
        return
    if KEYRING.idle_seconds() > settings.IDLE_LOCK_SECONDS:
        KEYRING.lock()
        return
    try:
        deliver_due()
    except VaultLocked:
        # Locked in the middle: leases run out and the effects are taken up after the next unlock.
        return
    finally:
        if KEYRING.locked:
            connection.close()
