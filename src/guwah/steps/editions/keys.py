"""The key that signs editions: the group's; it outlives a change of the vault's master key."""

from __future__ import annotations

from guwah.instruments.proofs.notes import NoteSigner
from guwah.vault.keyring import KEYRING


def edition_signer() -> NoteSigner:
    """Return the signer of this vault's editions; the same vault always has the same key."""
    keys = KEYRING.current()
    return NoteSigner(f"guwah-editions/{keys.vault_id}", keys.edition_signing)
