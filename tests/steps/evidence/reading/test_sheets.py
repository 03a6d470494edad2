"""Cells out of streams of old Excel files; any bytes end as cells or as a refusal."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import attic
from guwah.steps.evidence.reading.inside import sheets
from guwah.steps.evidence.reading.inside.saying import CannotRead

WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=12)


def _cell(row: int, index: int) -> tuple[int, bytes]:
    return 0x00FD, struct.pack("<HHHI", row, 0, 0, index)


def _cut(data: bytes, places: list[int]) -> list[tuple[int, bytes]]:
    ends = [0, *sorted(places), len(data)]
    parts = [data[first:after] for first, after in pairwise(ends)]
    return [(0x00FC, parts[0]), *((0x003C, each) for each in parts[1:])]


@given(WORDS)
def test_strings_come_back_where_cells_name_them(words: list[str]) -> None:
    cells = [_cell(row, row) for row in range(len(words))]

    assert sheets.sheet_text(attic.book((0x00FC, attic.shared(*words)), *cells)) == "\n".join(words)


def test_a_string_may_go_on_in_other_records_and_change_its_width_there() -> None:
    first = struct.pack("<IIHB", 1, 2, 8, 0) + b"bre"
    then = b"\x01" + "ад".encode("utf-16-le")
    last = b"\x00" + b"end" + struct.pack("<HB", 2, 0) + b"ok"
    stream = attic.book((0x00FC, first), (0x003C, then), (0x003C, last), _cell(0, 0), _cell(1, 1))

    assert sheets.sheet_text(stream) == "breадend\nok"


def test_a_string_may_begin_with_a_new_record() -> None:
    stream = attic.book(
        (0x00FC, struct.pack("<II", 2, 2) + b"\x01\x00\x00a"),
        (0x003C, b"\x01\x00\x00b"),
        _cell(0, 0),
        _cell(0, 1),
    )

    assert sheets.sheet_text(stream) == "a\tb"


def test_what_hangs_on_a_string_is_left_out() -> None:
    rich = struct.pack("<HBHI", 2, 0x0C, 1, 3) + b"ab" + bytes(4) + b"xyz" + struct.pack("<HB", 1, 0) + b"c"
    stream = attic.book((0x00FC, struct.pack("<II", 2, 2) + rich), _cell(0, 0), _cell(0, 1))

    assert sheets.sheet_text(stream) == "ab\tc"


def test_numbers_are_told_as_they_are() -> None:
    place = struct.pack("<HHH", 4, 0, 0)
    rk = struct.pack("<i", (825 << 2) | 3)
    whole = struct.pack("<i", (-7 << 2) | 2)
    half = struct.pack("<d", 0.5)
    stream = attic.book(
        (0x0203, place + struct.pack("<d", 1.25)),
        (0x027E, place + rk),
        (0x00BD, place[:4] + (b"\0\0" + whole) + (b"\0\0" + half[4:]) + b"\x01\x00"),
        (0x0006, place + struct.pack("<d", 3)),
        (0x0006, place + b"\x00" * 6 + b"\xff\xff"),
        (0x0207, struct.pack("<HB", 2, 0) + b"ok"),
        (0x0204, place + struct.pack("<HB", 3, 0) + b"old"),
        _cell(4, 9),
    )

    assert sheets.sheet_text(stream) == "1.25\t8.25\t-7\t0.5\t3\tok\told\t"


def test_sheets_are_named_and_their_rows_kept_apart() -> None:
    named = (0x0085, struct.pack("<IBB", 0, 0, 0) + b"\x02\x01" + "Ұн".encode("utf-16-le"))
    begin = (0x0809, struct.pack("<HH", 0x0600, 16))
    strings = (0x00FC, attic.shared("a", "b"))

    assert sheets.sheet_text(attic.book(named, strings, begin, _cell(0, 0), begin, _cell(0, 1))) == "Ұн\na\nb"


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (b"", "not-readable"),
        (attic.records((0x0809, struct.pack("<HH", 0x0500, 5))), "not-readable"),
        (attic.records((0x0001, b"x")), "not-readable"),
        (attic.book((0x002F, b"\0\0")), "needs-passphrase"),
    ],
    ids=["empty", "Excel 95", "no beginning", "locked"],
)
def test_what_is_locked_older_or_broken_is_said(stream: bytes, code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        sheets.sheet_text(stream)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "stream",
    [
        attic.book((0x00FC, attic.shared("x" * 60)), *[_cell(0, 0)] * 3000),
        attic.book((0x00FC, attic.shared(*["x" * 30_000] * 2)), (0x003C, b"")),
        attic.book((0x00FC, struct.pack("<II", 9, 1 << 31) + bytes(60_000)), *[(0x003C, bytes(60_000))] * 5),
    ],
    ids=["named by many cells", "too long", "very many"],
)
def test_what_unfolds_without_end_is_weighed(monkeypatch: pytest.MonkeyPatch, stream: bytes) -> None:
    monkeypatch.setattr(sheets, "LONGEST_TEXT", 50_000)

    with pytest.raises(CannotRead) as refused:
        sheets.sheet_text(stream)
    assert refused.value.code == "too-much-output"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x85, 0xFC, 0x3C, 0x204, 0xFD, 0x203, 0x27E, 0xBD, 6, 0x207, 0x809, 1]),
            st.binary(max_size=40),
        ),
        max_size=12,
    )
)
def test_any_records_end_as_cells(pairs: list[tuple[int, bytes]]) -> None:
    assert isinstance(sheets.sheet_text(attic.book(*pairs)), str)


@given(st.binary(max_size=300), st.lists(st.integers(0, 60), max_size=4))
def test_any_bytes_end_as_cells(noise: bytes, places: list[int]) -> None:
    stream = (
        attic.book(*_cut(attic.shared("bread", "Нан", "x" * 30), places), _cell(0, 0), _cell(0, 2)) + noise
    )
    try:
        words = sheets.sheet_text(stream)
    except CannotRead as refused:
        words = refused.code

    assert isinstance(words, str)
