"""age's post-quantum keys: ML-KEM-768 together with X25519 (C2SP age, "The hybrid recipient types").

What is sealed to them stays closed as long as one of the two holds, and the older one alone would not against
a quantum computer. `age` opens such files from version 1.3 on, and Debian's of today does not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from guwah.vault import bech32
from guwah.vault.age_header import (
    IMPOSSIBLE,
    AgeBroken,
    Recipient,
    SealsTo,
    Stanza,
    secret_of,
    share_of,
    to_base64,
)

_KIND: Final = b"mlkem768x25519"
_INFO: Final = b"age-encryption.org/mlkem768x25519"
_RECIPIENT: Final = "age1pq"
_IDENTITY: Final = "age-secret-key-pq-"
_MLKEM_SEED: Final = 64
_MLKEM_PUBLIC: Final = 1184
_X25519: Final = 32
_SHARE: Final = 1120
_SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """A post-quantum public key files are sealed to.

    Attributes:
        public: ML-KEM-768 encapsulation key (1,184 bytes) and X25519 public key (32 bytes).
    """

    public: bytes

    def __str__(self) -> str:
        """Return the form `age1pq1…`."""
        return bech32.encode(_RECIPIENT, self.public)

    @property
    def post_quantum(self) -> bool:
        """Return True."""
        return True

    def stanza(self, file_key: bytes) -> Stanza:
        """Return the stanza that gives the file key to its owner."""
        sealed = _SUITE.encrypt(file_key, _public(self.public), info=_INFO)
        return Stanza((_KIND, to_base64(sealed[:_SHARE])), sealed[_SHARE:])


@dataclass(frozen=True, slots=True)
class HybridIdentity:
    """A post-quantum private key: 32 bytes, from which both keys are made (X-Wing, section 5.2)."""

    seed: bytes = field(repr=False)
    _private: hpke.MLKEM768X25519PrivateKey = field(init=False, repr=False, compare=False)
    _curve: X25519PrivateKey = field(init=False, repr=False, compare=False)
    _public: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        drawn = hashlib.shake_256(self.seed).digest(_MLKEM_SEED + _X25519)
        lattice = MLKEM768PrivateKey.from_seed_bytes(drawn[:_MLKEM_SEED])
        curve = X25519PrivateKey.from_private_bytes(drawn[_MLKEM_SEED:])
        public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        object.__setattr__(self, "_private", hpke.MLKEM768X25519PrivateKey(lattice, curve))
        object.__setattr__(self, "_curve", curve)
        object.__setattr__(self, "_public", public)

    @classmethod
    def parse(cls, text: str) -> HybridIdentity:
        """Read the form `AGE-SECRET-KEY-PQ-1…`.

        Raises:
            NotBech32: another form, or a typing slip.
        """
        return cls(secret_of(text, _IDENTITY))

    def reveal(self) -> str:
        """Return the form `AGE-SECRET-KEY-PQ-1…`; named so that nobody prints it by accident."""
        return bech32.encode(_IDENTITY, self.seed).upper()

    @property
    def recipient(self) -> HybridRecipient:
        """The public half."""
        return HybridRecipient(self._public)

    def open(self, stanza: Stanza) -> bytes | None:
        """Return the file key in a hybrid stanza, or None when it is for somebody else.

        Raises:
            AgeBroken: `bad-header` for a malformed one, or a share of low order.
        """
        share = share_of(stanza, _KIND, _SHARE)
        if share is None:
            return None
        try:
            # The library answers a share of low order as it answers one for somebody else.
            self._curve.exchange(X25519PublicKey.from_public_bytes(share[-_X25519:]))
        except ValueError as error:
            raise AgeBroken("bad-header", IMPOSSIBLE) from error
        try:
            return bytes(_SUITE.decrypt(share + stanza.body, self._private, info=_INFO))
        except InvalidTag:
            return None


def parse_recipient(text: str) -> SealsTo:
    """Read a public key of either kind, `age1…` or `age1pq1…`.

    Raises:
        NotBech32: another form, or a typing slip.
    """
    if not text.startswith(f"{_RECIPIENT}1"):
        return Recipient.parse(text)
    _prefix, data = bech32.decode(text)
    if len(data) != _MLKEM_PUBLIC + _X25519:
        raise bech32.NotBech32("not an age recipient")
    try:
        _public(data)
    except ValueError as error:
        raise bech32.NotBech32("not an age recipient") from error
    return HybridRecipient(data)


def _public(data: bytes) -> hpke.MLKEM768X25519PublicKey:
    lattice = MLKEM768PublicKey.from_public_bytes(data[:_MLKEM_PUBLIC])
    return hpke.MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(data[_MLKEM_PUBLIC:]))
