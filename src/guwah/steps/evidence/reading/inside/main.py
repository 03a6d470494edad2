"""The jailed reader: told a step and a family of files, it reads its input and says what it found."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from guwah.steps.evidence.reading.inside import jpegs, letters, office, papers, pictures, pngs
from guwah.steps.evidence.reading.inside.saying import as_json, say, stumbling

if TYPE_CHECKING:
    from collections.abc import Callable

METADATA: Final[dict[str, Callable[[BinaryIO], dict[str, object]]]] = {
    "picture": pictures.metadata,
    "pdf": papers.metadata,
    "office": office.metadata,
    "archive": office.listing,
    "mail": letters.mail_metadata,
    "html": letters.page_metadata,
}
TEXT: Final[dict[str, Callable[[BinaryIO], str]]] = {
    "pdf": papers.text,
    "office": office.text,
    "mail": letters.mail_text,
    "html": letters.page_text,
}
ACTS: Final[dict[tuple[str, str], Callable[[BinaryIO], None]]] = {
    ("thumbnail", "picture"): pictures.thumbnail,
    ("thumbnail", "pdf"): papers.thumbnail,
    ("page-images", "pdf"): papers.page_images,
    ("clean", "jpeg"): jpegs.clean,
    ("clean", "png"): pngs.clean,
    ("clean", "picture"): pictures.redrawn,
    ("clean", "pdf"): papers.redrawn,
}


def read(step: str, family: str, file: BinaryIO) -> None:
    """Do one step with a file and say what came of it."""
    with stumbling():
        if step == "metadata":
            found = as_json(METADATA[family](file))
            say("metadata", json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8", "replace"))
        elif step == "text":
            say("text", TEXT[family](file).encode("utf-8", "replace"))
        else:
            ACTS[step, family](file)


def main() -> None:
    """Read standard input as the words of the command say."""
    step, family = sys.argv[1:3]
    with open(0, "rb", closefd=False) as file:
        file.seek(0)
        read(step, family, file)
