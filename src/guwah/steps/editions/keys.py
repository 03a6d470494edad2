"""The key that signs editions: the group's; it outlives a change of the vault's master key."""

from __future__ import annotations

from guwah.vault.own_keys import edition_signer

__all__ = ["edition_signer"]
