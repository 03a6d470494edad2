"""Small files of a form, held in memory and never in a temporary file (law 9)."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from guwah.failures import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MOST_BYTES = 1 << 20
MOST_UNREAD = 64 << 20
"""Bytes of a request that are read to its end although its file is too large, so that a page can say so."""
_Page = TypeVar("_Page", bound="Callable[..., HttpResponseBase]")


class SmallFiles(FileUploadHandler):
    """Holds small files of a form in memory: cards, certificates, checkpoints; none of it is testimony."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large = False
        self._held = bytearray()

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Begin anew."""
        super().new_file(*args, **kwargs)
        self._held = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what came, up to a mebibyte."""
        del start
        self._held += raw_data
        if len(self._held) > MOST_BYTES:
            self.too_large, self._held = True, bytearray()
            raise SkipFile

    def file_complete(self, file_size: int) -> SimpleUploadedFile | None:
        """Hand on what was held; of nothing there is no file."""
        del file_size
        return SimpleUploadedFile(self.file_name or "", bytes(self._held)) if self._held else None


def takes_a_file(page: _Page) -> _Page:
    """Let a page take a small file; its form is protected like every other."""
    protected = csrf_protect(page)

    @csrf_exempt  # `protected` looks at the token; the body may be read only after the handler is set.
    @wraps(page)
    def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any page
        if request.method == "POST":
            if _length(request) > MOST_UNREAD:
                # A page could only say so after the last byte of it had come.
                raise RequestDataTooBig
            request.upload_handlers = [SmallFiles(request)]
        answer: HttpResponseBase = protected(request, *args, **kwargs)
        return answer

    return cast("_Page", taking)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def file_of(request: HttpRequest, name: str) -> bytes:
    """Return the bytes of a small file of a form.

    Raises:
        NotUnderstood: `file-too-large`, `no-file`.
    """
    found = request.FILES.get(name)
    if found is not None:
        return bytes(found.read())
    if any(isinstance(each, SmallFiles) and each.too_large for each in request.upload_handlers):
        raise NotUnderstood("file-too-large", "This file is larger than such a file can be.")
    raise NotUnderstood("no-file", "No file was chosen. Nothing was changed.")
