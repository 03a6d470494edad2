"""The textual header of an age file (C2SP age): keys, recipient stanzas, and the MAC over them."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guwah.vault import bech32

if TYPE_CHECKING:
    import io
    from collections.abc import Sequence

_VERSION: Final = b"age-encryption.org/v1"
_X25519: Final = b"X25519"
_X25519_INFO: Final = b"age-encryption.org/v1/X25519"
_KEY_BYTES: Final = 32
FILE_KEY: Final = 16
_TAG: Final = 16
_COLUMNS: Final = 64
_MOST_HEADER: Final = 1 << 18
_ARGUMENTS: Final = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)\Z")
_IDENTITY: Final = "age-secret-key-"
_RECIPIENT: Final = "age"
IMPOSSIBLE: Final = "The file's header holds an impossible key share."


class AgeBroken(Exception):
    """An age file that is not whole, not for us, or not an age file.

    Attributes:
        code: `bad-header`, `not-for-us`, `bad-header-mac`, `truncated`, `bad-chunk`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient stanza: its arguments and its body."""

    arguments: tuple[bytes, ...]
    body: bytes


class SealsTo(Protocol):
    """A public key files are sealed to, of any kind."""

    @property
    def post_quantum(self) -> bool:
        """Say whether a quantum computer would not open what is sealed to it."""

    def stanza(self, file_key: bytes) -> Stanza:
        """Return the stanza that gives the file key to its owner."""


class Opens(Protocol):
    """A private key that opens files, of any kind."""

    def open(self, stanza: Stanza) -> bytes | None:
        """Return the file key in a stanza; None when it is for another key, or of another kind.

        Raises:
            AgeBroken: `bad-header`, a stanza of this kind that is malformed.
        """


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key files are sealed to (X25519)."""

    public: bytes

    @property
    def post_quantum(self) -> bool:
        """Return False."""
        return False

    def stanza(self, file_key: bytes) -> Stanza:
        """Return the stanza that gives the file key to its owner."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        secret = ephemeral.exchange(_point(self.public))
        wrapping = ChaCha20Poly1305(derive(secret, share + self.public, _X25519_INFO))
        return Stanza((_X25519, to_base64(share)), wrapping.encrypt(bytes(12), file_key, None))

    def __str__(self) -> str:
        """Return the form `age1…`."""
        return bech32.encode(_RECIPIENT, self.public)

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """Read the form `age1…`.

        Raises:
            NotBech32: another form, or a typing slip.
        """
        prefix, data = bech32.decode(text)
        if prefix != _RECIPIENT or len(data) != _KEY_BYTES or text != text.lower():
            raise bech32.NotBech32("not an age recipient")
        return cls(data)


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key that opens files; its bytes never show in a representation."""

    secret: bytes = field(repr=False)
    # Both halves are reckoned out once: thousands of files are opened with one identity.
    _private: X25519PrivateKey = field(init=False, repr=False, compare=False)
    _public: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        private = X25519PrivateKey.from_private_bytes(self.secret)
        object.__setattr__(self, "_private", private)
        object.__setattr__(self, "_public", private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> Identity:
        """Return a new random identity."""
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Identity:
        """Read the form `AGE-SECRET-KEY-1…`.

        Raises:
            NotBech32: another form, or a typing slip.
        """
        return cls(secret_of(text, _IDENTITY))

    def reveal(self) -> str:
        """Return the form `AGE-SECRET-KEY-1…`; named so that nobody prints it by accident."""
        return bech32.encode(_IDENTITY, self.secret).upper()

    @property
    def recipient(self) -> Recipient:
        """The public half."""
        return Recipient(self._public)

    def open(self, stanza: Stanza) -> bytes | None:
        """Return the file key in an X25519 stanza, or None when it is for somebody else.

        Raises:
            AgeBroken: `bad-header` for a malformed one, or a share of low order.
        """
        share = share_of(stanza, _X25519, _KEY_BYTES)
        if share is None:
            return None
        try:
            secret = self._private.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise AgeBroken("bad-header", IMPOSSIBLE) from error
        return _unwrap(secret, share + self._public, stanza.body)


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header: the stanzas, the bytes under its MAC, and the MAC."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    def open(self, identities: Sequence[Opens]) -> bytes:
        """Return the file key.

        Raises:
            AgeBroken: `bad-header`, `not-for-us`, `bad-header-mac`.
        """
        file_key = self._file_key(identities)
        expected = hmac.digest(derive(file_key, b"", b"header"), self.covered, "sha256")
        if not hmac.compare_digest(expected, self.mac):
            raise AgeBroken("bad-header-mac", "The file's header was changed.")
        return file_key

    def _file_key(self, identities: Sequence[Opens]) -> bytes:
        for stanza in self.stanzas:
            for identity in identities:
                file_key = identity.open(stanza)
                if file_key is not None:
                    return file_key
        raise AgeBroken("not-for-us", "None of our keys opens this file.")


@lru_cache(16)
def _point(public: bytes) -> X25519PublicKey:
    """Return a public key as the cipher takes it: thousands of files are sealed to the same few."""
    return X25519PublicKey.from_public_bytes(public)


def share_of(stanza: Stanza, kind: bytes, size: int) -> bytes | None:
    """Return the key share in a stanza of a kind, or None of another kind.

    Args:
        stanza: its name and the share are its two arguments, a file key and its tag its body.
        kind: its name.
        size: bytes of the share.

    Raises:
        AgeBroken: `bad-header`, a malformed one.
    """
    if stanza.arguments[0] != kind:
        return None
    share = _from_base64(stanza.arguments[1]) if len(stanza.arguments) == 2 else b""  # noqa: PLR2004 - name, share
    if len(share) != size or len(stanza.body) != FILE_KEY + _TAG:
        raise AgeBroken("bad-header", "The file's header holds a malformed stanza.")
    return share


def read_header(file: io.BufferedIOBase) -> Header:
    """Read a header and leave the file at the first byte after it.

    Raises:
        AgeBroken: `bad-header`.
    """
    if _line(file) != _VERSION:
        raise AgeBroken("bad-header", "Not an age v1 file.")
    covered = bytearray(_VERSION + b"\n")
    stanzas: list[Stanza] = []
    while (line := _line(file)).startswith(b"-> "):
        stanzas.append(_stanza(line, file, covered))
    mac = _from_base64(line[4:]) if line.startswith(b"--- ") else b""
    if not stanzas or len(mac) != _KEY_BYTES:
        raise AgeBroken("bad-header", "The file's header has no stanza or no end.")
    if len(stanzas) > 1 and any(stanza.arguments[0] == b"scrypt" for stanza in stanzas):
        raise AgeBroken("bad-header", "A passphrase stanza stands alone in a header.")
    return Header(tuple(stanzas), bytes(covered + b"---"), mac)


def _stanza(line: bytes, file: io.BufferedIOBase, covered: bytearray) -> Stanza:
    """Return the stanza that `line` begins, and add its lines to what the MAC covers."""
    match = _ARGUMENTS.match(line)
    if match is None:
        raise AgeBroken("bad-header", "The file's header holds a malformed stanza.")
    covered += line + b"\n"
    body = b""
    row = bytes(_COLUMNS)
    while len(row) == _COLUMNS:
        row = _line(file)
        covered += row + b"\n"
        body += row
        if len(row) > _COLUMNS or len(covered) > _MOST_HEADER:
            raise AgeBroken("bad-header", "The file's header is too long, or a line in it.")
    return Stanza(tuple(match[1].split(b" ")), _from_base64(body))


def secret_of(text: str, prefix: str) -> bytes:
    """Return the 32 bytes of a private key in age's form, which is all upper case.

    Raises:
        NotBech32: another form, or a typing slip.
    """
    found, data = bech32.decode(text)
    if found != prefix or len(data) != _KEY_BYTES or text != text.upper():
        raise bech32.NotBech32("not an age identity")
    return data


def make_header(file_key: bytes, recipients: Sequence[SealsTo]) -> bytes:
    """Return the header that gives `file_key` to each recipient.

    Raises:
        ValueError: post-quantum keys beside others: the file would be as weak as the weakest of them
            (C2SP age, "post-quantum").
    """
    if len({each.post_quantum for each in recipients}) > 1:
        raise ValueError("post-quantum recipients are not mixed with others")
    covered = _VERSION + b"\n"
    for recipient in recipients:
        covered += _written(recipient.stanza(file_key))
    covered += b"---"
    mac = hmac.digest(derive(file_key, b"", b"header"), covered, "sha256")
    return covered + b" " + to_base64(mac) + b"\n"


def _written(stanza: Stanza) -> bytes:
    """Return a stanza's lines: the last of its body is shorter than the others, so that its end is seen."""
    body = to_base64(stanza.body)
    rows = [body[at : at + _COLUMNS] for at in range(0, len(body) + 1, _COLUMNS)]
    return b"\n".join([b"-> " + b" ".join(stanza.arguments), *rows]) + b"\n"


def _unwrap(secret: bytes, salt: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(derive(secret, salt, _X25519_INFO)).decrypt(bytes(12), body, None)
    except InvalidTag:
        return None


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """Return HKDF-SHA-256 of a key, 32 bytes."""
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=info).derive(key)


def _line(file: io.BufferedIOBase) -> bytes:
    line = file.readline(_MOST_HEADER)
    if not line.endswith(b"\n"):
        raise AgeBroken("bad-header", "The file ends inside its header, or is not an age file.")
    return line[:-1]


def to_base64(data: bytes) -> bytes:
    """Return base64 as headers have it: without padding."""
    return base64.b64encode(data).rstrip(b"=")


def _from_base64(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        data = b""
    if to_base64(data) != text:
        raise AgeBroken("bad-header", "The file's header holds text that is not canonical base64.")
    return data
