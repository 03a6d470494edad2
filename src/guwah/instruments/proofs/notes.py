"""Signed notes with Ed25519 signatures (C2SP signed-note, signature type 0x01)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guwah.instruments.proofs.encodings import from_base64, to_base64
from guwah.instruments.proofs.errors import Malformed, Mismatch

if TYPE_CHECKING:
    from collections.abc import Iterable

_ED25519: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_PUBLIC_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_MOST_BYTES: Final = 1_000_000
_MOST_SIGNATURES: Final = 100
_SIGNATURE_LINE: Final = re.compile(r"— (\S+) (\S+)\Z")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


def check_key_name(name: str) -> str:
    """Return `name` when it can name a key: not empty, no Unicode space, no plus, no control character.

    Raises:
        Malformed: `bad-key-name`.
    """
    if not name or "+" in name or _CONTROL.search(name) or any(letter.isspace() for letter in name):
        raise Malformed("bad-key-name", "A key name has no spaces, plus signs or control characters.")
    return name


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name, written as a vkey: `name+hash+base64(type || key)`.

    Attributes:
        kind: The byte that says what the key signs (C2SP signed-note, "Signature types").
        name: The key name of its signature lines.
        public: The 32 public bytes (RFC 8032 section 5.1.5).
    """

    kind: ClassVar[bytes] = _ED25519
    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public) != _PUBLIC_BYTES:
            raise Malformed("bad-key", "An Ed25519 public key has 32 bytes.")

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name || newline || kind || public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:_KEY_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The key in its text form."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(self.kind + self.public)}"

    @property
    def words(self) -> str:
        """Six made-up words that stand for this key when it is read aloud; see `fingerprint_words`."""
        return fingerprint_words(self.vkey)

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read a vkey of this kind.

        Raises:
            Malformed: `bad-key`, `bad-base64` or `bad-key-name`.
        """
        parts = vkey.split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004 - name, hash, key
            raise Malformed("bad-key", "A key is written name+hash+base64.")
        name, key_id, body = parts[0], parts[1], from_base64(parts[2])
        if body[:1] != cls.kind:
            raise Malformed("bad-key", f"A key of type 0x{cls.kind.hex()} is wanted here.")
        key = cls(name, body[1:])
        if key.key_id.hex() != key_id:
            raise Malformed("bad-key", "The key's hash does not fit its name and bytes.")
        return key


def fingerprint_words(vkey: str) -> str:
    """Return six five-letter words (proquints, 16 bits each) of the first 12 bytes of SHA-256(vkey).

    96 bits: enough that nobody can search for a second key with the same words.
    """
    number = hashlib.sha256(vkey.encode()).digest()[:12]
    return "-".join(_proquint(int.from_bytes(number[at : at + 2], "big")) for at in range(0, 12, 2))


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A private Ed25519 key with its name; its bytes never show in a representation.

    Attributes:
        name: The key name of its signature lines.
        seed: The 32 private bytes (RFC 8032 section 5.1.5).
    """

    name: str
    seed: bytes = field(repr=False)

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def signature_line(self, text: str) -> str:
        """Return the signature line over a note text, newline included."""
        signature = self._private().sign(_note_text(text))
        return f"— {self.name} {to_base64(self.key.key_id + signature)}\n"

    def sign(self, text: str) -> bytes:
        """Return a whole signed note over `text`, which must end in a newline.

        Raises:
            Malformed: `bad-note` when the text cannot stand in a note.
        """
        return f"{text}\n{self.signature_line(text)}".encode()

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note whose known signatures all hold.

    Attributes:
        text: The signed text, its final newline included.
        signed_by: The known keys that signed, in the order of their lines.
        unknown: Number of signature lines by keys that were not given.
    """

    text: str
    signed_by: tuple[VerifierKey, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, not checked.

    Attributes:
        name: Key name as the line gives it.
        key_id: The four bytes that point at a key.
        body: The signature's own bytes; their form depends on the key's type.
    """

    name: str
    key_id: bytes
    body: bytes


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> OpenedNote:
    """Check a signed note against known keys (C2SP signed-note, "Signatures").

    Lines by unknown keys are counted and otherwise ignored, as the specification asks.

    Raises:
        Malformed: `bad-note` or `bad-base64`.
        Mismatch: `bad-signature` when a known key's line does not hold, `not-signed` when no line is
            by a known key.
    """
    text, signatures = read_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    signed_by = tuple(
        _verified(known[signature.name, signature.key_id], signature, text)
        for signature in signatures
        if (signature.name, signature.key_id) in known
    )
    if not signed_by:
        raise Mismatch("not-signed", "No known key signed this note.")
    return OpenedNote(text, signed_by, len(signatures) - len(signed_by))


def read_note(note: bytes) -> tuple[str, list[Signature]]:
    """Return a note's text and its signature lines without checking any.

    Raises:
        Malformed: `bad-note`, `bad-base64` or `bad-key-name`, with the line.
    """
    if len(note) > _MOST_BYTES:
        raise Malformed("bad-note", "The note is longer than a million bytes.")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("bad-note", "A note is UTF-8 text.") from error
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n") or _CONTROL.search(whole):
        raise Malformed("bad-note", "A note is a text, an empty line, and signature lines.")
    text, below = whole[: at + 1], whole[at + 2 :]
    first = text.count("\n") + 2
    lines = below.split("\n")[:-1]
    if not 1 <= len(lines) <= _MOST_SIGNATURES:
        raise Malformed("bad-note", "A note has between 1 and 100 signature lines.", first)
    return text, [_signature(line, first + place) for place, line in enumerate(lines)]


def _signature(line: str, number: int) -> Signature:
    match = _SIGNATURE_LINE.match(line)
    if match is None:
        raise Malformed("bad-note", "Not a signature line.", number)
    data = from_base64(match[2], line=number)
    if len(data) <= _KEY_ID_BYTES:
        raise Malformed("bad-note", "The signature is too short.", number)
    return Signature(check_key_name(match[1]), data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _verified(key: VerifierKey, signature: Signature, text: str) -> VerifierKey:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature.body, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise Mismatch("bad-signature", "A signature by a known key does not hold.") from error
    return key


def _note_text(text: str) -> bytes:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise Malformed("bad-note", "A note text ends in a newline and has no other control character.")
    return text.encode()


def _proquint(number: int) -> str:
    consonants, vowels = "bdfghjklmnprstvz", "aiou"
    return "".join(
        (
            consonants[number >> 12],
            vowels[number >> 10 & 3],
            consonants[number >> 6 & 15],
            vowels[number >> 4 & 3],
            consonants[number & 15],
        )
    )
