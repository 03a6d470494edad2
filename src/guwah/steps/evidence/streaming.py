"""A sealed file on its way to the browser: decrypted bit by bit, by ranges (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from guwah.steps.evidence.kinds import may_show
from guwah.steps.evidence.names import shown_name
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.steps.evidence.models import Item
    from guwah.vault.age import AgeReader

CHUNK = 256 * 1024
# Whatever the file is, nothing in it runs, loads or knows where it came from.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes `first` to `last`, both included, counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Return the number of bytes."""
        return self.last - self.first + 1


class OutOfReach(ValueError):
    """The asked range lies behind the end of the file."""


def asked_range(header: str, size: int) -> Stretch | None:
    """Return the stretch a Range header asks for, or None when the whole file is to be sent.

    Several ranges at once and anything unreadable count as no range (RFC 9110, 14.2).

    Args:
        header: value of the header, empty when there is none.
        size: length of the file in bytes.

    Raises:
        OutOfReach: no byte of the file is in the range.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0:
            raise OutOfReach
        return Stretch(max(0, size - int(last)), size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise OutOfReach
    return Stretch(int(first), min(int(last), size - 1) if last else size - 1)


def file_response(request: HttpRequest, item: Item, reader: AgeReader) -> HttpResponseBase:
    """Answer with the bytes of an item, or the part of them that was asked for; closes the reader."""
    etag = f'"{item.sha256}"'
    header = request.headers.get("Range", "")
    # A range is for GET alone (14.2), and only of the very bytes the browser knows (13.1.5; no date is ours).
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        header = ""
    try:
        asked = asked_range(header, item.size)
    except OutOfReach:
        reader.close()
        refusal = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refusal["Content-Range"] = f"bytes */{item.size}"
        return refusal
    stretch = asked or Stretch(0, item.size - 1)
    response: HttpResponse | StreamingHttpResponse
    if request.method == "HEAD":
        reader.close()
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(_Sending(reader, stretch))
    if asked is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {stretch.first}-{stretch.last}/{item.size}"
    response["Content-Length"] = str(stretch.length)
    response["ETag"] = etag
    _describe(response, item)
    return response


def _describe(response: HttpResponse | StreamingHttpResponse, item: Item) -> None:
    shows = may_show(item.media_type)
    response["Content-Type"] = item.media_type if shows else "application/octet-stream"
    # Never empty: every item has a name.
    response["Content-Disposition"] = str(content_disposition_header(not shows, shown_name(item.filename)))
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"


class _Sending:
    """The bytes of a stretch, one piece after the other; closed with the response, read or not."""

    def __init__(self, reader: AgeReader, stretch: Stretch) -> None:
        self._reader = reader
        self._left = stretch.length
        reader.seek(stretch.first)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        # A vault that locks while somebody listens falls silent.
        if not self._left or KEYRING.locked:
            raise StopIteration
        piece = self._reader.read(min(CHUNK, self._left))
        if not piece:
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
