from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sealed_edition as cast
from guwah.instruments.proofs import checkpoints, errors, merkle

LOG = cast.Log(tuple(cast.entry(number).data for number in range(5)))
KEY = cast.LOG_SIGNER.key
ROOT = merkle.root(LOG.leaves)


def code_of(data: bytes) -> str:
    with pytest.raises(errors.ProofFault) as caught:
        checkpoints.LoggedProof.parse(data)
    return caught.value.code


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
    ("body", "code"),
    [
        ("", "bad-checkpoint"),
        ("guwah/log\n5\n", "bad-checkpoint"),
        (f"guwah/log\n5\n{'A' * 43}=", "bad-checkpoint"),
        (f"guwah/log\n5\n{'A' * 43}=\nextension\n", "bad-checkpoint"),
        (f"guwah/log\n0\n{'A' * 43}=\n", "bad-checkpoint"),
        (f"guwah/log\n05\n{'A' * 43}=\n", "bad-number"),
        (f"guwah/log\n-5\n{'A' * 43}=\n", "bad-number"),
        (f"guwah/log\n٥\n{'A' * 43}=\n", "bad-number"),
        ("guwah/log\n5\nAAAA\n", "bad-hash"),
        (f"guwah/log\n5\n{'A' * 43}\n", "bad-base64"),
        (f"\n5\n{'A' * 43}=\n", "bad-key-name"),
    ],
)
def test_what_is_no_checkpoint_is_refused(body: str, code: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        checkpoints.Checkpoint.parse(body)
    assert caught.value.code == code


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


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bad-proof"),
        (b"c2sp.org/tlog-proof@v1\nindex 3\n", "bad-proof"),
        (b"c2sp.org/tlog-proof@v2\nindex 3\n\n", "bad-proof"),
        (b"c2sp.org/tlog-proof@v1\n\n", "bad-proof"),
        (b"c2sp.org/tlog-proof@v1\nextra AAAA\n\n", "bad-proof"),
        (b"c2sp.org/tlog-proof@v1\nextra AA\nindex 3\n\n", "bad-base64"),
        (b"c2sp.org/tlog-proof@v1\nindex 03\n\n", "bad-number"),
        (b"c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\n", "bad-hash"),
        (b"c2sp.org/tlog-proof@v1\nindex \xff\n\n", "bad-proof"),
        (b"c2sp.org/tlog-proof@v1\nindex 3\n" + b"A" * 43 + b"=\n" * 64 + b"\n", "bad-proof"),
    ],
)
def test_what_is_no_proof_file_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code
