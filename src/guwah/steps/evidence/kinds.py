"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.transcripts.encodings import text_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD_BYTES = 64 * 1024
TEXT, DOCUMENT, AUDIO, VIDEO, IMAGE, OTHER = "text", "document", "audio", "video", "image", "other"

_OFFICE = "application/vnd.openxmlformats-officedocument."
# Where the file's own writer puts its parts -> what it is (ECMA-376 part names).
_OFFICE_PARTS = (
    (b"word/", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{_OFFICE}presentationml.presentation"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A stream of the file -> what it is; names stand in entries of 128 bytes ([MS-CFB] 2.6.1).
_OLE_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
_OLE_ENTRY = 128
# What the first stream begins with, where the names stand too far behind to be seen.
_OLE_BEGINNINGS = (
    (b"\xec\xa5", "application/msword"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "application/vnd.ms-excel"),
)
# Python's names -> those of IANA's list of character sets, where they differ.
_CHARSETS = {f"utf-{size}-{order}": f"utf-{size}{order}" for size in (16, 32) for order in ("le", "be")}
_MPEG_TS_PACKET = 188
# Sizes of the header that follows a BMP file header; without one of them "BM" is two letters of a text.
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})


@dataclass(frozen=True, slots=True)
class Kind:
    """What the bytes are.

    Attributes:
        kind: text, document, audio, video, image or other.
        media_type: IANA media type; `application/octet-stream` when nobody knows. Text that is not UTF-8
            names its encoding: `text/plain; charset=utf-16le`.
    """

    kind: str
    media_type: str


UNKNOWN = Kind(OTHER, "application/octet-stream")

# Signature at the very beginning -> kind. Longer ones stand before shorter ones they begin with.
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind(IMAGE, "image/png")),
    (b"\xff\xd8\xff", Kind(IMAGE, "image/jpeg")),
    (b"GIF87a", Kind(IMAGE, "image/gif")),
    (b"GIF89a", Kind(IMAGE, "image/gif")),
    (b"II*\x00", Kind(IMAGE, "image/tiff")),
    (b"MM\x00*", Kind(IMAGE, "image/tiff")),
    (b"fLaC", Kind(AUDIO, "audio/flac")),
    (b"#!AMR-WB\n", Kind(AUDIO, "audio/amr-wb")),
    (b"#!AMR\n", Kind(AUDIO, "audio/amr")),
    (b"#!SILK_V3", Kind(AUDIO, "audio/silk")),
    (b"\x02#!SILK_V3", Kind(AUDIO, "audio/silk")),
    (b"caff\x00", Kind(AUDIO, "audio/x-caf")),
    (b"\x00\x00\x01\xba", Kind(VIDEO, "video/mpeg")),
    (b"FLV\x01", Kind(VIDEO, "video/x-flv")),
    (b"{\\rtf", Kind(DOCUMENT, "application/rtf")),
    (b"\x1f\x8b", Kind(OTHER, "application/gzip")),
    (b"7z\xbc\xaf\x27\x1c", Kind(OTHER, "application/x-7z-compressed")),
    (b"Rar!\x1a\x07", Kind(OTHER, "application/vnd.rar")),
    (b"age-encryption.org/v1\n", Kind(OTHER, "application/vnd.age")),
    (b"\x7fELF", Kind(OTHER, "application/x-executable")),
)
_BRANDS: tuple[tuple[bytes, Kind], ...] = (
    (b"M4A ", Kind(AUDIO, "audio/mp4")),
    (b"M4B ", Kind(AUDIO, "audio/mp4")),
    (b"qt  ", Kind(VIDEO, "video/quicktime")),
)
# Of still pictures, the more telling first: a file may name several, and "mif1" says only that it is one
# (ISO/IEC 23008-12, annexes B and D; AV1 Image File Format, 6).
_PICTURE_BRANDS: tuple[tuple[bytes, Kind], ...] = (
    *((brand, Kind(IMAGE, "image/heic")) for brand in (b"heic", b"heix", b"heim", b"heis")),
    *((brand, Kind(IMAGE, "image/avif")) for brand in (b"avif", b"avis")),
    *((brand, Kind(IMAGE, "image/heic-sequence")) for brand in (b"hevc", b"hevx", b"hevm", b"hevs")),
    *((brand, Kind(IMAGE, "image/heif")) for brand in (b"mif1", b"mif2")),
    (b"msf1", Kind(IMAGE, "image/heif-sequence")),
)
_GENERIC_PICTURES = frozenset({b"mif1", b"mif2", b"msf1", b"miaf"})
# A browser shows or plays these without running anything in them.
PLAIN_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def kind_of(head: bytes) -> Kind:
    """Say what a file is from its first bytes.

    Args:
        head: the first `HEAD_BYTES` bytes, or the whole file when it is shorter.
    """
    for look in _LOOKS:
        found = look(head)
        if found is not None:
            return found
    return UNKNOWN


def may_show(media_type: str) -> bool:
    """Say whether a browser may show this in the page; everything else is only ever downloaded."""
    return media_type in PLAIN_IMAGES or media_type.startswith(("audio/", "video/"))


def _container(head: bytes) -> Kind | None:
    """Know the containers whose first bytes alone do not say what is in them."""
    if head[:4] == b"RIFF":
        forms = {
            b"WAVE": Kind(AUDIO, "audio/wav"),
            b"AVI ": Kind(VIDEO, "video/x-msvideo"),
            b"WEBP": Kind(IMAGE, "image/webp"),
        }
        return forms.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return Kind(AUDIO, "audio/aiff")
    if head[:4] == b"OggS":
        return Kind(VIDEO, "video/ogg") if b"theora" in head[:512] else Kind(AUDIO, "audio/ogg")
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _matroska(head)
    if head[:8] == _OLE:
        return Kind(DOCUMENT, _ole(head))
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zip(head)
    return None


def _iso_media(head: bytes) -> Kind:
    """ISO/IEC 14496-12: the major brand, else the handlers named in the first bytes."""
    picture = _iso_picture(head)
    if picture is not None:
        return picture
    for brand, kind in _BRANDS:
        if head[8:12] == brand:
            return kind
    form = "3gpp" if head[8:11] in {b"3gp", b"3gr", b"3gs", b"3ge"} else "mp4"
    if b"soun" in head and b"vide" not in head:
        return Kind(AUDIO, f"audio/{form}")
    return Kind(VIDEO, f"video/{form}")


def _iso_picture(head: bytes) -> Kind | None:
    """Name a still picture by its major brand, or by the others of its box when that says too little."""
    length = int.from_bytes(head[:4], "big")
    major = head[8:12]
    others = [head[at : at + 4] for at in range(16, min(length, len(head)), 4)]
    said = [major, *others] if major in _GENERIC_PICTURES else [major]
    return next((kind for brand, kind in _PICTURE_BRANDS if brand in said), None)


def _matroska(head: bytes) -> Kind:
    """RFC 9559: the DocType, and whether the first track's codec is one of sound (`A_…`) alone."""
    subtype = "webm" if b"webm" in head[:64] else "matroska"
    sound_only = b"A_" in head[:4096] and b"V_" not in head[:4096]
    return Kind(AUDIO, f"audio/{subtype}") if sound_only else Kind(VIDEO, f"video/{subtype}")


def _ole(head: bytes) -> str:
    """[MS-CFB]: the names of its streams; in a long file they stand beyond the first bytes."""
    names = {
        head[at : at + 64].partition(b"\x00\x00\x00")[0] + b"\x00" for at in range(512, len(head), _OLE_ENTRY)
    }
    for name, media_type in _OLE_STREAMS:
        if name.encode("utf-16-le") in names:
            return media_type
    for beginning, media_type in _OLE_BEGINNINGS:
        if head[512 : 512 + len(beginning)] == beginning:
            return media_type
    return "application/x-ole-storage"


def _zip(head: bytes) -> Kind:
    """APPNOTE 4.3.7: a stored first member `mimetype` (ODF, EPUB), else Office part names."""
    if head[30:38] == b"mimetype":
        length = int.from_bytes(head[22:26], "little")
        stated = head[38 : 38 + length].decode("ascii", "replace")
        if stated.startswith(("application/vnd.oasis.", "application/epub+zip")):
            return Kind(DOCUMENT, stated)
    if b"[Content_Types].xml" in head:
        for part, media_type in _OFFICE_PARTS:
            if part in head:
                return Kind(DOCUMENT, media_type)
    return Kind(OTHER, "application/zip")


def _signed(head: bytes) -> Kind | None:
    for signature, kind in _MAGIC:
        if head.startswith(signature):
            return kind
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return Kind(IMAGE, "image/bmp")
    # ID3v2 (2.3 to 2.4): the version follows, which no text would have there.
    if head[:3] == b"ID3" and head[3:4] in {b"\x02", b"\x03", b"\x04"}:
        return Kind(AUDIO, "audio/mpeg")
    # Readers look for the header anywhere in the first kilobyte (ISO 32000-1, annex H.3, note 13).
    if b"%PDF-" in head[:1024]:
        return Kind(DOCUMENT, "application/pdf")
    return None


def _stream(head: bytes) -> Kind | None:
    """Know sound and pictures that begin with nothing but their first frame."""
    if len(head) > _MPEG_TS_PACKET and head[0] == head[_MPEG_TS_PACKET] == 0x47:  # noqa: PLR2004 - ISO/IEC 13818-1 sync byte
        return Kind(VIDEO, "video/mp2t")
    if len(head) > 1 and head[0] == 0xFF:  # noqa: PLR2004 - ISO/IEC 11172-3 and 13818-7 sync word
        if head[1] & 0xF6 == 0xF0:  # noqa: PLR2004 - layer bits 00: ADTS
            return Kind(AUDIO, "audio/aac")
        # Layer III or II. Layer I is left out: nobody uses it, and FF FE is how UTF-16 begins.
        if head[1] & 0xE0 == 0xE0 and head[1] & 0x06 in {0x02, 0x04}:  # noqa: PLR2004 - sync and layer bits
            return Kind(AUDIO, "audio/mpeg")
    return None


def _text(head: bytes) -> Kind | None:
    encoding = text_encoding(head)
    if encoding is None:
        return None
    kind = _text_kind(codecs.getincrementaldecoder(encoding)().decode(head))
    if encoding == "utf-8" or kind.kind != TEXT:
        return kind
    return Kind(TEXT, f"{kind.media_type}; charset={_CHARSETS.get(encoding, encoding)}")


def _text_kind(text: str) -> Kind:
    begin = text[:1024].lstrip("\ufeff \t\r\n").lower()
    if begin.startswith("webvtt"):
        return Kind(TEXT, "text/vtt")
    if begin.startswith(("<!doctype html", "<html")):
        return Kind(TEXT, "text/html")
    if "<svg" in begin and begin.startswith("<"):
        return Kind(IMAGE, "image/svg+xml")
    if begin.startswith("<?xml"):
        return Kind(TEXT, "text/xml")
    return Kind(TEXT, "text/plain")


_LOOKS: tuple[Callable[[bytes], Kind | None], ...] = (_container, _signed, _text, _stream)
