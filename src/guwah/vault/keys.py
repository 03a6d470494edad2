"""The keys of one open vault, all derived from its master key (HKDF-SHA256, RFC 5869)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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


def seal_entry(key: bytes, index: int, entry: bytes) -> bytes:
    """Return one log entry as it stands in log/; see `seal_entries`."""
    return seal_entries(key, index, [entry])[0]


def seal_entries(key: bytes, first: int, entries: Sequence[bytes]) -> list[bytes]:
    """Return log entries as they stand in log/: nonce (12 bytes), ciphertext and tag, bound to the index.

    Args:
        key: 32 bytes.
        first: index of the first of them; the others follow it.
        entries: canonical JSON of each.
    """
    aead = ChaCha20Poly1305(key)
    nonces = secrets.token_bytes(12 * len(entries))
    sealed: list[bytes] = []
    for number, entry in enumerate(entries):
        nonce = nonces[12 * number : 12 * number + 12]
        sealed.append(nonce + aead.encrypt(nonce, entry, str(first + number).encode()))
    return sealed


@dataclass(frozen=True, slots=True)
class Keys:
    """What an unlocked vault holds in this process, and nowhere else.

    Attributes:
        folder: the vault's folder.
        vault_id: 32 hex digits.
        member: sign-in name of whoever unlocked it.
        generation: how often the master key was changed, from 0.
        master: the master key, 32 bytes.
        database: raw SQLCipher key and salt, 48 bytes.
        log_entries: key that seals log entries at rest, 32 bytes.
        blob_names: key of the HMAC that names blobs, 32 bytes; outlives a change of the master key.
        blob_identity: X25519 private key of the vault's age identity, 32 bytes.
        identities_before: the age identities before it, oldest first: what was sealed to the vault elsewhere,
            on a machine that only takes in, may still be for one of them.
        log_signing: Ed25519 private key that signs checkpoints, 32 bytes; outlives a change.
        edition_signing: Ed25519 private key that signs editions, 32 bytes; outlives a change.
    """

    folder: Path
    vault_id: str
    member: str
    generation: int
    master: bytes
    database: bytes
    log_entries: bytes
    blob_names: bytes
    blob_identity: bytes
    identities_before: tuple[bytes, ...]
    log_signing: bytes
    edition_signing: bytes

    def __repr__(self) -> str:
        """Name the vault; never print a key."""
        return f"Keys(vault_id={self.vault_id!r})"


def new_secrets() -> dict[str, bytes]:
    """Return fresh values of every secret that vault.toml holds wrapped, by the names of `Keys`."""
    return {
        "blob_names": secrets.token_bytes(32),
        "blob_identity": X25519PrivateKey.generate().private_bytes_raw(),
        "identities_before": b"",
        "log_signing": Ed25519PrivateKey.generate().private_bytes_raw(),
        "edition_signing": Ed25519PrivateKey.generate().private_bytes_raw(),
    }


def assemble(folder: Path, vault_id: str, generation: int, master: bytes, held: Mapping[str, bytes]) -> Keys:
    """Return the keys of a vault from its master key and its unwrapped secrets; nobody has come in yet."""
    before = held["identities_before"]
    return Keys(
        folder=folder,
        vault_id=vault_id,
        member="",
        generation=generation,
        master=master,
        database=derive(master, "database", 48),
        log_entries=derive(master, "log-entries"),
        blob_names=held["blob_names"],
        blob_identity=held["blob_identity"],
        identities_before=tuple(before[start : start + 32] for start in range(0, len(before), 32)),
        log_signing=held["log_signing"],
        edition_signing=held["edition_signing"],
    )


def secrets_of(keys: Keys) -> dict[str, bytes]:
    """Return what of the keys is wrapped in vault.toml; the counterpart of `assemble`."""
    return {
        "blob_names": keys.blob_names,
        "blob_identity": keys.blob_identity,
        "identities_before": b"".join(keys.identities_before),
        "log_signing": keys.log_signing,
        "edition_signing": keys.edition_signing,
    }


def wrap_secrets(master: bytes, held: Mapping[str, bytes]) -> dict[str, Wrapped]:
    """Wrap each secret under a key of the master key, bound to its name."""
    wrapping = derive(master, "wrapping")
    return {name: wrap(wrapping, secret, name) for name, secret in held.items()}


def unwrap_secrets(master: bytes, wrapped: Mapping[str, Wrapped]) -> dict[str, bytes]:
    """Open what `wrap_secrets` made, or raise `KeyFileBroken`."""
    wrapping = derive(master, "wrapping")
    return {name: unwrap(wrapping, each, name) for name, each in wrapped.items()}
