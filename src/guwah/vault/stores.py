"""The blob store of the vault that is open now."""

from __future__ import annotations

from guwah.vault.age import Identity
from guwah.vault.blobs import BlobStore
from guwah.vault.keyring import KEYRING


def open_store() -> BlobStore:
    """Return the store of the open vault's sealed files.

    Raises:
        VaultLocked: no vault is open.
    """
    keys = KEYRING.current()
    identity = Identity(keys.blob_identity)
    return BlobStore(keys.folder / "blobs", keys.blob_names, (identity.recipient,), identity)
