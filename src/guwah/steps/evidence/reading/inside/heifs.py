"""HEIF, in which phones keep photos (ISO/IEC 23008-12), inside the jail: what they say, and their pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from pillow_heif import register_heif_opener

from guwah.steps.evidence.reading.inside import pictures

if TYPE_CHECKING:
    from PIL import ImageFile


def metadata(file: BinaryIO) -> dict[str, object]:
    """Return everything a photo says of itself, by the blocks it stands in.

    How it lies stands in the container, and the decoder turns it by that; what EXIF says of it is told as
    `original_orientation` (23008-12, 6.5.10: the container's word counts).
    """
    return pictures.told_by(_opened(file))


def thumbnail(file: BinaryIO) -> None:
    """Say the photo made small, the right way up; the small one it carries may be another."""
    pictures.say_small(_opened(file))


def redrawn(file: BinaryIO) -> None:
    """Say the photo's pixels, the right way up, in sRGB.

    Raises:
        CannotRead: `needs-too-much`.
    """
    pictures.say_redrawn(_opened(file))


def _opened(file: BinaryIO) -> ImageFile.ImageFile:
    # Small pictures and maps of depth would be more to decode, and nobody looks at them.
    register_heif_opener(thumbnails=False, depth_images=False, decode_threads=1)
    return pictures.opened_as(file, ("HEIF",))
