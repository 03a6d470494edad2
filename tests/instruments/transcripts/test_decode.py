import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, decode
from guwah.instruments.transcripts.decode import check_size, place

WORDS = "Nora: нан?\r\nОраз: 面包。\n"


@pytest.mark.parametrize(
    ("raw", "encoding", "bom"),
    [
        (WORDS.encode(), "utf-8", b""),
        (codecs.BOM_UTF8 + WORDS.encode(), "utf-8", codecs.BOM_UTF8),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "utf-16-le", codecs.BOM_UTF16_LE),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-16-be", codecs.BOM_UTF16_BE),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), "utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_a_mark_decides_else_utf8(raw: bytes, encoding: str, bom: bytes) -> None:
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding, decoded.bom) == (WORDS, encoding, bom)
    assert decoded.encode() == raw


def test_an_encoding_a_person_names_is_used() -> None:
    raw = "Нора: да.".encode("cp1251")
    assert decode(raw, declared="windows-1251").text == "Нора: да."
    assert decode(raw, declared="windows-1251").encode() == raw


@pytest.mark.parametrize(
    ("raw", "code", "line", "column", "offset"),
    [
        (b"", "empty-file", None, None, None),
        (b" \r\n\t\n", "empty-file", None, None, None),
        (codecs.BOM_UTF8, "empty-file", None, None, None),
        (b"One.\nTwo \xff.\n", "bad-encoding", 2, 5, 9),
        (codecs.BOM_UTF8 + b"a\r\nb\xe2\x28", "bad-encoding", 2, 2, 7),
        (codecs.BOM_UTF16_LE + b"a\x00b", "bad-encoding", 1, 2, 4),
        (b"a\nb\x00c", "binary-file", 2, 2, 3),
        (b"\x00\xff\x00", "binary-file", None, None, 0),
        (b"\x01\x02\x03 words", "binary-file", 1, 1, 0),
        (b"%PDF-1.7 rest", "binary-file", None, None, 0),
        (b"\x89PNG\r\n", "binary-file", None, None, 0),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(
    raw: bytes, code: str, line: int | None, column: int | None, offset: int | None
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decode(raw)
    said = refused.value
    assert (said.code, said.line, said.column, said.offset) == (code, line, column, offset)


def test_an_unknown_or_lossy_encoding_is_refused() -> None:
    for raw, declared in ((b"a", "klingon"), (b"+AGE-", "utf-7"), (b"\xef\xbb\xbf"[:1] + b"a", "ascii")):
        with pytest.raises(NotUnderstood) as refused:
            decode(raw, declared=declared)
        assert refused.value.code == "bad-encoding"


def test_a_size_is_refused_before_anything_is_read() -> None:
    with pytest.raises(NotUnderstood) as refused:
        check_size(300 * 1024 * 1024)
    assert refused.value.code == "too-large"
    assert "300 MiB" in refused.value.message


@given(st.binary(max_size=60))
def test_bytes_come_back_or_are_refused(raw: bytes) -> None:
    try:
        decoded = decode(raw)
    except NotUnderstood as refused:
        code = refused.code
    else:
        code = "read"
        assert decoded.encode() == raw
    assert code in {"read", "empty-file", "binary-file", "bad-encoding"}


def test_line_and_column_over_every_line_end() -> None:
    text = "a\r\nbc\rd\ne"
    assert [place(text, at) for at in (0, 3, 4, 6, 8)] == [(1, 1), (2, 1), (2, 2), (3, 1), (4, 1)]


@pytest.mark.parametrize(
    ("encoding", "named", "words"),
    [
        ("gb18030", "GB18030", "记者：面粉是从哪里来的？\n受访者：从上面的磨坊来，我们每天去。\n"),
        (
            "cp1251",
            "WINDOWS-1251",
            "Нора: откуда мука?\nОраз: с верхней мельницы, мы ходим туда каждый день.\n",
        ),
        ("latin-1", None, "Zoé: d'où vient la farine?\n"),
    ],
)
def test_a_likely_encoding_is_named_in_the_refusal_and_not_used(
    encoding: str, named: str | None, words: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        decode(words.encode(encoding))
    assert refused.value.code == "bad-encoding"
    assert ("look like" in str(refused.value)) == (named is not None)
    assert named is None or f"iconv -f {named} " in str(refused.value)
