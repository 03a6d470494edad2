"""The one place in the process that holds keys: unlock puts them here, lock takes them away.

Python cannot wipe memory reliably (docs/threat-model.md says so); what lock promises is that no connection,
worker or page can reach a key through the program any more. It overwrites what Python got back, as well as it
can; a test reads the whole memory of a locked process and finds neither the master key nor the database's.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from guwah.failures import Refused
from guwah.vault.age import Identity, Recipient
from guwah.vault.hardening import leave_no_core, overwrite_freed
from guwah.vault.presence import Place, take_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.keys import Keys


# How long a lock waits for calls to the database that do not let themselves be interrupted.
_PATIENCE_SECONDS = 5.0
_BETWEEN_LOOKS_SECONDS = 0.005


class VaultLocked(Refused):
    """Nothing can be read or written: the vault is locked."""

    def __init__(self) -> None:
        super().__init__("vault-locked", "The vault is locked. Unlock it to go on; nothing was changed.")


class Closable(Protocol):
    """What must end when the keys go: a database connection, a program that reads a file."""

    def close(self) -> None:
        """Close it; further use fails."""

    def interrupt(self) -> None:
        """Stop what it is doing now."""


@runtime_checkable
class Shared(Closable, Protocol):
    """What another thread may be in the middle of using, and must not be closed under it."""

    def close_when_idle(self) -> bool:
        """Close it unless a thread is in the middle of a call; say whether it is closed."""


@dataclass(frozen=True, slots=True)
class Slit:
    """A slit in the locked door: something can be put in, nothing can be taken out.

    Attributes:
        folder: the vault's.
        recipient: the vault's public key, as it was while the vault was open. What stands in vault.toml
            cannot be checked without a key, and whoever writes there must not be given what is sealed.
    """

    folder: Path
    recipient: Recipient


class Keyring:
    """Holds the keys of the open vault for this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._guard = threading.RLock()
        self._keys: Keys | None = None
        self._clock = clock
        self._touched = clock()
        self._open: list[Closable] = []
        self._place: Place | None = None
        # Grows at every unlock and lock, so that a connection knows whether its key is still the held one.
        self.generation = 0
        # Names the time between an unlock and the next lock: a browser's session ends with it.
        self.opening = ""
        # Nothing in it is secret, so it outlives the lock.
        self.slit: Slit | None = None

    def hold(self, keys: Keys, place: Place | None = None) -> None:
        """Take over the keys of a vault that was just unlocked, and a part in it that was taken already.

        Raises:
            VaultBusy: another process is changing the keys of this vault.
        """
        leave_no_core()
        with self._guard:
            self._stand(keys, place)
            if self._keys is not None and self._keys.vault_id == keys.vault_id:
                self._keys = keys
            else:
                self._drop()
                self._keys = keys
                self.generation += 1
                self.opening = secrets.token_hex(8)
            self.slit = Slit(keys.folder, Identity(keys.blob_identity).recipient)
            self._touched = self._clock()

    def current(self) -> Keys:
        """Return the held keys, or raise `VaultLocked`."""
        keys = self._keys
        if keys is None:
            raise VaultLocked
        return keys

    @property
    def locked(self) -> bool:
        """Say whether no key is held."""
        return self._keys is None

    def touch(self) -> None:
        """Note that somebody is at work."""
        self._touched = self._clock()

    def idle_seconds(self) -> float:
        """Return how long nobody has been at work."""
        return self._clock() - self._touched

    def register(self, connection: Closable) -> None:
        """Remember a connection that must not outlive the keys."""
        with self._guard:
            self._open.append(connection)

    def forget(self, connection: Closable) -> None:
        """Drop a connection that closed by itself."""
        with self._guard:
            self._open = [other for other in self._open if other is not connection]

    def lock(self) -> None:
        """Close every connection and let go of the keys."""
        with self._guard:
            self._drop()
            held, self._keys = self._keys is not None, None
            self.generation += 1
            if self._place is not None:
                self._place.leave()
                self._place = None
        if held:
            overwrite_freed()

    def _stand(self, keys: Keys, place: Place | None) -> None:
        if place is None:
            if self._place is not None and self._place.folder == keys.folder:
                return
            # A folder that is gone can be shared with nobody.
            place = take_part(keys.folder) if keys.folder.is_dir() else None
        if self._place is not None:
            self._place.leave()
        self._place = place

    def _drop(self) -> None:
        waits, self._open = self._open, []
        until = time.monotonic() + _PATIENCE_SECONDS
        while waits and time.monotonic() < until:
            for connection in waits:
                # Again each time: one that waits for another's turn to write begins anew when that is gone.
                connection.interrupt()
            waits = [connection for connection in waits if not _closed(connection)]
            if waits:
                time.sleep(_BETWEEN_LOOKS_SECONDS)
        for connection in waits:
            connection.close()


def _closed(connection: Closable) -> bool:
    if isinstance(connection, Shared):
        return connection.close_when_idle()
    connection.close()
    return True


KEYRING = Keyring()
