"""Files as phones and offices make them, with everything they tell besides, and files that mean harm."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MARKER = "the eleventh baker keeps a blue ledger"
MAKER = "Kettle & Sons"
MODEL = "Samovar 9"
SERIAL = "SN-55-1234"
_EXIF, _GPS = 0x8769, 0x8825


def pixels(width: int = 240, height: int = 160) -> Image.Image:
    """A picture in which every corner differs, so that turning it shows."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste("red", (0, 0, width // 4, height // 4))
    image.paste("blue", (width - width // 4, 0, width, height // 4))
    return image


@cache
def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(way_up: int = 6) -> Image.Exif:
    """What a phone writes: maker, model, serial number, day, place, author."""
    told = Image.Exif()
    told[0x010F], told[0x0110], told[0x0131] = MAKER, MODEL, "Oven 3.1"
    told[0x0112], told[0x013B], told[0x0132] = way_up, "Aygul the baker", "2024:03:15 10:11:12"
    told.get_ifd(_EXIF).update(
        {0x9003: "2024:03:15 10:11:12", 0xA431: SERIAL, 0x9286: b"ASCII\0\0\0" + MARKER.encode()}
    )
    told.get_ifd(_GPS).update({1: "N", 2: (41.0, 17.0, 3.0), 3: "E", 4: (69.0, 14.0, 9.0)})
    return told


def jpeg(image: Image.Image | None = None, way_up: int = 6, *, progressive: bool = False) -> bytes:
    out = io.BytesIO()
    (image or pixels()).save(
        out,
        "JPEG",
        exif=exif(way_up),
        icc_profile=profile(),
        comment=MARKER.encode(),
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>Aygul</creator></x:xmpmeta>",
        progressive=progressive,
    )
    # What some phones hang on behind the end: a second picture, a short film.
    return out.getvalue() + b"trailer: " + MARKER.encode()


def png() -> bytes:
    out, told = io.BytesIO(), PngInfo()
    told.add_text("Author", "Aygul the baker")
    told.add_itxt("Comment", MARKER)
    pixels().save(out, "PNG", pnginfo=told, exif=exif(3), icc_profile=profile())
    return out.getvalue() + MARKER.encode()


def picture(form: str) -> bytes:
    out = io.BytesIO()
    pixels().save(out, form, exif=exif()) if form in {"WEBP", "TIFF", "AVIF"} else pixels().save(out, form)
    return out.getvalue()


@cache
def heic(way_up: int = 6, *, wide: int = 240, high: int = 160, tile: int = 0) -> bytes:
    """A photo as phones keep it; with `tile`, cut into squares of so many pixels, as iPhones do."""
    photo = pillow_heif.from_pillow(pixels(wide, high))
    photo.info["icc_profile"], photo.info["icc_profile_type"] = profile(), "prof"
    out = io.BytesIO()
    photo.save(
        out,
        quality=90,
        exif=exif(way_up).tobytes(),
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>Aygul</creator></x:xmpmeta>",
        **({"tile_size": tile} if tile else {}),
    )
    return out.getvalue()


def bomb(edge: int = 12_000) -> bytes:
    """A PNG of a few kilobytes that unfolds to hundreds of megabytes."""
    rows = zlib.compressobj()
    packed = b"".join(rows.compress(bytes(edge // 8 + 1)) for _ in range(edge)) + rows.flush()
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", edge, edge, 1, 0, 0, 0, 0)),
        (b"IDAT", packed),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def pdf(*pages: str, title: str = "The ledger", attached: bool = False) -> bytes:
    """A PDF with words on its pages, a title, an author, and perhaps a file attached."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    names = " /Names << /EmbeddedFiles << /Names [(ledger.txt) 90 0 R] >> >>" if attached else ""
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R{names} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        80: f"<< /Title ({title}) /Author (Aygul the baker) /Producer (Oven 3.1) >>".encode(),
        90: b"<< /Type /Filespec /F (ledger.txt) /UF (ledger.txt) /EF << /F 91 0 R >> >>",
        91: b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(MARKER), MARKER.encode()),
    }
    for index, words in enumerate(pages):
        drawn = f"BT /F 18 Tf 40 100 Td ({words}) Tj ET".encode()
        objects[4 + 2 * index] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * index)
        )
        objects[5 + 2 * index] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    return _pdf_file(objects)


def _pdf_file(objects: dict[int, bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, begin = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    return bytes(
        out + b"trailer\n<< /Size %d /Root 1 0 R /Info 80 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, begin)
    )


def office(parts: dict[str, str]) -> bytes:
    """A ZIP of parts, the way office programs write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    words = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>Aygul the baker</dc:creator></cp:coreProperties>"
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{words}</w:body></w:document>'
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": body, "docProps/core.xml": core}
    return office(parts)


def zip_bomb() -> bytes:
    """An Office file of half a megabyte whose words unfold to half a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b"<p><t>")
            for _ in range(512):
                part.write(bytes([0x62]) * (1 << 20))
            part.write(b"</t></p>")
    return out.getvalue()


def letter() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Aygul <aygul@bakery.example>", "boris@office.example"
    mail["Subject"], mail["Date"] = "Нан туралы", "Fri, 15 Mar 2024 10:11:12 +0600"
    mail["Message-ID"] = "<17@bakery.example>"
    mail.set_content(f"Good morning,\n{MARKER}.\n")
    mail.add_attachment(b"\x00\x01\x02", maintype="image", subtype="jpeg", filename="oven.jpg")
    return mail.as_bytes()


def page() -> bytes:
    return (
        '<!doctype html><html lang="kk"><head><title>Наубайхана</title><meta name="author" content="Aygul">'
        f"<style>p {{}}</style></head><body><h1>News</h1><p>{MARKER}</p><script>steal()</script>"
        "</body></html>"
    ).encode()


_CODECS = {
    **dict.fromkeys(("ogg", "webm", "matroska"), "libopus"),
    **dict.fromkeys(("ipod", "mp4", "mov", "adts"), "aac"),
    "mp3": "libmp3lame",
    **dict.fromkeys(("wav", "caf"), "pcm_s16le"),
    "3gp": "aac",
    "aiff": "pcm_s16be",
    "flac": "flac",
}


@cache
def recording(form: str, *, video: str = "") -> bytes:
    """Two seconds of a tone, perhaps with moving pictures, with a title, an artist, a day and a place."""
    told = {
        "title": MARKER,
        "artist": "Aygul the baker",
        "comment": MARKER,
        "creation_time": "2024-03-15T10:11:12Z",
        "location": "+41.2842+069.2358/",
        "make": MAKER,
        "model": MODEL,
    }
    with _memory() as made:
        command = ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2"]
        if video:
            command += ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2", "-c:v", video]
        command += [
            "-c:a",
            _CODECS[form],
            *(f for key, value in told.items() for f in ("-metadata", f"{key}={value}")),
        ]
        command += ["-metadata:s:a:0", "handler_name=Aygul the baker"]
        command += ["-movflags", "use_metadata_tags"] if form == "mov" else []
        command += ["-f", form, "-y", f"/proc/self/fd/{made}"]
        subprocess.run(command, check=True, pass_fds=(made,))
        os.lseek(made, 0, os.SEEK_SET)
        return b"".join(iter(lambda: os.read(made, 1 << 20), b""))


def turned(film: bytes) -> bytes:
    """The same film, held sideways when it was taken."""
    # The matrix of the picture's track: ISO/IEC 14496-12, 8.3.2; 65536 is one.
    upright = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    sideways = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    place = film.index(upright, film.index(b"tkhd"))
    return film[:place] + sideways + film[place + len(upright) :]


@contextmanager
def _memory() -> Iterator[int]:
    with os.fdopen(os.memfd_create("made"), "w+b") as file:
        yield file.fileno()


def judged(data: bytes, tmp_path: Path) -> dict[str, object]:
    """What exiftool, the judge, finds in a file, by group and name."""
    path = tmp_path / "judged"
    path.write_bytes(data)
    said = subprocess.run(
        ["exiftool", "-j", "-G0:1", "-a", "-u", "-U", "-ee", str(path)], capture_output=True, check=False
    )
    path.unlink()
    found: dict[str, object] = json.loads(said.stdout)[0]
    return found


# What tells of somebody, by the names exiftool gives it.
_TELLING = re.compile(
    r"Make|Model|Serial|GPS|Location|Date|CreationTime|Artist|Author|Creator|Owner|Software|Encod(er|ing(Time|Set))"
    r"|Comment|Title|(?<!Group)Description|Copyright|Vendor|CompressorName|Producer|Subject|Keyword|History|Thumbnail|XMP|IPTC"
    r"|Manufacturer|UserData|Trailer|Preview(Image|Date)"
)
# What is no value: zeros, blanks, "this is the video track", the vendor the form of MP4 prescribes, and the
# program that every such copy is made with.
_NOTHING = re.compile(r"|0|[0: ]+|(Video|Sound|Audio)Handler|Apple|ffmpeg|False|\(Binary data 0 bytes.*")


def telling(data: bytes, tmp_path: Path) -> dict[str, object]:
    """What the judge still finds in a file that may tell of somebody."""
    return {
        name: value
        for name, value in judged(data, tmp_path).items()
        if not name.startswith(("File:System", "SourceFile", "ExifTool:", "Composite:"))
        and _TELLING.search(name)
        and not _NOTHING.fullmatch(str(value))
    }
