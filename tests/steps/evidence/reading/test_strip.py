"""Copies without metadata, as exiftool and other readers find them."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pillow_heif
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

import attic
import darkroom
from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item, Outcome
from guwah.steps.evidence.reading import jail, programs
from guwah.vault.custody import Act
from guwah.vault.models import LogEntry

RECORDINGS = {
    "voice.ogg": ("ogg", ""),
    "voice.mp3": ("mp3", ""),
    "voice.m4a": ("ipod", ""),
    "voice.wav": ("wav", ""),
    "voice.flac": ("flac", ""),
    "voice.aac": ("adts", ""),
    "voice.webm": ("webm", ""),
    "voice.caf": ("caf", ""),
    "voice.3gp": ("3gp", ""),
    "voice.aif": ("aiff", ""),
    "film.mp4": ("mp4", "libx264"),
    "film.mov": ("mov", "libx264"),
    "film.mkv": ("matroska", "libx264"),
    "newer.mp4": ("mp4", "libx265"),
}
TOLD = (darkroom.MARKER, "Aygul", darkroom.MAKER, darkroom.MODEL, darkroom.SERIAL, "2024", "41.28")


def _added(cast: Cast, data: bytes, name: str) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item


def _bytes(cast: Cast, item: Item) -> bytes:
    with flows.open_item(cast.chiara, item) as reader:
        return reader.read(item.size)


def _clean(cast: Cast, data: bytes, name: str) -> bytes:
    step = flows.clean_copy(cast.chiara, _added(cast, data, name))
    assert (str(step.result), step.code, len(step.made)) == ("done", "", 1)
    return _bytes(cast, step.made[0])


def _upright(data: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def _scans(data: bytes) -> bytes:
    return data[data.index(b"\xff\xda") : data.index(b"\xff\xd9", data.index(b"\xff\xda")) + 2]


def _packets(data: bytes, stream: str) -> list[str]:
    """The digest of every packet of a recording, as ffprobe takes it."""
    asked = [
        "ffprobe",
        "-v",
        "quiet",
        "-select_streams",
        stream,
        "-show_packets",
        "-show_data_hash",
        "sha256",
    ]
    said = subprocess.run([*asked, "-i", "pipe:0"], input=data, capture_output=True, check=True).stdout
    return [line for line in said.decode().splitlines() if line.startswith("data_hash=")]


@pytest.mark.parametrize("way_up", range(1, 9))
def test_a_jpeg_keeps_its_pixels_and_lies_as_it_lay(cast: Cast, tmp_path: Path, way_up: int) -> None:
    original = darkroom.jpeg(way_up=way_up)

    copy = _clean(cast, original, "Aygul.jpg")

    # The judge's own description of the colour space's white and primaries stays; who made it does not.
    assert darkroom.telling(copy, tmp_path) == {}
    assert not any(word.encode() in copy for word in TOLD)
    assert _scans(copy) == _scans(original)
    assert _upright(copy).tobytes() == _upright(original).tobytes()
    assert Image.open(io.BytesIO(copy)).info["icc_profile"]


def test_a_progressive_jpeg_of_grey_keeps_every_scan(cast: Cast, tmp_path: Path) -> None:
    original = darkroom.jpeg(darkroom.pixels().convert("L"), way_up=1, progressive=True)

    copy = _clean(cast, original, "a.jpg")

    assert darkroom.telling(copy, tmp_path) == {}
    assert copy.count(b"\xff\xda") == original.count(b"\xff\xda") > 1
    assert Image.open(io.BytesIO(copy)).tobytes() == Image.open(io.BytesIO(original)).tobytes()
    assert "Orientation" not in str(darkroom.judged(copy, tmp_path))


def test_a_jpeg_of_print_colours_is_read_with_the_same_colours(cast: Cast, tmp_path: Path) -> None:
    # Whether such a picture is inverted stands in a mark of Adobe's, which must stay.
    original = darkroom.jpeg(darkroom.pixels().convert("CMYK"))

    copy = _clean(cast, original, "a.jpg")

    assert darkroom.telling(copy, tmp_path) == {}
    assert Image.open(io.BytesIO(copy)).tobytes() == Image.open(io.BytesIO(original)).tobytes()


def test_a_png_keeps_its_pixels_and_lies_as_it_lay(cast: Cast, tmp_path: Path) -> None:
    original = darkroom.png()

    copy = _clean(cast, original, "a.png")

    assert darkroom.telling(copy, tmp_path) == {}
    assert not any(word.encode() in copy for word in TOLD)
    assert _upright(copy).tobytes() == _upright(original).tobytes()
    assert Image.open(io.BytesIO(copy)).info["icc_profile"]


def _as_shown(data: bytes) -> Image.Image:
    return pillow_heif.open_heif(io.BytesIO(data)).to_pillow().convert("RGB")


@pytest.mark.parametrize("way_up", range(1, 9))
def test_a_photo_of_an_iphone_becomes_a_jpeg_the_right_way_up(
    cast: Cast, tmp_path: Path, way_up: int
) -> None:
    original = darkroom.heic(way_up)
    assert darkroom.telling(original, tmp_path) != {}

    copy = _clean(cast, original, "Aygul.heic")

    shown, meant = Image.open(io.BytesIO(copy)), _as_shown(original)
    assert darkroom.telling(copy, tmp_path) == {}
    assert not any(word.encode() in copy for word in TOLD)
    assert (shown.format, shown.size) == ("JPEG", meant.size)
    assert "exif" not in shown.info
    worst = ImageChops.difference(shown.convert("RGB"), meant)
    assert max(ImageStat.Stat(worst).mean) < 3


def test_a_photo_cut_into_squares_is_cleaned_as_one(cast: Cast, tmp_path: Path) -> None:
    original = darkroom.heic(1, wide=1200, high=800, tile=512)

    copy = _clean(cast, original, "a.heic")

    assert darkroom.telling(copy, tmp_path) == {}
    worst = ImageChops.difference(Image.open(io.BytesIO(copy)).convert("RGB"), _as_shown(original))
    assert max(ImageStat.Stat(worst).mean) < 3


def test_what_writes_the_jpeg_never_sees_the_photo(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder with a hole in it can only give pixels: another child makes the file of them."""
    begun: list[tuple[str, str]] = []
    real = programs.reader

    def noted(step: str, family: str) -> jail.Program:
        begun.append((step, family))
        return real(step, family)

    monkeypatch.setattr(programs, "reader", noted)

    _clean(cast, darkroom.heic(), "a.heic")

    assert begun == [("clean", "heif"), ("clean", "pixels")]


@pytest.mark.parametrize("form", ["WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_other_pictures_are_drawn_anew(cast: Cast, tmp_path: Path, form: str) -> None:
    original = darkroom.picture(form)

    copy = _clean(cast, original, "a")

    assert darkroom.telling(copy, tmp_path) == {}
    assert Image.open(io.BytesIO(copy)).format == "PNG"
    assert _upright(copy).tobytes() == _upright(original).tobytes()


def test_a_pdf_becomes_pictures_of_its_pages(cast: Cast, tmp_path: Path) -> None:
    original = darkroom.pdf("Bread was sold", "Flour was not", attached=True)

    copy = _clean(cast, original, "Aygul.pdf")

    assert darkroom.telling(copy, tmp_path) == {}
    assert not any(word.encode() in copy for word in (*TOLD, "ledger"))
    shown = pypdfium2.PdfDocument(copy)
    assert [page.get_size() for page in shown] == [(300.0, 200.0)] * 2
    assert shown.count_attachments() == 0
    assert shown[0].get_textpage().get_text_bounded() == ""
    # The words are still to be seen, black on white, where they were.
    first, second = (page.render().to_pil().convert("L") for page in shown)
    assert first.getextrema() == (0, 255)
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_is_copied_packet_by_packet(cast: Cast, tmp_path: Path, name: str) -> None:
    form, video = RECORDINGS[name]
    original = darkroom.recording(form, video=video)

    copy = _clean(cast, original, name)

    assert darkroom.telling(copy, tmp_path) == {}
    assert not any(word.encode() in copy for word in TOLD)
    assert _packets(copy, "a") == _packets(original, "a") != []
    if video:
        assert len(_packets(copy, "v")) == len(_packets(original, "v")) == 20


@pytest.mark.parametrize("wide", [False, True])
def test_a_voice_of_an_old_phone_has_nothing_to_tell_and_stays(cast: Cast, *, wide: bool) -> None:
    original = attic.amr(wide=wide)

    assert _clean(cast, original, "voice.amr") == original


def test_what_stands_between_the_pictures_of_a_film_is_left_out(cast: Cast) -> None:
    """Encoders write their settings there; cameras place, day and number."""
    original = darkroom.recording("mov", video="libx264")

    assert b"x264 - core" in original
    assert b"x264" not in _clean(cast, original, "film.mov")


def _turned(data: bytes) -> str:
    asked = ["ffprobe", "-v", "quiet", "-show_entries", "stream_side_data=rotation", "-of", "csv=p=0"]
    done = subprocess.run([*asked, "-i", "pipe:0"], input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_a_film_held_sideways_is_still_shown_upright(cast: Cast) -> None:
    original = darkroom.turned(darkroom.recording("mp4", video="libx264"))

    copy = _clean(cast, original, "film.mp4")

    assert _turned(copy) == _turned(original) == "-90"


def test_the_copy_says_what_made_it_and_nothing_of_the_name_it_came_with(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "Aygul at the bakery.jpg")

    copy = flows.clean_copy(cast.chiara, item).made[0]

    assert (copy.filename, copy.derived_from, copy.source) == (f"item-{item.pk}-clean.jpg", item, item.source)
    assert (copy.tool, copy.tool_version) == ("clean (Guwah)", "1")
    assert _bytes(cast, item) == darkroom.jpeg()
    entry = LogEntry.objects.get(act=Act.CLEANED)
    assert entry.openings.get().value == {"id": item.pk, "copy": copy.pk, "result": ""}


@pytest.mark.parametrize(
    ("data", "name", "result", "code"),
    [
        (darkroom.docx("words"), "a.docx", "not-tried", "no-way-to-clean"),
        (b"plain words", "a.txt", "not-tried", "no-way-to-clean"),
        (attic.silk(), "a.slk", "not-tried", "no-way-to-clean"),
        (attic.rar("a"), "a.rar", "not-tried", "no-way-to-clean"),
        (darkroom.jpeg()[:300], "a.jpg", "failed", "not-readable"),
        (darkroom.png()[:-60], "a.png", "failed", "not-readable"),
        (darkroom.heic()[:1200], "a.heic", "failed", "not-readable"),
        (b"%PDF-1.4\nnothing", "a.pdf", "failed", "not-readable"),
        (darkroom.recording("ogg")[:200], "a.ogg", "failed", "not-readable"),
    ],
    ids=["office", "text", "silk", "rar", "jpeg", "png", "heif", "pdf", "sound"],
)
def test_what_cannot_be_cleaned_is_an_outcome(
    cast: Cast, data: bytes, name: str, result: str, code: str
) -> None:
    item = _added(cast, data, name)

    step = flows.clean_copy(cast.chiara, item)

    assert (str(step.result), step.code, step.made) == (result, code, [])
    outcome = Outcome.objects.get(item=item, step="clean")
    assert (outcome.result, outcome.code) == (result, code)
    assert not item.derived.exists()


def test_a_reader_of_the_case_makes_no_copy(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "a.jpg")

    with pytest.raises(NotPermitted):
        flows.clean_copy(cast.farid, item)
