"""The sealed files of the open vault, as every step reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.vault.stores import open_store

if TYPE_CHECKING:
    from guwah.vault.blobs import BlobStore


def store() -> BlobStore:
    """Return the store of the open vault's sealed files.

    Raises:
        VaultLocked: no vault is open.
    """
    return open_store()


def sweep_leftovers() -> int:
    """Remove what a killed sealing left half written and return how many there were; unlock does it too.

    A sealing that runs in another process is left alone.
    """
    return len(open_store().sweep())
