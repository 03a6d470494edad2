from __future__ import annotations

import io
import wave
import zipfile
from pathlib import Path
from random import Random

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

import attic
import darkroom
from guwah.steps.evidence.kinds import HEAD_BYTES, Kind, kind_of, may_show

RUSSIAN = "Явка в школьную столовую отменена, печь не работает. " * 40


def _box(brand: bytes, rest: bytes = b"") -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00isommp42" + rest


def _wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x01" * 800)
    return out.getvalue()


def _zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def _docx() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("The oven was cold.")
    document.save(out)
    return out.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"
KNOWN = [
    (b"plain words\n", "text", "text/plain"),
    ("ئېغىزدىن ئېغىزغا".encode(), "text", "text/plain"),
    ("﻿WEBVTT\n\n00:00.000 --> 00:01.000\nhi".encode(), "text", "text/vtt"),
    ("面包房的许可证".encode("gb18030"), "text", "text/plain; charset=gb18030"),
    (RUSSIAN.encode("cp1251"), "text", "text/plain; charset=windows-1251"),
    ("я вернулась".encode("cp1251"), "text", "text/plain; charset=windows-1251"),
    (RUSSIAN.encode("utf-16"), "text", "text/plain; charset=utf-16le"),
    ("\ufeffthe oven".encode("utf-16-be"), "text", "text/plain; charset=utf-16be"),
    (RUSSIAN.encode("utf-16-le"), "text", "text/plain; charset=utf-16le"),
    ("The oven was cold.".encode("utf-16-be"), "text", "text/plain; charset=utf-16be"),
    ("\ufeffWEBVTT\n\n".encode("utf-16-le"), "text", "text/vtt; charset=utf-16le"),
    ("十".encode("utf-32"), "text", "text/plain; charset=utf-32le"),
    (bytes(range(0x80, 0x100)), "other", "application/octet-stream"),
    (b"\xff\xfe" + bytes(range(0x80, 0xFF)), "other", "application/octet-stream"),
    (b"words and \xff\xfe\xfd\xfc garbage", "other", "application/octet-stream"),
    (("十" * HEAD_BYTES).encode()[:HEAD_BYTES], "text", "text/plain"),
    (b"BMW was what they drove", "text", "text/plain"),
    (b"ID3 is a tag", "text", "text/plain"),
    (b"\n<!DOCTYPE html><p>hi", "text", "text/html"),
    (b"<?xml version='1.0'?><tei/>", "text", "text/xml"),
    (b"<?xml version='1.0'?><svg xmlns='x'><script/></svg>", "image", "image/svg+xml"),
    (b"%PDF-1.7\n\x00", "document", "application/pdf"),
    (b"\x00junk before it\n%PDF-1.4\n\x00", "document", "application/pdf"),
    (b"{\\rtf1 hi}", "document", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "document", "application/x-ole-storage"),
    (attic.doc("x"), "document", "application/msword"),
    (attic.xls("x"), "document", "application/vnd.ms-excel"),
    (attic.ppt("x"), "document", "application/vnd.ms-powerpoint"),
    (attic.msg(), "document", "application/vnd.ms-outlook"),
    (attic.ole({"Book": b"x"}), "document", "application/vnd.ms-excel"),
    (attic.ole({"Else": b"WordDocument"}), "document", "application/x-ole-storage"),
    # Of a long file only the beginning is looked at: its list of streams lies behind that.
    (attic.doc("long " * 40_000), "document", "application/msword"),
    (attic.ole({"Workbook": attic.book(*[(1, bytes(9000))] * 9)}), "document", "application/vnd.ms-excel"),
    (attic.ppt("long " * 40_000), "document", "application/x-ole-storage"),
    (_docx(), "document", OFFICE + "wordprocessingml.document"),
    (_zipped("[Content_Types].xml", "xl/workbook.xml"), "document", OFFICE + "spreadsheetml.sheet"),
    (_zipped("[Content_Types].xml", "ppt/a.xml"), "document", OFFICE + "presentationml.presentation"),
    (_zipped("content.xml", mimetype=ODT), "document", ODT),
    (_zipped("a.txt", mimetype="text/nothing"), "other", "application/zip"),
    (_zipped("[Content_Types].xml", "other/a"), "other", "application/zip"),
    (_zipped(), "other", "application/zip"),
    (_wav(), "audio", "audio/wav"),
    (b"ID3\x04\x00\x00\x00\x00", "audio", "audio/mpeg"),
    (b"\xff\xfb\x90\x00\x00\x00", "audio", "audio/mpeg"),
    (b"\xff\xf1\x50\x80\x00\x00", "audio", "audio/aac"),
    (b"fLaC\x00\x00", "audio", "audio/flac"),
    (b"#!AMR\n\x3c\x00", "audio", "audio/amr"),
    (b"\x02#!SILK_V3\x00", "audio", "audio/silk"),
    (b"OggS\x00\x02OpusHead", "audio", "audio/ogg"),
    (b"OggS\x00\x02\x80theora", "video", "video/ogg"),
    (b"FORM\x00\x00\x00\x00AIFF\x00", "audio", "audio/aiff"),
    (_box(b"M4A "), "audio", "audio/mp4"),
    (_box(b"isom", b"moov hdlr soun"), "audio", "audio/mp4"),
    (_box(b"isom", b"moov soun vide"), "video", "video/mp4"),
    (_box(b"3gp4"), "video", "video/3gpp"),
    (_box(b"qt  "), "video", "video/quicktime"),
    (_box(b"3gp5", b"moov soun"), "audio", "audio/3gpp"),
    (_box(b"3ge6", b"moov vide soun"), "video", "video/3gpp"),
    *((_box(brand), "image", "image/heic") for brand in (b"heic", b"heix", b"heim", b"heis")),
    *((_box(brand), "image", "image/heic-sequence") for brand in (b"hevc", b"hevx", b"hevm", b"hevs")),
    *((_box(brand), "image", "image/avif") for brand in (b"avif", b"avis")),
    (_box(b"mif1"), "image", "image/heif"),
    (_box(b"msf1"), "image", "image/heif-sequence"),
    (_box(b"mif1").replace(b"mp42", b"heic"), "image", "image/heic"),
    (_box(b"miaf").replace(b"isom", b"avif"), "image", "image/avif"),
    (_box(b"miaf"), "video", "video/mp4"),
    # What the box of brands does not hold is none of its brands.
    (_box(b"mif1", b"avif"), "image", "image/heif"),
    (_box(b"isom").replace(b"mp42", b"heic"), "video", "video/mp4"),
    (darkroom.heic(), "image", "image/heic"),
    (b"\x1a\x45\xdf\xa3\x42\x82\x84webm\x86V_VP9 A_OPUS", "video", "video/webm"),
    (b"\x1a\x45\xdf\xa3\x42\x82\x84webm\x86A_OPUS", "audio", "audio/webm"),
    (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", "video", "video/matroska"),
    (b"RIFF\x00\x00\x00\x00AVI LIST", "video", "video/x-msvideo"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image", "image/webp"),
    ((b"\x47\x00\x11" + bytes(185)) * 3, "video", "video/mp2t"),
    (b"\x89PNG\r\n\x1a\n\x00", "image", "image/png"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", "image/jpeg"),
    (b"BM" + bytes(12) + b"\x28\x00\x00\x00", "image", "image/bmp"),
    (b"RIFF\x00\x00\x00\x00WHAT", "other", "application/octet-stream"),
    (b"\x7fELF\x02\x01", "other", "application/x-executable"),
    (b"\x00\x01\x02\x03", "other", "application/octet-stream"),
    (b"\xff\xfe\x00\xdc", "other", "application/octet-stream"),
    (b"\xff\x00\x00", "other", "application/octet-stream"),
]


@pytest.mark.parametrize(("head", "kind", "media_type"), KNOWN)
def test_a_file_is_known_by_its_bytes(head: bytes, kind: str, media_type: str) -> None:
    assert kind_of(head[:HEAD_BYTES]) == Kind(kind, media_type)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_words_in_utf_8_are_text_unless_they_sign_themselves_otherwise(text: str) -> None:
    assert kind_of(("- " + text).encode()).kind == "text"


# In a few dozen bytes anything may happen to look like words.
@given(st.integers(0, 2**32), st.integers(200, 600), st.sampled_from([0, 0x20, 0x80]))
def test_noise_is_not_called_text(seed: int, length: int, lowest: int) -> None:
    chance = Random(seed)  # noqa: S311 - noise, not a secret
    assert kind_of(b"." + bytes(chance.randrange(lowest, 0x100) for _ in range(length))).kind != "text"


@given(st.binary())
def test_no_bytes_are_too_strange(head: bytes) -> None:
    found = kind_of(head)

    assert found.kind in {"text", "document", "audio", "video", "image", "other"}
    assert "/" in found.media_type


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("audio/mpeg", True),
        ("video/webm", True),
        ("image/png", True),
        ("image/svg+xml", False),
        ("image/tiff", False),
        ("text/html", False),
        ("text/plain", False),
        ("application/pdf", False),
    ],
)
def test_only_sound_film_and_plain_pictures_are_shown(media_type: str, *, shown: bool) -> None:
    assert may_show(media_type) is shown


@pytest.mark.seeds
def test_the_real_conversations_are_text(seeds: Path) -> None:
    for path in seeds.glob("*.txt"):
        assert kind_of(path.read_bytes()[:HEAD_BYTES]) == Kind("text", "text/plain")
