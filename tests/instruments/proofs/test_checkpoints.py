from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sealed_edition as cast
from guwah.instruments.proofs import checkpoints, errors, merkle

LOG = cast.Log(tuple(cast.entry(number).data for number in range(5)))
KEY = cast.LOG_SIGNER.key
ROOT = merkle.root(LOG.leaves)


def test_a_checkpoint_body_has_three_lines_and_reads_back() -> None:
    checkpoint = checkpoints.Checkpoint("guwah/log", 20852163, bytes(32))
    assert checkpoint.body == f"guwah/log\n20852163\n{'A' * 43}=\n"
    assert checkpoints.Checkpoint.parse(checkpoint.body) == checkpoint
    assert checkpoint.head == merkle.TreeHead(20852163, bytes(32))


def test_a_signed_checkpoint_opens_with_the_logs_key() -> None:
    assert checkpoints.open_checkpoint(LOG.checkpoint, KEY) == checkpoints.Checkpoint(
        cast.LOG_SIGNER.name, 5, ROOT
    )


def test_an_empty_log_has_a_checkpoint() -> None:
    empty = cast.Log(())
    assert checkpoints.open_checkpoint(empty.checkpoint, KEY).root == merkle.EMPTY_ROOT


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("", "bad-checkpoint", None),
        ("guwah/log\n5\n", "bad-checkpoint", None),
        (f"guwah/log\n5\n{'A' * 43}=", "bad-checkpoint", None),
        (f"guwah/log\n5\n{'A' * 43}=\nextension\n", "bad-checkpoint", None),
        (f"guwah/log\n5\n{'A' * 43}=\n\n", "bad-checkpoint", None),
        (f"guwah/log\n0\n{'A' * 43}=\n", "bad-checkpoint", 3),
        (f"guwah/log\n05\n{'A' * 43}=\n", "bad-number", 2),
        (f"guwah/log\n-5\n{'A' * 43}=\n", "bad-number", 2),
        (f"guwah/log\n٥\n{'A' * 43}=\n", "bad-number", 2),
        ("guwah/log\n5\nAAAA\n", "bad-hash", 3),
        (f"guwah/log\n5\n{'A' * 43}\n", "bad-base64", 3),
        (f"\n5\n{'A' * 43}=\n", "bad-key-name", None),
    ],
)
def test_what_is_no_checkpoint_is_refused_at_its_line(body: str, code: str, line: int | None) -> None:
    with pytest.raises(errors.Malformed) as caught:
        checkpoints.Checkpoint.parse(body)
    assert (caught.value.code, caught.value.line) == (code, line)


@pytest.mark.parametrize("size", [1, 2])
def test_only_an_empty_log_must_have_the_root_of_nothing(size: int) -> None:
    checkpoint = checkpoints.Checkpoint("guwah/log", size, bytes(32))
    assert checkpoints.Checkpoint.parse(checkpoint.body) == checkpoint


def test_the_key_bears_the_logs_name() -> None:
    checkpoint = checkpoints.Checkpoint("guwah/another-log", 5, ROOT)
    with pytest.raises(errors.Malformed) as refused:
        checkpoints.sign_checkpoint(checkpoint, cast.LOG_SIGNER)
    assert refused.value.code == "bad-origin"
    with pytest.raises(errors.Mismatch) as caught:
        checkpoints.open_checkpoint(cast.LOG_SIGNER.sign(checkpoint.body), KEY)
    assert caught.value.code == "bad-origin"


def test_a_proof_file_looks_as_specified_and_reads_back() -> None:
    proof = LOG.proof(3)
    lines = proof.data.decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 3"]
    assert lines[2 + len(proof.hashes)] == ""
    assert lines[3 + len(proof.hashes)] == cast.LOG_SIGNER.name
    assert checkpoints.LoggedProof.parse(proof.data) == proof
    assert proof.verify(LOG.entries[3], KEY).size == 5


def test_a_proof_in_a_log_of_one_has_no_hashes() -> None:
    log = cast.Log(LOG.entries[:1])
    proof = checkpoints.LoggedProof.parse(log.proof(0).data)
    assert proof.hashes == ()
    assert proof.verify(LOG.entries[0], KEY).size == 1


def test_extra_bytes_travel_along() -> None:
    proof = checkpoints.LoggedProof(3, LOG.proof(3).hashes, LOG.checkpoint, b"a note")
    assert proof.data.split(b"\n")[1] == b"extra YSBub3Rl"
    assert checkpoints.LoggedProof.parse(proof.data) == proof


@given(st.integers(0, 4), st.integers(0, 4))
def test_only_the_logged_entry_passes(index: int, other: int) -> None:
    proof = LOG.proof(index)
    if index == other:
        assert proof.verify(LOG.entries[other], KEY).root == ROOT
    else:
        with pytest.raises(errors.Mismatch):
            proof.verify(LOG.entries[other], KEY)


FIRST = b"c2sp.org/tlog-proof@v1\n"
HASH_LINE = b"A" * 43 + b"=\n"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "bad-proof", 1),
        (FIRST + b"index 3\n", "bad-proof", 1),
        (b"c2sp.org/tlog-proof@v2\nindex 3\n\n", "bad-proof", 1),
        (FIRST + b"\n", "bad-proof", 2),
        (FIRST + b"3\n\n", "bad-proof", 2),
        (FIRST + b"extra AAAA\n\n", "bad-proof", 3),
        (FIRST + b"extra AAAA\nextra AAAA\nindex 3\n\n", "bad-proof", 3),
        (FIRST + b"extra AA\nindex 3\n\n", "bad-base64", 2),
        (FIRST + b"index 03\n\n", "bad-number", 2),
        (FIRST + b"extra AAAA\nindex 03\n\n", "bad-number", 3),
        (FIRST + b"index 3\nAAAA\n\n", "bad-hash", 3),
        (FIRST + b"index 3\n" + HASH_LINE + b"AAAA\n\n", "bad-hash", 4),
        (FIRST + b"extra AAAA\nindex 3\n" + HASH_LINE + b"A\n\n", "bad-base64", 5),
        (FIRST + b"index \xff\n\n", "bad-proof", None),
        (FIRST + b"index 3\n" + HASH_LINE * 64 + b"\n", "bad-proof", 3),
        (FIRST + b"extra AAAA\nindex 3\n" + HASH_LINE * 64 + b"\n", "bad-proof", 4),
    ],
)
def test_what_is_no_proof_file_is_refused_at_its_line(data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(errors.Malformed) as caught:
        checkpoints.LoggedProof.parse(data)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_a_proof_has_as_many_hashes_as_the_largest_tree_needs() -> None:
    data = FIRST + b"index 3\n" + HASH_LINE * 63 + b"\nnote\n\nsigned"
    proof = checkpoints.LoggedProof.parse(data)
    assert proof.hashes == (bytes(32),) * 63
    assert proof.checkpoint == b"note\n\nsigned"
    assert proof.data == data


def test_extra_bytes_may_be_none_at_all() -> None:
    data = FIRST + b"extra \nindex 0\n\n"
    proof = checkpoints.LoggedProof.parse(data)
    assert (proof.extra, proof.data) == (b"", data)
