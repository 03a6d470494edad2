"""Cosignatures of other groups over a log's checkpoints (C2SP tlog-cosignature, Ed25519, type 0x04).

A cosignature says: at this time, this was the largest tree of this log I had seen, and it only grew since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guwah.instruments.proofs.encodings import to_base64
from guwah.instruments.proofs.errors import Malformed, Mismatch
from guwah.instruments.proofs.notes import VerifierKey, fingerprint_words, read_note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.proofs.checkpoints import Checkpoint

_TIME_BYTES: Final = 8
_CARD: Final = "guwah-partner/1"
_RECIPIENT: Final = re.compile(r"age1[02-9ac-hj-np-z]{58}\Z")
# 1,216 bytes and a checksum, five bits a letter.
_POST_QUANTUM: Final = re.compile(r"age1pq1[02-9ac-hj-np-z]{1952}\Z")
_HEADS: Final = ("log", "cosigner", "recipient", "post-quantum")
_FEWEST: Final = 2


class CosignerKey(VerifierKey):
    """The public key of a cosigner, written as a vkey: `name+hash+base64(0x04 || key)`."""

    __slots__ = ()
    kind: ClassVar[bytes] = b"\x04"


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A cosignature that holds.

    Attributes:
        key: Whose.
        time: When, by the cosigner's clock, in seconds since 1970 UTC.
        line: The signature line, newline included.
    """

    key: CosignerKey
    time: int
    line: str


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A private cosigning key with its name; its bytes never show in a representation."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def key(self) -> CosignerKey:
        """The public half."""
        return CosignerKey(self.name, self._private().public_key().public_bytes_raw())

    def cosign(self, checkpoint: Checkpoint, time: int) -> str:
        """Return the signature line over a checkpoint, newline included.

        Args:
            checkpoint: One that was checked to extend every earlier one of its log.
            time: Seconds since 1970 UTC.
        """
        signature = self._private().sign(_message(checkpoint.body, time))
        body = self.key.key_id + time.to_bytes(_TIME_BYTES, "big") + signature
        return f"— {self.name} {to_base64(body)}\n"

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def cosignatures(note: bytes, keys: Iterable[CosignerKey]) -> tuple[Cosignature, ...]:
    """Return the cosignatures by known keys under a checkpoint, in the order of their lines.

    Lines by other keys, the log's own among them, are left out.

    Raises:
        Malformed: the note's own form errors.
        Mismatch: `bad-signature` when the line of a known key does not hold.
    """
    text, lines = read_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    found: list[Cosignature] = []
    for line in lines:
        key = known.get((line.name, line.key_id))
        if key is not None:
            time = int.from_bytes(line.body[:_TIME_BYTES], "big")
            try:
                public = Ed25519PublicKey.from_public_bytes(key.public)
                public.verify(line.body[_TIME_BYTES:], _message(text, time))
            except (InvalidSignature, ValueError) as error:
                raise Mismatch("bad-signature", "A cosignature by a known key does not hold.") from error
            found.append(Cosignature(key, time, f"— {line.name} {to_base64(line.key_id + line.body)}\n"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """By what two groups introduce themselves to each other: log key, cosigning key, key for packages.

    Attributes:
        log: The key that signs the group's own checkpoints.
        cosigner: The key with which it cosigns those of others.
        recipient: The age key (`age1…`) packages for it are sealed to; empty on older cards.
        post_quantum: Its post-quantum one (`age1pq1…`), for when all have one; empty on older cards.
    """

    log: VerifierKey
    cosigner: CosignerKey
    recipient: str = ""
    post_quantum: str = ""

    @property
    def data(self) -> bytes:
        """The card as a text file."""
        keys = (self.log.vkey, self.cosigner.vkey, self.recipient, self.post_quantum)
        lines = (f"{head} {key}\n" for head, key in zip(_HEADS, keys, strict=True) if key)
        return f"{_CARD}\n{''.join(lines)}".encode()

    @property
    def words(self) -> str:
        """Six words over all keys, to be read aloud over another channel."""
        keys = (self.log.vkey, self.cosigner.vkey, self.recipient, self.post_quantum)
        return fingerprint_words("\n".join(key for key in keys if key))

    @classmethod
    def parse(cls, data: bytes) -> PartnerCard:
        """Read a card.

        Raises:
            Malformed: `bad-card`, `bad-key`, `bad-base64` or `bad-key-name`.
        """
        first, _, rest_of_it = data.decode("utf-8", "replace").partition("\n")
        *lines, end = rest_of_it.split("\n")
        heads = [line.partition(" ")[0] for line in lines]
        if first != _CARD or end or len(heads) < _FEWEST or heads != list(_HEADS[: len(heads)]):
            raise Malformed("bad-card", "This is not the card of a partner group.")
        log, cosigner, *rest = (line.partition(" ")[2] for line in lines)
        if not all(form.match(each) for form, each in zip((_RECIPIENT, _POST_QUANTUM), rest, strict=False)):
            raise Malformed("bad-key", "The key for packages is no age key.")
        return cls(VerifierKey.parse(log), CosignerKey.parse(cosigner), *rest)


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
