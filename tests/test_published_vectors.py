"""Vectors that others published (tests/vectors), through our own code and through the checker's."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from shamir_mnemonic import MnemonicError, combine_mnemonics
from shamir_mnemonic.share import Share

import guwah_verify
from guwah.instruments.proofs import merkle, notes, tiles
from guwah.instruments.proofs.checkpoints import Checkpoint
from guwah.instruments.proofs.cosignatures import cosignatures
from guwah.instruments.proofs.errors import Malformed, Mismatch, ProofFault
from guwah.vault.age import AgeBroken, AgeReader, Identity
from guwah.vault.age_header import Opens
from guwah.vault.age_hybrid import HybridIdentity
from guwah.vault.sheets import WORDS, read_sheet

VECTORS = Path(__file__).parent / "vectors"


def load(path: str) -> Any:  # noqa: ANN401 - JSON of others
    return json.loads((VECTORS / path).read_text("utf-8"))


# --- age (C2SP CCTV) ---------------------------------------------------------------------------------------
AGE: dict[str, bytes] = {
    name: base64.b64decode(data + "=" * (-len(data) % 4))
    for name, data in load("age/cctv-age-0.2.0.json").items()
}


def fields_of(vector: bytes) -> tuple[dict[str, list[str]], bytes]:
    head, _, file = vector.partition(b"\n\n")
    found: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        found.setdefault(name, []).append(value)
    return found, zlib.decompress(file) if "compressed" in found else file


def ours(name: str) -> bool:
    """We read binary files for X25519 and post-quantum keys; armour and passphrases are left to others."""
    found, _ = fields_of(AGE[name])
    return not {"armored", "passphrase"} & set(found)


def identity_of(text: str) -> Opens:
    return HybridIdentity.parse(text) if "-PQ-" in text else Identity.parse(text)


def opened(file: bytes, identities: list[Opens]) -> tuple[str, bytes]:
    plain = b""
    try:
        with AgeReader(io.BytesIO(file), identities) as reader:
            while piece := reader.read(65536):
                plain += piece
    except AgeBroken as broken:
        return broken.code, plain
    return "success", plain


EXPECTED = {
    "success": {"success"},
    "no match": {"not-for-us"},
    "HMAC failure": {"bad-header-mac"},
    # A file that ends inside the nonce, between header and payload, counts as cut short here.
    "header failure": {"bad-header", "truncated"},
    "payload failure": {"truncated", "bad-chunk"},
}


@pytest.mark.parametrize("name", [name for name in sorted(AGE) if ours(name)])
def test_age_files_open_or_fail_as_the_testkit_says(name: str) -> None:
    found, file = fields_of(AGE[name])
    identities = [identity_of(each) for each in found.get("identity", [])]
    code, plain = opened(file, identities)
    (expect,) = found["expect"]
    assert code in EXPECTED[expect], found.get("comment")
    if expect == "success":
        assert hashlib.sha256(plain).hexdigest() == found["payload"][0]


@pytest.mark.parametrize("name", [name for name in sorted(AGE) if not ours(name)])
def test_age_files_of_kinds_we_do_not_read_are_refused(name: str) -> None:
    found, file = fields_of(AGE[name])
    code, _plain = opened(file, [identity_of(each) for each in found.get("identity", [])])
    assert code in {"not-for-us", "bad-header", "bad-header-mac"}


def test_most_of_the_testkit_is_ours() -> None:
    assert len(AGE) == 143
    assert sum(map(ours, AGE)) >= 80


# --- Ed25519 (RFC 8032, Wycheproof) ------------------------------------------------------------------------
def held_by_both(public: bytes, signature: bytes, message: bytes) -> tuple[bool, bool]:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        library = True
    except (InvalidSignature, ValueError):
        library = False
    return library, guwah_verify.ed25519_holds(public, signature, message)


def test_wycheproof_signatures_hold_or_fail_in_both_implementations() -> None:
    tests = load("ed25519/wycheproof.json")
    assert len(tests) == 210
    for each in tests:
        key, message, signature = (bytes.fromhex(each[name]) for name in ("pk", "msg", "sig"))
        library, checker = held_by_both(key, signature, message)
        if each["result"] == "acceptable":
            # Keys of small order say yes to everything: the checker refuses them, as it may.
            assert checker is ("SmallOrderPublicKey" not in each["flags"]), each["tcId"]
        else:
            assert library is checker is (each["result"] == "valid"), each["tcId"]


def test_the_authors_own_signatures_hold_and_no_other() -> None:
    lines = (VECTORS / "ed25519/sign.input").read_text().splitlines()
    assert len(lines) == 79
    for number, line in enumerate(lines):
        _, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        assert held_by_both(public, signed[:64], message) == (True, True)
        changed = bytearray(signed[:64])
        changed[number % 64] ^= 1
        assert held_by_both(public, bytes(changed), message) == (False, False)


# --- RFC 6962 (transparency-dev) ---------------------------------------------------------------------------
TREE = load("merkle/rfc6962.json")
LEAVES = [bytes.fromhex(each) for each in TREE["leaves"]]
ROOTS = [bytes.fromhex(each) for each in TREE["roots"]]
SOME = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")


def test_roots_are_those_of_the_vectors_in_both_implementations() -> None:
    hashes = [merkle.leaf_hash(each) for each in LEAVES]
    frontier = merkle.Frontier()
    for size, root in enumerate(ROOTS, 1):
        frontier = frontier.append(hashes[size - 1])
        assert merkle.root(hashes[:size]) == guwah_verify.root_of(hashes[:size]) == frontier.root() == root


def included(index: int, size: int, root: bytes, leaf: bytes, proof: list[bytes]) -> set[bool]:
    try:
        merkle.Inclusion(index, size, tuple(proof)).verify(leaf, root)
        ours = True
    except ProofFault:
        ours = False
    return {ours, guwah_verify.root_from_proof(index, size, leaf, proof) == root}


def broken_inclusions(
    index: int, size: int, root: bytes, leaf: bytes, proof: list[bytes]
) -> list[tuple[Any, ...]]:
    """The corruptions transparency-dev publishes as files, in its order."""
    found: list[tuple[Any, ...]] = [
        (each, size, root, leaf, proof) for each in (index - 1, index + 1, index ^ 2)
    ]
    found += [(index, each, root, leaf, proof) for each in (size * 2, size // 2)]
    found += [(index, size, root, b"WrongLeaf", proof)]
    found += [(index, size, each, leaf, proof) for each in (merkle.EMPTY_ROOT, SOME)]
    for more in (b"", root):
        found += [(index, size, root, leaf, [*proof, more]), (index, size, root, leaf, [more, *proof])]
    for at in range(len(proof)):
        changed = [*proof]
        changed[at] = bytes([proof[at][0] ^ 8]) + proof[at][1:]
        found.append((index, size, root, leaf, changed))
    found += [(index, size, root, leaf, proof[:-1])] if proof else []
    found += [(index, size, root, leaf, [proof[0], SOME, *proof[1:]])] if len(proof) > 1 else []
    return found


@pytest.mark.parametrize(("leaf", "size", "proof"), TREE["inclusion"])
def test_inclusion_proofs_hold_and_corrupted_ones_do_not(leaf: int, size: int, proof: list[str]) -> None:
    whole = (
        leaf - 1,
        size,
        ROOTS[size - 1],
        merkle.leaf_hash(LEAVES[leaf - 1]),
        [bytes.fromhex(each) for each in proof],
    )
    assert included(*whole) == {True}
    for wrong in broken_inclusions(*whole):
        assert included(*wrong) == {False}, wrong


@pytest.mark.parametrize(("index", "size"), [(0, 0), (0, 1), (1, 0), (2, 1)])
def test_what_is_in_no_tree_is_never_included(index: int, size: int) -> None:
    for root, leaf in ((b"", SOME), (merkle.EMPTY_ROOT, b""), (merkle.EMPTY_ROOT, SOME)):
        assert included(index, size, root, leaf, []) == {False}


def grew(old: int, size: int, first: bytes, second: bytes, proof: list[bytes]) -> bool:
    try:
        merkle.verify_consistency(merkle.TreeHead(old, first), merkle.TreeHead(size, second), proof)
    except ProofFault:
        return False
    return True


@pytest.mark.parametrize(("old", "size", "proof"), TREE["consistency"])
def test_consistency_proofs_hold_and_corrupted_ones_do_not(old: int, size: int, proof: list[str]) -> None:
    hashes = [bytes.fromhex(each) for each in proof]
    first, second = ROOTS[old - 1], ROOTS[size - 1]
    assert grew(old, size, first, second, hashes)
    if not hashes:
        return
    wrong: list[tuple[Any, ...]] = [
        (each, size, first, second, hashes) for each in (old - 1, old + 1, old ^ 2)
    ]
    wrong += [(old, each, first, second, hashes) for each in (size * 2, size // 2)]
    wrong += [(old, size, b"WrongRoot", second, hashes), (old, size, first, b"WrongRoot", hashes)]
    wrong += [
        (old, size, second, first, hashes),
        (old, size, first, second, []),
        (old, size, first, second, hashes[:-1]),
    ]
    for more in (b"", first, second, hashes[0]):
        wrong += [(old, size, first, second, [*hashes, more]), (old, size, first, second, [more, *hashes])]
    for at in range(len(hashes)):
        changed = [*hashes]
        changed[at] = bytes([hashes[at][0] ^ 16]) + hashes[at][1:]
        wrong.append((old, size, first, second, changed))
    for each in wrong:
        assert not grew(*each), each


@pytest.mark.parametrize(("path", "index"), load("merkle/tile-paths.json"))
def test_tiles_have_the_paths_of_the_vectors(path: str, index: int) -> None:
    assert guwah_verify.numbered(index, 256) == path
    assert tiles.Tile(0, index, 256).path == f"tile/0/{path}"


# --- Signed notes, checkpoints, cosignatures (Go's sumdb, C2SP) --------------------------------------------
NOTES = load("notes/notes.json")
TEXT, PETER, ENOCH = NOTES["text"], NOTES["signatures"]["peter"], NOTES["signatures"]["enoch"]


def checked(note: bytes, vkey: str) -> str:
    """The checker's own reading; what it says of a note, or the code of what is wrong."""
    check = guwah_verify.Check(".")
    try:
        return check._open_note("note", note, guwah_verify.parse_key(vkey, "key"))
    except guwah_verify.BrokenError as fault:
        return fault.code


@pytest.mark.parametrize(
    ("who", "lines"), [("peter", PETER + ENOCH), ("enoch", PETER + ENOCH), ("peter", PETER)]
)
def test_notes_of_others_open_in_both_implementations(who: str, lines: str) -> None:
    note, vkey = f"{TEXT}\n{lines}".encode(), NOTES["keys"][who]
    assert notes.open_note(note, [notes.VerifierKey.parse(vkey)]).text == TEXT
    assert checked(note, vkey) == TEXT


@pytest.mark.parametrize("vkey", NOTES["bad_keys"])
def test_bad_keys_are_refused_in_both_implementations(vkey: str) -> None:
    with pytest.raises(Malformed):
        notes.VerifierKey.parse(vkey)
    with pytest.raises(guwah_verify.BrokenError):
        guwah_verify.parse_key(vkey, "key")


def test_no_part_and_no_slip_of_a_key_is_a_key() -> None:
    vkey = NOTES["keys"]["peter"]
    wrong = [vkey[start:end] for start in range(len(vkey)) for end in range(start + 1, len(vkey) + 1)]
    wrong += [vkey[:at] + chr(ord(vkey[at]) + 1) + vkey[at + 1 :] for at in range(len(vkey))]
    for each in set(wrong) - {vkey}:
        with pytest.raises(Malformed):
            notes.VerifierKey.parse(each)
        with pytest.raises(guwah_verify.BrokenError):
            guwah_verify.parse_key(each, "key")


@pytest.mark.parametrize("note", [*NOTES["malformed"], *NOTES["wrong"]])
def test_malformed_and_wrong_notes_are_refused_in_both_implementations(note: str) -> None:
    vkey = NOTES["keys"]["peter"]
    for data in (note.encode(), b"\xff" + note.encode()):
        with pytest.raises((Malformed, Mismatch)):
            notes.open_note(data, [notes.VerifierKey.parse(vkey)])
        assert checked(data, vkey) in {"bad-note", "bad-signature", "bad-base64", "bad-encoding"}


def test_a_signed_tree_of_the_go_checksum_database_opens() -> None:
    for note in NOTES["trees"]:
        text = note.partition("\n\n")[0] + "\n"
        assert checked(note.encode(), NOTES["tree_key"]) == text
        assert notes.open_note(note.encode(), [notes.VerifierKey.parse(NOTES["tree_key"])]).text == text


def test_the_cosigned_checkpoint_the_specification_prints_is_read() -> None:
    text, lines = notes.read_note(NOTES["checkpoint"].encode())
    assert Checkpoint.parse(text).size == 20852163
    assert [(each.name, len(each.body)) for each in lines] == [
        ("example.com/behind-the-sofa", 64),
        ("witness.example.com/w1", 72),
    ]
    assert int.from_bytes(lines[1].body[:8], "big") == 1679315147
    # Its keys are not printed, so nobody can say whether it holds: without them there is no cosignature.
    assert cosignatures(NOTES["checkpoint"].encode(), []) == ()


# --- SLIP-39 -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("vector", load("slip39/vectors.json"), ids=lambda vector: str(vector[0]))
def test_sheets_of_others_combine_or_fail_as_published(vector: list[Any]) -> None:
    _, mnemonics, secret = vector[:3]
    if secret:
        assert combine_mnemonics(mnemonics, b"TREZOR").hex() == secret
        ours = [each for each in mnemonics if len(each.split()) == WORDS and not is_of_groups(each)]
        for each in ours:
            assert read_sheet(each).words == tuple(each.split())
        return
    with pytest.raises(MnemonicError):
        combine_mnemonics(mnemonics, b"TREZOR")


def is_of_groups(mnemonic: str) -> bool:
    return bool(Share.from_mnemonic(mnemonic).group_count > 1)
