"""Passphrase slots: each gives one member a way to the vault's master key.

Argon2id (RFC 9106) turns the passphrase into a key-encryption key; ChaCha20-Poly1305 (RFC 8439) wraps the
member's own age identity under it, bound to the vault and to everything the slot states about itself. The
master key is an age file to that identity. So a new master key can be handed to every member who stays
without asking for their passphrases.
"""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, replace

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity, Recipient

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
# RFC 9106 §3.1: the memory is at least 8 KiB a lane.
_LEAST_MEMORY_OF_A_LANE = 8


class WrongPassphrase(Exception):
    """No slot opens with this passphrase."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One member's way in.

    Attributes:
        slot_id: 16 hex digits, random.
        member: the member's sign-in name.
        cost: Argon2id parameters of this slot.
        salt: 16 random bytes.
        nonce: 12 random bytes.
        identity: the member's X25519 private key under the passphrase, 32 bytes and the tag.
        recipient: its public half, 32 bytes.
        master: an age file to `recipient`: the vault's id, 32 letters, and the master key, 32 bytes.
    """

    slot_id: str
    member: str
    cost: Cost
    salt: bytes
    nonce: bytes
    identity: bytes
    recipient: bytes
    master: bytes


def make_slot(vault_id: str, member: str, passphrase: str, master: bytes, cost: Cost = FULL_COST) -> Slot:
    """Make a slot for `member` with an identity, salt and nonce of its own."""
    identity = Identity.generate()
    empty = Slot(
        slot_id=secrets.token_hex(8),
        member=member,
        cost=cost,
        salt=secrets.token_bytes(16),
        nonce=secrets.token_bytes(12),
        identity=b"",
        recipient=identity.recipient.public,
        master=seal_master(vault_id, identity.recipient, master),
    )
    aead = ChaCha20Poly1305(_key_from(passphrase, empty.salt, cost))
    return replace(empty, identity=aead.encrypt(empty.nonce, identity.secret, _bound_to(vault_id, empty)))


def open_slot(vault_id: str, slot: Slot, passphrase: str) -> bytes:
    """Return the master key, or raise `WrongPassphrase`; a slot of absurd cost is refused unopened."""
    if not _bearable(slot.cost):
        raise WrongPassphrase
    try:
        aead = ChaCha20Poly1305(_key_from(passphrase, slot.salt, slot.cost))
        secret = aead.decrypt(slot.nonce, slot.identity, _bound_to(vault_id, slot))
        return open_master(vault_id, Identity(secret), slot.master)
    except (HashingError, InvalidTag, AgeBroken, ValueError) as wrong:
        raise WrongPassphrase from wrong


def reseal_slot(vault_id: str, slot: Slot, master: bytes) -> Slot:
    """Return the slot with another master key in it; its passphrase stays what it is."""
    return replace(slot, master=seal_master(vault_id, Recipient(slot.recipient), master))


def seal_master(vault_id: str, recipient: Recipient, master: bytes) -> bytes:
    """Return an age file to `recipient` that holds the master key and names its vault."""
    sealed = io.BytesIO()
    writer = AgeWriter(sealed.write, (recipient,))
    writer.write(vault_id.encode() + master)
    writer.finish()
    return sealed.getvalue()


def open_master(vault_id: str, identity: Identity, sealed: bytes) -> bytes:
    """Open what `seal_master` made.

    Raises:
        AgeBroken: it was changed, or is for somebody else.
        ValueError: it is the key of another vault.
    """
    with AgeReader(io.BytesIO(sealed), (identity,)) as reader:
        held = reader.read()
    if held[:-KEY_BYTES] != vault_id.encode():
        raise ValueError("the key of another vault")
    return held[-KEY_BYTES:]


def _bearable(cost: Cost) -> bool:
    return (
        1 <= cost.lanes <= LARGEST_COST.lanes
        and 1 <= cost.passes <= LARGEST_COST.passes
        and _LEAST_MEMORY_OF_A_LANE * cost.lanes <= cost.memory <= LARGEST_COST.memory
    )


def _key_from(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode(), salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID
    )


def _bound_to(vault_id: str, slot: Slot) -> bytes:
    cost = slot.cost
    stated = f"guwah/slot/v2\n{vault_id}\n{slot.slot_id}\n{slot.member}\n"
    return f"{stated}{cost.memory},{cost.passes},{cost.lanes}\n{slot.recipient.hex()}\n".encode()
