"""What bytes are named: certain by mark or UTF-8, likely by what is written in them, else nothing."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, decode, read
from guwah.instruments.transcripts.encodings import text_encoding, unmarked_utf16

RUSSIAN = "Пекарня закрыта, и никто не сказал почему. МЧС молчит."
KAZAKH = "Наубайхана жабық, неге екенін ешкім айтпады."
UYGHUR = "ناۋايخانا تاقالدى، سەۋەبىنى ھېچكىم ئېيتمىدى."
MIXED = "Anna: жоқ, нан.\nBerik: иә.\nAnna: so\n"
CHINESE = "面包房关门了，没有人说为什么。许可证还在墙上。"
ENGLISH = "The bakery is closed; nobody said why."


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, UYGHUR, CHINESE, ENGLISH, MIXED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_each_language_is_named_without_a_mark(text: str, encoding: str) -> None:
    assert text_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, UYGHUR, CHINESE, ENGLISH, MIXED])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_names_the_encoding_also_where_the_head_ends_inside_a_character(
    text: str, mark: bytes, encoding: str
) -> None:
    whole = mark + text.encode(encoding)
    assert {text_encoding(whole), text_encoding(whole[:-1])} == {encoding}


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (RUSSIAN.encode("cp1251"), "windows-1251"),
        ("Алиса: «Да». № 5.".encode("cp1251"), "windows-1251"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (("Anna: " + CHINESE).encode("gbk"), "gb18030"),
        (UYGHUR.encode("cp1256", errors="ignore"), None),
        (b"abc\xff\xfe\xfd\xfc def", None),
        (b"abc\xe0\xc1\xe2\xc3\xe4\xc5 def", None),
        (b"oven \x81\x30\x81\x30 \x81\x30\x81\x30", None),
        (b"oven \xb0\xa1\x80", None),
        (b"oven \xb0\xa1 is cold", None),
        (b"oven \xd8\xa1\xd9\xa2\xda\xa3\xdb\xa4 \xb0\xa1\xb0\xa2", None),
        (b"bell \x07", None),
        (b"nul\x00", None),
        (codecs.BOM_UTF16_LE + b"\x00\xdc\x00\xdc", None),
        (codecs.BOM_UTF16_LE + "\ue000\ue001\ue002".encode("utf-16-le"), None),
        (codecs.BOM_UTF16_LE + b"\x07\x00", None),
        (codecs.BOM_UTF8 + b"a\xff", None),
        ("가나다라마바사아".encode("utf-16-le"), None),
        ("12 34 56".encode("utf-16-le"), None),
        ("ab 面包".encode("utf-16-le"), "utf-16-le"),
        ("хлеб面包".encode("utf-16-le"), None),
        ("аб 面包".encode("utf-16-le"), None),
        (bytes(range(0x80, 0x100)), None),
    ],
)
def test_likely_encodings_are_named_and_all_else_is_not(raw: bytes, encoding: str | None) -> None:
    assert text_encoding(raw) == encoding


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_whatever_is_utf8_is_utf8(text: str) -> None:
    assert text_encoding(("- " + text).encode()) == "utf-8"


@given(st.binary(max_size=80))
def test_a_named_encoding_reads_the_bytes(raw: bytes) -> None:
    named = text_encoding(raw)
    # Only the head is looked at: a last letter may be cut in two.
    assert named is None or isinstance(codecs.getincrementaldecoder(named)().decode(raw), str)


def test_too_little_is_nothing() -> None:
    assert unmarked_utf16("да".encode("utf-16-le")) is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, UYGHUR, CHINESE])
def test_utf16_without_a_mark_is_refused_with_what_to_do(text: str, encoding: str) -> None:
    with pytest.raises(NotUnderstood, match=r"iconv -f UTF-16[LB]E -t UTF-8") as refused:
        read(text.encode(encoding), "talk.txt")
    assert refused.value.code == "bad-encoding"
    assert ("UTF-16LE" in refused.value.message) == (encoding == "utf-16-le")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("talk.txt", "Anna: Where?\nBerik: There.\nAnna: When?\nBerik: Then.\n"),
        ("letter.txt", "We closed the bakery.\n"),
        ("talk", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Where?\n"),
    ],
)
@pytest.mark.parametrize(("encoding", "says"), [("utf-16-le", "UTF-16-LE"), ("utf-16-be", "UTF-16-BE")])
def test_utf16_with_a_mark_is_read_and_said(name: str, text: str, encoding: str, says: str) -> None:
    found = read(("\ufeff" + text).encode(encoding), name)

    told = [one for one in found.warnings if one.code == "other-encoding"]
    assert [one.line for one in told] == [1]
    assert says in told[0].message
    assert found.origin.encoding == encoding
    assert found.format in {"labelled-text", "plain", "webvtt"}
    assert not [one for one in read(text.encode(), name).warnings if one.code == "other-encoding"]


def test_an_encoding_a_person_said_is_told_as_that() -> None:
    assert "as it was said" in decode("Нора: да.".encode("cp1251"), declared="cp1251").warnings[0].message
