"""Stopping a request that is too big before it is written to the disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

BIGGEST_REQUEST = 60_000_000
"""Bytes of a whole request with files: three of the biggest files accepted."""


class BoundedUploadHandler(FileUploadHandler):
    """First of the handlers: refuses (400) what is announced or turns out to be too big."""

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse on the announced size alone: nothing of the body was read."""
        if content_length > BIGGEST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes announced.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the data on to the next handler, while they stay reasonable."""
        self.received += len(raw_data)
        if self.received > BIGGEST_REQUEST:
            raise RequestDataTooBig("More bytes than announced.")
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the next handler."""
        return None
