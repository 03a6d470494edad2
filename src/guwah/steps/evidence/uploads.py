"""Files from a browser: streamed straight into sealing, by script or by a plain form (law 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from guwah.failures import NotUnderstood
from guwah.steps.evidence import flows
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from django.http import HttpRequest

RAW_TYPE = "application/octet-stream"
FORM_TYPE = "multipart/form-data"


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
