"""Passphrase slots: each wraps the vault's master key for one member.

Argon2id (RFC 9106) turns the passphrase into a key-encryption key; ChaCha20-Poly1305 (RFC 8439) wraps the
32-byte master key under it, bound to the vault and to everything the slot states about itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32
SHORTEST_PASSPHRASE = 8
COMFORTABLE_PASSPHRASE = 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id cost: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int


FULL_COST = Cost(memory=256 * 1024, passes=3, lanes=2)
# A slot read from disk states its own cost; these bounds keep a forged one from exhausting the machine.
LARGEST_COST = Cost(memory=4 * 1024 * 1024, passes=64, lanes=64)


class WrongPassphrase(Exception):
    """No slot opens with this passphrase."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One member's way in.

    Attributes:
        slot_id: 16 hex digits, random.
        member: the member's sign-in name.
        cost: Argon2id cost of this slot.
        salt: 16 random bytes.
        nonce: 12 random bytes.
        wrapped: the wrapped master key with its tag, 48 bytes.
    """

    slot_id: str
    member: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


def _bound_to(vault_id: str, slot_id: str, member: str, cost: Cost) -> bytes:
    parts = ("guwah/slot/v1", vault_id, slot_id, member, f"{cost.memory},{cost.passes},{cost.lanes}")
    return "\0".join(parts).encode()


def _key_from(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def make_slot(vault_id: str, member: str, passphrase: str, master: bytes, cost: Cost = FULL_COST) -> Slot:
    """Wrap `master` (32 bytes) for `member`; a fresh salt and nonce every time."""
    slot_id = secrets.token_hex(8)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    aead = ChaCha20Poly1305(_key_from(passphrase, salt, cost))
    wrapped = aead.encrypt(nonce, master, _bound_to(vault_id, slot_id, member, cost))
    return Slot(slot_id, member, cost, salt, nonce, wrapped)


def open_slot(vault_id: str, slot: Slot, passphrase: str) -> bytes:
    """Return the master key, or raise `WrongPassphrase`; a slot of absurd cost is refused unopened."""
    too_dear = (
        slot.cost.memory > LARGEST_COST.memory
        or slot.cost.passes > LARGEST_COST.passes
        or slot.cost.lanes > LARGEST_COST.lanes
    )
    if too_dear:
        raise WrongPassphrase
    aead = ChaCha20Poly1305(_key_from(passphrase, slot.salt, slot.cost))
    try:
        return aead.decrypt(
            slot.nonce, slot.wrapped, _bound_to(vault_id, slot.slot_id, slot.member, slot.cost)
        )
    except InvalidTag as wrong:
        raise WrongPassphrase from wrong
