from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.proofs import commitments, errors

if TYPE_CHECKING:
    from guwah.instruments.proofs.encodings import Json

SALT = bytes(range(32))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


def test_a_commitment_is_the_hash_the_specification_writes() -> None:
    expected = hashlib.sha256(b"guwah/record/v1\x00" + SALT + b'{"a":1,"b":[true,null]}').digest()
    assert commitments.commit("record", SALT, {"b": [True, None], "a": 1}) == expected


@given(VALUES)
def test_openings_read_back_and_open_what_they_made(value: Json) -> None:
    opening = commitments.Opening("record", SALT, value)
    again = commitments.Opening.parse(opening.data)
    assert again.data == opening.data
    again.verify(opening.commitment)


@pytest.mark.parametrize(
    "other",
    [
        commitments.Opening("record", SALT, {"a": 2}),
        commitments.Opening("record", bytes(32), {"a": 1}),
        commitments.Opening("recora", SALT, {"a": 1}),
    ],
)
def test_another_value_salt_or_label_does_not_open(other: commitments.Opening) -> None:
    with pytest.raises(errors.Mismatch) as caught:
        other.verify(commitments.commit("record", SALT, {"a": 1}))
    assert caught.value.code == "not-opened"


@pytest.mark.parametrize("label", ["", "Record", "a/b", "a\x00b", "-a", "a" * 65, "a\n"])
def test_a_label_cannot_run_into_the_domain(label: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        commitments.commit(label, SALT, 1)
    assert caught.value.code == "bad-label"


@pytest.mark.parametrize("label", ["a", "a0-", "a" * 64])
def test_a_label_has_up_to_64_small_letters_digits_and_hyphens(label: str) -> None:
    domain = f"guwah/{label}/v1\0".encode("ascii")
    assert commitments.commit(label, SALT, 1) == hashlib.sha256(domain + SALT + b"1").digest()


def test_an_opening_is_written_as_canonical_json() -> None:
    written = commitments.Opening("record", SALT, {"b": None, "a": "ن"}).data
    expected = f'{{"label":"record","salt":"{SALT.hex()}","value":{{"a":"ن","b":null}}}}'
    assert written == expected.encode()


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_has_32_bytes(salt: bytes) -> None:
    with pytest.raises(errors.Malformed) as caught:
        commitments.commit("record", salt, 1)
    assert caught.value.code == "bad-salt"


def test_a_value_without_canonical_form_is_refused() -> None:
    values: tuple[Json, ...] = (2**60, {"a": "\ud800"})
    for value in values:
        with pytest.raises(errors.Malformed) as caught:
            commitments.commit("record", SALT, value)
        assert caught.value.code == "not-json"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-json"),
        (b"\xff", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"label":"record","salt":"00","value":NaN}', "not-json"),
        (b'{"label": "record"}', "not-canonical"),
        (b'{"label":"record","label":"record"}', "not-canonical"),
        (b"[]", "bad-members"),
        (b'{"label":"record"}', "bad-members"),
        (b'{"label":1,"salt":"' + b"0" * 64 + b'","value":1}', "bad-label"),
        (b'{"label":"record","salt":1,"value":1}', "bad-hash"),
        (b'{"label":"record","salt":"' + b"A" * 64 + b'","value":1}', "bad-hash"),
    ],
)
def test_what_is_no_opening_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        commitments.Opening.parse(data)
    assert caught.value.code == code


def test_an_opening_keeps_its_secret_out_of_representations() -> None:
    shown = repr(commitments.Opening("record", b"S" * 32, "the baker's name"))
    assert "SSSS" not in shown
    assert "baker" not in shown
