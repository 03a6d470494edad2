"""Salted commitments: what stands in a log that strangers may read (integrity, law 10).

C(label, x) = SHA-256("guwah/" || label || "/v1" || 0x00 || salt || JCS(x)), the salt 32 random bytes that
come from outside. Without the opening a commitment says nothing, not even to one who guesses x.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from guwah.instruments.proofs.encodings import Json, canonical, hash_from_hex, read_object
from guwah.instruments.proofs.errors import Malformed, Mismatch

SALT_BYTES: Final = 32
_LABEL: Final = re.compile(r"[a-z][a-z0-9-]{0,63}\Z")
_MEMBERS: Final = frozenset({"label", "salt", "value"})


@dataclass(frozen=True, slots=True)
class Opening:
    """What turns a commitment back into its value; deleting it makes the commitment meaningless.

    Attributes:
        label: What kind of thing is committed to: lower-case letters, digits, hyphens.
        salt: 32 random bytes, used once; never shown in a representation.
        value: The JSON value committed to; never shown in a representation.
    """

    label: str
    salt: bytes = field(repr=False)
    value: Json = field(repr=False)

    def __post_init__(self) -> None:
        if not _LABEL.match(self.label):
            raise Malformed("bad-label", "A label has lower-case letters, digits and hyphens.")
        if len(self.salt) != SALT_BYTES:
            raise Malformed("bad-salt", "A salt has 32 bytes.")

    @property
    def commitment(self) -> bytes:
        """The 32 bytes that may be made public.

        Raises:
            Malformed: `not-json` when the value has no canonical form.
        """
        domain = f"guwah/{self.label}/v1\0".encode()
        return hashlib.sha256(domain + self.salt + canonical(self.value)).digest()

    @property
    def data(self) -> bytes:
        """The opening as canonical JSON: label, salt in hexadecimal, value."""
        return canonical({"label": self.label, "salt": self.salt.hex(), "value": self.value})

    @classmethod
    def parse(cls, data: bytes) -> Opening:
        """Read an opening written by `data`.

        Raises:
            Malformed: not canonical JSON, other members, or a bad label or salt.
        """
        value = read_object(data, _MEMBERS)
        if not isinstance(value["label"], str):
            raise Malformed("bad-label", "A label is text.")
        return cls(value["label"], hash_from_hex(value["salt"]), value["value"])

    def verify(self, commitment: bytes) -> None:
        """Return when this opening opens `commitment`.

        Raises:
            Mismatch: `not-opened`.
        """
        if self.commitment != commitment:
            raise Mismatch("not-opened", "This opening does not open that commitment.")


def commit(label: str, salt: bytes, value: Json) -> bytes:
    """Return C(label, value) under `salt`; short for `Opening(...).commitment`."""
    return Opening(label, salt, value).commitment
