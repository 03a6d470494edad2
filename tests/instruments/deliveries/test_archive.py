from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.deliveries import NotUnderstood, ZipBundle, archive
from guwah.instruments.deliveries.bundle import read_whole


def _zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as made:
        for name, raw in files.items():
            made.writestr(zipfile.ZipInfo(name, (2021, 1, 31, 9, 0, 2)), raw, method)
    return whole.getvalue()


def _entry(change: Callable[[zipfile.ZipInfo], None], raw: bytes = b"bread") -> bytes:
    info = zipfile.ZipInfo("a.txt")
    change(info)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr(info, raw)
    return whole.getvalue()


def _refused(raw: bytes) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as refusal:
        ZipBundle(io.BytesIO(raw))
    return refusal.value


def _central(raw: bytes) -> int:
    return raw.index(b"PK\x01\x02")


def _with(raw: bytes, at: int, form: str, value: int) -> bytes:
    changed = bytearray(raw)
    struct.pack_into(form, changed, at, value)
    return bytes(changed)


@given(
    st.dictionaries(
        st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1, max_size=8),
        st.binary(max_size=64),
        min_size=1,
    )
)
def test_what_was_put_in_comes_out(files: dict[str, bytes]) -> None:
    bundle = ZipBundle(io.BytesIO(_zip(files)))

    assert {entry.name: read_whole(bundle, entry.name) for entry in bundle.entries} == files
    assert [entry.name for entry in bundle.entries] == list(files)
    assert {entry.modified for entry in bundle.entries} == {"2021-01-31 09:00:02"}
    assert bundle.doubts == ()


def test_folders_are_no_files() -> None:
    assert [each.name for each in ZipBundle(io.BytesIO(_zip({"a/": b"", "a/b.txt": b"x"}))).entries] == [
        "a/b.txt"
    ]


@pytest.mark.parametrize("raw", [b"", b"bread", b"PK\x05\x06", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_refused(raw: bytes) -> None:
    assert _refused(raw).code == "not-a-zip"


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/etc/oven", "C:\\oven", "c:oven", "a\\b", "a//b", "./a", " ", "a\nb", "a/./b"],
)
def test_a_name_that_leads_elsewhere_is_refused_with_its_place(name: str) -> None:
    raw = _zip({"first.txt": b"x", "second.txt": b"y"})
    made = _entry(lambda info: setattr(info, "filename", name))

    refusal = _refused(made)

    assert (refusal.code, refusal.offset) == ("bad-name", 0)
    assert not name.strip() or name not in refusal.message
    assert ZipBundle(io.BytesIO(raw)).doubts == ()


def test_a_name_with_a_nul_is_refused_whole() -> None:
    raw = _zip({"aXb.txt": b"x"}).replace(b"aXb", b"a\x00b")

    assert _refused(raw).code == "bad-name"


def test_two_files_of_one_name_are_refused_also_in_other_letters() -> None:
    twice = _zip({"a.txt": b"x", "b.txt": b"y"}).replace(b"b.txt", b"a.txt")
    composed = _zip({"\u00e9.txt": b"x", "e\u0301.txt": b"y"})

    assert _refused(twice).code == "two-of-one-name"
    assert (_refused(composed).code, bool(_refused(composed).offset)) == ("two-of-one-name", True)


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_a_locked_zip_is_refused(flag: int) -> None:
    raw = _zip({"a.txt": b"x"})

    assert _refused(_with(raw, _central(raw) + 8, "<H", flag)).code == "encrypted-zip"


def test_links_and_rare_packings_are_refused() -> None:
    link = _entry(lambda info: setattr(info, "external_attr", 0o120777 << 16))

    assert _refused(link).code == "link-in-zip"
    assert _refused(_zip({"a.txt": b"x" * 99}, zipfile.ZIP_BZIP2)).code == "unknown-compression"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    raw = _zip({"a.txt": bytes(1000)})
    lie = _with(raw, _central(raw) + 24, "<L", 4_000_000_000)

    assert (_refused(lie).code, _refused(lie).name) == ("zip-bomb", "a.txt")


def test_a_real_bomb_is_refused() -> None:
    assert _refused(_zip({"a.txt": bytes(20_000_000)})).code == "zip-bomb"


def test_files_over_each_other_are_refused() -> None:
    raw = _zip({"a.txt": b"bread", "b.txt": b"bread"}, zipfile.ZIP_STORED)
    second = raw.index(b"PK\x01\x02", _central(raw) + 1)

    refusal = _refused(_with(raw, second + 42, "<L", 10))

    assert (refusal.code, refusal.offset) == ("overlapping-files", 10)


def test_more_than_a_tebibyte_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MAX_TOTAL", 3)

    assert _refused(_zip({"a.txt": b"bread"})).code == "zip-bomb"


def test_too_many_files_and_too_large_a_directory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = _zip({"a.txt": b"x", "b.txt": b"x"})
    end = raw.index(b"PK\x05\x06")

    assert _refused(_with(raw, end + 12, "<L", 0x7FFFFFFF)).code == "zip-bomb"
    monkeypatch.setattr(archive, "MAX_ENTRIES", 1)
    assert _refused(raw).code == "too-many-files"


def test_the_large_form_of_a_directory_is_looked_at_too() -> None:
    raw = _zip({"a.txt": b"x"})
    end = raw.index(b"PK\x05\x06")
    size = end - _central(raw)
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, _central(raw))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    whole = raw[:end] + large + locator + tail

    assert [each.name for each in ZipBundle(io.BytesIO(whole)).entries] == ["a.txt"]
    assert _refused(_with(whole, end + 40, "<Q", 1 << 40)).code == "zip-bomb"
    assert _refused(_with(whole, end, "<L", 0)).code == "not-a-zip"


def test_a_broken_directory_is_refused() -> None:
    raw = _zip({"a.txt": b"x"})

    assert _refused(_with(raw, _central(raw), "<L", 0)).code == "not-a-zip"


@pytest.mark.parametrize(("declared", "method"), [(4, 0), (6, 0), (4, 8), (6, 8)])
def test_a_file_of_another_size_than_declared_is_refused_when_read(declared: int, method: int) -> None:
    raw = _zip({"a.txt": b"bread"}, method)
    bundle = ZipBundle(io.BytesIO(_with(raw, _central(raw) + 24, "<L", declared)))

    with pytest.raises(NotUnderstood) as refusal:
        read_whole(bundle, "a.txt")

    assert (refusal.value.code, refusal.value.name, refusal.value.offset) == ("broken-file", "a.txt", 0)


def test_a_file_whose_own_head_is_broken_is_refused_when_opened() -> None:
    raw = _zip({"a.txt": b"bread"})
    bundle = ZipBundle(io.BytesIO(_with(raw, 0, "<L", 0)))

    with pytest.raises(NotUnderstood) as refusal:
        bundle.open("a.txt")

    assert refusal.value.code == "broken-file"


def test_names_that_mislead_are_doubted() -> None:
    bundle = ZipBundle(io.BytesIO(_zip({"a\u202egpj.exe": b"x", "b.zip": b"y"})))

    assert [doubt.code for doubt in bundle.doubts] == ["reordering-name"]


def test_names_of_older_programs_are_read_when_they_are_utf8() -> None:
    utf8 = "нан.txt".encode()
    raw = _zip({"X" * len(utf8): b"x"}).replace(b"X" * len(utf8), utf8)
    odd = _zip({"XXX": b"x"}).replace(b"XXX", b"\xad\xa0\xad")

    assert [each.name for each in ZipBundle(io.BytesIO(raw)).entries] == ["нан.txt"]
    assert [each.name for each in ZipBundle(io.BytesIO(odd)).entries] == ["¡á¡"]
    assert {doubt.code for doubt in ZipBundle(io.BytesIO(odd)).doubts} == {"name-encoding"}
    assert read_whole(ZipBundle(io.BytesIO(raw)), "нан.txt") == b"x"


def test_a_file_too_large_to_be_looked_into_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_whole(ZipBundle(io.BytesIO(_zip({"a.txt": b"bread"}))), "a.txt", 4)

    assert (refusal.value.code, refusal.value.name) == ("too-large", "a.txt")
