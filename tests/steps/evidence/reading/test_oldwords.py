"""Words out of streams of old Word and PowerPoint files; any bytes end as words or as a refusal."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

import attic
from guwah.steps.evidence.reading.inside import oldwords
from guwah.steps.evidence.reading.inside.saying import CannotRead

LETTERS = st.text(
    st.characters(min_codepoint=0x20, exclude_characters="\xad", exclude_categories=("Cs", "Cc"))
)


def _word(streams: dict[str, bytes]) -> str:
    return oldwords.word_text(
        streams["WordDocument"], (streams.get("0Table", b""), streams.get("1Table", b""))
    )


@given(st.lists(LETTERS, min_size=1, max_size=6), st.sampled_from([0, 0x0200]))
def test_pieces_come_back_in_their_order(words: list[str], flags: int) -> None:
    pieces = [(each, each.isascii()) for each in words]

    assert _word(attic.word_streams(pieces, flags=flags)) == "".join(words)


def test_letters_of_one_byte_are_those_of_western_windows() -> None:
    assert _word(attic.word_streams([("“x” – é€", True)])) == "“x” – é€"


def test_ends_and_signs_become_lines_and_tabs() -> None:
    words = "one\rtwo\x0bthree\x0cfour\x07five\x07\x07row\x1esix\x1fseven\x01\x08\r"

    assert _word(attic.word_streams([(words, False)])) == "one\ntwo\nthree\x0cfour\tfive\nrow-sixseven"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x13 DATE \x14today\x15b", "atodayb"),
        ("a\x13 PAGE \x15b", "ab"),
        ("a\x13 IF \x13 X \x14y\x15 \x14z\x15b", "azb"),
        ("a\x13 X \x14y\x13 Z \x14z\x15y\x15b", "ayzyb"),
        ("a\x14b\x15c\x15d", "abcd"),
        ("a\x13 never ended", "a"),
        ("a\x13x\x14y\x14z\x15b", "ayzb"),
    ],
)
def test_of_fields_only_what_they_showed_is_kept(raw: str, shown: str) -> None:
    assert _word(attic.word_streams([(raw, False)])) == shown


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (attic.word_streams([("x", True)], flags=0x0300), "needs-passphrase"),
        (attic.word_streams([("x", True)], magic=0xA5DC), "not-readable"),
        (attic.word_streams([("x", True)]) | {"1Table": b""}, "not-readable"),
        ({"WordDocument": b""}, "not-readable"),
    ],
    ids=["locked", "Word 95", "no table", "empty"],
)
def test_what_is_locked_older_or_broken_is_said(streams: dict[str, bytes], code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        _word(streams)
    assert refused.value.code == code


def test_pieces_that_name_the_same_words_again_and_again_end() -> None:
    """Each piece costs twelve bytes and may name all of the file: a bomb."""
    count = 30
    places = struct.pack(f"<{count + 1}I", *(index * 1_000_000 for index in range(count + 1)))
    plc = places + struct.pack("<HIH", 0, 4096 | 0x40000000, 0) * count
    streams = attic.word_streams([("x" * 1_000_000, True)])
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    streams["1Table"] = bytes(64) + clx
    document = bytearray(streams["WordDocument"])
    document[0x1A2:0x1AA] = struct.pack("<II", 64, len(clx))

    with pytest.raises(CannotRead) as refused:
        oldwords.word_text(bytes(document), (b"", streams["1Table"]))
    assert refused.value.code == "too-much-output"


def test_a_piece_that_goes_backwards_has_no_words() -> None:
    plc = struct.pack("<III", 0, 5, 3) + struct.pack("<HIH", 0, 4096 | 0x40000000, 0) * 2
    streams = attic.word_streams([("bread", True)])
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    document = bytearray(streams["WordDocument"])
    document[0x1A2:0x1AA] = struct.pack("<II", 0, len(clx))

    assert oldwords.word_text(bytes(document), (b"", clx)) == "bread"


def _saved_by(listed: bytes) -> list[str]:
    streams = attic.word_streams([("x", True)])
    document = bytearray(streams["WordDocument"])
    document[0x2D2:0x2DA] = struct.pack("<II", 0, len(listed))
    return oldwords.saved_by(bytes(document), (b"", listed))


def test_those_who_saved_it_are_listed_in_their_order() -> None:
    streams = attic.word_streams([("x", True)])

    assert oldwords.saved_by(streams["WordDocument"], (b"", streams["1Table"]))[:2] == [
        "Boris",
        "C:\\Boris\\ledger.doc",
    ]
    assert _saved_by(attic.strings("Нан", "b", extra=2)) == ["Нан", "b"]
    assert _saved_by(attic.strings()) == []
    assert _saved_by(b"\x01\x00\x01\x00\x00\x00\x01a") == []
    assert _saved_by(b"\xff\xff\xff\xff\x00\x00" + attic.strings("a")[6:]) == ["a"]


@given(st.binary(max_size=80))
def test_any_bytes_end_as_a_list_of_names(noise: bytes) -> None:
    assert all(isinstance(each, str) for each in _saved_by(b"\xff\xff" + noise))


def test_slides_give_every_frame_of_text() -> None:
    inner = (
        attic.frame(0x0FA8, b"flour")
        + attic.frame(0x1234, b"none")
        + attic.frame(0x0FA0, "Нан\rx".encode("utf-16-le"))
    )

    assert oldwords.slides_text(attic.frame(1, inner, holds=True)) == "flour\nНан\nx"


@given(st.binary(max_size=400), st.binary(max_size=200), st.integers(0, 0x120))
def test_any_bytes_end_as_words_or_as_a_refusal(noise: bytes, table: bytes, at: int) -> None:
    document = bytearray(attic.word_streams([("bread", True), ("Нан", False)])["WordDocument"])
    document[32 + at : 32 + at + len(noise)] = noise
    for tables in ((table, table), (table, attic.word_streams([("bread", True)])["1Table"])):
        try:
            words = oldwords.word_text(bytes(document), tables)
        except CannotRead as refused:
            words = refused.code
        assert isinstance(words, str)
    assert isinstance(oldwords.slides_text(noise + table), str)
