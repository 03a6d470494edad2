"""Time stamps of third parties (RFC 3161): the request, the reply as it really comes, and its check.

A token shows that a hash existed no later than the authority's time. Tokens of real authorities come bare or
wrapped, with certificates out of DER order and with cross-certificates; they are brought into one form
before the library sees them. Nothing that a signature covers is touched.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from guwah.instruments.proofs import der
from guwah.instruments.proofs.encodings import HASH_SIZE
from guwah.instruments.proofs.errors import Malformed, Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

_SHA256: Final = der.identifier("2.16.840.1.101.3.4.2.1")
_SIGNED_DATA: Final = der.identifier("1.2.840.113549.1.7.2")
_TST_INFO: Final = der.identifier("1.2.840.113549.1.9.16.1.4")
_SIGNING_CERTIFICATE: Final = der.identifier("1.2.840.113549.1.9.16.2.12")
_SIGNING_CERTIFICATE_2: Final = der.identifier("1.2.840.113549.1.9.16.2.47")
_HASHES: Final[dict[bytes, Callable[[bytes], Any]]] = {
    _SHA256.content: hashlib.sha256,
    der.identifier("2.16.840.1.101.3.4.2.2").content: hashlib.sha384,
    der.identifier("2.16.840.1.101.3.4.2.3").content: hashlib.sha512,
}
_FIRST: Final = 0xA0  # [0], constructed
_SECOND: Final = 0xA1  # [1], constructed
_GRANTED: Final = frozenset({0, 1})  # granted, granted with modifications (RFC 3161 section 2.4.2)


@dataclass(frozen=True, slots=True)
class Trust:
    """The certificates somebody trusts one authority by, as DER.

    Attributes:
        roots: Trusted roots; at least one.
        between: Certificates that may stand between, for authorities that send none.
    """

    roots: tuple[bytes, ...]
    between: tuple[bytes, ...] = ()

    @classmethod
    def parse(cls, data: bytes) -> Trust:
        """Read certificates from PEM or one from DER; those that sign themselves are the roots.

        Raises:
            Malformed: `bad-certificate`, or `no-root` when none of them signs itself.
        """
        try:
            found = x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [_certificate(data)]
        except ValueError as error:
            raise Malformed("bad-certificate", "There is no certificate in this file.") from error
        roots = tuple(each.public_bytes(Encoding.DER) for each in found if each.subject == each.issuer)
        if not roots:
            raise Malformed("no-root", "None of these certificates is a root: a root signs itself.")
        rest = tuple(each.public_bytes(Encoding.DER) for each in found if each.subject != each.issuer)
        return cls(roots, rest)

    @property
    def pem(self) -> str:
        """All certificates as PEM, roots first."""
        return "".join(
            x509.load_der_x509_certificate(each).public_bytes(Encoding.PEM).decode("ascii")
            for each in (*self.roots, *self.between)
        )


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """What an authority signed.

    Attributes:
        imprint: The hash that was stamped.
        time: The authority's time, UTC.
        nonce: The number of the request, or None.
        by_sha256: Whether the hash is a SHA-256.
    """

    imprint: bytes
    time: datetime
    nonce: int | None
    by_sha256: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A time stamp token (CMS SignedData around a TSTInfo).

    Attributes:
        data: The token in one DER form; what `openssl ts -verify -token_in` reads.
        info: What it says.
    """

    data: bytes = field(repr=False)
    info: TokenInfo

    @classmethod
    def parse(cls, data: bytes) -> Token:
        """Read a reply or a bare token.

        Raises:
            Malformed: `bad-der` or `not-a-token`.
            Mismatch: `stamp-refused` when the reply says no.
        """
        content = _content(der.read(data))
        signed = _signed_data(content)
        info = _info(signed)
        return cls(_rebuilt(signed, ()).der, info)

    def verify(self, imprint: bytes, trust: Trust, nonce: int | None = None) -> TokenInfo:
        """Check that an authority below `trust` stamped `imprint`; its chain must hold at its own time.

        Raises:
            Mismatch: `wrong-imprint`, `wrong-nonce`, `wrong-signer` or `not-trusted`.
            Malformed: `bad-der`, `not-a-token`, or `token-unreadable` when the library cannot read it.
        """
        if not self.info.by_sha256 or self.info.imprint != imprint:
            raise Mismatch("wrong-imprint", "The token stamps something else.")
        if nonce is not None and self.info.nonce != nonce:
            raise Mismatch("wrong-nonce", "The token answers another request.")
        signed = _signed_data(der.read(self.data))
        _require_named_signer(signed)
        subjects = {_subject(der.read(root)) for root in trust.roots}
        _ask_library(_rebuilt(signed, subjects).der, imprint, trust)
        return self.info


def request(imprint: bytes, nonce: int) -> bytes:
    """Return a TimeStampReq for a SHA-256 hash that asks for the certificates as well (section 2.4.1).

    Args:
        imprint: The 32 bytes to be stamped.
        nonce: A large random number that the reply must repeat.

    Raises:
        Malformed: `bad-hash` or `bad-nonce`.
    """
    if len(imprint) != HASH_SIZE:
        raise Malformed("bad-hash", "A SHA-256 hash has 32 bytes.")
    if nonce < 0:
        raise Malformed("bad-nonce", "A nonce is not negative.")
    algorithm = der.sequence(_SHA256, der.Element(der.NULL))
    hashed = der.sequence(algorithm, der.Element(der.OCTETS, imprint))
    with_certificates = der.Element(der.BOOLEAN, b"\xff")
    return der.sequence(der.number(1), hashed, der.number(nonce), with_certificates).der


def _certificate(data: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(data)


def _content(reply: der.Element) -> der.Element:
    """Return the ContentInfo of a reply, or of a token that came bare."""
    if reply.children and reply.children[0].tag == der.OID:
        return reply
    status = reply.child(0, der.SEQUENCE)
    if status.child(0, der.INTEGER).integer not in _GRANTED:
        raise Mismatch("stamp-refused", "The authority refused to stamp.")
    return reply.child(1, der.SEQUENCE)


def _signed_data(content: der.Element) -> der.Element:
    if content.child(0, der.OID) != _SIGNED_DATA:
        raise Malformed("not-a-token", "The reply holds no signed data.")
    return content.child(1, _FIRST).child(0, der.SEQUENCE)


def _info(signed: der.Element) -> TokenInfo:
    inside = signed.child(2, der.SEQUENCE)
    if inside.child(0, der.OID) != _TST_INFO:
        raise Malformed("not-a-token", "What is signed is no time stamp.")
    stamp = der.read(inside.child(1, _FIRST).child(0, der.OCTETS).content)
    hashed = stamp.child(2, der.SEQUENCE)
    nonces = [each.integer for each in stamp.children[5:] if each.tag == der.INTEGER]
    return TokenInfo(
        hashed.child(1, der.OCTETS).content,
        stamp.child(4, der.TIME).time,
        nonces[0] if nonces else None,
        hashed.child(0, der.SEQUENCE).child(0, der.OID) == _SHA256,
    )


def _rebuilt(signed: der.Element, dropped: Iterable[bytes]) -> der.Element:
    """Return the token with its unsigned sets in DER order, without certificates of these subjects.

    A copy of a trusted root that another authority signed leads a chain away from the root that is trusted;
    the signer's own certificate stays in any case.
    """
    keep = _signers(signed)
    parts: list[der.Element] = []
    for place, part in enumerate(signed.children):
        if part.tag == _FIRST:
            left = [each for each in part.children if each in keep or _subject(each) not in dropped]
            parts.append(der.sequence(*left, tag=_FIRST).sorted())
        elif part.tag == der.SET and place == len(signed.children) - 1:
            parts.append(der.sequence(*map(_sorted_signer, part.children), tag=der.SET).sorted())
        else:
            parts.append(part.sorted() if part.tag in {der.SET, _SECOND} else part)
    return der.sequence(_SIGNED_DATA, der.sequence(der.sequence(*parts), tag=_FIRST))


def _sorted_signer(signer: der.Element) -> der.Element:
    parts = [each.sorted() if each.tag == _SECOND else each for each in signer.children]
    return der.sequence(*parts, tag=signer.tag)


def _subject(certificate: der.Element) -> bytes:
    """Return the DER of a certificate's subject; empty for what is no plain certificate."""
    parts = _fields(certificate)
    return parts[4].der if len(parts) > 4 else b""  # noqa: PLR2004 - serial, algorithm, issuer, validity, subject


def _fields(certificate: der.Element) -> Sequence[der.Element]:
    if certificate.tag != der.SEQUENCE or not certificate.children:
        return ()
    fields = certificate.children[0].children
    return fields[1:] if fields and fields[0].tag == _FIRST else fields


def _signers(signed: der.Element) -> list[der.Element]:
    """Return the certificates that the one signer names by issuer and serial number."""
    signer = _signer(signed)
    named = signer.child(1, der.SEQUENCE)
    certificates = [each for part in signed.children if part.tag == _FIRST for each in part.children]
    return [
        each
        for each in certificates
        if len(parts := _fields(each)) > 2 and (parts[2], parts[0]) == named.children  # noqa: PLR2004 - issuer
    ]


def _signer(signed: der.Element) -> der.Element:
    signers = signed.child(len(signed.children) - 1, der.SET).children
    if len(signers) != 1:
        raise Malformed("not-a-token", "A time stamp has exactly one signer.")
    return signers[0]


def _require_named_signer(signed: der.Element) -> None:
    """Check the signed attribute that names the signer's certificate by its hash (RFC 5035, RFC 2634)."""
    attributes = [each for part in _signer(signed).children if part.tag == _FIRST for each in part.children]
    values = {each.child(0, der.OID): each.child(1, der.SET) for each in attributes}
    signers = [each.der for each in _signers(signed)]
    if _SIGNING_CERTIFICATE_2 in values:
        named = _first_named(values[_SIGNING_CERTIFICATE_2])
        explicit = bool(named.children) and named.children[0].tag == der.SEQUENCE
        algorithm = named.child(0, der.SEQUENCE).child(0, der.OID) if explicit else _SHA256
        hashing = _HASHES.get(algorithm.content)
        expected = named.child(int(explicit), der.OCTETS).content
    elif _SIGNING_CERTIFICATE in values:
        named = _first_named(values[_SIGNING_CERTIFICATE])
        hashing, expected = _sha1, named.child(0, der.OCTETS).content
    else:
        hashing, expected = None, b""
    if hashing is None or expected not in [hashing(each).digest() for each in signers]:
        raise Mismatch("wrong-signer", "The token does not name the certificate that signed it.")


def _first_named(value: der.Element) -> der.Element:
    """Return the first ESSCertID of a signing certificate attribute: the signer's own."""
    return value.child(0, der.SEQUENCE).child(0, der.SEQUENCE).child(0, der.SEQUENCE)


def _sha1(data: bytes) -> Any:  # noqa: ANN401 - a hash object has no public type
    """Hash as RFC 2634 does; the signature over the token, not this, keeps the certificate."""
    return hashlib.sha1(data, usedforsecurity=False)


def _ask_library(token: bytes, imprint: bytes, trust: Trust) -> None:
    granted = der.sequence(der.sequence(der.number(0)), der.read(token)).der
    try:
        reply = decode_timestamp_response(granted)
    except ValueError as error:
        raise Malformed("token-unreadable", "The library cannot read this token.") from error
    builder = VerifierBuilder(
        roots=[_certificate(each) for each in trust.roots],
        intermediates=[_certificate(each) for each in trust.between],
    )
    try:
        builder.build().verify(reply, imprint)
    except (VerificationError, ValueError) as error:
        raise Mismatch("not-trusted", "The token is not signed by an authority that is trusted.") from error
