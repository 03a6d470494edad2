"""Which steps there are for which kind of file, and by which programs; none of it looks inside the file."""

from __future__ import annotations

import re
from typing import Final

METADATA, TEXT, THUMBNAIL, PAGES, WAVEFORM = "metadata", "text", "thumbnail", "page-images", "waveform"
CLEAN, UNPACK = "clean", "unpack"
# The step that stands for all others when there is no reader for a kind of file.
EXAMINE: Final = "examine"

_FAMILIES: Final = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    **dict.fromkeys(("image/gif", "image/webp", "image/tiff", "image/bmp", "image/avif"), "picture"),
    **dict.fromkeys(
        ("image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"),
        "heif",
    ),
    "application/pdf": "pdf",
    # An older name of the same stands on items that came before the four were told apart.
    **dict.fromkeys(
        (
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.ms-outlook",
            "application/x-ole-storage",
        ),
        "ole",
    ),
    "application/rtf": "rtf",
    **dict.fromkeys(("application/vnd.rar", "application/x-7z-compressed"), "packed"),
    "audio/silk": "silk",
    "application/zip": "archive",
    "application/epub+zip": "archive",
    "text/html": "html",
    "message/rfc822": "mail",
}
_OFFICE: Final = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
)
_STEPS: Final = {
    **dict.fromkeys(("jpeg", "png", "picture", "heif"), (METADATA, THUMBNAIL)),
    "pdf": (METADATA, TEXT, THUMBNAIL, PAGES),
    **dict.fromkeys(("office", "ole", "rtf"), (METADATA, TEXT)),
    "archive": (METADATA,),
    "packed": (METADATA, UNPACK),
    "silk": (METADATA, WAVEFORM),
    "mail": (METADATA, TEXT),
    "html": (METADATA, TEXT),
    "audio": (METADATA, WAVEFORM),
    "video": (METADATA, THUMBNAIL, WAVEFORM),
}
# Steps somebody would look for and nobody here does, and what is said of them instead.
_NOT_HERE: Final = {(UNPACK, "packed"): "archive-not-opened", (WAVEFORM, "silk"): "silk-not-played"}
# Packed in a way that does not even tell names.
_ONE_FILE_PACKED: Final = frozenset({"application/gzip"})
# RFC 5322, 2.2: a name of printable letters without colon. A letter begins with one of these, whichever way
# it was saved; a transcript, which has lines "name: words" as well, does not.
_MAIL: Final = re.compile(
    rb"(?:From [^\n]*\n)?(?:Return-Path|Received|Delivered-To|X-[\w-]+|MIME-Version|Message-ID|Date|From|To"
    rb"|Subject|Reply-To|DKIM-Signature|ARC-Seal|Authentication-Results|Content-Type):[^\n]*\n",
    re.IGNORECASE,
)
_SENDER: Final = re.compile(rb"^From:[^\n]+", re.IGNORECASE | re.MULTILINE)
_MAIL_ONLY: Final = re.compile(
    rb"^(?:Message-ID|MIME-Version|Received|Return-Path|Content-Type):", re.IGNORECASE | re.MULTILINE
)
HEAD_BYTES: Final = 16 * 1024


def family(media_type: str, head: bytes = b"") -> str:
    """Return the family of readers for a kind of file, or nothing when there is none.

    Args:
        media_type: of the item, told from its bytes.
        head: its first `HEAD_BYTES`, by which a letter is known among texts.
    """
    plain = media_type.partition(";")[0]
    if plain in _FAMILIES:
        return _FAMILIES[plain]
    if plain.startswith(_OFFICE):
        return "office"
    if plain.startswith(("audio/", "video/")):
        return plain.partition("/")[0]
    return "mail" if plain == "text/plain" and _is_mail(head) else ""


def steps(of_family: str) -> tuple[str, ...]:
    """Return the steps of reading for a family, in their order."""
    return _STEPS.get(of_family, ())


def not_here(step: str, of_family: str) -> str:
    """Return why a step with a family is never done here, or nothing when it is."""
    return _NOT_HERE.get((step, of_family), "")


def why_unread(media_type: str) -> str:
    """Return what is said of a kind of file that has no family."""
    return "archive-not-opened" if media_type in _ONE_FILE_PACKED else "no-reader"


def needs_bsdtar(of_family: str) -> bool:
    """Say whether the names in a family are told by bsdtar, which may be missing."""
    return of_family == "packed"


def needs_ffmpeg(of_family: str) -> bool:
    """Say whether a family is read by ffmpeg, which may be missing."""
    return of_family in {"audio", "video"}


def _is_mail(head: bytes) -> bool:
    header = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(_MAIL.match(header) and _SENDER.search(header) and _MAIL_ONLY.search(header))
