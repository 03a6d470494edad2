"""A reader that was taken over by a file may say anything; these are things it may say."""

from __future__ import annotations

import json
from typing import cast as as_type

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.steps.evidence.reading.answers import LARGEST, Answer, CannotRead, answers, told_json
from guwah.steps.evidence.reading.jail import Child, JailFailed


class Mouth:
    """A child that says these bytes, a few at a time."""

    def __init__(self, data: bytes, step: int = 7) -> None:
        self._pieces = [data[at : at + step] for at in range(0, len(data), step)]

    def read(self, size: int) -> bytes:
        piece = self._pieces.pop(0) if self._pieces else b""
        assert len(piece) <= size
        return piece


def heard(*parts: bytes) -> list[Answer]:
    return list(answers(as_type("Child", Mouth(b"".join(parts)))))


def part(name: object, payload: bytes = b"", **facts: object) -> bytes:
    return json.dumps({"part": name, "bytes": len(payload), **facts}).encode() + b"\n" + payload


def test_what_is_said_in_form_is_taken() -> None:
    pixel = part("picture", b"\x00\x01\x02\x03", width=1, height=1, number=4, points_wide=9.5, points_high=7)

    told = heard(
        part("metadata", b"{}"), pixel, part("text", "Нан".encode()), part("file", b"\xff"), part("more")
    )

    assert [(each.part, each.payload) for each in told] == [
        ("metadata", b"{}"),
        ("picture", b""),
        ("text", "Нан".encode()),
        ("file", b"\xff"),
        ("more", b""),
    ]
    assert told[1].picture is not None
    assert (told[1].picture.rows, told[1].picture.number, told[1].picture.points) == (
        b"\0\1\2\3",
        4,
        (9.5, 7.0),
    )


PIXEL = b"\x00\x01\x02\x03"


@pytest.mark.parametrize(
    "said",
    [
        b"hello\n",
        b"[]\n",
        b"[" * 1000 + b"\n",
        b'{"part": "metadata"}\n',
        b'{"part": "metadata", "bytes": "9"}\n',
        b'{"part": "metadata", "bytes": true}\n',
        b'{"part": "metadata", "bytes": -1}\n',
        b'{"part": "metadata", "bytes": 99999999999}\n',
        b'{"part": ["metadata"], "bytes": 0}\n',
        b'{"part": "script", "bytes": 0}\n',
        b'{"part": "text", "bytes": 9}\nshort',
        b'{"part": "text", "bytes": 0, "x": "' + b"x" * 2000 + b'"}\n',
        part("text", b"\xff\xfe"),
        part("metadata", b"\xff"),
        part("more", b"x"),
        part("picture", PIXEL),
        part("picture", PIXEL, width=1, height=1, number=0),
        part("picture", PIXEL, width=1.0, height=1, number=1),
        part("picture", PIXEL, width=2, height=1, number=1),
        part("picture", b"\x09\x01\x02\x03", width=1, height=1, number=1),
        part("picture", PIXEL, width=True, height=1, number=1),
        part("picture", PIXEL, width=1, height=1, number=1, points_wide="9"),
    ],
)
def test_babble_is_thrown_away(said: bytes) -> None:
    with pytest.raises(JailFailed) as failed:
        heard(said)

    assert failed.value.code == "reader-babbled"


@given(st.binary(max_size=300))
def test_whatever_is_said_it_is_a_part_or_babble(said: bytes) -> None:
    try:
        codes = {each.part for each in heard(said)}
    except (JailFailed, CannotRead) as failed:
        codes = {failed.code}
    assert codes <= {"reader-babbled", "not-readable", *LARGEST}


@pytest.mark.parametrize(
    ("code", "told"),
    [("needs-passphrase", "needs-passphrase"), ("<script>", "not-readable"), (["x"], "not-readable")],
)
def test_a_reason_is_one_of_a_closed_list(code: object, told: str) -> None:
    with pytest.raises(CannotRead) as failed:
        heard(part("metadata", b"{}"), part("failed", code=code))

    assert failed.value.code == told


@pytest.mark.parametrize("data", [b"{", b"", b"\xff", b"[" * 100_000, b"1" * 5000])
def test_json_that_is_none_is_babble(data: bytes) -> None:
    with pytest.raises(JailFailed) as failed:
        told_json(data)

    assert failed.value.code == "reader-babbled"
