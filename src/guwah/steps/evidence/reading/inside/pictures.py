"""Pictures, inside the jail: what they say of themselves, and their pixels."""

from __future__ import annotations

import importlib
import io
import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps, IptcImagePlugin

from guwah.steps.evidence.reading.inside.saying import STUMBLES, CannotRead, say

if TYPE_CHECKING:
    from collections.abc import Mapping

# Pillow knows many more: each would be one more parser to be fooled.
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")
_READERS: Final = ("Jpeg", "Mpo", "Png", "Gif", "WebP", "Tiff", "Bmp", "Avif")
# A phone's largest pictures have some 50 million pixels; more than this is taken for a bomb.
MOST_PIXELS: Final = 100_000_000
# A picture that is drawn anew passes through the memory of both sides. The largest phones make 48 million.
MOST_REDRAWN: Final = 50_000_000
_JPEG_QUALITY: Final = 92
THUMBNAIL: Final = 480
_HALVES: Final = {ExifTags.IFD.Exif: "exif", ExifTags.IFD.GPSInfo: "gps", ExifTags.IFD.Interop: "interop"}


def opened(file: BinaryIO) -> ImageFile.ImageFile:
    """Open a picture without decoding it.

    Raises:
        CannotRead: `needs-too-much`, it has more pixels than anybody photographs.
    """
    for reader in _READERS:
        importlib.import_module(f"PIL.{reader}ImagePlugin")
    return opened_as(file, FORMATS)


def opened_as(file: BinaryIO, formats: tuple[str, ...]) -> ImageFile.ImageFile:
    """Open a picture of one of these formats, whose readers are there, without decoding it.

    Raises:
        CannotRead: as `opened`.
    """
    # Pillow warns from here on, and refuses twice as many.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    try:
        return Image.open(file, formats=formats)
    except Image.DecompressionBombError as bomb:
        raise CannotRead("needs-too-much") from bomb


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return everything a picture says of itself, by the blocks it stands in."""
    return told_by(opened(file))


def told_by(image: ImageFile.ImageFile) -> dict[str, object]:
    """Return everything an open picture says of itself, by the blocks it stands in."""
    exif = image.getexif()
    found: dict[str, object] = {
        "format": image.format,
        "width": image.width,
        "height": image.height,
        "mode": image.mode,
        "frames": getattr(image, "n_frames", 1),
        "tiff": _named(dict(exif), ExifTags.TAGS),
    }
    for half, name in _HALVES.items():
        names = ExifTags.GPSTAGS if half == ExifTags.IFD.GPSInfo else ExifTags.TAGS
        found[name] = _named(exif.get_ifd(half), names)
    iptc = IptcImagePlugin.getiptcinfo(image) if image.format in {"JPEG", "TIFF"} else None
    found["iptc"] = {f"{record}:{field}": value for (record, field), value in (iptc or {}).items()}
    other = {str(key): value for key, value in image.info.items() if key != "exif"}
    found["other"] = other | dict(getattr(image, "text", {}))
    return {name: value for name, value in found.items() if value not in ({}, None)}


def thumbnail(file: BinaryIO) -> None:
    """Say the picture made small, the right way up."""
    say_small(opened(file))


def say_small(image: ImageFile.ImageFile) -> None:
    """Say an open picture made small, the right way up."""
    image.draft("RGB", (THUMBNAIL, THUMBNAIL))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((THUMBNAIL, THUMBNAIL))
    draw(upright)


def redrawn(file: BinaryIO) -> None:
    """Say the picture's pixels, the right way up, in the colours every screen takes for granted (sRGB).

    Raises:
        CannotRead: `needs-too-much`.
    """
    say_redrawn(opened(file))


def say_redrawn(image: ImageFile.ImageFile) -> None:
    """Say the pixels of an open picture, as `redrawn`.

    Raises:
        CannotRead: `needs-too-much`.
    """
    if image.width * image.height > MOST_REDRAWN:
        raise CannotRead("needs-too-much")
    image.load()
    draw(ImageOps.exif_transpose(_in_srgb(image)))


def pressed(file: BinaryIO) -> None:
    """Say a JPEG of the pixels of a PNG that we wrote ourselves, and of nothing else."""
    written = io.BytesIO()
    opened(file).convert("RGB").save(written, "JPEG", quality=_JPEG_QUALITY)
    say("file", written.getvalue())


def draw(image: Image.Image, number: int = 1, **facts: float) -> None:
    """Say a picture: its size and the rows of pixels as PNG filters them (ISO/IEC 15948, clause 9)."""
    if image.mode not in {"RGB", "L"}:
        over = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(over, mask=over.getchannel("A"))
    written = io.BytesIO()
    image.convert("RGB").save(written, "PNG", compress_level=1)
    say(
        "picture",
        _rows(written.getvalue()),
        number=number,
        width=image.width,
        height=image.height,
        **facts,
    )


def _rows(png: bytes) -> bytes:
    """Take the filtered rows out of a PNG this program just wrote."""
    pieces, at = [], 8
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        if name == b"IDAT":
            pieces.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return zlib.decompress(b"".join(pieces))


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "L", "CMYK"}:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *STUMBLES):
        # A profile nobody can read says nothing about colours: they stay as they are.
        return image
    return turned or image


def _named(tags: Mapping[int, object], names: Mapping[int, str]) -> dict[str, object]:
    return {str(names.get(tag, f"0x{tag:04x}")): value for tag, value in tags.items()}
