"""The readers that run in the jail, called outside of it with files of our own making."""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

import darkroom
from guwah.steps.evidence.reading.inside import main, office, papers, saying

Told = Callable[[str, str, bytes], list[tuple[dict[str, Any], bytes]]]


@pytest.fixture
def told(capsysbinary: pytest.CaptureFixture[bytes]) -> Told:
    """Do one step with a file and return what was said, part by part."""

    def read(step: str, family: str, data: bytes) -> list[tuple[dict[str, Any], bytes]]:
        main.read(step, family, io.BytesIO(data))
        said, parts = capsysbinary.readouterr().out, []
        while said:
            line, said = said.split(b"\n", 1)
            head = json.loads(line)
            parts.append((head, said[: head["bytes"]]))
            said = said[head["bytes"] :]
        return parts

    return read


def _metadata(told: Told, family: str, data: bytes) -> dict[str, Any]:
    ((head, payload),) = told("metadata", family, data)
    assert head["part"] == "metadata"
    found: dict[str, Any] = json.loads(payload)
    return found


def _text(told: Told, family: str, data: bytes) -> str:
    ((head, payload),) = told("text", family, data)
    assert head["part"] == "text"
    return payload.decode()


def _failed(told: Told, step: str, family: str, data: bytes) -> str:
    head, payload = told(step, family, data)[-1]
    assert (head["part"], payload) == ("failed", b"")
    return str(head["code"])


def test_a_photo_tells_all_it_was_given(told: Told) -> None:
    found = _metadata(told, "picture", darkroom.jpeg())

    assert (found["format"], found["width"], found["height"]) == ("JPEG", 240, 160)
    assert (found["tiff"]["Make"], found["tiff"]["Orientation"]) == (darkroom.MAKER, 6)
    assert found["exif"]["BodySerialNumber"] == darkroom.SERIAL
    assert found["gps"]["GPSLatitude"] == [41.0, 17.0, 3.0] or found["gps"]["GPSLatitude"] == [
        "41.0",
        "17.0",
        "3.0",
    ]
    assert darkroom.MARKER in found["other"]["comment"]
    assert "Aygul" in found["other"]["xmp"]
    assert "base64" in found["other"]["icc_profile"]


def test_a_png_tells_its_texts(told: Told) -> None:
    found = _metadata(told, "picture", darkroom.png())

    assert found["other"]["Author"] == "Aygul the baker"
    assert found["other"]["Comment"] == darkroom.MARKER


def test_a_small_picture_is_small_and_the_right_way_up(told: Told) -> None:
    ((head, rows),) = told("thumbnail", "picture", darkroom.jpeg(darkroom.pixels(2400, 1600)))

    assert (head["part"], head["width"], head["height"]) == ("picture", 320, 480)
    assert len(rows) == 480 * (1 + 3 * 320)


def test_a_photo_of_an_iphone_tells_all_it_was_given(told: Told) -> None:
    found = _metadata(told, "heif", darkroom.heic(6))

    assert (found["format"], found["width"], found["height"]) == ("HEIF", 160, 240)
    assert (found["tiff"]["Make"], found["tiff"]["Model"]) == (darkroom.MAKER, darkroom.MODEL)
    assert found["exif"]["DateTimeOriginal"] == "2024:03:15 10:11:12"
    assert found["exif"]["BodySerialNumber"] == darkroom.SERIAL
    assert [float(each) for each in found["gps"]["GPSLatitude"]] == [41.0, 17.0, 3.0]
    # The decoder has turned it by the container's word; EXIF's is told beside.
    assert (found["tiff"]["Orientation"], found["other"]["original_orientation"]) == (1, 6)
    assert "Aygul" in found["other"]["xmp"]
    assert "base64" in found["other"]["icc_profile"]


def test_a_photo_cut_into_squares_is_put_together(told: Told) -> None:
    data = darkroom.heic(6, wide=1200, high=800, tile=512)
    assert _metadata(told, "heif", data)["other"]["tiling"]["num_columns"] == 2

    ((head, rows),) = told("thumbnail", "heif", data)

    assert (head["width"], head["height"]) == (320, 480)
    assert len(rows) == 480 * (1 + 3 * 320)


@pytest.mark.parametrize(("wide", "code"), [(12_000, "needs-too-much"), (0, "not-readable")])
def test_a_photo_that_says_it_is_vast_or_nothing_is_not_decoded(told: Told, wide: int, code: str) -> None:
    data = darkroom.heic()
    stated = data.index(b"ispe") + 8
    data = data[:stated] + struct.pack(">II", wide, wide) + data[stated + 8 :]

    assert [_failed(told, step, "heif", data) for step in ("metadata", "thumbnail", "clean")] == [code] * 3


def test_pixels_are_pressed_into_a_jpeg_that_says_nothing_else(told: Told) -> None:
    ((head, data),) = told("clean", "pixels", darkroom.png())

    copy = Image.open(io.BytesIO(data))
    assert (head["part"], copy.format, copy.size) == ("file", "JPEG", (240, 160))
    assert {key for key in copy.info if not str(key).startswith("jfif")} == set()


def test_a_pdf_tells_its_information_words_and_pages(told: Told) -> None:
    data = darkroom.pdf("Bread was sold", "Flour was not", attached=True)

    found = _metadata(told, "pdf", data)
    pages = told("page-images", "pdf", data)

    assert (found["pages"], found["information"]["Author"]) == (2, "Aygul the baker")
    assert found["attachments"] == ["ledger.txt"]
    assert _text(told, "pdf", data).split("\f") == ["Bread was sold", "Flour was not"]
    assert [(head["number"], head["width"], head["height"]) for head, _rows in pages] == [
        (1, 1400, 934),
        (2, 1400, 934),
    ]
    assert told("thumbnail", "pdf", data)[0][0]["width"] == 480


def test_an_xmp_packet_in_a_pdf_is_kept(told: Told) -> None:
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Aygul</x:xmpmeta>"

    found = _metadata(told, "pdf", darkroom.pdf("x") + b"\n%" + packet)

    assert found["xmp"] == [packet.decode()]


def test_a_long_pdf_shows_its_first_pages_and_is_not_published_in_half(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST_PAGES", 2)
    data = darkroom.pdf("one", "two", "three")

    assert [head["part"] for head, _rows in told("page-images", "pdf", data)] == [
        "picture",
        "picture",
        "more",
    ]
    assert _failed(told, "clean", "pdf", data) == "too-many-pages"


def test_a_document_tells_its_properties_and_its_words(told: Told) -> None:
    data = darkroom.docx("Нан таза болды.", "ئۇ كەلدى.")

    assert _metadata(told, "office", data)["docProps/core.xml"] == {"creator": ["Aygul the baker"]}
    assert _text(told, "office", data) == "Нан таза болды.\nئۇ كەلدى."


def test_slides_are_read_in_their_order_and_cells_stand_apart(told: Told) -> None:
    slides = {f"ppt/slides/slide{n}.xml": f"<s><p><r><t>slide {n}</t></r></p></s>" for n in (10, 9, 1)}
    sheet = {
        "xl/sharedStrings.xml": "<s><si><t>bread</t></si></s>",
        "xl/worksheets/sheet1.xml": "<w><row><c><v>7</v></c><c><v>8</v></c></row></w>",
    }

    assert _text(told, "office", darkroom.office(slides)) == "slide 1\nslide 9\nslide 10"
    assert _text(told, "office", darkroom.office(sheet)) == "bread\n7\t8"


def test_an_open_document_gives_its_paragraphs(told: Told) -> None:
    data = darkroom.office(
        {
            "content.xml": "<o><h>Bread</h><p>was <span>sold</span></p></o>",
            "meta.xml": "<m><creator>Aygul</creator></m>",
        }
    )

    assert _text(told, "office", data) == "Bread\nwas sold"
    assert _metadata(told, "office", data)["meta.xml"] == {"creator": ["Aygul"]}


def test_an_archive_tells_the_names_in_it(told: Told) -> None:
    found = _metadata(told, "archive", darkroom.office({"voice/1.opus": "x", "list.txt": "yy"}))

    assert [(each["name"], each["bytes"]) for each in found["parts"]] == [
        ("voice/1.opus", 1),
        ("list.txt", 2),
    ]


def test_a_letter_keeps_every_header_in_its_order(told: Told) -> None:
    data = darkroom.letter()

    found = _metadata(told, "mail", data)

    assert [name for name, _value in found["headers"]][:3] == ["From", "To", "Subject"]
    assert ["Subject", "Нан туралы"] in found["headers"]
    assert [(part["type"], part["name"], part["bytes"]) for part in found["parts"]][1] == (
        "image/jpeg",
        "oven.jpg",
        3,
    )
    assert darkroom.MARKER in _text(told, "mail", data)


def test_a_letter_that_is_a_page_gives_the_words_of_the_page(told: Told) -> None:
    data = b"From: a@b\nContent-Type: text/html; charset=x-unknown\n\n<p>Bread</p><script>x</script>"

    assert _text(told, "mail", data) == "Bread"
    assert _text(told, "mail", b"From: a@b\nContent-Type: image/png\n\n") == ""


def test_a_saved_page_gives_its_words_and_runs_nothing(told: Told) -> None:
    found = _metadata(told, "html", darkroom.page())

    assert (found["title"], found["language"]) == ("Наубайхана", "kk")
    assert found["meta"] == [{"name": "author", "content": "Aygul"}]
    assert _text(told, "html", darkroom.page()) == f"News\n{darkroom.MARKER}"
    assert _text(told, "html", "<p>Нан</p>".encode("utf-16")) == "Нан"


@pytest.mark.parametrize(
    ("step", "family", "data", "code"),
    [
        ("thumbnail", "picture", darkroom.bomb(), "needs-too-much"),
        ("metadata", "picture", b"\xff\xd8\xff garbage", "not-readable"),
        ("thumbnail", "picture", darkroom.jpeg()[:400], "not-readable"),
        ("text", "office", b"PK\x03\x04 not a zip", "not-readable"),
        ("text", "office", darkroom.office({"content.xml": "<p>" * 500}), "nested-too-deep"),
        ("text", "office", darkroom.office({"word/document.xml": "<p></q>"}), "not-readable"),
        ("text", "pdf", b"%PDF-1.4 nothing", "not-readable"),
        (
            "metadata",
            "mail",
            b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 2100,
            "needs-too-much",
        ),
        ("clean", "jpeg", darkroom.png(), "not-readable"),
        ("clean", "png", darkroom.jpeg(), "not-readable"),
        ("clean", "png", darkroom.png().replace(b"IDAT", b"JDAT"), "not-readable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_means_harm_is_said_to(
    told: Told, step: str, family: str, data: bytes, code: str
) -> None:
    assert _failed(told, step, family, data) == code


def test_an_archive_of_too_many_parts_is_not_listed(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MOST_PARTS", 2)

    assert _failed(told, "metadata", "archive", darkroom.office(dict.fromkeys("abc", ""))) == "needs-too-much"


def test_what_unfolds_without_end_is_weighed_as_it_unfolds(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MOST_BYTES", 10)

    assert _failed(told, "text", "office", darkroom.docx("words")) == "needs-too-much"


def test_a_part_packed_in_a_way_nobody_knows_is_not_readable(told: Told) -> None:
    data = darkroom.docx("words").replace(b"\x08\x00", b"\x63\x00")

    assert _failed(told, "text", "office", data) == "not-readable"
    assert zipfile.is_zipfile(io.BytesIO(data))


def test_values_of_any_kind_have_a_form_in_json() -> None:
    value = {1: b"\x00text\x00", "t": ("a", 2, None, True), "far": b"\x00\x01" + bytes(300_000), "s": {3.5}}

    assert saying.as_json(value) == {
        "1": {"base64": "AHRleHQA"},
        "t": ["a", 2, None, True],
        "far": {"bytes": 300_002},
        "s": ["3.5"],
    }


def test_the_command_reads_its_standard_input(
    told: Told, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given = io.BytesIO(darkroom.page())
    given.seek(5)
    monkeypatch.setattr(sys, "argv", ["-c", "text", "html"])
    monkeypatch.setattr(main, "open", lambda *_words, **_more: given, raising=False)

    main.main()

    assert darkroom.MARKER.encode() in capsysbinary.readouterr().out
