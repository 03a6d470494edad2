from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

import authority as local
from guwah.instruments.proofs import der
from guwah.instruments.proofs.errors import Malformed, Mismatch, ProofFault
from guwah.instruments.proofs.timestamps import Token, Trust, request

IMPRINT = hashlib.sha256(b"a checkpoint").digest()
NONCE = 0x8D3F_0000_1111_2222
ASKED = request(IMPRINT, NONCE)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> local.Authority:
    return local.make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def reply(authority: local.Authority) -> bytes:
    return authority.reply(ASKED)


@pytest.fixture(scope="module")
def trust(authority: local.Authority) -> Trust:
    return Trust.parse(authority.root.pem)


def check(reply: bytes, trust: Trust, nonce: int | None = NONCE) -> datetime:
    return Token.parse(reply).verify(IMPRINT, trust, nonce).time


def fault(reply: bytes, trust: Trust, nonce: int | None = NONCE) -> str:
    with pytest.raises(ProofFault) as caught:
        check(reply, trust, nonce)
    return caught.value.code


def library_alone(reply: bytes, authority: local.Authority) -> bool:
    verifier = VerifierBuilder(roots=[authority.root.certificate]).build()
    try:
        return verifier.verify(decode_timestamp_response(reply), IMPRINT)
    except (ValueError, VerificationError):
        return False


def test_the_request_is_the_one_openssl_makes(tmp_path: Path) -> None:
    import subprocess

    command = ["openssl", "ts", "-query", "-sha256", "-no_nonce", "-cert", "-digest", IMPRINT.hex()]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    ours = der.read(ASKED)
    nonce = ours.child(2, der.INTEGER)
    assert nonce.integer == NONCE
    assert der.sequence(*(each for each in ours.children if each is not nonce)).der == made


@pytest.mark.parametrize(
    ("imprint", "nonce", "code"), [(IMPRINT[:31], 1, "bad-hash"), (IMPRINT, -1, "bad-nonce")]
)
def test_no_request_without_a_hash_and_a_nonce(imprint: bytes, nonce: int, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        request(imprint, nonce)
    assert refused.value.code == code


def test_every_shape_real_authorities_send_is_read(
    authority: local.Authority, reply: bytes, trust: Trust
) -> None:
    crossed = local.cross_signed(authority).reply(ASKED)
    shapes = [
        reply,
        authority.reply(ASKED, bare=True),
        local.unordered(reply),
        crossed,
        local.unordered(crossed),
        local.in_loose_form(reply),
        der.sequence(der.sequence(der.number(1)), *der.read(reply).children[1:]).der,
    ]
    now = datetime.now(UTC)
    for shape in shapes:
        assert abs(check(shape, trust) - now) < timedelta(hours=1)
    # Without our form the library reads none of these: this is why there is one.
    assert not any(library_alone(shape, authority) for shape in shapes)


def test_a_token_in_our_form_is_read_again_and_by_the_library(reply: bytes, trust: Trust) -> None:
    token = Token.parse(reply)
    assert Token.parse(token.data) == token
    assert token.info.nonce == NONCE
    assert token.info.by_sha256


def test_older_names_of_the_signer_are_known(tmp_path: Path) -> None:
    for names in ("sha1", "sha384", "sha512"):
        authority = local.make_authority(tmp_path / names, names=names)
        check(authority.reply(ASKED), Trust.parse(authority.root.pem))


def test_an_authority_that_sends_no_chain_is_trusted_by_the_certificate_given(
    authority: local.Authority,
) -> None:
    short = replace(authority, chain=()).reply(ASKED)
    both = Trust.parse(authority.chain[0].pem + authority.root.pem)
    assert (both.roots, both.between) == ((authority.root.der,), (authority.chain[0].der,))
    check(short, both)
    assert fault(short, Trust.parse(authority.root.pem)) == "not-trusted"


def test_trust_is_read_from_pem_and_der_and_written_as_pem(authority: local.Authority) -> None:
    one = Trust.parse(authority.root.der)
    assert Trust.parse(one.pem.encode()) == one
    for data, code in [
        (b"nothing", "bad-certificate"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "bad-certificate"),
        (authority.chain[0].pem, "no-root"),
    ]:
        with pytest.raises(Malformed) as caught:
            Trust.parse(data)
        assert caught.value.code == code


def test_another_hash_nonce_or_root_is_refused(
    authority: local.Authority, reply: bytes, trust: Trust, tmp_path: Path
) -> None:
    assert fault(authority.reply(request(bytes(32), NONCE)), trust) == "wrong-imprint"
    assert fault(reply, trust, NONCE + 1) == "wrong-nonce"
    stranger = local.make_authority(tmp_path / "stranger")
    assert fault(stranger.reply(ASKED), trust) == "not-trusted"
    assert fault(reply, Trust.parse(stranger.root.pem)) == "not-trusted"


def test_a_hash_of_another_kind_is_refused(authority: local.Authority, trust: Trust) -> None:
    asked = der.read(ASKED)
    sha512 = der.sequence(der.identifier("2.16.840.1.101.3.4.2.3"), der.Element(der.NULL))
    hashed = der.sequence(sha512, der.Element(der.OCTETS, IMPRINT * 2))
    other = der.sequence(asked.children[0], hashed, *asked.children[2:]).der
    with pytest.raises(Mismatch) as caught:
        Token.parse(authority.reply(other)).verify(IMPRINT * 2, trust)
    assert caught.value.code == "wrong-imprint"


def test_a_chain_that_had_ended_or_may_not_stamp_is_refused(tmp_path: Path) -> None:
    root = local.issue(local.Wanted("Root"))
    over = datetime.now(UTC) - timedelta(days=3)
    late = local.issue(local.Wanted("Late", authority=False, stamps=True, ends=over), root)
    ended = local.Authority(tmp_path, root, late, (root,))
    assert fault(ended.reply(ASKED), Trust.parse(root.pem)) == "not-trusted"


def test_a_refusal_and_what_is_no_token_are_told_apart(reply: bytes) -> None:
    whole = der.read(reply)
    content = whole.child(1, der.SEQUENCE)
    signed = content.child(1, 0xA0).child(0, der.SEQUENCE)
    inside = signed.child(2, der.SEQUENCE)
    no_stamp = der.sequence(der.identifier("1.2.840.113549.1.7.1"), *inside.children[1:])
    two_signers = der.sequence(*signed.children[-1].children * 2, tag=der.SET)

    def wrapped(*parts: der.Element) -> bytes:
        return der.sequence(content.children[0], der.sequence(der.sequence(*parts), tag=0xA0)).der

    cases = {
        der.sequence(der.sequence(der.number(2))).der: "stamp-refused",
        der.sequence(der.sequence(der.number(0))).der: "bad-der",
        der.sequence(der.identifier("1.2.840.113549.1.7.1")).der: "not-a-token",
        wrapped(*signed.children[:2], no_stamp, *signed.children[3:]): "not-a-token",
        wrapped(*signed.children[:-1], two_signers): "not-a-token",
        wrapped(): "bad-der",
        b"<html>": "bad-der",
    }
    for data, code in cases.items():
        with pytest.raises(ProofFault) as caught:
            Token.parse(data)
        assert caught.value.code == code


def signer_changed(reply: bytes, change: Callable[[der.Element], der.Element]) -> bytes:
    """Change the one signer of a reply."""
    content = der.read(reply).child(1, der.SEQUENCE)
    signed = content.child(1, 0xA0).child(0, der.SEQUENCE)
    signer = change(signed.children[-1].children[0])
    whole = der.sequence(*signed.children[:-1], der.sequence(signer, tag=der.SET))
    return der.sequence(content.children[0], der.sequence(whole, tag=0xA0)).der


def test_a_signer_that_is_not_named_or_is_another_is_refused(
    authority: local.Authority, reply: bytes, trust: Trust
) -> None:
    def without_names(signer: der.Element) -> der.Element:
        parts = [
            der.Element(each.tag, b"", each.children[:-1]) if each.tag == 0xA0 else each
            for each in signer.children
        ]
        return der.sequence(*parts)

    assert fault(signer_changed(reply, without_names), trust) == "wrong-signer"
    # Another certificate with the same issuer and number in the place of the one that signed.
    other = local.issue(local.Wanted("Somebody", authority=False, stamps=True), authority.chain[0])
    content = der.read(reply).child(1, der.SEQUENCE)
    signed = content.child(1, 0xA0).child(0, der.SEQUENCE)
    stamper, forged = der.read(authority.stamper.der), der.read(other.der)
    numbered = der.sequence(
        der.sequence(
            *forged.children[0].children[:1],
            stamper.children[0].children[1],
            *forged.children[0].children[2:],
        ),
        *forged.children[1:],
    )
    certificates = [numbered if each == stamper else each for each in signed.children[3].children]
    whole = der.sequence(*signed.children[:3], der.sequence(*certificates, tag=0xA0), *signed.children[4:])
    swapped = der.sequence(content.children[0], der.sequence(whole, tag=0xA0)).der
    assert fault(swapped, trust) == "wrong-signer"


def test_unsigned_attributes_out_of_order_do_not_matter(reply: bytes, trust: Trust) -> None:
    notes = [
        der.sequence(der.identifier(f"1.3.6.1.4.1.99999.{n}"), der.sequence(der.number(n), tag=der.SET))
        for n in (9, 3)
    ]

    def with_notes(signer: der.Element) -> der.Element:
        return der.sequence(*signer.children, der.sequence(*notes, tag=0xA1))

    check(signer_changed(reply, with_notes), trust)


def test_a_self_signed_stamper_that_is_itself_the_root_stays_in_its_token(tmp_path: Path) -> None:
    alone = local.issue(local.Wanted("Alone", authority=False, stamps=True))
    token = Token.parse(local.Authority(tmp_path, alone, alone).reply(ASKED))
    assert token.verify(IMPRINT, Trust.parse(alone.pem), NONCE).imprint == IMPRINT


def test_what_the_library_cannot_read_is_said_to_be_so(reply: bytes, trust: Trust) -> None:
    def turned(signer: der.Element) -> der.Element:
        parts = [
            der.Element(each.tag, b"", each.children[::-1]) if each.tag == 0xA0 else each
            for each in signer.children
        ]
        return der.sequence(*parts)

    assert fault(signer_changed(reply, turned), trust) == "token-unreadable"


def test_no_changed_bit_makes_a_token_say_something_else(reply: bytes, trust: Trust) -> None:
    token = Token.parse(reply)
    for at in range(len(token.data)):
        changed = bytearray(token.data)
        changed[at] ^= 1
        try:
            info = Token.parse(bytes(changed)).verify(IMPRINT, trust, NONCE)
        except ProofFault:
            continue
        assert info == token.info, at
