"""Which readings a file has, what is looked into, and where looking stops; all invented."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import NotSearchedError
from guwah.instruments.redaction import views as reading
from guwah.instruments.redaction.canonical import squeeze
from guwah.instruments.redaction.views import Member, View, members, views, views_of_name


def forms(data: bytes) -> list[str]:
    return [view.form for view in views(data)]


def said(data: bytes, form: str) -> str:
    return next(view.text for view in views(data) if view.form == form)


def packed(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = gzip.compress(data, mtime=0)
    return data


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def test_plain_text_is_read_once_and_its_packed_runs() -> None:
    assert forms(b"flour") == ["utf-8", "base64", "hex"]
    assert said(b"flour", "utf-8") == "flour"


def test_control_characters_may_mean_two_bytes_a_letter() -> None:
    wide = ["utf-16-le", "utf-16-be", "utf-16-le", "utf-16-be"]
    assert forms(b"fl\x00our") == ["utf-8", *wide, "base64", "hex"]
    assert forms("печь".encode("utf-16-le")) == ["utf-8", *wide, "base64", "hex"]
    shifted = [view.text for view in views(b"\x00" + "oven".encode("utf-16-le")) if view.form == "utf-16-le"]
    assert shifted[1] == "oven"
    assert said("oven".encode("utf-16-be"), "utf-16-be") == "oven"


def test_bytes_that_are_no_utf8_are_read_in_the_encodings_of_the_region() -> None:
    data = "печь".encode("cp1251") + "炉".encode("gb18030")
    assert forms(data)[:3] == ["utf-8", "windows-1251", "gb18030"]
    assert said(data, "windows-1251").startswith("печь")
    assert said(data, "gb18030").endswith("炉")
    assert "\ufffd" in said(data, "utf-8")


def test_markup_and_escapes_are_taken_off() -> None:
    assert forms(b"a &amp; b")[:2] == ["utf-8", "utf-8, unescaped"]
    assert said(b"a &amp; b", "utf-8, unescaped") == "a & b"
    assert said(b"a<b>b</b><p>c", "utf-8, without markup") == "ab c"
    assert said(b"1 < 2 and 3 > 2", "utf-8, without markup") == "1 < 2 and 3 > 2"
    assert said(b"<!-- <p> -->oven<!-- open", "utf-8, without markup") == "oven<!-- open"
    assert said(b"o<!---->ven<!--x-->s", "utf-8, without markup") == "ovens"
    assert said(b"<p>a&lt;b", "utf-8, without markup") == " a<b"
    assert said(b"%6Fven", "utf-8, unescaped") == "oven"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\u006fven", "oven"),
        (r"\u{6f}ven", "oven"),
        (r"\x6fven", "oven"),
        (r"\ud83c\udf5e", "🍞"),
        (r"\uD83C\uDF5E", "🍞"),
        (r"\ud800\udc00", "\U00010000"),
        (r"\udbff\udfff", "\U0010ffff"),
        (r"\u{10ffff}", "\U0010ffff"),
        (r"\u{110000}", "\ufffd"),
        (r"a\nb\tc", "a b c"),
        (r"a\/b\"c\'d", "a/b\"c'd"),
        (r"\\u006fven", "\\oven"),
        ("&amp;amp;amp;", "&"),
        ("%2525", "%"),
    ],
)
def test_escapes_are_undone_to_the_last(written: str, meant: str) -> None:
    assert said(written.encode(), "utf-8, unescaped") == meant


def test_the_names_of_files_are_read_as_they_are_and_unescaped() -> None:
    assert list(views_of_name("oven.html")) == [View("file name", "oven.html")]
    assert list(views_of_name("%6Fven.html")) == [
        View("file name", "%6Fven.html"),
        View("file name, unescaped", "oven.html"),
    ]


@given(text=st.text("abcdefgh ", min_size=12, max_size=40), before=st.integers(0, 3))
def test_base64_says_what_was_put_in(text: str, before: int) -> None:
    run = b"x" * before + base64.b64encode(text.encode())
    assert text in said(run + b"!", "base64")


@given(text=st.text("abcdefgh", min_size=4, max_size=40))
def test_hexadecimal_says_what_was_put_in(text: str) -> None:
    assert text in said(b"z" + text.encode().hex().encode() + b"z", "hex")


def test_short_runs_are_read_from_four_letters_on() -> None:
    assert "oven" in said(b"id=b3Zlbg==&", "base64")
    assert "ove" in said(b"(b3Zl)", "base64")
    assert said(b"(b3Z)", "base64") == ""
    assert said(b"6f7665", "hex") == ""
    assert said(b"6f76656e", "hex") == "oven"
    assert squeeze(said(b"6f76656e z 6f76656e", "hex")) == "ovenoven"


def test_base64_broken_over_lines_is_one_run() -> None:
    run = base64.b64encode(b"the oven behind the mill")
    assert "the oven behind the mill" in said(run[:14] + b"\r\n" + run[14:], "base64")
    assert "the oven behind the mill" in said(run[:14] + b"\n" + run[14:], "base64")


def test_every_packed_file_is_named_behind_its_archive() -> None:
    inner = zipped(("a.txt", b"A"), ("b/c.txt", packed(b"C")))
    assert [(each.name, len(each.data)) for each in members("all.zip", inner)] == [
        ("all.zip", len(inner)),
        ("all.zip!a.txt", 1),
        ("all.zip!b/c.txt", len(packed(b"C"))),
        ("all.zip!b/c.txt!", 1),
    ]
    assert list(members("a.txt", b"A")) == [Member("a.txt", b"A")]
    empty = zipped()
    assert list(members("none.zip", empty)) == [Member("none.zip", empty)]
    with pytest.raises(NotSearchedError, match="broken-archive"):
        list(members("none.zip", empty[:-3]))


def test_four_archives_within_one_another_are_opened_and_no_fifth() -> None:
    assert [each.data for each in members("x", packed(b"oven", reading.DEEPEST))][-1] == b"oven"
    with pytest.raises(NotSearchedError) as wrong:
        list(members("x", packed(b"oven", reading.DEEPEST + 1)))
    assert (wrong.value.code, wrong.value.file) == ("too-deep", "x!!!!")
    assert str(wrong.value) == "x!!!!: could not be searched (too-deep)"


def test_what_unpacks_to_more_than_the_limit_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    assert len(list(members("x", packed(b"0" * 10)))) == 2
    assert len(list(members("x", zipped(("a", b"0" * 5), ("b", b"0" * 5))))) == 3
    for data in (packed(b"0" * 11), zipped(("a", b"0" * 5), ("b", b"0" * 6)), zipped(("a", b"0" * 11))):
        with pytest.raises(NotSearchedError) as wrong:
            list(members("x", data))
        assert (wrong.value.code, wrong.value.file) == ("too-large", "x")


def test_an_archive_that_breaks_off_is_named() -> None:
    whole = zipped(("a.txt", b"oven" * 50))
    for data in (packed(b"oven")[:-4], packed(b"oven")[:12], whole[:40], b"PK\x05\x06", whole[:-30]):
        with pytest.raises(NotSearchedError) as wrong:
            list(members("x", data))
        assert (wrong.value.code, wrong.value.file) == ("broken-archive", "x")
    damaged = bytearray(whole)
    damaged[whole.index(b"a.txt") + 6] ^= 0xFF
    with pytest.raises(NotSearchedError):
        list(members("x", bytes(damaged)))
    inside = packed(whole[:40])
    with pytest.raises(NotSearchedError) as wrong:
        list(members("y", inside))
    assert wrong.value.file == "y!"
