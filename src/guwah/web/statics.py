"""Our own style sheets, fonts and islands; nothing comes from another host.

A page names each with a version made from its bytes, so a browser asks for it once and never again until it
changed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.templatetags.static import static
from django.views.static import serve as serve_file

from guwah.accounts.guard import open_page
from guwah.settings import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

FOLDER: Final = PACKAGE / "web" / "static"
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_FOR_AN_HOUR: Final = "public, max-age=3600"


@open_page
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a file below web/static; Django refuses paths that leave it."""
    response = serve_file(request, path, document_root=str(FOLDER))
    if (asked := request.GET.get("v")) and asked == _version(path):
        response["Cache-Control"] = _FOR_GOOD
    else:
        response["Cache-Control"] = _FOR_AN_HOUR if "/fonts/" in path else "no-cache"
    return response


def exists(path: str) -> bool:
    """Say whether there is such a file; what is built may not be."""
    return (FOLDER / path).is_file()


def address(path: str) -> str:
    """Return the address of a file below web/static, with its version.

    Raises:
        FileNotFoundError: there is none.
    """
    return f"{static(path)}?v={_version(path)}"


def _version(path: str) -> str:
    file = FOLDER / path
    about = file.stat()
    return _digest(file, about.st_mtime_ns, about.st_size)


@lru_cache(256)
def _digest(file: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
