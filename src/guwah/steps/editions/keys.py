"""The key that signs editions: the group's, derived from the vault's master key."""

from __future__ import annotations

from guwah.instruments.proofs.notes import NoteSigner
from guwah.vault.keyring import KEYRING
from guwah.vault.keys import derive


def edition_signer() -> NoteSigner:
    """Return the signer of this vault's editions; the same vault always has the same key."""
    keys = KEYRING.current()
    return NoteSigner(f"guwah-editions/{keys.vault_id}", derive(keys.master, "edition-signing"))
