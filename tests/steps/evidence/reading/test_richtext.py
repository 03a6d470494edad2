"""Rich Text: what is said, what is told besides, and any bytes end as words or as a refusal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import attic
from guwah.steps.evidence.reading.inside import richtext
from guwah.steps.evidence.reading.inside.saying import CannotRead


def _text(words: bytes) -> str:
    return richtext.text(io.BytesIO(attic.rtf(words)))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (rb"The oven\par was cold.", "The oven\nwas cold."),
        (b"\\'cd\\'e0\\'ed", "Нан"),
        (b"{\\f1 \\'c3\\'e6\\'b0\\'fc}\\'cd", "面包Н"),
        (b"{\\f2 \\'cd}{\\f9 \\'cd}", "НН"),
        (b"\\f1 \\'c3\\'e6\\f0 \\'cd", "面Н"),
        (rb"\u1187?\u-10179?\u-8704?y", "ң😀y"),
        (b"\\u1187\\'3fa \\u1187 \\b b", "ңa ңb"),
        (b"\\uc0\\u1187 a{\\uc2\\u1187 ??b}", "ңaңb"),
        (b"\\uc3\\u1187 ?{??}", "ң??"),
        (b"\\u-10179 ?", "\ufffd"),
        (rb"a\tab b\line c\page d\cell e\emdash f\~g\_h\-i", "a\tb\nc\fd\te—f\u00a0g\u2011hi"),
        (b"a\\\nb\\\\\\{c\\}\\|d", "a\nb\\{c}d"),
        (b"a\r\nb\x00c", "abc"),
        (rb'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt shown}}', "shown"),
        (rb"a{\pict\pngblip 0011}{\v hidden}{\deleted struck}", "ahiddenstruck"),
        (rb"a{\*\unknown silent {inner}}b{\*\shppict{\pict 00}}", "ab"),
        (b"a{\\pict\\bin5 }}}}}}b", "ab"),
        (b"a\\bin-5 b", "ab"),
        (b"a\\bin9999 b", "a"),
        (rb"{\*\rsid7 x}{\*}y{}z", "xyz"),
        (rb"{\object{\*\objclass Sheet}{\*\objdata 01}{\result R}}", "R"),
    ],
)  # fmt: skip
def test_words_are_read_as_writers_show_them(raw: bytes, words: str) -> None:
    assert _text(raw) == words


def test_it_tells_everything_it_was_given() -> None:
    raw = rb"{\pict 00}{\object{\*\objclass Sheet}{\*\objdata 01}{\result R}}"

    found = richtext.metadata(io.BytesIO(attic.rtf(raw)))

    assert found == {
        "information": {
            "title": ["The ledger"],
            "author": ["Aygul н"],
            "operator": ["Boris"],
            "generator": ["Oven 3.1;"],
            "propname": ["Case"],
            "staticval": ["17"],
            "objclass": ["Sheet"],
        },
        "times": {
            "creatim": {"yr": 2024, "mo": 3, "dy": 15, "hr": 10, "min": 11},
            "printim": {"yr": 2024, "mo": 4},
        },
        "numbers": {"version": 3, "edmins": 7},
        "editing sessions": [123, 456],
        "embedded objects": 1,
        "pictures": 1,
    }


def test_a_file_that_ends_in_the_middle_keeps_its_words() -> None:
    assert richtext.text(io.BytesIO(b"{\\rtf1 bread\\")) == "bread"


def test_a_file_that_tells_nothing_tells_nothing() -> None:
    assert richtext.metadata(io.BytesIO(b"{\\rtf1 x}")) == {}


@pytest.mark.parametrize("page", [b"936", b"65001", b"99999", b"10000"])
def test_the_page_of_letters_is_heeded_when_anybody_knows_it(page: bytes) -> None:
    word = "е" if page == b"65001" else "一"
    encoding = {b"936": "gb18030", b"65001": "utf-8", b"99999": "cp1252", b"10000": "mac_roman"}[page]
    data = word.encode("gb18030" if encoding != "utf-8" else "utf-8")
    raw = b"{\\rtf1\\ansicpg%s %s}" % (page, b"".join(b"\\'%02x" % each for each in data))

    assert richtext.text(io.BytesIO(raw)) == data.decode(encoding)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"no rich text", "not-readable"),
        (b"{\\rtf1" + b"{" * 6000, "nested-too-deep"),
    ],
    ids=["no rich text", "nested"],
)
def test_what_is_none_or_nested_without_end_is_said(raw: bytes, code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        richtext.text(io.BytesIO(raw))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "code"), [("LARGEST", "needs-too-much"), ("LONGEST_TEXT", "too-much-output")]
)
def test_what_is_too_long_is_said(monkeypatch: pytest.MonkeyPatch, name: str, code: str) -> None:
    monkeypatch.setattr(richtext, name, 20)

    with pytest.raises(CannotRead) as refused:
        richtext.text(io.BytesIO(attic.rtf()))
    assert refused.value.code == code


def test_numbers_of_editing_are_not_listed_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(richtext, "MOST_SESSIONS", 3)

    found = richtext.metadata(io.BytesIO(b"{\\rtf1{\\*\\rsidtbl " + b"\\rsid5" * 100 + b"}}"))

    assert found == {"editing sessions": [5, 5, 5]}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_words_come_back(words: str) -> None:
    halves = words.encode("utf-16-le")
    raw = b"".join(
        b"\\u%d?" % int.from_bytes(halves[at : at + 2], "little", signed=True)
        for at in range(0, len(halves), 2)
    )

    assert _text(raw) == words


PIECES = [
    b"{", b"}", b"\\", b"\\*", b"\\'", b"\\'cd", b"\\u12?", b"\\uc9", b"\\bin3 ",
    b"\\f1 ", b"\\info", b"\\author ", b"\\fonttbl", b"\\fcharset134", b"\\creatim", b"\\yr7", b"\\rsid1",
    b"x", b"\xff\x00", b"\\pict", b"\\ansicpg932 ",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)), max_size=40))
def test_any_bytes_end_as_words(pieces: list[bytes]) -> None:
    raw = io.BytesIO(b"{\\rtf1" + b"".join(pieces))

    assert isinstance(richtext.text(raw), str)
    raw.seek(0)
    assert isinstance(richtext.metadata(raw), dict)
