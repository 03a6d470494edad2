"""Files from a browser: streamed straight into sealing, by script or by a plain form (law 9)."""

from __future__ import annotations

import re
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _

from guwah.accounts.requests import member_of
from guwah.failures import NotUnderstood, Problem
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.sendings import SENDINGS, STRETCH, OtherPlace, Told
from guwah.vault.keyring import KEYRING
from guwah.vault.untrusted import changed_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Source

_A_NUMBER: Final = re.compile(r"[0-9]{1,18}")
RAW_TYPE = "application/octet-stream"
FORM_TYPE = "multipart/form-data"


def take_form(
    request: HttpRequest, take: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase | None:
    """Let a page take the files of a form, which are sealed as they come; None when that was told to fail.

    Args:
        request: whose body was not read yet.
        take: reads the form; it is given the request and must be protected against other sites' forms.
    """
    handler = SealingUploads(request)
    request.upload_handlers = [handler]
    try:
        return take(request)
    except Problem as problem:
        messages.error(request, problem.message)
    except UnreadablePostError:
        messages.error(request, _("The way broke off before the file was whole. Send it again."))
    finally:
        handler.abort()
    return None


class Body:
    """The body of a request as a stream: keeps the vault awake, and notices when it was cut short."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._promised = int(request.META.get("CONTENT_LENGTH") or 0)
        self._came = 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes.

        Raises:
            NotUnderstood: `cut-short`, the body ended before its stated length.
        """
        chunk = self._request.read(size)
        KEYRING.touch()
        self._came += len(chunk)
        if not chunk and self._came < self._promised:
            raise NotUnderstood("cut-short", "The way broke off before the file was whole. Send it again.")
        return chunk


def raw_name(request: HttpRequest) -> str:
    """Return the file name a script sent beside the bytes.

    Raises:
        NotUnderstood: `not-a-file-body`, the request is a form or something else, not a file's bytes.
    """
    # An empty file may come without a type; it is refused as what it is.
    if request.content_type not in {RAW_TYPE, ""}:
        raise NotUnderstood("not-a-file-body", "The body of this request is not the bytes of a file.")
    return unquote(request.headers.get("X-File-Name", ""), errors="replace")


def answer(request: HttpRequest, case: Case, source: Source | None) -> HttpResponse:
    """Answer the drop zone: a whole small file, the beginning of a large one, or its next piece.

    A small file is one POST of its bytes. A large one is a POST without a body that says `X-Upload: begin`
    with its name, size and time, answered with the place to go on at; then PATCH requests with `X-Upload`
    and `X-Offset`, until the last is answered like a small file. 409 means: begin again, you are told where.

    Raises:
        Problem: it is refused, for a reason.
    """
    if request.method == "PATCH":
        return _piece(request, case, source)
    if request.headers.get("X-Upload") == "begin":
        return _begin(request, case, source)
    arrival = flows.Arrival(raw_name(request), source, modified=_modified(request))
    added = flows.add_stream(member_of(request), case, Body(request), arrival)
    return JsonResponse(queries.as_json(added.item, added.outcome))


def _begin(request: HttpRequest, case: Case, source: Source | None) -> HttpResponse:
    told = Told(raw_name(request), _number(request, "X-File-Size"), _time(request))
    page, anew = request.headers.get("X-Page", ""), "X-Anew" in request.headers
    begun = SENDINGS.begin(member_of(request), case, source, told, page=page, anew=anew)
    return JsonResponse({**asdict(begun), "stretch": STRETCH})


def _piece(request: HttpRequest, case: Case, source: Source | None) -> HttpResponse:
    name = raw_name(request)
    upload = request.headers.get("X-Upload", "")
    owner = member_of(request).pk, case.pk, source.number if source is not None else 0
    try:
        whole = SENDINGS.piece(upload, _number(request, "X-Offset"), Body(request), owner)
    except OtherPlace:
        return JsonResponse({"offset": SENDINGS.offset(upload)}, status=HTTPStatus.CONFLICT)
    if whole is None:
        return JsonResponse({"offset": SENDINGS.offset(upload)})
    with whole as intake:
        added = flows.keep(member_of(request), case, intake, flows.Arrival(name, source))
    return JsonResponse(queries.as_json(added.item, added.outcome))


def _modified(request: HttpRequest) -> str:
    """Return when the sender's file was last changed, as the browser says; empty when it does not."""
    return changed_at(_time(request) * 10**6) if "X-File-Modified" in request.headers else ""


def _time(request: HttpRequest) -> int:
    """Return a file's time of last change in milliseconds since 1970; before that day it is negative."""
    earlier = request.headers.get("X-File-Modified", "").startswith("-")
    return -_number(request, "X-File-Modified", "-") if earlier else _number(request, "X-File-Modified")


def _number(request: HttpRequest, header: str, sign: str = "") -> int:
    said = request.headers.get(header, "").removeprefix(sign)
    if not _A_NUMBER.fullmatch(said):
        raise NotUnderstood("not-a-file-body", "This request does not say which file it is about.")
    return int(said)


class SealingUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file of a form, already encrypted and not yet finished; closing it leaves nothing behind."""

    def __init__(self, name: str, intake: flows.Intake) -> None:
        super().__init__(name=name, size=intake.size)
        self.intake = intake

    def close(self) -> None:
        """Drop it, unless it was finished."""
        self.intake.abort()


class SealingUploads(FileUploadHandler):
    """Feeds every file of a form to an intake of its own, chunk by chunk."""

    chunk_size = 1024 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._intakes: list[flows.Intake] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Begin an intake."""
        super().new_file(*args, **kwargs)
        self._intakes.append(flows.begin())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encrypt what came; nothing is handed on."""
        del start
        KEYRING.touch()
        self._intakes[-1].feed(raw_data)

    def file_complete(self, file_size: int) -> SealingUpload:
        """Hand on the intake, waiting to be kept or dropped."""
        del file_size
        return SealingUpload(self.file_name or "", self._intakes[-1])

    def upload_interrupted(self) -> None:
        """The sender went away."""
        self.abort()

    def abort(self) -> None:
        """Drop everything that was not finished."""
        for intake in self._intakes:
            intake.abort()
