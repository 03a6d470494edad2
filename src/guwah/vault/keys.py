"""The keys of one open vault, all derived from its master key (HKDF-SHA256, RFC 5869)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from pathlib import Path


def derive(master: bytes, label: str, length: int = 32) -> bytes:
    """Return `length` bytes for one purpose; another label gives unrelated bytes."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"guwah/{label}/v1".encode()).derive(
        master
    )


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A secret at rest in vault.toml: 12-byte nonce and the ciphertext with its tag."""

    nonce: bytes
    data: bytes


class KeyFileBroken(Exception):
    """A wrapped key does not open: vault.toml was changed or damaged."""


def wrap(key: bytes, secret: bytes, purpose: str) -> Wrapped:
    """Wrap `secret` under `key`, bound to its purpose."""
    nonce = secrets.token_bytes(12)
    return Wrapped(nonce, ChaCha20Poly1305(key).encrypt(nonce, secret, purpose.encode()))


def unwrap(key: bytes, wrapped: Wrapped, purpose: str) -> bytes:
    """Open what `wrap` made, or raise `KeyFileBroken`."""
    try:
        return ChaCha20Poly1305(key).decrypt(wrapped.nonce, wrapped.data, purpose.encode())
    except InvalidTag as wrong:
        raise KeyFileBroken(purpose) from wrong


@dataclass(frozen=True, slots=True)
class Keys:
    """What an unlocked vault holds in this process, and nowhere else.

    Attributes:
        folder: the vault's folder.
        vault_id: 32 hex digits.
        member: sign-in name of whoever unlocked it.
        master: the master key, 32 bytes.
        database: raw SQLCipher key and salt, 48 bytes.
        blob_names: key of the HMAC that names blobs, 32 bytes.
        blob_identity: X25519 private key of the vault's age identity, 32 bytes.
        log_entries: key that seals log entries at rest, 32 bytes.
        log_signing: Ed25519 private key that signs checkpoints, 32 bytes.
    """

    folder: Path
    vault_id: str
    member: str
    master: bytes
    database: bytes
    blob_names: bytes
    blob_identity: bytes
    log_entries: bytes
    log_signing: bytes

    def __repr__(self) -> str:
        """Name the vault; never print a key."""
        return f"Keys(vault_id={self.vault_id!r})"
