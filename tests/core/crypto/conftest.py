"""Keys of their own for each test: a root key made and rehearsed in a folder that goes away."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from o2r.core.crypto import ceremony
from o2r.core.crypto.shares import Share
from o2r.core.journal.authors import Author

BY = Author(user=uuid.UUID(int=1), organisation=uuid.UUID(int=2), role="referent")


@pytest.fixture
def by() -> Author:
    return BY


@pytest.fixture
def key_path(tmp_path: Path, settings: Any) -> Path:
    """Where the root key will be; nothing is there yet."""
    settings.STORAGE_DIR = tmp_path / "var"
    settings.ROOT_KEY = ""
    settings.ROOT_KEY_FILE = str(tmp_path / "elsewhere" / "root.key")
    return Path(settings.ROOT_KEY_FILE)


@pytest.fixture
def three_shares(key_path: Path) -> tuple[Share, Share, Share]:
    """A rehearsed root key, and its shares."""
    three = ceremony.begin(by=BY)
    ceremony.rehearse(by=BY, two=three[:2])
    return three


@pytest.fixture
def keys(three_shares: tuple[Share, Share, Share]) -> None:
    """A rehearsed root key."""
