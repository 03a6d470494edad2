from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.proofs import merkle, notes
from guwah.instruments.proofs.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from guwah.instruments.proofs.cosignatures import Cosigner, CosignerKey, PartnerCard, cosignatures
from guwah.instruments.proofs.encodings import from_base64, to_base64
from guwah.instruments.proofs.errors import Malformed, Mismatch, ProofFault
from guwah.instruments.proofs.submissions import Submission

LOG = notes.NoteSigner("guwah/bakery", bytes(range(32)))
ALICE = Cosigner("guwah/alice/cosigner", bytes(range(32, 64)))
BOB = Cosigner("guwah/bob/cosigner", bytes(range(64, 96)))
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(40)]
OTHER = [merkle.leaf_hash(bytes([n, n])) for n in range(40)]
CARD = PartnerCard(LOG.key, ALICE.key)


def head(size: int, leaves: list[bytes] = LEAVES) -> Checkpoint:
    return Checkpoint(LOG.name, size, merkle.root(leaves[:size]) if size else merkle.EMPTY_ROOT)


def note(size: int, leaves: list[bytes] = LEAVES) -> bytes:
    return sign_checkpoint(head(size, leaves), LOG)


def sent(size: int, *old: int, leaves: list[bytes] = LEAVES) -> Submission:
    subtree = merkle.in_memory(leaves)
    proofs = {each: merkle.consistency_proof(each, size, subtree) if each else () for each in old}
    return Submission(note(size, leaves), proofs)


def fault(step: Callable[[], object]) -> str:
    with pytest.raises(ProofFault) as caught:
        step()
    return caught.value.code


def test_the_published_example_of_the_signed_message_is_ours() -> None:
    # C2SP tlog-cosignature: the header, the time line, then the whole note body.
    line = ALICE.cosign(head(3), 1679315147)
    name, data = line.removeprefix("— ").split(" ")
    signature = from_base64(data.rstrip("\n"))
    assert name == ALICE.name
    assert signature[:4] == ALICE.key.key_id
    assert signature[4:12] == (1679315147).to_bytes(8, "big")
    message = f"cosignature/v1\ntime 1679315147\n{head(3).body}".encode()
    Ed25519PublicKey.from_public_bytes(ALICE.key.public).verify(signature[12:], message)


def test_cosigned_checkpoints_hold_for_the_log_and_each_known_partner() -> None:
    whole = note(5) + ALICE.cosign(head(5), 7).encode() + BOB.cosign(head(5), 9).encode()
    assert open_checkpoint(whole, LOG.key) == head(5)
    found = cosignatures(whole, [ALICE.key, BOB.key])
    assert [(each.key, each.time) for each in found] == [(ALICE.key, 7), (BOB.key, 9)]
    assert note(5) + "".join(each.line for each in found).encode() == whole
    assert [each.key for each in cosignatures(whole, [BOB.key])] == [BOB.key]
    assert cosignatures(whole, []) == ()


@given(st.integers(0, 200))
def test_no_changed_byte_of_a_cosignature_holds(at: int) -> None:
    line = ALICE.cosign(head(5), 7)
    data = bytearray(from_base64(line.rstrip("\n").split(" ")[2]))
    at %= len(data)
    data[at] ^= 1
    changed = f"— {ALICE.name} {to_base64(bytes(data))}\n"
    whole = note(5) + changed.encode()
    if at < 4:
        assert cosignatures(whole, [ALICE.key]) == ()
    else:
        assert fault(lambda: cosignatures(whole, [ALICE.key])) == "bad-signature"


def test_a_cosignature_of_another_tree_or_cut_short_does_not_hold() -> None:
    other = note(5) + ALICE.cosign(head(6), 7).encode()
    assert fault(lambda: cosignatures(other, [ALICE.key])) == "bad-signature"
    short = to_base64(ALICE.key.key_id + bytes(9))
    cut = note(5) + f"— {ALICE.name} {short}\n".encode()
    assert fault(lambda: cosignatures(cut, [ALICE.key])) == "bad-signature"


def test_keys_are_read_and_written() -> None:
    assert CosignerKey.parse(ALICE.key.vkey) == ALICE.key
    assert "seed" not in repr(ALICE)
    for vkey in (LOG.key.vkey, ALICE.key.vkey.replace("alice", "carol"), "", "a+b", "a+b+c"):
        with pytest.raises(Malformed):
            CosignerKey.parse(vkey)
    with pytest.raises(Malformed):
        CosignerKey("guwah/short", bytes(31))


def test_a_card_introduces_both_keys_by_six_words() -> None:
    assert PartnerCard.parse(CARD.data) == CARD
    assert len(CARD.words.split("-")) == 6
    assert CARD.words != PartnerCard(LOG.key, BOB.key).words != LOG.key.words
    for data in (
        b"",
        CARD.data[:-1],
        CARD.data + b"\n",
        CARD.data.replace(b"/1", b"/2"),
        CARD.data.replace(b"cosigner ", b"cosigner: "),
        CARD.data.replace(b"\nlog ", b"\nlogs "),
        CARD.data.replace(b"\n", b"\r\n"),
        b"\xff" + CARD.data,
        CARD.data + b"recipient \n",
        CARD.data + b"recipient age1" + b"b" * 58 + b"\n",
        CARD.data + b"recipient age1" + b"q" * 57 + b"\n",
        CARD.data + b"recipient age1" + b"q" * 58 + b"\nmore x\n",
    ):
        with pytest.raises(Malformed):
            PartnerCard.parse(data)


def test_a_card_may_hold_the_key_for_packages_and_the_words_are_over_it_too() -> None:
    card = PartnerCard(LOG.key, ALICE.key, "age1" + "q" * 58)
    assert PartnerCard.parse(card.data) == card
    assert card.data.startswith(CARD.data)
    assert card.words not in {CARD.words, PartnerCard(LOG.key, ALICE.key, "age1" + "p" * 58).words}


@given(st.integers(1, 40), st.lists(st.integers(0, 40), unique=True, max_size=5))
def test_a_file_reads_back_and_reaches_every_size_it_holds(size: int, old: list[int]) -> None:
    held = [each for each in old if each <= size]
    file = sent(size, *held)
    again = Submission.parse(file.data)
    assert (again.note, dict(again.proofs)) == (file.note, dict(file.proofs))
    for seen in held:
        assert again.judge(LOG.key, head(seen)) == head(size)
    assert again.judge(LOG.key, None) == head(size)


def test_a_file_with_one_old_size_is_the_body_of_the_specification() -> None:
    file = sent(5, 3)
    lines = file.data.decode().split("\n")
    assert lines[0] == "old 3"
    assert lines[1:4] == [to_base64(each) for each in file.proofs[3]][:3]
    assert file.data.endswith(b"\n\n" + note(5))
    assert Submission.parse(note(5)) == Submission(note(5), {})


def test_rollback_and_fork_are_told_apart() -> None:
    assert fault(lambda: sent(4).judge(LOG.key, head(5))) == "rolled-back"
    assert fault(lambda: sent(5, leaves=OTHER).judge(LOG.key, head(5))) == "forked"
    assert fault(lambda: sent(9, 5, leaves=OTHER).judge(LOG.key, head(5))) == "forked"
    assert fault(lambda: sent(9, 4, 7).judge(LOG.key, head(5))) == "forgotten"
    for later in (sent(9), sent(9, 6)):
        assert fault(lambda later=later: later.judge(LOG.key, head(5))) == "no-consistency-proof"  # type: ignore[misc]
    assert fault(lambda: Submission(note(9), {5: ()}).judge(LOG.key, head(5))) == "forked"
    assert sent(5).judge(LOG.key, head(5)) == head(5)
    assert sent(5).judge(LOG.key, head(0)) == head(5)


def test_a_file_by_another_key_is_refused() -> None:
    other = notes.NoteSigner(LOG.name, bytes(32))
    with pytest.raises(Mismatch):
        sent(5).judge(other.key, None)


@pytest.mark.parametrize(
    "data",
    [
        b"old 3\n",
        b"old x\n\n" + note(5),
        b"old 3\nold 3\n\n" + note(5),
        b"old 3\nAAAA\n\n" + note(5),
        "old 3\nа\n\n".encode() + note(5),
        b"old 3\n" + b"A\n" * 20_001 + b"\n" + note(5),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        Submission.parse(data)


def test_a_card_may_hold_a_post_quantum_key_behind_the_older_one() -> None:
    older, newer = "age1" + "q" * 58, "age1pq1" + "q" * 1952
    card = PartnerCard(LOG.key, ALICE.key, older, newer)
    assert PartnerCard.parse(card.data) == card
    assert card.data.startswith(PartnerCard(LOG.key, ALICE.key, older).data)
    assert card.words != PartnerCard(LOG.key, ALICE.key, older).words
    for wrong in (
        card.data.replace(newer.encode(), newer[:-1].encode()),
        card.data.replace(newer.encode(), older.encode()),
    ):
        with pytest.raises(Malformed) as refused:
            PartnerCard.parse(wrong)
        assert refused.value.code == "bad-key"
    for wrong in (card.data + b"recipient x\n", PartnerCard(LOG.key, ALICE.key, "", newer).data):
        with pytest.raises(Malformed) as refused:
            PartnerCard.parse(wrong)
        assert refused.value.code == "bad-card"
