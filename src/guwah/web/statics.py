"""Our own style sheets, fonts and islands; nothing comes from another host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.static import serve as serve_file

from guwah import settings
from guwah.accounts.guard import open_page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@open_page
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a file below web/static; Django refuses paths that leave it."""
    response = serve_file(request, path, document_root=str(settings.PACKAGE / "web" / "static"))
    response["Cache-Control"] = "public, max-age=3600" if "/fonts/" in path else "no-cache"
    return response
