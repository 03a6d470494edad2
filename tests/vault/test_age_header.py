from __future__ import annotations

import base64
import hmac
import io

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from guwah.vault import age_header
from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity, Recipient
from guwah.vault.bech32 import NotBech32, decode, encode

IDENTITY = Identity(b"\x09" * 32)
SHARE = base64.b64encode(
    X25519PrivateKey.from_private_bytes(b"\x07" * 32).public_key().public_bytes_raw()
).rstrip(b"=")
BODY = b"A" * 43
MAC = b"--- " + b"A" * 43 + b"\n"
VERSION = b"age-encryption.org/v1\n"


def code_of(header: bytes) -> str:
    with pytest.raises(AgeBroken) as caught:
        age_header.read_header(io.BytesIO(header)).open((IDENTITY,))
    return caught.value.code


def test_the_keys_of_the_specification_read_and_write_back() -> None:
    identity = Identity.parse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
    assert identity.secret == b"\x42" * 32
    assert str(identity.recipient) == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    assert identity.reveal() == "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    assert Recipient.parse(str(identity.recipient)) == identity.recipient


def test_keys_agree_with_pyrage() -> None:
    theirs = pyrage.x25519.Identity.from_str(IDENTITY.reveal())
    assert str(theirs) == IDENTITY.reveal()
    assert str(theirs.to_public()) == str(IDENTITY.recipient)


def test_the_secret_never_shows() -> None:
    assert "B" * 8 not in repr(Identity(b"B" * 32)) + str(Identity(b"B" * 32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "age",
        "age1",
        "age1qqqqq",
        "AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ",
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk",
        "Age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "age1bvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "ageİ1qqqqqq",
        encode("age", bytes(31)),
        encode("ege", bytes(32)),
    ],
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(NotBech32) as caught:
        Recipient.parse(text)
    assert caught.value.code == "bad-key-text"


@pytest.mark.parametrize(
    "text",
    [IDENTITY.reveal().lower(), str(IDENTITY.recipient), encode("age-secret-key-", bytes(33)).upper()],
)
def test_what_is_no_identity_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(NotBech32) as caught:
        Identity.parse(text)
    assert text not in str(caught.value)


def test_left_over_bits_are_refused() -> None:
    # Strings with valid checksums from BIP 173: the first holds no data, the others no whole number of bytes.
    assert decode("a12uel5l") == ("a", b"")
    whole = "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"
    assert encode(*decode(whole)) == whole
    # Made here with right checksums: too few bits for a byte, a bit set in the rest, a whole letter too many.
    for text in ("age1psm9pam", "age1qdd35qf", "age1rl6mvun4", "age1qqqyst3gn"):
        with pytest.raises(NotBech32):
            decode(text)


def test_stanzas_of_other_kinds_are_passed_over() -> None:
    out = bytearray()
    writer = AgeWriter(out.extend, [IDENTITY.recipient])
    writer.write(b"bread")
    writer.finish()
    header = age_header.read_header(io.BytesIO(bytes(out)))
    file_key = header.open((IDENTITY,))
    grease = b"-> grease ok! " + b"x" * 70 + b"\n" + b"A" * 64 + b"\n\n"
    covered = VERSION + grease + header.covered[len(VERSION) :]
    mac = hmac.digest(age_header.derive(file_key, b"", b"header"), covered, "sha256")
    whole = covered + b" " + base64.b64encode(mac).rstrip(b"=") + b"\n"
    payload = bytes(out)[len(header.covered) + 45 :]
    assert AgeReader(io.BytesIO(whole + payload), (IDENTITY,)).read() == b"bread"
    assert len(age_header.read_header(io.BytesIO(whole)).stanzas[0].body) == 48


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"age-encryption.org/v2\n",
        b"age-encryption.org/v1",
        VERSION,
        VERSION + MAC,
        VERSION + b"-> X25519 " + SHARE + b"\n" + BODY + b"\n",
        VERSION + b"-> X25519 " + SHARE + b"\n" + BODY + b"\n--- short\n",
        VERSION + b"-> X25519 " + SHARE + b"\n" + BODY + b"\n---" + b"A" * 43 + b"\n",
        VERSION + b"-> X25519 " + SHARE + b"\n" + BODY + b"=\n" + MAC,
        VERSION + b"-> X25519 " + SHARE + b"\r\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519  " + SHARE + b"\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519 \xc3\xa9\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519 " + SHARE + b"\n" + BODY[:-1] + b"B\n" + MAC,
        VERSION + b"-> X25519 " + SHARE + b"\n" + b"A" * 65 + b"\n" + MAC,
        VERSION + b"-> X25519\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519 " + SHARE + b" x\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519 AAAA\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519 " + SHARE[:-2] + b"\n" + BODY + b"\n" + MAC,
        VERSION + b"-> X25519 " + SHARE + b"\n" + b"A" * 22 + b"\n" + MAC,
        VERSION + b"-> X25519 " + b"A" * 43 + b"\n" + BODY + b"\n" + MAC,
        VERSION + b"-> scrypt AAAA 18\n" + BODY + b"\n-> x\n\n" + MAC,
        VERSION + b"-> x " + b"y" * (1 << 20) + b"\n",
        VERSION + (b"-> x\n\n" * 200_000) + MAC,
        VERSION + b"-> x\n" + (b"A" * 64 + b"\n") * 20_000 + b"\n" + MAC,
    ],
)
def test_what_is_no_header_is_refused(header: bytes) -> None:
    assert code_of(header) == "bad-header"


def test_a_header_for_somebody_else_is_told_apart_from_a_broken_one() -> None:
    assert code_of(VERSION + b"-> x\n\n" + MAC) == "not-for-us"
    assert code_of(VERSION + b"-> X25519 " + SHARE + b"\n" + BODY + b"\n" + MAC) == "not-for-us"


def test_a_changed_mac_is_named() -> None:
    out = bytearray()
    AgeWriter(out.extend, [IDENTITY.recipient]).finish()
    at = out.index(b"--- ") + 4
    out[at] = ord("B") if out[at] == ord("A") else ord("A")
    with pytest.raises(AgeBroken) as caught:
        AgeReader(io.BytesIO(bytes(out)), (IDENTITY,))
    assert caught.value.code == "bad-header-mac"
