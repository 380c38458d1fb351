"""A storage of its own for each test, a sender, and files as a browser sends them."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from o2r.core.files import services
from o2r.core.files.models import StoredFile
from o2r.core.journal.authors import Author

Receive = Callable[..., StoredFile]


@pytest.fixture(autouse=True)
def storage_folder(tmp_path: Path, settings: Any) -> Path:
    """Files of a test go to a folder of its own; how full the disk is does not matter."""
    settings.STORAGE_DIR = tmp_path
    settings.MIN_FREE_DISK_PERCENT = 0
    return tmp_path


@pytest.fixture
def sender() -> Author:
    return Author(user=uuid.uuid4(), organisation=uuid.uuid4(), role="caseworker")


@pytest.fixture
def receive(sender: Author) -> Receive:
    """Receive a file; ``size`` is what the sender announces, ``at`` what it is joined to."""
    place = uuid.uuid4()

    def act(
        name: str,
        content: bytes,
        *,
        size: int | None = None,
        at: uuid.UUID = place,
        purpose: str = "document",
    ) -> StoredFile:
        upload = SimpleUploadedFile(name, content)
        if size is not None:
            upload.size = size
        return services.receive(
            by=sender,
            upload=upload,
            organisation=sender.organisation or uuid.UUID(int=0),
            attached_kind="application",
            attached_id=at,
            purpose=purpose,
        )

    return act
