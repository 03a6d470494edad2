"""What no page asked for is refused unread (law 9); small files are taken by `accounts.uploads`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class RefuseUploads(FileUploadHandler):
    """The handler of every page but those that seal what arrives."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Stop reading at the first byte of a file."""
        del raw_data, start
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Hand nothing on."""
        del file_size
        return None
