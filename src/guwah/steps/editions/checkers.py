"""The two programs that travel with whatever goes out, by which a stranger checks it: a script and a page."""

from __future__ import annotations

from pathlib import Path

import guwah_verify
from guwah.instruments.proofs.digests import digest_bytes

CHECKERS = SCRIPT, PAGE = "guwah_verify.py", "guwah_verify.html"


def checker_files() -> dict[str, bytes]:
    """Return both by name. The page is built from front/checker/ and kept beside the script."""
    script = Path(guwah_verify.__file__)
    return {SCRIPT: script.read_bytes(), PAGE: script.with_name(PAGE).read_bytes()}


def checker_digests() -> dict[str, str]:
    """Return the SHA-256 of both in hexadecimal, by name: for the covering letter.

    Inside the folder they would prove nothing, because whoever changes a checker changes the line about it.
    """
    return {name: digest_bytes(data).sha256 for name, data in checker_files().items()}


def covering_lines() -> list[str]:
    """Return what the covering letter should say of them, in the form that `sha256sum --check` reads."""
    lines = [f"{digest}  {name}" for name, digest in checker_digests().items()]
    return ["For your covering letter, the SHA-256 of the two checkers inside:", *lines]
