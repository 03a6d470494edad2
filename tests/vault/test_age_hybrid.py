"""Post-quantum keys; files of others that are opened with them are in `test_published_vectors.py`."""

from __future__ import annotations

import io

import pytest

from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity
from guwah.vault.age_header import SealsTo, read_header
from guwah.vault.age_hybrid import HybridIdentity, HybridRecipient, parse_recipient
from guwah.vault.bech32 import NotBech32, encode

IDENTITY = HybridIdentity(b"\x09" * 32)
OTHER = HybridIdentity(b"\x0a" * 32)


def sealed(*recipients: SealsTo, text: bytes = b"a letter") -> bytes:
    file = io.BytesIO()
    writer = AgeWriter(file.write, recipients)
    writer.write(text)
    writer.finish()
    return file.getvalue()


def test_keys_read_and_write_back_and_the_secret_never_shows() -> None:
    text = str(IDENTITY.recipient)
    assert text.startswith("age1pq1")
    assert len(text) == 1959
    assert parse_recipient(text) == IDENTITY.recipient
    assert HybridIdentity.parse(IDENTITY.reveal()) == IDENTITY
    assert IDENTITY.reveal().startswith("AGE-SECRET-KEY-PQ-1")
    assert "09" * 8 not in repr(IDENTITY)
    assert "\\t" * 8 not in repr(IDENTITY)


@pytest.mark.parametrize("recipients", [(IDENTITY,), (OTHER, IDENTITY), (IDENTITY, OTHER)])
def test_each_recipient_opens_it_and_nobody_else(recipients: tuple[HybridIdentity, ...]) -> None:
    file = sealed(*(each.recipient for each in recipients))

    for each in recipients:
        assert AgeReader(io.BytesIO(file), (Identity(b"\x07" * 32), each)).read() == b"a letter"
    with pytest.raises(AgeBroken) as caught:
        AgeReader(io.BytesIO(file), (Identity(b"\x09" * 32), HybridIdentity(b"\x0b" * 32)))
    assert caught.value.code == "not-for-us"


def test_a_file_for_the_older_kind_of_key_is_not_for_the_newer() -> None:
    with pytest.raises(AgeBroken) as caught:
        AgeReader(io.BytesIO(sealed(Identity(b"\x09" * 32).recipient)), (IDENTITY,))
    assert caught.value.code == "not-for-us"


def test_two_files_share_no_key_and_the_lines_are_as_wide_as_age_wants_them() -> None:
    first, second = sealed(IDENTITY.recipient), sealed(IDENTITY.recipient)
    assert read_header(io.BytesIO(first)).stanzas != read_header(io.BytesIO(second)).stanzas
    (stanza,) = read_header(io.BytesIO(first)).stanzas
    assert stanza.arguments[0] == b"mlkem768x25519"
    assert len(stanza.body) == 32


def test_post_quantum_keys_are_never_beside_others() -> None:
    with pytest.raises(ValueError, match="not mixed"):
        sealed(IDENTITY.recipient, Identity(b"\x07" * 32).recipient)


@pytest.mark.parametrize("at", [0, 500, 1087, 1088, 1119])
def test_a_changed_share_opens_nothing(at: int) -> None:
    recipient = IDENTITY.recipient
    stanza = recipient.stanza(bytes(16))
    (line,) = [line for line in sealed(recipient).split(b"\n") if line.startswith(b"-> ")]
    assert len(line) == len(b"-> mlkem768x25519 ") + len(stanza.arguments[1])
    file = bytearray(sealed(recipient))
    place = file.index(b"-> mlkem768x25519 ") + 18 + at * 4 // 3
    file[place] = ord("A") if file[place] != ord("A") else ord("B")
    with pytest.raises(AgeBroken) as caught:
        AgeReader(io.BytesIO(bytes(file)), (IDENTITY,))
    assert caught.value.code in {"not-for-us", "bad-header"}


@pytest.mark.parametrize(
    "text",
    [
        "age1pq1qqqqqq",
        encode("age1pq", bytes(32)),
        encode("age1pq", b"\xff" * 1216),
        encode("age", b"\x09" * 1216),
        str(IDENTITY.recipient).upper(),
        str(IDENTITY.recipient)[:-1] + "q",
        "",
    ],
)
def test_other_texts_are_no_recipients(text: str) -> None:
    with pytest.raises(NotBech32):
        parse_recipient(text)


@pytest.mark.parametrize(
    "text",
    [IDENTITY.reveal().lower(), Identity(b"\x09" * 32).reveal(), encode("age-secret-key-pq-", b"1").upper()],
)
def test_other_texts_are_no_identities(text: str) -> None:
    with pytest.raises(NotBech32):
        HybridIdentity.parse(text)


def test_the_older_kind_is_read_too() -> None:
    older = Identity(b"\x07" * 32).recipient
    assert parse_recipient(str(older)) == older
    assert (older.post_quantum, HybridRecipient(b"").post_quantum) == (False, True)
