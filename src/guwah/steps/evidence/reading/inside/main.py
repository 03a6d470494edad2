"""The jailed reader: told a step and a family of files, it reads its input and says what it found."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, BinaryIO, Final

from guwah.steps.evidence.reading.inside.saying import as_json, say, stumbling

# Step and family -> module of this folder and function. Only that module is imported: starting takes longer
# than reading most files, and a parser that is not there cannot be fooled.
READERS: Final = {
    ("metadata", "picture"): ("pictures", "metadata"),
    ("metadata", "heif"): ("heifs", "metadata"),
    ("metadata", "pdf"): ("papers", "metadata"),
    ("metadata", "office"): ("office", "metadata"),
    ("metadata", "ole"): ("oldoffice", "metadata"),
    ("metadata", "rtf"): ("richtext", "metadata"),
    ("metadata", "silk"): ("silk", "metadata"),
    ("metadata", "archive"): ("office", "listing"),
    ("metadata", "mail"): ("letters", "mail_metadata"),
    ("metadata", "html"): ("letters", "page_metadata"),
    ("text", "pdf"): ("papers", "text"),
    ("text", "office"): ("office", "text"),
    ("text", "ole"): ("oldoffice", "text"),
    ("text", "rtf"): ("richtext", "text"),
    ("text", "mail"): ("letters", "mail_text"),
    ("text", "html"): ("letters", "page_text"),
    ("thumbnail", "picture"): ("pictures", "thumbnail"),
    ("thumbnail", "heif"): ("heifs", "thumbnail"),
    ("thumbnail", "pdf"): ("papers", "thumbnail"),
    ("page-images", "pdf"): ("papers", "page_images"),
    ("clean", "jpeg"): ("jpegs", "clean"),
    ("clean", "png"): ("pngs", "clean"),
    ("clean", "picture"): ("pictures", "redrawn"),
    ("clean", "pixels"): ("pictures", "pressed"),
    ("clean", "heif"): ("heifs", "redrawn"),
    ("clean", "pdf"): ("papers", "redrawn"),
}


def read(step: str, family: str, file: BinaryIO) -> None:
    """Do one step with a file and say what came of it."""
    module, name = READERS[step, family]
    reader: Any = getattr(importlib.import_module(f"{__package__}.{module}"), name)
    with stumbling():
        found = reader(file)
        if step == "metadata":
            told = json.dumps(as_json(found), ensure_ascii=False, indent=1)
            say("metadata", told.encode("utf-8", "replace"))
        elif step == "text":
            say("text", found.encode("utf-8", "replace"))


def main() -> None:
    """Read standard input as the words of the command say."""
    step, family = sys.argv[1:3]
    with open(0, "rb", closefd=False) as file:
        file.seek(0)
        read(step, family, file)
