from __future__ import annotations

import dataclasses

import pytest

import sealed_edition as cast
from guwah.instruments.proofs import checkpoints, commitments, editions, errors, manifests, notes

MANIFEST = cast.manifest()
OPENING = editions.edition_opening(MANIFEST, cast.EDITION_SIGNER.key, cast.SALT)
ENTRY = cast.entry(1, (OPENING.commitment,)).data
LOG = cast.Log((cast.entry(0).data, ENTRY))
LOGGED = editions.Logged(ENTRY, LOG.proof(1), cast.LOG_SIGNER.key)


def test_the_proof_folder_holds_six_files_that_check_each_other() -> None:
    files = editions.build_proof(MANIFEST, cast.EDITION_SIGNER, OPENING, LOGGED)
    assert tuple(sorted(files)) == editions.PROOF_FILES
    assert manifests.Manifest.parse(files[editions.MANIFEST]) == MANIFEST
    opened = notes.open_note(files[editions.SIGNATURE], (cast.EDITION_SIGNER.key,))
    assert opened.text == (
        f"guwah-edition/1\nedition e-7\nmanifest sha256:{MANIFEST.sha256}\nlog {cast.LOG_SIGNER.key.vkey}\n"
    )
    opening = commitments.Opening.parse(files[editions.OPENING])
    assert opening.commitment.hex().encode() in files[editions.ENTRY]
    proof = checkpoints.LoggedProof.parse(files[editions.LOG_PROOF])
    assert proof.verify(files[editions.ENTRY], cast.LOG_SIGNER.key).size == 2
    lines = files[editions.KEYS].decode()
    assert lines == f"edition {cast.EDITION_SIGNER.key.vkey}\nlog {cast.LOG_SIGNER.key.vkey}\n"


def test_an_edition_may_be_signed_by_the_logs_own_key() -> None:
    opening = editions.edition_opening(MANIFEST, cast.LOG_SIGNER.key, cast.SALT)
    entry = cast.entry(1, (opening.commitment,)).data
    logged = editions.Logged(entry, cast.Log((entry,)).proof(0), cast.LOG_SIGNER.key)
    assert editions.build_proof(MANIFEST, cast.LOG_SIGNER, opening, logged)[editions.ENTRY] == entry


@pytest.mark.parametrize(
    ("signer", "opening", "logged", "code"),
    [
        (cast.STRANGER, OPENING, LOGGED, "wrong-opening"),
        (
            cast.EDITION_SIGNER,
            editions.edition_opening(cast.manifest({}), cast.EDITION_SIGNER.key, cast.SALT),
            LOGGED,
            "wrong-opening",
        ),
        (cast.EDITION_SIGNER, dataclasses.replace(OPENING, salt=bytes(32)), LOGGED, "not-committed"),
        (cast.EDITION_SIGNER, OPENING, dataclasses.replace(LOGGED, proof=LOG.proof(0)), "not-included"),
        (cast.EDITION_SIGNER, OPENING, dataclasses.replace(LOGGED, key=cast.STRANGER.key), "not-signed"),
        (
            cast.EDITION_SIGNER,
            OPENING,
            dataclasses.replace(LOGGED, proof=dataclasses.replace(LOG.proof(1), extra=b"x")),
            "bad-proof",
        ),
    ],
)
def test_a_proof_that_would_not_hold_is_not_built(
    signer: notes.NoteSigner, opening: commitments.Opening, logged: editions.Logged, code: str
) -> None:
    with pytest.raises(errors.ProofFault) as caught:
        editions.build_proof(MANIFEST, signer, opening, logged)
    assert caught.value.code == code


def test_the_extra_bytes_of_a_proof_are_refused_at_their_line() -> None:
    logged = dataclasses.replace(LOGGED, proof=dataclasses.replace(LOG.proof(1), extra=b""))
    with pytest.raises(errors.Malformed) as caught:
        editions.build_proof(MANIFEST, cast.EDITION_SIGNER, OPENING, logged)
    assert (caught.value.code, caught.value.line) == ("bad-proof", 2)


def test_the_log_commits_to_the_manifest_and_the_key_that_signs_it() -> None:
    assert OPENING.label == "edition"
    assert OPENING.value == {
        "edition": "e-7",
        "format": "guwah-edition/1",
        "manifest": MANIFEST.sha256,
        "signer": cast.EDITION_SIGNER.key.vkey,
    }


def test_the_keys_of_an_edition_have_plain_names() -> None:
    signer = notes.NoteSigner("گۇۋاھ", bytes(32))
    with pytest.raises(errors.Malformed) as caught:
        editions.edition_opening(MANIFEST, signer.key, cast.SALT)
    assert caught.value.code == "bad-key-name"
