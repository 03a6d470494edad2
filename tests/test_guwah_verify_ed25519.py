"""The checker's own Ed25519: RFC 8032, a second implementation, and the known ways to be too lenient."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah_verify import BASE, L, P, add, compress, decompress, ed25519_holds

# RFC 8032 section 7.1, tests 1 to 3: private key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
            "25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
            "87b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
            "a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
MESSAGE = b"bread at six"
SIGNATURE = KEY.sign(MESSAGE)


@pytest.mark.parametrize(("private", "public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard_hold(private: str, public: str, message: str, signature: str) -> None:
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).sign(
        bytes.fromhex(message)
    ).hex() == (signature)
    held = ed25519_holds(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message))
    assert held
    assert not ed25519_holds(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message) + b"x")


@settings(deadline=None, max_examples=30)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_every_signature_of_another_implementation_holds(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert ed25519_holds(key.public_key().public_bytes_raw(), key.sign(message), message)


def test_no_changed_bit_passes() -> None:
    for at in range(64):
        for bit in (0, 7):
            changed = bytearray(SIGNATURE)
            changed[at] ^= 1 << bit
            assert not ed25519_holds(PUBLIC, bytes(changed), MESSAGE)
    for at in range(32):
        other = bytearray(PUBLIC)
        other[at] ^= 1
        assert not ed25519_holds(bytes(other), SIGNATURE, MESSAGE)


def test_s_has_one_spelling() -> None:
    s = int.from_bytes(SIGNATURE[32:], "little")
    for other in (s + L, s + 2 * L, L, 2**256 - 1):
        assert not ed25519_holds(PUBLIC, SIGNATURE[:32] + other.to_bytes(32, "little"), MESSAGE)


@pytest.mark.parametrize("size", [0, 1, 32, 63, 65, 128])
def test_a_signature_has_64_bytes(size: int) -> None:
    assert not ed25519_holds(PUBLIC, (SIGNATURE * 2)[:size], MESSAGE)
    assert not ed25519_holds(PUBLIC[:size], SIGNATURE, MESSAGE) or size >= 32


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_has_32_bytes(size: int) -> None:
    assert not ed25519_holds((PUBLIC * 2)[:size], SIGNATURE, MESSAGE)


def small_points() -> list[bytes]:
    """Every point of small order, made from one of order 8 found by clearing the large factor."""
    found = set()
    for y in range(2, 40):
        point = decompress(y.to_bytes(32, "little"))
        if point is None:
            continue
        cleared, base = (0, 1, 1, 0), point
        for bit in range(L.bit_length()):
            if L >> bit & 1:
                cleared = add(cleared, base)
            base = add(base, base)
        each = cleared
        for _ in range(8):
            found.add(compress(each))
            each = add(each, cleared)
    return sorted(found)


def test_keys_of_small_order_sign_nothing() -> None:
    points = small_points()
    assert len(points) == 8
    for public in points:
        for start in points:
            assert not ed25519_holds(public, start + bytes(32), MESSAGE)


@pytest.mark.parametrize(
    "public",
    [
        (P + 1).to_bytes(32, "little"),
        P.to_bytes(32, "little"),
        (2**255 - 1).to_bytes(32, "little"),
        (1 + 2**255).to_bytes(32, "little"),
        (P - 1 + 2**255).to_bytes(32, "little"),
        (2).to_bytes(32, "little"),
        b"\xff" * 32,
    ],
)
def test_what_is_no_canonical_point_is_no_key(public: bytes) -> None:
    assert decompress(public) is None
    assert not ed25519_holds(public, SIGNATURE, MESSAGE)


def test_a_start_that_is_no_point_or_not_canonical_is_refused() -> None:
    # With R replaced by bytes that are no canonical point no S can fit, whatever the hash.
    for start in (b"\xff" * 32, (P + 1).to_bytes(32, "little"), (2).to_bytes(32, "little")):
        assert not ed25519_holds(PUBLIC, start + SIGNATURE[32:], MESSAGE)


def test_a_signature_is_over_all_of_start_key_and_message() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert not ed25519_holds(other.public_key().public_bytes_raw(), SIGNATURE, MESSAGE)
    digest = int.from_bytes(hashlib.sha512(SIGNATURE[:32] + PUBLIC + MESSAGE).digest(), "little") % L
    assert digest != 0


def test_points_write_back() -> None:
    assert compress(BASE) == (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")
    point = decompress(PUBLIC)
    assert point is not None
    assert compress(point) == PUBLIC
