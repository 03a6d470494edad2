"""The keys other groups seal packages to for us: of their own, so that no package opens anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.vault.age import Identity
from guwah.vault.age_hybrid import HybridIdentity
from guwah.vault.keys import derive

if TYPE_CHECKING:
    from guwah.vault.keys import Keys


def identity(keys: Keys) -> Identity:
    """Return the identity that opens packages; the same after a key rotation, like the log's own keys."""
    return Identity(derive(keys.log_signing, "packages"))


def post_quantum(keys: Keys) -> HybridIdentity:
    """Return the one that opens packages sealed to our post-quantum key."""
    return HybridIdentity(derive(keys.log_signing, "packages-post-quantum"))
